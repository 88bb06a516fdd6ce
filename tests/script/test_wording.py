"""What texts become in the mouth of the coach: variables, durations, silences, voices, recordings."""

from pathlib import Path
from typing import Any

import pytest

from audiocoach.build.phrasebooks import phrasebook
from audiocoach.build.planning import script_of
from audiocoach.script.script import Draft, Line, Recording, Script, Silence
from audiocoach.syntax.amounts import parse_amount
from support.sessions import read, session_of


def script(steps: list[Any], **more: Any) -> Script:
    return script_of(session_of({"title": "T", "steps": steps, **more}))


def said(steps: list[Any], **more: Any) -> list[str]:
    """What the author says, in order."""
    return [draft.full.text for draft in script(steps, **more).drafts() if draft.kind == "say"]


def first(steps: list[Any], **more: Any) -> Draft:
    return next(draft for draft in script(steps, **more).drafts() if draft.kind == "say")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("30s", "thirty seconds"),
        ("1s", "one second"),
        ("800ms", "zero point eight seconds"),
        ("60s", "one minute"),
        ("59700ms", "one minute"),
        ("90s", "ninety seconds"),
        ("99s", "one minute thirty-nine"),
        ("100s", "one minute forty"),
        ("2m30s", "two and a half minutes"),
        ("10m", "ten minutes"),
        ("1h", "one hour"),
        ("1h1m1s", "one hour, one minute, and one second"),
        ("400 meters @ 6:00/km", "four hundred meters"),
        ("1.5 km @ 6:00/km", "one and a half kilometers"),
        ("1 km @ 6:00/km", "one kilometer"),
    ],
)
def test_amounts_are_said_as_people_say_them(written: str, spoken: str) -> None:
    assert phrasebook("en").amount(parse_amount(written, None)) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Now $name.", "Now hill repeat."),
        ("For $duration.", "For ninety seconds."),
        ("Round $round of $rounds.", "Round two of three."),
        ("Then $next.", "Then walk."),
        ("For $next_duration.", "For two minutes."),
        ("Still $left.", "Still one minute twenty."),
        ("In all $session_left.", "In all six minutes fifty."),
        ("Effort $effort.", "Effort eight."),
        ("Rest is $pause, not $word.", "Rest is two and a half minutes, not hurry."),
        ("It costs $$5.", "It costs $5."),
        ("A $round-trip.", "A two-trip."),
        ("$name it is.", "Hill repeat it is."),
    ],
)
def test_variables_say_where_the_listener_is(text: str, spoken: str) -> None:
    hill = {"hill": "90s", "name": "hill repeat", "say": {"10s": text}}
    steps = [{"jog": "1m"}, {"repeat": 3, "steps": [hill, {"walk": "2m"}]}]
    assert said(steps, let={"pause": "2m30s", "word": "hurry"})[1] == spoken  # in the second round


def test_next_is_the_next_activity_and_at_the_end_the_finish() -> None:
    cue = {"5s": "Then $next for $next_duration."}
    steps = [{"run": "30s", "say": cue}, {"pause": "5s"}, {"walk": "1m", "say": {"5s": "Then $next."}}]
    assert said(steps) == ["Then walk for one minute.", "Then finish."]


def test_a_list_behind_a_variable_is_told_by_round() -> None:
    steps = [{"repeat": 3, "steps": [{"run": "$runs", "say": "Now $runs."}]}]
    assert said(steps, let={"runs": ["1m", "2m", "90s"]}) == [
        "Now one minute.",
        "Now two minutes.",
        "Now ninety seconds.",
    ]


def test_silences_and_sentences_are_parts() -> None:
    draft = first([{"walk": "5m", "say": "Stand still. (4s) Feel both feet. And breathe."}])
    assert [part.length if isinstance(part, Silence) else part.text for part in draft.full.utterance] == [
        *("Stand still.", 4000),
        *("Feel both feet.", "And breathe."),
    ]
    assert draft.full.text == "Stand still. Feel both feet. And breathe."


def test_a_dialogue_has_two_voices() -> None:
    talk = {"talk": [{"joe": "What made you laugh?"}, {"amy": "Slowest talker first."}]}
    draft = first([{"walk": "5m", "say": {"1m": talk}}])
    lines = [part for part in draft.full.utterance if isinstance(part, Line)]
    assert [(line.voice.name, line.text) for line in lines] == [
        ("joe", "What made you laugh?"),
        ("amy", "Slowest talker first."),
    ]
    assert draft.full.text == "What made you laugh? Slowest talker first."


def test_a_voice_is_the_texts_or_the_steps_or_the_sessions() -> None:
    own = {"voice": "amy", "text": "Hello."}
    steps = [{"walk": "1m", "say": own}, {"run": "1m", "voice": "bob", "say": "Go."}, {"walk": "1m", "say": "Done."}]
    said = [draft.full.utterance[0] for draft in script(steps, voice="joe").drafts() if draft.kind == "say"]
    assert [line.voice.name for line in said if isinstance(line, Line)] == ["amy", "bob", "joe"]


def test_a_recording_lies_beside_the_file() -> None:
    draft = first([{"walk": "5m", "say": {"file": "coach/hello.m4a"}}])
    assert draft.full.utterance == (Recording(Path("coach/hello.m4a")),)
    assert draft.full.text == "[hello]"


def test_lists_are_taken_in_turn_by_round_and_start_again() -> None:
    run = {"run": "30s", "say": ["One.", "Two.", "Three."]}
    assert said([{"repeat": 5, "steps": [run]}]) == ["One.", "Two.", "Three.", "One.", "Two."]


def test_lists_are_taken_in_turn_by_occurrence() -> None:
    steps = [{"run": "5m", "say": {"every 1m": ["One.", "Two.", "Three."]}}]
    assert said(steps) == ["One.", "Two.", "Three.", "One."]  # never at the end


def test_an_inner_repeat_counts_its_own_rounds() -> None:
    run = {"run": "30s", "say": ["Left $round.", "Right $round."]}
    inner = {"repeat": 2, "steps": [run, {"walk": "30s"}]}
    assert said([{"repeat": 2, "steps": [inner, {"walk": "1m"}]}]) == ["Left one.", "Right two."] * 2


def test_what_lies_between_comes_once_less() -> None:
    steps = [{"repeat": 3, "steps": [{"run": "30s"}], "between": [{"walk": "30s", "say": "$round of $rounds."}]}]
    assert said(steps) == ["One of two.", "Two of two."]


def test_an_anchor_that_a_variable_moved_outside_is_told_and_left_out() -> None:
    text = "let: {run: 60s}\nsteps:\n  - run: $run\n    say: {50s: Nearly there.}\n"
    assert [draft.id for draft in script_of(read(text)).steps[0].drafts if draft.kind == "say"] == ["s001-50s"]
    shorter = script_of(read(text, {"run": "45s"}))
    assert not [draft for draft in shorter.steps[0].drafts if draft.kind == "say"]
    assert [note.message for note in shorter.notes] == ["`50s` lies outside s001 (run) and is left out"]
