"""`scripts/hear`: the lines that it speaks are those of sessions, and words are compared as they are heard."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from audiocoach import load
from audiocoach.build.phrasebooks import phrasebook
from audiocoach.build.planning import script_of
from audiocoach.script.script import Line
from audiocoach.session.activities import ACTIVITIES
from support import ROOT

ROUND = re.compile(r"round \w+( of \w+)?\.|number \w+( of \w+)?\.")

NAMES = re.compile(r"( short)? \d+$")
NUMBERS = re.compile(
    r"\b(an hour and a half|half an hour|((one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundred|and|a half|seconds?|minutes?|hours?)\b[ -]?)+)\b"
)
ANNOUNCED = ("announce", "lead-in", "next-up")
NOT_BY_NAME = {"announce-set", "announce-set-named", "lead-in"}
"""Phrases that stand before others, and one that `test_all_that_the_coach_announces_is_among_the_lines` looks at."""
RUNS = {
    "steps": [
        {"check-in": "before"},
        {"warm-up": "5m"},
        {"repeat": 6, "steps": [{"run": "6m"}, {"walk": "90s"}]},
        {"cool-down": "5m"},
        {"check-in": "after"},
    ]
}
EFFORTS = {
    "steps": [
        {"run": "10m", "effort": 5, "cadence": 170, "say": {"start": "Effort $effort."}},
        {"repeat": 5, "steps": [{"run": "3m", "effort": 8}, {"jog": "2m"}]},
        {"repeat": 4, "steps": [{"hill": "1m"}, {"walk": "2m"}, {"stride": "40s"}, {"jog": "1m"}]},
        {"tempo": "12m", "name": "race pace"},
        {"sprint": "50s"},
        {"easy": "25m"},
        {"walk": "10m", "coaching": "silent"},
    ]
}
EXERCISES = {
    "steps": [{"repeat": 3, "steps": [{"work": "50s", "name": ["squats", "lunges", "plank"]}, {"rest": "50s"}]}]
}
CIRCUIT = {
    "steps": [
        {"repeat": 3, "name": "circuit", "steps": [{"work": "50s", "name": "squats"}, {"rest": "50s"}]},
        {"stretch": "5m"},
    ]
}
STILLNESS = {
    "steps": [{"breathe": "box", "for": "3m"}, {"breathe": "4-7-8", "for": "2m"}, {"meditate": "5m"}, {"relax": "3m"}]
}
WALKS = {"steps": [{"walk": "20m"}, {"brisk-walk": "10m"}]}
KINDS = (RUNS, EFFORTS, EXERCISES, CIRCUIT, STILLNESS, WALKS)


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


@pytest.fixture
def lines(scripts: None) -> ModuleType:
    return import_module("_hear_lines")


@pytest.fixture
def compare(scripts: None) -> ModuleType:
    return import_module("_hear_words")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("Run, thirty seconds, round two of five.", "Run 30 seconds round 2 of 5."),
        ("Set number two of four.", "Set number 2 of 4."),
        ("One hundred and sixty-eight steps a minute.", "168 steps a minute."),
        ("One kilometer in four minutes and thirty seconds.", "1 kilometre in 4 minutes 30 seconds."),
        ("One thousand five hundred meters.", "1,500 metres."),
        ("Four thirty per kilometer.", "4:30 per kilometer."),
        ("The first round.", "The 1st round"),
        ("Cool-down, five minutes.", "Cooldown, 5 minutes"),
        ("Warm-up. You're doing well.", "Warm up you’re doing well"),
    ],
)
def test_what_is_only_written_otherwise_is_right(compare: ModuleType, said: str, heard: str) -> None:
    assert compare.differences(compare.words(said), compare.words(heard)) == 0


@pytest.mark.parametrize(
    ("said", "heard", "wrong"),
    [
        ("Hill climb next.", "He'll climb next.", 1),
        ("Set two of four.", "Set to a four.", 2),
        ("In ten seconds: cool-down.", "10 seconds, cooldown.", 1),
        ("Next: stretch.", "Next is stretch", 1),
        ("And pause.", "In pause.", 1),
        ("Round one of five.", "Round 105.", 1),
        ("Run, thirty seconds.", "Run, 13 seconds.", 1),
        ("Rest.", "", 1),
    ],
)
def test_what_is_another_word_counts(compare: ModuleType, said: str, heard: str, wrong: int) -> None:
    assert compare.differences(compare.words(said), compare.words(heard)) == wrong


def test_all_that_the_coach_announces_is_among_the_lines(lines: ModuleType) -> None:
    """In sessions with each activity in a round, alone, after a lead-in and before each other one."""
    listed = {_without_round(line) for line in lines.lines_of_book()}
    spoken = (both for session in _sessions(lines) for both in _automatic(session))
    said = {_without_round(line) for line, phrase in spoken if phrase.startswith(ANNOUNCED)}
    assert said <= listed, said - listed
    assert len(said) > 150


def test_what_is_said_in_passing_is_among_the_lines_too(lines: ModuleType) -> None:
    """In sessions of every kind, with other words on every day; only numbers are others."""
    listed = {NUMBERS.sub("#", line.lower()) for line in lines.lines_of_book()}
    said = [both for session in KINDS for variety in (1, 5) for both in _automatic({**session, "variety": variety})]
    unlisted = {line for line, _ in said if NUMBERS.sub("#", line.lower()) not in listed}
    assert not unlisted
    told = {NAMES.sub("", phrase) for _, phrase in said}
    assert told >= set(phrasebook("en").phrases) - {*NOT_BY_NAME, "milestone"}


def test_no_line_names_what_the_coach_never_does(lines: ModuleType) -> None:
    never = {phrasebook("en").activities[word] for word in ("say", "pause", "bell", "check-in", "finish")}
    said = set(lines.lines_of_book())
    named = [
        f"{form}{name}." for name in never for form in ("Next: ", "Next up: ", "First up: ", "Then ", "Coming up: ")
    ]
    announced = [f"{name.capitalize()}{form}" for name in never for form in (" now.", ".", ", thirty seconds.")]
    assert not said & {*named, *announced}


def test_a_book_of_ones_own_and_a_session_say_their_own(lines: ModuleType, tmp_path: Path) -> None:
    book, session = tmp_path / "own.yaml", tmp_path / "session.yaml"
    book.write_text('phrases: {announce: {short: "And $name."}}\nactivities: {jog: trot}\n')
    listed = set(lines.lines_of_file(str(book)))
    assert {"And trot.", "And walk.", "Next: trot."} <= listed
    assert "Walk now." not in listed
    session.write_text("phrases: own.yaml\nsteps: [{walk: 20s, say: {10s: Look at 3 trees.}}]\n")
    assert set(lines.lines_of_file(str(session))) >= {"Walk, twenty seconds.", "Look at three trees."}
    assert len(set(lines.lines_of_file(str(session)))) < 10


def _sessions(lines: ModuleType) -> Iterator[dict[str, Any]]:
    words = list(ACTIVITIES)
    for number, word in enumerate(words):
        for length in lines.lengths_of(word):
            other = words[number - 1]
            steps = [{word: length}, {other: lines.lengths_of(other)[0]}]
            yield {"language": "en", "lead-in": "10s", "steps": [{"repeat": 4, "steps": steps}]}


def _automatic(session: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What the coach says, and of which phrase it is."""
    script = script_of(load({"language": "en", "coaching": {"chatter": "chatty"}, **session}))
    for draft in script.drafts():
        for words in filter(None, (draft.full, draft.short)):
            if words.phrase is not None or draft.kind == "check-in":
                yield from (
                    (part.words, words.phrase or draft.kind) for part in words.spoken() if isinstance(part, Line)
                )


def _without_round(line: str) -> str:
    return ROUND.sub("round.", line)
