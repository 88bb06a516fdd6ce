"""The lines that `scripts/hear` has spoken: what a phrasebook has a session say, and what given sessions say."""

from collections.abc import Iterable, Iterator
from itertools import cycle, islice
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
from audiocoach.session.activities import ACTIVITIES, STILL
from audiocoach.syntax.amounts import Amount, parse_amount, parse_pace
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.template import names_in
from audiocoach.syntax.yaml_text import read_document
from audiocoach.units import Millis

LANGUAGE: Final = "en"
TIMES: Final = ("20s", "30s", "45s", "1m", "75s", "90s", "2m30s", "5m", "30m", "1h30m")
DISTANCES: Final = ("400 meters", "1 km", "800 meters", "200 meters", "1 mile", "1500 meters")
PACE: Final = parse_pace("4:30/km")
RUN: Final = frozenset(word for word, row in ACTIVITIES.items() if row.intensity == "vigorous" and word != "work")
"""Activities that may be so many meters long."""
COMES_NEXT: Final = (*ACTIVITIES, STILL.word)
"""Activities that the coach says are next: breathing tells itself by its first breath."""
OF_A_REPEAT: Final = ("circuit", "block", "lap", "set", "series", "hills")
"""What authors call a repeat, whose rounds `announce-set-named` tells; the book has no name of its own for one."""


def lines_of_book(path: Path | None = None) -> Iterator[str]:
    """Every way of every phrase of the English book, or of one's own over it, as sessions say it.

    With each activity that is announced, with each that can come next, and with lengths in turn.
    """
    book = own_book(path, phrasebook(LANGUAGE)) if path else phrasebook(LANGUAGE)
    writer = Writer(book, VoiceChoice(LANGUAGE))
    for key, phrase in book.phrases.items():
        for way in (way for form in FORMS for way in phrase.ways(key, form)):
            for scope in _scopes(book, key, way):
                yield from _spoken(writer, way, scope)


def lines_of_sessions(specs: Iterable[str]) -> Iterator[str]:
    """What sessions say, by their plans."""
    for spec in specs:
        for cue in plan(load(spec), estimate=True).cues:
            yield from (part.spoken for part in cue.parts if part.spoken)


def lines_of_file(spec: str) -> Iterator[str]:
    """What a session says, or every way of a phrasebook; only a session has `steps`."""
    path = Path(spec)
    is_book = path.is_file() and "steps" not in (values_of(read_document(path, spec)) or ())
    return lines_of_book(path) if is_book else lines_of_sessions([spec])


def shipped() -> list[str]:
    """The sessions of the library, by name."""
    return list(names())


def lengths_of(word: str) -> tuple[str, ...]:
    """Lengths of an activity as a session writes them: one in time, and for a run one in meters."""
    number = list(ACTIVITIES).index(word)
    time, distance = TIMES[number % len(TIMES)], DISTANCES[number % len(DISTANCES)]
    return (time, f"{distance} @ 5:00/km") if word in RUN else (time,)


def _scopes(book: Phrasebook, key: str, way: Way) -> Iterator[TextScope]:
    """Where in a session a way of a phrase is said."""
    asked = names_in(way.text)
    announced = [(book.activities[word], _amount(length)) for word in ACTIVITIES for length in lengths_of(word)]
    words = book.upcoming if key == "next-up" else book.activities
    following = [words[word] for word in COMES_NEXT]
    if key == "announce-set-named":
        announced = [(name, _amount(TIMES[0])) for name in OF_A_REPEAT]
    many = max(len(announced) if "name" in asked else 0, len(following) if "next" in asked else 0)
    many = many or (len(TIMES) if asked else 1)
    steps = islice(zip(cycle(announced), cycle(following), strict=False), many)
    for number, ((name, amount), next_name) in enumerate(steps):
        yield _scope(name, amount, next_name, number)


def _amount(text: str) -> Amount:
    return parse_amount(text, PACE)


def _scope(name: str, amount: Amount, next_name: str, number: int) -> TextScope:
    left = Millis(60_000 * (1 + number % 10))
    rounds = 3 + number % 8
    return TextScope(name, amount, left, left, next_name, amount, 5, PACE, 1 + number % rounds, rounds)


def _spoken(writer: Writer, way: Way, scope: TextScope) -> Iterator[str]:
    book = writer.book
    of_the_coach = {
        "in": book.duration(10_000),
        "time": book.duration(scope.left),
        "silence": book.duration(120_000),
        "cadence": book.number(160 + scope.round),
        "answer": "6s",
        "duration": book.distance(scope.amount) if scope.amount else "",
    }
    more = {name: said for name, said in of_the_coach.items() if name in names_in(way.text)}
    yield from (part.words for part in writer.say(way, scope, **more).spoken() if isinstance(part, Line))
