"""A phrasebook of one's own: `phrases: my.yaml` in a session replaces lines of the language's book."""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, Final

from audiocoach.errors import Diagnostic, SpecError, short
from audiocoach.script.condition import KNOWN
from audiocoach.script.phrase import FORMS, Phrase
from audiocoach.script.phrasebook import Phrasebook, variables
from audiocoach.session.validation import diagnostic_of
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc, shown
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of
from audiocoach.syntax.silences import wrong_silences
from audiocoach.syntax.template import SPOKEN, check_characters, wrong_names
from audiocoach.verbalize.pronounced import wrong_sounds

_KEYS: Final = ("activities", "upcoming", "phrases", "pronounce")
_WORDS: Final = ("activities", "upcoming")
"""The tables of words that stand inside sentences."""
_ENDS: Final = re.compile(r"[.!?…。！？][\"'”»]*\s*(?:\([^()]*\))?\s*$")
_HINTS: Final = {
    "book": 'write e.g. `phrases: {finish: {full: ["That\'s it, champ."], short: [Done.]}}`',
    "pronounce": 'write e.g. `pronounce: {Xoana: "SHWA-na"}`',
    "activities": "write e.g. `activities: {jog: easy trot}`",
    "upcoming": "write e.g. `upcoming: {jog: we trot}`",
    "phrases": "write e.g. `phrases: {half: {full: [Halfway. Smile.], short: [Half.]}}`",
    "phrase": "write e.g. `{full: [Halfway. Smile.], short: [Half.]}`",
    "group": "write e.g. `{when: {place: walk}, say: [Let your arms swing.]}`",
    "when": "write e.g. `when: {place: run, effort: [easy, steady]}`",
    "end": "end each text with `.`, `!` or `?`, and put a text with a comma in quotes",
}

Found = Iterator[tuple[Loc, InvalidValue]]
"""InvalidValues, each with the way to the value or (where the mistake says so) to the key that is wrong."""


def with_own(book: Phrasebook, own: Document, model: Phrasebook) -> Phrasebook:
    """`book` with the lines of the phrasebook `own` in place of its own.

    `model` says which phrases there are, and what each of them may ask for. Raises `SpecError` with every mistake.
    """
    values = values_of(own)
    found = list(islice(_in_book(values, model), MOST_DIAGNOSTICS))
    if found:
        diagnostics = (diagnostic_of(invalid, loc, own) for loc, invalid in found)
        raise SpecError(sorted(diagnostics, key=_position))
    phrases = {name: _replaced(book.phrases[name], ways) for name, ways in values.get("phrases", {}).items()}
    lines = {"phrases": {**book.phrases, **phrases}}
    lines |= {table: {**getattr(book, table), **values.get(table, {})} for table in _WORDS}
    return book.model_copy(update={**lines, "pronounce": {**book.pronounce, **values.get("pronounce", {})}})


def _position(diagnostic: Diagnostic) -> tuple[int, int]:
    return (diagnostic.place.line, diagnostic.place.column) if diagnostic.place else (0, 0)


def _replaced(phrase: Phrase, ways: dict[str, Any]) -> Phrase:
    """`phrase` with `ways` of its forms instead; a form that they leave out stays."""
    return Phrase.model_validate({**dict(phrase), **ways})


def _in_book(values: Any, model: Phrasebook) -> Found:
    if not isinstance(values, dict):
        yield (), InvalidValue("a phrasebook is a mapping of keys", _HINTS["book"])
        return
    yield from _unknown("key", values, _KEYS, (), "`language` and `paces` are the session's")
    sounds = values.get("pronounce", {})
    if isinstance(sounds, dict):
        yield from ((("pronounce", *invalid.loc), invalid) for invalid in wrong_sounds(sounds))
    else:
        yield ("pronounce",), InvalidValue(f"a mapping is needed here, not {shown(sounds)}", _HINTS["pronounce"])
    known_keys: tuple[tuple[str, str, Collection[str]], ...] = (
        ("activities", "activity", model.activities),
        ("upcoming", "activity", model.upcoming or model.activities),
        ("phrases", "phrase", model.phrases),
    )
    for key, one, known in known_keys:
        lines = values.get(key, {})
        if not isinstance(lines, dict):
            yield (key,), InvalidValue(f"a mapping is needed here, not {shown(lines)}", _HINTS[key])
            continue
        yield from _unknown(one, lines, known, (key,))
        for name in (name for name in lines if name in known):
            way = (key, name)
            yield from (
                _in_activity(lines[name], way) if key in _WORDS else _in_phrase(lines[name], model.phrases[name], way)
            )


def _in_activity(value: Any, loc: Loc) -> Found:
    """An activity is called by a word or two, which stand inside sentences."""
    if not isinstance(value, str) or not value.strip() or "$" in value:
        yield loc, InvalidValue(f"the words for `{loc[-1]}` are needed here, not {shown(value)}", _HINTS[str(loc[0])])


def _in_phrase(value: Any, model: Phrase, loc: Loc) -> Found:
    if not isinstance(value, dict) or not value:
        yield loc, InvalidValue(f"ways of saying it are needed here, not {shown(value)}", _HINTS["phrase"])
        return
    yield from _unknown("key", value, FORMS, loc)
    only_here = sorted(variables(model) - SPOKEN)
    for form in (form for form in FORMS if form in value):
        yield from _in_ways(value[form], only_here, (*loc, form))


def _in_ways(ways: object, only_here: Collection[str], loc: Loc) -> Found:
    """Ways of saying something: a text or a group with a condition, or a list of them."""
    if isinstance(ways, list) and ways:
        for index, way in enumerate(ways):
            yield from _in_way(way, only_here, (*loc, index))
    else:
        yield from _in_way(ways, only_here, loc)


def _in_way(way: object, only_here: Collection[str], loc: Loc) -> Found:
    if not isinstance(way, dict) or not {"when", "say"} & way.keys():
        yield from ((loc, invalid) for invalid in _in_text(way, only_here))
        return
    yield from _unknown("key", way, ("when", "say"), loc)
    if "when" in way:
        yield from _in_condition(way["when"], (*loc, "when"))
    if "say" not in way:
        yield loc, InvalidValue("a condition without words", _HINTS["group"])
        return
    texts = way["say"] if isinstance(way["say"], list) and way["say"] else [way["say"]]
    for index, text in enumerate(texts):
        here = (*loc, "say", index) if texts is way["say"] else (*loc, "say")
        yield from ((here, invalid) for invalid in _in_text(text, only_here))


def _in_condition(when: object, loc: Loc) -> Found:
    """A condition names keys that are known, each with a value that it may have, or a list of such."""
    if not isinstance(when, dict) or not when:
        yield loc, InvalidValue(f"a condition is needed here, not {shown(when)}", _HINTS["when"])
        return
    yield from _unknown("condition", when, tuple(KNOWN), loc)
    for key, values in ((key, when[key]) for key in when if key in KNOWN):
        listed = values if isinstance(values, list) and values else [values]
        for index, value in enumerate(listed):
            if value not in KNOWN[key]:
                here = (*loc, key, index) if listed is values else (*loc, key)
                names = f"known: {', '.join(KNOWN[key])}"
                yield here, InvalidValue(f"unknown {key} {shown(value)}", names, near=(str(value), KNOWN[key]))


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
    if not any(map(str.isalnum, text)):
        yield InvalidValue(f"there is no word to say in {shown(text)}", _HINTS["phrase"])
    if not _ENDS.search(text):
        yield InvalidValue(f"{shown(text)} does not end as a sentence does", _HINTS["end"])


def _unknown(what: str, values: dict[str, Any], known: Collection[str], loc: Loc, hint: str = "") -> Found:
    for key in values:
        if key not in known:
            names = f"known: {', '.join(known)}" + (f"; {hint}" if hint else "")
            yield (*loc, key), InvalidValue(f"unknown {what} {shown(key)}", names, (key,), near=(key, known))
