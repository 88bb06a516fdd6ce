"""A mistake found while a value is being read, before its place in the file is known."""

from collections.abc import Iterable

Loc = tuple[str | int, ...]
"""The way to a value from the root of a document: keys and indexes."""


class Mistake(ValueError):
    """What is wrong with a value; pydantic carries it to the reader, which knows the place."""

    def __init__(self, message: str, hint: str | None = None, loc: Loc = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.loc = loc
        """From the value that was being validated to the one that is meant."""


class Mistakes(ValueError):
    """Several mistakes in one value."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(mistake.message for mistake in self.mistakes))


def raise_all(mistakes: Iterable[Mistake]) -> None:
    """Raise `Mistakes` where there are any."""
    if found := tuple(mistakes):
        raise Mistakes(found)
