"""A mistake found while a value is being read, before its place in the file is known."""

from collections.abc import Iterable
from typing import Any

from audiocoach.errors import Diagnostic, Portable, nearest, short

Loc = tuple[str | int, ...]
"""The way to a value from the root of a document: keys and indexes."""


class InvalidValue(Portable, ValueError):
    """What is wrong with a value; pydantic carries it to the reader, which knows the place."""

    def __init__(
        self,
        message: str,
        hint: str,
        loc: Loc = (),
        *,
        near: tuple[str, Iterable[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.loc = loc
        """From the value that was being validated to the key that is meant; empty for the value itself."""
        self._hint = hint
        self._near = near

    @property
    def hint(self) -> str:
        """What would be right: where `near` gives a word and the known ones, the nearest of them."""
        # Looked up only when it is shown: a file may hold thousands of mistakes.
        return (nearest(*self._near) if self._near else None) or self._hint


class InvalidValues(Portable, ValueError):
    """Several mistakes in one value."""

    def __init__(self, invalids: Iterable[InvalidValue]) -> None:
        self.invalids = tuple(invalids)
        super().__init__("; ".join(invalid.message for invalid in self.invalids))


class InvalidFile(Portable, ValueError):
    """Mistakes in another file that a value names, with their places in that file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(diagnostic.message for diagnostic in self.diagnostics))


def raise_all(invalids: Iterable[InvalidValue]) -> None:
    """Raise `InvalidValues` where there are any."""
    if found := tuple(invalids):
        raise InvalidValues(found)


def shown(value: Any) -> str:
    """`value` as a message shows it: a text or a number in backticks, else what kind of thing it is."""
    match value:
        case None:
            return "nothing"
        case list() | tuple():
            return "a list"
        case dict():
            return "a mapping"
    return f"`{short(str(value).lower() if isinstance(value, bool) else value)}`"
