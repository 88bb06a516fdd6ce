"""A phrasebook of one's own: `phrases: my.yaml` in a session replaces lines of the language's book."""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from audiocoach.errors import Diagnostic, InputError, SpecError, short
from audiocoach.script.phrasebook import MODEL, Phrase, Phrasebook, phrasebook, variables
from audiocoach.session.session import Session
from audiocoach.session.validation import diagnostic_of
from audiocoach.syntax.invalid import InvalidValue, Loc, shown
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of
from audiocoach.syntax.template import SPOKEN, check_characters, wrong_names, wrong_silences
from audiocoach.syntax.yaml_text import MAX_BYTES, decode, parse

_KEYS: Final = ("activities", "phrases")
_FORMS: Final = ("full", "short")
_ENDS: Final = re.compile(r"[.!?…。！？][\"'”»]*\s*(?:\([^()]*\))?\s*$")
_HINTS: Final = {
    "book": 'write e.g. `phrases: {finish: {full: ["That\'s it, champ."], short: [Done.]}}`',
    "activities": "write e.g. `activities: {jog: easy trot}`",
    "phrases": "write e.g. `phrases: {half: {full: [Halfway. Smile.], short: [Half.]}}`",
    "phrase": "write e.g. `{full: [Halfway. Smile.], short: [Half.]}`",
    "end": "end each text with `.`, `!` or `?`, and put a text with a comma in quotes",
}

Found = Iterator[tuple[Loc, InvalidValue]]
"""InvalidValues, each with the way to the value or (where the mistake says so) to the key that is wrong."""


def book_of(session: Session) -> Phrasebook:
    """The phrasebook of a session's language, with the lines of the session's own in it.

    Raises `UnknownName` for the language, and `SpecError` with every mistake of the session's own phrasebook.
    """
    book = phrasebook(session.language)
    if session.phrases is None:
        return book
    folder = Path(session.source.name).parent if session.source else Path()
    return with_own(book, folder / session.phrases)


def with_own(book: Phrasebook, path: Path) -> Phrasebook:
    """`book` with the lines of the phrasebook at `path` in place of its own."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"the phrasebook {path} cannot be read: {error.strerror or error}") from error
    document = parse(decode(data, str(path)), str(path))
    values = values_of(document)
    found = list(islice(_in_book(values), MOST_DIAGNOSTICS))
    if found:
        diagnostics = (diagnostic_of(invalid, loc, document) for loc, invalid in found)
        raise SpecError(sorted(diagnostics, key=_position))
    phrases = {name: _replaced(book.phrases[name], ways) for name, ways in values.get("phrases", {}).items()}
    activities = {**book.activities, **values.get("activities", {})}
    return book.model_copy(update={"activities": activities, "phrases": {**book.phrases, **phrases}})


def _position(diagnostic: Diagnostic) -> tuple[int, int]:
    return (diagnostic.place.line, diagnostic.place.column) if diagnostic.place else (0, 0)


def _replaced(phrase: Phrase, ways: dict[str, Any]) -> Phrase:
    """`phrase` with `ways` of its forms instead; a form that they leave out stays."""
    return Phrase.model_validate({**phrase.model_dump(), **ways})


def _in_book(values: Any) -> Found:
    if not isinstance(values, dict):
        yield (), InvalidValue("a phrasebook is a mapping of keys", _HINTS["book"])
        return
    yield from _unknown("key", values, _KEYS, (), "`language` and `numbers` are the session's")
    model = phrasebook(MODEL)
    for key, one, known, inside in (
        ("activities", "activity", model.activities, _in_activity),
        ("phrases", "phrase", model.phrases, _in_phrase),
    ):
        lines = values.get(key, {})
        if not isinstance(lines, dict):
            yield (key,), InvalidValue(f"a mapping is needed here, not {shown(lines)}", _HINTS[key])
            continue
        yield from _unknown(one, lines, known, (key,))
        for name, value in lines.items():
            if name in known:
                yield from inside(name, value, (key, name))


def _in_activity(name: str, value: Any, loc: Loc) -> Found:
    """An activity is called by a word or two, which stand inside sentences."""
    if not isinstance(value, str) or not value.strip() or "$" in value:
        yield loc, InvalidValue(f"the words for `{name}` are needed here, not {shown(value)}", _HINTS["activities"])


def _in_phrase(name: str, value: Any, loc: Loc) -> Found:
    if not isinstance(value, dict) or not value:
        yield loc, InvalidValue(f"ways of saying it are needed here, not {shown(value)}", _HINTS["phrase"])
        return
    yield from _unknown("key", value, _FORMS, loc)
    only_here = sorted(variables(name) - SPOKEN)
    for form, texts in ((form, value[form]) for form in _FORMS if form in value):
        if isinstance(texts, list) and texts:
            for index, text in enumerate(texts):
                yield from (((*loc, form, index), invalid) for invalid in _in_text(text, only_here))
        else:
            yield from (((*loc, form), invalid) for invalid in _in_text(texts, only_here))


def _in_text(text: object, only_here: Collection[str]) -> Iterator[InvalidValue]:
    """What is wrong with a text that may ask for `only_here` beside what every text may ask for."""
    if isinstance(text, dict) and len(text) == 1:
        key, rest = next(iter(text.items()))
        yield InvalidValue("a `: ` inside a text that is not quoted", f'write `"{short(key)}: {short(rest)}"`')
        return
    if not isinstance(text, str) or not text.strip():
        yield InvalidValue(f"a text is needed here, not {shown(text)}", _HINTS["phrase"])
        return
    try:
        check_characters(text)
    except InvalidValue as invalid:
        yield invalid
        return
    yield from wrong_names(text, only_here)
    yield from wrong_silences(text)
    if not _ENDS.search(text):
        yield InvalidValue(f"{shown(text)} does not end as a sentence does", _HINTS["end"])


def _unknown(what: str, values: dict[str, Any], known: Collection[str], loc: Loc, hint: str = "") -> Found:
    for key in values:
        if key not in known:
            names = f"known: {', '.join(known)}" + (f"; {hint}" if hint else "")
            yield (*loc, key), InvalidValue(f"unknown {what} {shown(key)}", names, (key,), near=(key, known))
