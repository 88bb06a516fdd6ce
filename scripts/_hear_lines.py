"""The lines that `scripts/hear` has spoken: all ways of a phrasebook, and what sessions say."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from audiocoach.build.library import names
from audiocoach.build.load import load
from audiocoach.build.phrasebooks import own_book, phrasebook
from audiocoach.build.planning import plan
from audiocoach.script.phrase import FORMS, Way
from audiocoach.script.phrasebook import Phrasebook
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.script.wording import TextScope, Writer
from audiocoach.syntax.amounts import parse_amount, parse_pace
from audiocoach.syntax.template import names_in
from audiocoach.units import Millis

LANGUAGE: Final = "en"
LENGTHS: Final = ("20s", "30s", "45s", "1m", "75s", "90s", "2m30s", "5m", "30m", "1h30m", "400 meters @ 5:00/km")
NAMED: Final = frozenset({"name", "next"})
"""What a line is spoken with once for each activity."""


def lines_of_book(path: Path | None = None) -> Iterator[str]:
    """Every way of every phrase of the English book, or of one's own over it: with each activity, and with lengths."""
    book = own_book(path, phrasebook(LANGUAGE)) if path else phrasebook(LANGUAGE)
    writer = Writer(book, VoiceChoice(LANGUAGE))
    for key, phrase in book.phrases.items():
        for way in (way for form in FORMS for way in phrase.ways(key, form)):
            for scope in _scopes(book, way):
                yield from _spoken(writer, way, scope)


def lines_of_sessions(specs: Iterable[str]) -> Iterator[str]:
    """What sessions say, by their plans."""
    for spec in specs:
        for cue in plan(load(spec), estimate=True).cues:
            yield from (part.spoken for part in cue.parts if part.spoken)


def shipped() -> list[str]:
    """The sessions of the library, by name."""
    return list(names())


def _scopes(book: Phrasebook, way: Way) -> Iterator[TextScope]:
    words = book.upcoming if way.name.split()[0] == "next-up" else book.activities
    names = list(words.values())
    asked = names_in(way.text)
    if asked & NAMED:
        for number, name in enumerate(names):
            yield _scope(name, names[number - 1], LENGTHS[number % len(LENGTHS)], number)
    elif asked:
        for number, length in enumerate(LENGTHS):
            yield _scope(names[number], names[number + 1], length, number)
    else:
        yield _scope("run", "walk", "30s", 1)


def _scope(name: str, following: str, length: str, number: int) -> TextScope:
    pace = parse_pace("4:30/km")
    amount = parse_amount(length, pace)
    left = Millis(60_000 * (1 + number % 10))
    rounds = 3 + number % 8
    return TextScope(name, amount, left, left, following, amount, 5, pace, 1 + number % rounds, rounds)


def _spoken(writer: Writer, way: Way, scope: TextScope) -> Iterator[str]:
    book = writer.book
    of_the_coach = {
        "in": book.duration(10_000),
        "time": book.duration(scope.left),
        "silence": book.duration(120_000),
        "cadence": book.number(160 + scope.round),
        "answer": "6s",
    }
    more = {name: said for name, said in of_the_coach.items() if name in names_in(way.text)}
    yield from (part.words for part in writer.say(way, scope, **more).spoken() if isinstance(part, Line))
