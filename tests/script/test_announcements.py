"""What is said at a step's start: sentences that cannot be misheard, with all that a listener needs and no more."""

from typing import Any

import pytest

from audiocoach.build.phrasebooks import languages
from audiocoach.build.planning import script_of
from audiocoach.errors import SpecError
from audiocoach.script.script import Line, Script
from audiocoach.timeline.arrange import arrange
from support.sessions import paced, read, session_of

ROUNDS = {
    "de": ("Laufen, dreißig Sekunden, Runde eins von vier.", "Laufen, Runde drei."),
    "en": ("Run, thirty seconds, round one of four.", "Run, round three."),
    "es": ("Corre, treinta segundos, serie uno de cuatro.", "Corre, serie tres."),
    "fr": ("Course, trente secondes, tour un sur quatre.", "Course, tour trois."),
    "it": ("Corsa, trenta secondi, giro uno di quattro.", "Corsa, giro tre."),
    "nl": ("Hardlopen, dertig seconden, ronde één van vier.", "Hardlopen, ronde drie."),
    "pt": ("Corrida, trinta segundos, série um de quatro.", "Corrida, série três."),
}


def script(*steps: Any, **more: Any) -> Script:
    return script_of(session_of({"title": "T", "steps": list(steps), **more}))


def rounds(count: int | None, *steps: Any, **more: Any) -> dict[str, Any]:
    return {"repeat": count, "steps": list(steps), **more}


def announced(written: Script, activity: str | None = None) -> list[str]:
    """What the steps of an activity are announced with, in order."""
    steps = (step for step in written.steps if activity in (None, step.activity))
    return [draft.full.text for step in steps for draft in step.drafts if draft.kind == "announce"]


def heard(written: Script) -> list[str]:
    """The announcements of a plan, as they come."""
    return [cue.heard for cue in arrange(written, paced()).cues if cue.kind == "announce" and cue.is_heard]


def notes(written: Script) -> list[tuple[str, str, int]]:
    return [(note.severity, note.message, note.place.line if note.place else 0) for note in written.notes]


def test_every_language_is_tried() -> None:
    assert set(ROUNDS) == set(languages())


@pytest.mark.parametrize("language", ROUNDS)
def test_a_round_is_told_with_a_noun_in_one_sentence(language: str) -> None:
    texts = announced(script(rounds(4, {"run": "30s"}), language=language))
    assert (texts[0], texts[2]) == ROUNDS[language]
    written = script(rounds(4, {"run": "30s"}), language=language)
    takes = [draft.full.utterance for draft in written.drafts() if draft.kind == "announce"]
    assert all(len(utterance) == 1 and isinstance(utterance[0], Line) for utterance in takes)


@pytest.mark.parametrize("language", ROUNDS)
def test_no_take_at_a_boundary_is_a_single_short_word(language: str) -> None:
    written = script(rounds(9, {"run": "30s"}, {"walk": "60s"}), {"rest": "1m"}, language=language)
    for draft in written.drafts():
        for words in filter(None, (draft.full, draft.short)):
            alone = [part.text for part in words.spoken() if draft.kind in ("announce", "next-up", "breathe")]
            assert not [text for text in alone if len(text.split()) == 1], draft


@pytest.mark.parametrize(
    ("changing", "expected"),
    [
        ({"run": ["1m", "1m", "1m", "2m", "2m", "2m"]}, "s4"),
        ({"run": "1m", "name": ["A", "A", "A", "B", "B", "B"]}, "s4"),
        ({"run": "1m", "effort": [5, 5, 5, 8, 8, 8]}, "s4"),
        ({"run": "1m"}, ""),
        ({"run": ["1m", "2m", "3m"]}, "s3 s4 s5"),
    ],
)
def test_what_differs_from_the_round_before_is_told_in_full(changing: dict[str, Any], expected: str) -> None:
    texts = announced(script(rounds(6, changing)))
    in_full = {index + 1 for index, text in enumerate(texts) if "minute" in text}
    assert in_full == {1, 2, 6, *(int(name[1:]) for name in expected.split())}


def test_a_pyramid_tells_every_length() -> None:
    written = script(rounds(None, {"run": ["1m", "2m", "3m", "2m", "1m"]}, between=[{"jog": "60s"}]))
    assert announced(written, "run") == [
        "Run, one minute, round one of five.",
        "Run, two minutes, round two of five.",
        "Run, three minutes, round three of five.",
        "Run, two minutes, round four of five.",
        "Run, one minute, round five of five.",
    ]


@pytest.mark.parametrize("sign", [".", "?", "!", "…", ":", "?!", " …"])
def test_a_name_loses_its_last_sign_inside_a_sentence(sign: str) -> None:
    written = script({"walk": "1m"}, {"stand": "2m", "name": f"Ready{sign}", "say": {"30s": "Now: $name, go."}})
    texts = [draft.full.text for draft in written.drafts()]
    assert "Ready, two minutes." in texts
    assert "In ten seconds: Ready." in texts
    assert "Now: Ready, go." in texts


def test_a_name_keeps_its_sign_where_the_sentence_ends_with_it() -> None:
    says = {"10s": "$name", "20s": "$name Go on."}
    texts = [draft.full.text for draft in script({"stand": "2m", "name": "Ready?", "say": says}).drafts()]
    assert "Ready?" in texts
    assert "Ready? Go on." in texts


CIRCUIT = [
    {"work": "40s", "name": "squats"},
    {"rest": "30s"},
    {"work": "40s", "name": "push-ups"},
    {"rest": "30s"},
    {"work": "40s", "name": "lunges"},
    {"rest": "60s"},
]


def test_in_a_circuit_the_rest_names_what_comes() -> None:
    texts = announced(script(rounds(4, *CIRCUIT), {"cool-down": "2m"}), "rest")
    assert texts[:3] == [
        "Rest, thirty seconds. Next: push-ups.",
        "Rest, thirty seconds. Next: lunges.",
        "Rest, one minute. Next: squats.",
    ]
    assert texts[6:9] == ["Rest. Next: push-ups.", "Rest. Next: lunges.", "Rest. Next: squats."]
    assert texts[-1] == "Rest, one minute. Next: cool-down."


def test_a_rest_between_the_same_leads_to_nothing_else() -> None:
    for steps in ([{"run": "30s"}, {"walk": "30s"}], [{"work": "20s", "name": "burpees"}, {"rest": "10s"}]):
        texts = announced(script({"walk": "5m"}, rounds(4, *steps)))
        assert not [text for text in texts if "Next" in text]


def test_a_tabata_of_two_exercises_tells_each_in_the_rest_before_it() -> None:
    work = {"work": "20s", "name": ["squats", "push-ups"]}
    written = script(rounds(8, work, {"rest": "10s"}))
    rests = announced(written, "rest")
    assert rests[:7] == [*["Rest. Next: push-ups.", "Rest. Next: squats."] * 3, "Rest. Next: push-ups."]
    dropped = len(announced(written)) - len(heard(written))
    assert dropped <= 1, "no announcement is dropped, but where it is told when to stop"
    assert notes(written) == []


def test_a_repeat_with_a_name_is_told_by_round_when_it_begins() -> None:
    texts = announced(script(rounds(3, *CIRCUIT, name="Circuit")), "work")
    assert texts == [
        "Circuit number one of three. Squats, forty seconds.",
        "Push-ups, forty seconds.",
        "Lunges, forty seconds.",
        "Circuit number two of three. Squats, forty seconds.",
        "Push-ups, forty seconds.",
        "Lunges, forty seconds.",
        "Circuit number three of three. Squats, forty seconds.",
        "Push-ups, forty seconds.",
        "Lunges, forty seconds.",
    ]


def test_a_repeat_whose_name_has_its_number_is_told_by_that_alone() -> None:
    texts = announced(script(rounds(2, *CIRCUIT, name="Set $round")), "work")
    assert texts[0] == "Set 1. Squats, forty seconds."
    assert texts[3] == "Set 2. Squats, forty seconds."


def test_the_outer_round_is_told_when_it_begins() -> None:
    inner = rounds(2, {"run": "30s"}, {"walk": "30s"})
    written = script(rounds(2, {"say": "Here we go."}, inner, {"rest": "1m"}))
    assert announced(written, "run") == [
        "Set number one of two. Run, thirty seconds, round one of two.",
        "Run, thirty seconds, round two of two.",
        "Set number two of two. Run, thirty seconds, round one of two.",
        "Run, thirty seconds, round two of two.",
    ]
    named = script(rounds(2, rounds(2, {"run": "30s"}, name="Lap"), name="Block"))
    assert announced(named) == [
        "Block number one of two. Lap number one of two. Run, thirty seconds.",
        "Lap number two of two. Run, thirty seconds.",
        "Block number two of two. Lap number one of two. Run, thirty seconds.",
        "Lap number two of two. Run, thirty seconds.",
    ]


def test_a_repeat_of_one_round_tells_none() -> None:
    assert announced(script(rounds(1, rounds(1, {"run": "30s"}), name="Block"))) == ["Run, thirty seconds."]


def test_lists_are_taken_in_turn_and_start_again() -> None:
    step = {"work": ["30s", "40s", "50s"], "name": ["squats", "lunges"], "effort": [7, 8]}
    written = script(rounds(6, step))
    assert [(step.name, step.length, step.effort) for step in written.steps if step.activity == "work"] == [
        ("Squats", 30_000, 7),
        ("Lunges", 40_000, 8),
        ("Squats", 50_000, 7),
        ("Lunges", 30_000, 8),
        ("Squats", 40_000, 7),
        ("Lunges", 50_000, 8),
    ]
    assert notes(written) == []


@pytest.mark.parametrize(("count", "names"), [(5, ["a", "b"]), (2, ["a", "b", "c"])])
def test_rounds_that_are_no_multiple_of_a_list_get_a_note(count: int, names: list[str]) -> None:
    written = script(rounds(count, {"run": "1m", "name": names}))
    ((severity, message, line),) = notes(written)
    assert (severity, message) == ("info", f"this list has {len(names)} entries for {count} rounds")
    assert line == 7


def test_a_repeat_without_a_number_is_as_long_as_the_longest_of_its_lists() -> None:
    written = script(rounds(None, {"run": "1m", "effort": [5, 8]}, {"walk": ["30s", "45s", "60s", "75s"]}))
    assert [step.length for step in written.steps] == [60_000, 30_000, 60_000, 45_000, 60_000, 60_000, 60_000, 75_000]
    assert notes(written) == []


def test_what_lies_between_takes_its_list_by_its_own_rounds() -> None:
    written = script(rounds(4, {"run": "1m"}, between=[{"walk": ["30s", "45s"]}]))
    assert [step.length for step in written.steps if step.activity == "walk"] == [30_000, 45_000, 30_000]
    assert [message for _, message, _ in notes(written)] == ["this list has 2 entries for 3 rounds"]


def test_a_list_outside_a_repeat_stays_a_mistake() -> None:
    with pytest.raises(SpecError, match="this list has 2 entries for 1 round"):
        session_of({"steps": [{"run": ["1m", "2m"]}]})


def test_the_length_of_a_session_with_lists_is_known_before_it_is_laid_out() -> None:
    session = session_of({"steps": [rounds(5, {"run": ["1m", "2m"]}, {"walk": ["10s"]})]})
    assert session.extent.ms == sum(step.length or 0 for step in script_of(session).steps) == 470_000


TRACK = """
title: Track
language: {language}
let: {{p: 4:30/km}}
pace: $p
steps:
  - repeat: 5
    steps:
      - run: 1000 meters
        say: {{every 200 meters: ["Two hundred. Hold $pace.", "Four hundred."]}}
    between: [{{jog: 400 meters @ 7:00/km}}]
  - run: 5 km
  - run: 4m
"""
TRACKED = {
    "de": ("Laufen, ein Kilometer, viereinhalb Minuten, Runde eins von fünf.", "vier dreißig pro Kilometer"),
    "en": ("Run, one kilometer in four and a half minutes, round one of five.", "four thirty per kilometer"),
    "es": ("Corre, un kilómetro en cuatro minutos y medio, serie uno de cinco.", "cuatro treinta por kilómetro"),
    "fr": ("Course, un kilomètre en quatre minutes trente, tour un sur cinq.", "quatre trente au kilomètre"),
    "it": ("Corsa, un chilometro in quattro minuti e mezzo, giro uno di cinque.", "quattro e trenta al chilometro"),
    "nl": ("Hardlopen, één kilometer in vier en een halve minuut, ronde één van vijf.", "vier dertig per kilometer"),
    "pt": ("Corrida, um quilômetro em quatro minutos e meio, série um de cinco.", "quatro e trinta por quilômetro"),
}


@pytest.mark.parametrize("language", TRACKED)
def test_a_distance_is_told_with_its_time_or_its_pace(language: str) -> None:
    written = script_of(read(TRACK.format(language=language)))
    first, pace = TRACKED[language]
    texts = announced(written, "run")
    assert texts[0] == first
    assert pace in texts[5]
    assert pace not in texts[6], "a time has a pace where the session has one, but is not told with it"
    said = [draft.full.text for draft in written.steps[0].drafts if draft.kind == "say"]
    assert said[0] == f"Two hundred. Hold {pace}."


def test_splits_come_every_so_far_and_not_at_the_end() -> None:
    written = script_of(read(TRACK.format(language="en"), {"p": "5:00/km"}))
    at = [draft.placement.ms for draft in written.steps[0].drafts if draft.kind == "say"]
    assert at == [60_000, 120_000, 180_000, 240_000]
    by_time = script({"run": "10m", "say": {"every 1 km": "Another one."}}, pace="4:00/km")
    assert [draft.placement.ms for draft in by_time.drafts() if draft.kind == "say"] == [240_000, 480_000]
    miles = script({"run": "3 mi @ 8:00/mi", "say": {"every 1 mile": "Mile $left."}})
    assert [draft.full.text for draft in miles.drafts() if draft.kind == "say"] == [
        "Mile sixteen minutes.",
        "Mile eight minutes.",
    ]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"run": "5m", "say": {"every 200 meters": "Go."}}, "`every 200 meters` on a step without a pace"),
        ({"breathe": "box", "for": "1m", "say": {"every 200 meters": "Go."}}, "on a step without a pace"),
        ({"run": "5m", "say": "Hold $pace."}, "`$pace` on a step without a pace"),
        ({"run": "5m", "check-in": {"ask": ["Is $pace right?"]}}, "`$pace` on a step without a pace"),
        ({"check-in": {"ask": ["Is $pace right?"]}}, "`$pace` on a step without a pace"),
        ({"say": "Hold $pace."}, "`$pace` on a step without a pace"),
        ({"run": "5m", "say": {"1m": {"talk": [{"joe": "Hold $pace."}]}}}, "`$pace` on a step without a pace"),
        ({"run": "1 km @ 5:00/km", "say": {"every 2 km": "Go."}}, "`every 2000 meters` lies outside this step"),
        (
            {"run": "1 km @ 5:00/km", "say": {"every 0 meters": "Go."}},
            "a distance must be longer than nothing, not `0 meters`",
        ),
    ],
)
def test_what_needs_a_pace_says_so(step: dict[str, Any], message: str) -> None:
    with pytest.raises(SpecError) as caught:
        session_of({"steps": [step]})
    assert message in str(caught.value)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.place and diagnostic.hint


def test_a_variable_of_ones_own_may_be_called_pace() -> None:
    written = script({"run": "1m", "say": "Go $pace."}, {"say": "Go $pace."}, let={"pace": "gently"})
    assert [draft.full.text for draft in written.drafts() if draft.kind == "say"] == ["Go gently.", "Go gently."]
