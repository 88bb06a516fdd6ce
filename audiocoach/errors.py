"""Every error that audiocoach raises on purpose; only `cli/` prints them and exits.

AudiocoachError
├── InputError        the input or the usage is wrong (exit code 2)
│   ├── SpecError     mistakes in a session file, each with its place
│   ├── ConfigError   mistakes in the user's config
│   ├── UnknownName   a voice, tone, soundscape or library session that is not there
│   └── UnreadableFile  a file that is not there, is no regular file, is too large or may not be read
└── CannotError       the input is right, but it could not be done (exit code 1)
    ├── VoiceError    an engine cannot speak
    ├── CacheError    the cache cannot be read or written
    └── DeliverError  a file cannot be written
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

_MANY: Final = 20
"""How many known names a hint lists at most."""
_LONGEST_SHOWN: Final = 60
_WIDEST_SHOWN: Final = 400
"""Cells of a terminal that a source line takes in a message, at most."""
_MOST_MEANT: Final = 3
"""How many known names a hint offers where several begin as the word does."""
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\udc80-\udc9f]")
"""Control characters, those that reorder a line, and bytes that are no text and that some terminals obey."""

Severity = Literal["error", "warning", "info"]
"""An error stops a build; a warning and an info do not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands."""

    file: str
    """Path as the user gave it, or `<notation>`."""
    line: int
    """1-based; 0 where the whole file is meant."""
    column: int
    """1-based, in characters."""
    text: str = ""
    """The source line, without its end."""
    width: int = 1
    """How many characters the caret underlines."""

    def as_json(self) -> dict[str, str | int]:
        """As in every `--json`."""
        return {"file": self.file, "line": max(self.line, 1), "column": max(self.column, 1)}

    def __str__(self) -> str:
        return f"{self.file}:{max(self.line, 1)}:{max(self.column, 1)}"

    def excerpt(self, room: int = _WIDEST_SHOWN) -> tuple[str, str]:
        """The source line, and the line to print beneath it, whose caret then stands under the column.

        Both are measured in cells of a terminal: a wide character takes two, a combining mark none, a tab leads to the
        next multiple of 8. Of a line that is wider than `room` cells, what lies around the caret.
        """
        from rich.cells import cell_len

        start = max(self.column, 1) - 1
        cut = max(start - room, 0)
        text = visible(self.text[cut : start + room])  # a line may have a million characters
        first, last = (len(text[: end - cut].expandtabs()) for end in (start, start + max(self.width, 1)))
        line = text.expandtabs()
        before, after, more = line[:first], line[first:], start + room < len(self.text)
        if cut or more or cell_len(line) > room:
            left = _fitting(reversed(before), room // 2)
            cut, before = cut or left < first, before[first - left :]
            right = _fitting(after, room - 2 - cell_len(before))  # an ellipsis on either side
            more, after = more or right < len(after), after[:right]
        marked = after[: last - first]
        before, after = "…" * bool(cut) + before, after + "…" * more
        return before + after, " " * cell_len(before) + "^" * max(cell_len(marked), 1)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to say of the input: a mistake, or a note on what was made of it."""

    message: str
    """What is the matter."""
    place: Place | None = None
    """Where; None where the whole input is meant."""
    hint: str | None = None
    """What would be right."""
    severity: Severity = "error"

    @classmethod
    def warning(cls, message: str, place: Place | None = None, hint: str | None = None) -> Self:
        """Something that the author should change."""
        return cls(message, place, hint, "warning")

    @classmethod
    def info(cls, message: str, place: Place | None = None, hint: str | None = None) -> Self:
        """Something that the author should know."""
        return cls(message, place, hint, "info")

    def as_json(self) -> dict[str, Any]:
        """As in every `--json`."""
        place = self.place.as_json() if self.place else None
        return {"severity": self.severity, "place": place, "message": self.message, "hint": self.hint}

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.message}" if self.place else self.message]
        if self.place and self.place.text.strip():
            lines += [f"  {line}" for line in self.place.excerpt()]
        if self.hint:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


class Portable(Exception):
    """An error that comes out of another process as it went in, whatever its arguments are."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpacked, (type(self), self.args, self.__dict__)


def _unpacked(kind: type[Portable], args: tuple[Any, ...], state: dict[str, Any]) -> Portable:
    """An error out of a pickle."""
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class AudiocoachError(Portable):
    """The root of the tree: a message, and a hint where there is one."""

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self._hint = hint

    @property
    def hint(self) -> str | None:
        """What would be right."""
        return self._hint

    def __str__(self) -> str:
        return f"{self.message}\n  hint: {self.hint}" if self.hint else self.message


class InputError(AudiocoachError):
    """The input or the usage is wrong."""

    exit_code = 2


class ConfigError(InputError):
    """The user's config has mistakes."""


class SpecError(InputError):
    """All the mistakes of a session, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


class UnknownName(InputError):
    """A name that is not there; the nearest one that is comes as the hint, or else some that are."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"unknown {kind} `{short(name)}`")
        self.name = name
        self.known = sorted(map(short, known))

    @property
    def hint(self) -> str | None:
        """Looked for when it is shown: a file may hold thousands of unknown names."""
        return nearest(self.name, self.known) or self.otherwise

    @property
    def otherwise(self) -> str | None:
        """The names that are known, where none is near; of many the first ones."""
        shown = self.known if len(self.known) <= _MANY else self.known[:_MANY]
        rest = f" and {len(self.known) - len(shown)} more" if len(shown) < len(self.known) else ""
        return f"known: {', '.join(shown)}{rest}" if shown else None


class UnreadableFile(InputError):
    """A file that cannot be read; for callers with words of their own, `reason` says why."""

    def __init__(self, path: Path, reason: str, hint: str | None = None, *, missing: bool = False) -> None:
        super().__init__(f"cannot read {path}: {reason}", hint)
        self.path = path
        self.reason = reason
        """E.g. `it is a folder`."""
        self.missing = missing
        """Whether nothing is there."""


class CannotError(AudiocoachError):
    """The input is right, but it could not be done: voice, network, disk."""


class VoiceError(CannotError):
    """An engine cannot speak."""


class CacheError(CannotError):
    """The cache cannot be read or written."""


class DeliverError(CannotError):
    """A file cannot be written."""


def visible(text: str) -> str:
    """`text` with each character that would steer a terminal as `�`; tabs and line ends stay."""
    return _STEERING.sub("\ufffd", text)


def _fitting(text: Iterable[str], room: int) -> int:
    """How many of the characters of `text`, from the first on, fit into `room` cells."""
    from rich.cells import cell_len

    count = 0
    for char in text:
        room -= cell_len(char)
        if room < 0:
            break
        count += 1
    return count


def short(text: object) -> str:
    """`text` cut to what fits into a message, and without what would steer a terminal."""
    text = str(text)
    return printable(text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 3]}...")


def printable(text: str) -> str:
    """`text` with what would steer a terminal, or is no character in any encoding, as `\ufffd`."""
    return text if text.isprintable() else "".join(char if char.isprintable() else "\ufffd" for char in text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The hint `did you mean ...?` with what `word` most likely means of what is known, or None.

    That is what begins with it (`rain` of `rain-on-leaves`), else what is spelled nearly so, else what has it as a part
    (`lake` of `mountain-lake`).
    """
    names = {name.lower(): name for name in known}
    word = word.strip().lower()
    if not word or len(word) > _LONGEST_SHOWN:
        return None
    begun = [name for name in names if name.startswith(word) and not name[len(word) :][:1].isalnum()]
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    parts = [name for name in names if len(word) > 2 and any(part.startswith(word) for part in _parts(name))]
    meant = [names[name] for name in begun or close or parts]
    if not meant:
        return None
    *others, last = (f"`{name}`" for name in meant[:_MOST_MEANT])
    return f"did you mean {', '.join(others)}{' or ' if others else ''}{last}?"


def _parts(name: str) -> list[str]:
    """The words of a name such as `mountain-lake` or `de_DE-thorsten`."""
    return re.split(r"[\W_]+", name)
