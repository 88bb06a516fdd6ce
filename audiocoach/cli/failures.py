"""What is wrong, in words for the person at the terminal: diagnostics at their places, and the system's errors."""

import errno
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from audiocoach.cli.console import messages, one_line, say
from audiocoach.cli.program import as_called
from audiocoach.errors import AudiocoachError, CannotError, Diagnostic, InputError, SpecError, visible

if TYPE_CHECKING:
    from rich.text import Text

_STYLES: Final = {"error": "red", "warning": "yellow", "info": "dim"}
_NO_MEMORY: Final = re.compile(
    r"failed to map segment|cannot allocate memory|unable to allocate|failed to allocate|bad.alloc|out of memory"
    r"|can't start new thread|cannot allocate write\+execute memory|error return without exception set",
    re.IGNORECASE,
)
"""How libraries say that there is no memory left, who raise anything but `MemoryError`."""


def in_our_words(error: BaseException) -> AudiocoachError | None:
    """An error in our words; None for one that is a fault of ours, and is better shown as it is."""
    if _is_out_of_memory(error):
        return CannotError("not enough memory", "close other programs, or raise the limit (`ulimit -v`)")
    if isinstance(error, AudiocoachError):
        return error
    if not isinstance(error, OSError):
        return None
    what = f"{one_line(str(error.filename))}: " if error.filename else ""
    message = f"{what}{(error.strerror or str(error)).lower()}"
    is_input = error.errno in (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR)
    return InputError(message) if is_input else AudiocoachError(message)


def diagnostics_of(error: AudiocoachError) -> tuple[Diagnostic, ...]:
    """All that an error has to say."""
    return error.diagnostics if isinstance(error, SpecError) else (Diagnostic(error.message, None, error.hint),)


def show_error(error: AudiocoachError) -> None:
    """Print all that an error has to say."""
    for diagnostic in diagnostics_of(error):
        show_diagnostic(diagnostic)


def show_diagnostic(diagnostic: Diagnostic) -> None:
    """Print a mistake or a note as a message."""
    console = messages()
    say(text_of(diagnostic, console.width if console.is_terminal else None))


def text_of(diagnostic: Diagnostic, width: int | None = None) -> "Text":
    """A mistake or a note as it is printed where a line has `width` cells, None for no end of them."""
    from rich.text import Text

    style = _STYLES[diagnostic.severity]
    kind = "" if diagnostic.severity == "error" else f"{diagnostic.severity}: "
    place = f"{one_line(str(diagnostic.place))}: " if diagnostic.place else ""
    text = Text(f"{place}{kind}{visible(diagnostic.message)}", style=style)
    if diagnostic.place and diagnostic.place.text.strip():
        line, caret = diagnostic.place.excerpt(*((max(width - 2, 8),) if width else ()))
        text.append(f"\n  {line}", style="default").append(f"\n  {caret}")
    if diagnostic.hint:
        text.append(f"\n  hint: {visible(as_called(diagnostic.hint))}")
    return text


def _is_out_of_memory(error: BaseException) -> bool:
    """Whether memory was what an operation lacked, or whatever made it fail."""
    return any(
        isinstance(cause, MemoryError)
        or (isinstance(cause, OSError) and cause.errno == errno.ENOMEM)
        or not (isinstance(cause, AudiocoachError) or _NO_MEMORY.search(str(cause)) is None)
        for cause in _causes(error)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
