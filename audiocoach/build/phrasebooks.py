"""The phrasebooks that ship, and those of a session's own: read here, so that `script` needs no files."""

from functools import cache
from pathlib import Path

from audiocoach.assets import asset
from audiocoach.errors import UnknownName
from audiocoach.script.own_phrases import with_own
from audiocoach.script.phrasebook import MODEL, Phrasebook, books_for, parse_phrasebook
from audiocoach.session.session import Session
from audiocoach.syntax.yaml_text import read_document


@cache
def languages() -> tuple[str, ...]:
    """The languages that the coach speaks."""
    return tuple(sorted(path.stem for path in asset("phrases").glob("*.yaml")))


def phrasebook(language: str) -> Phrasebook:
    """The phrasebook of a language, or of the wider language that a region's belongs to; `UnknownName` without one."""
    known = languages()
    book = next((name for name in books_for(language) if name in known), None)
    if book is None:
        raise UnknownName("language", language, known)
    return _shipped(book)


def book_of(session: Session) -> Phrasebook:
    """The phrasebook of a session's language, with the lines of the session's own in it, and with its names.

    Raises `UnknownName` for the language, and `SpecError` with every mistake of the session's own phrasebook.
    """
    book = phrasebook(session.language)
    book = own_book(session.folder / session.phrases, book) if session.phrases else book
    return book.model_copy(update={"pronounce": {**book.pronounce, **session.pronounce}})


def own_book(path: Path, book: Phrasebook | None = None) -> Phrasebook:
    """`book` (the model without one) with the lines of the phrasebook at `path`; `SpecError` with its mistakes."""
    model = phrasebook(MODEL)
    return with_own(book or model, read_document(path, str(path)), model)


@cache
def _shipped(language: str) -> Phrasebook:
    path = asset("phrases", f"{language}.yaml")
    return parse_phrasebook(read_document(path, str(path)))
