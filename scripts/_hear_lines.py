"""The lines that `scripts/hear` has spoken: what a phrasebook has a session say, and what given sessions say."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, cycle, islice
from pathlib import Path
from typing import Final, TypeVar

from audiocoach.assets import asset
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

Value = TypeVar("Value")

LANGUAGE: Final = "en"
TIMES: Final = ("20s", "30s", "45s", "1m", "75s", "90s", "2m30s", "5m", "30m", "1h30m")
DISTANCES: Final = ("400 meters", "1 km", "800 meters", "200 meters", "1 mile", "1500 meters")
PACE: Final = parse_pace("4:30/km")
SESSIONS: Final = ("20m", "31m", "8m", "1h", "44m", "150s", "12m", "75m", "25m", "1h30m", "5m", "52m", "90s")
"""How long sessions are, as a welcome tells it."""
LEFT: Final = ("1m", "5m", "2m", "10m", "15m", "30s")
"""What is left of a session or a step when it is told."""
SILENCES: Final = ("2m", "5m", "3m", "10m", "2m30s")
EFFORTS: Final = (8, 3, 6, 9, 4, 7, 2, 10, 5)
CADENCES: Final = (160, 172, 165, 180, 168)
IN_TURN: Final = 3
"""Each way that tells a number is spoken with so many, and the next way with those that follow."""
RUN: Final = frozenset(word for word, row in ACTIVITIES.items() if row.intensity == "vigorous" and word != "work")
"""Activities that may be so many meters long."""
COMES_NEXT: Final = (*ACTIVITIES, STILL.word)
"""Activities that the coach says are next: breathing tells itself by its first breath."""
OF_STEPS: Final = ("easy run", "hill three", "race pace", "push-ups", "squats", "lunges", "plank", "mountain climbers")
"""What authors call steps."""
OF_A_REPEAT: Final = ("circuit", "block", "lap", "set", "series", "hills")
"""What authors call a repeat, whose rounds `announce-set-named` tells; the book has no name of its own for one."""


def lines_of_book(path: Path | None = None) -> Iterator[str]:
    """Every way of every phrase of the English book, or of one's own over it, as sessions say it.

    With each activity that is announced, with each that can come next, and with lengths and numbers in turn.
    """
    book = own_book(path, phrasebook(LANGUAGE)) if path else phrasebook(LANGUAGE)
    writer = Writer(book, VoiceChoice(LANGUAGE))
    for key, phrase in book.phrases.items():
        for number, way in enumerate(way for form in FORMS for way in phrase.ways(key, form)):
            for turn, scope in _scopes(book, key, way, IN_TURN * number):
                yield from _spoken(writer, way, scope, turn)


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
    """The sessions of the library, by name, and the one that `audiocoach new` writes."""
    return [*names(), str(asset("starter.yaml"))]


def lengths_of(word: str) -> tuple[str, ...]:
    """Lengths of an activity as a session writes them: one in time, and for a run one in meters."""
    number = list(ACTIVITIES).index(word)
    time, distance = TIMES[number % len(TIMES)], DISTANCES[number % len(DISTANCES)]
    return (time, f"{distance} @ 5:00/km") if word in RUN else (time,)


def _scopes(book: Phrasebook, key: str, way: Way, first: int) -> Iterator[tuple[int, TextScope]]:
    """Where in a session a way of a phrase is said, and whose turn it is of lengths and numbers, from `first` on."""
    asked = names_in(way.text)
    announced = [
        *((book.activities[word], _amount(length)) for word in ACTIVITIES for length in lengths_of(word)),
        *((name, _amount(length)) for name, length in zip(OF_STEPS, TIMES, strict=False)),
    ]
    following = _following(book, key)
    if key == "announce-set-named":
        announced = [(name, _amount(TIMES[0])) for name in OF_A_REPEAT]
    many = max(len(announced) if "name" in asked else 0, len(following) if "next" in asked else 0)
    many = many or (IN_TURN if asked else 1)
    steps = islice(zip(count(first), cycle(announced), cycle(following), strict=False), many)
    for turn, (name, amount), next_name in steps:
        yield turn, _scope(name, amount, next_name, turn)


def _following(book: Phrasebook, key: str) -> list[str]:
    """What a phrase says is next."""
    if key == "next-up-named":
        return list(OF_STEPS)
    if key == "next-up":
        return [book.upcoming[word] for word in COMES_NEXT]
    return [*(book.activities[word] for word in COMES_NEXT), *OF_STEPS]


def _amount(text: str) -> Amount:
    return parse_amount(text, PACE)


def _scope(name: str, amount: Amount, next_name: str, turn: int) -> TextScope:
    left = _amount(_of(LEFT, turn)).ms
    rounds = 3 + turn % 8
    return TextScope(name, amount, left, left, next_name, amount, _of(EFFORTS, turn), PACE, 1 + turn % rounds, rounds)


def _spoken(writer: Writer, way: Way, scope: TextScope, turn: int) -> Iterator[str]:
    book = writer.book
    told = _amount(_of(SESSIONS, turn)) if way.name.startswith("welcome") else scope.amount
    of_the_coach = {
        "in": book.duration(10_000),
        "time": book.duration(scope.left),
        "silence": book.duration(_amount(_of(SILENCES, turn)).ms),
        "cadence": book.number(_of(CADENCES, turn)),
        "answer": "6s",
        "duration": book.distance(told) if told else "",
    }
    more = {name: said for name, said in of_the_coach.items() if name in names_in(way.text)}
    if way.name.startswith("cadence"):
        beats = ", ".join(book.number(number) for number in range(1, 5))
        way = way._replace(text=f"{way.text} {beats}.")
    yield from (part.words for part in writer.say(way, scope, **more).spoken() if isinstance(part, Line))


def _of(values: Sequence[Value], turn: int) -> Value:
    return values[turn % len(values)]
