"""What ships ready to build: as long as it says, nothing of it lost, and words that are its own."""

from collections import Counter
from functools import cache
from typing import Final, get_args

import pytest

from audiocoach.build import library
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import outline, script_of
from audiocoach.build.planning import plan as planned
from audiocoach.build.workspace import Workspace
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.coaching import Chatter
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan, PlannedCue
from audiocoach.units import to_ms
from support.sessions import paced

Steps = list[tuple[str, int]]
"""Activities and their seconds."""

RUN, WALK = ("run", 30), ("walk", 90)
STEPS: Final[dict[str, Steps]] = {
    "angry-run": [("warm-up", 300), ("easy", 180), ("fast", 60), ("walk", 120), ("easy", 240), ("cool-down", 300)],
    "anxious-run": [
        *(("warm-up", 240), ("easy", 180), ("walk", 60), ("easy", 180)),
        *(("cool-down", 120), ("breathe", 60), ("stand", 60)),
    ],
    "breathe-5": [("relax", 60), ("breathe", 160), ("relax", 80)],
    "coming-back-15": [("warm-up", 300), *4 * (RUN, ("walk", 60)), ("cool-down", 240)],
    "easy-run-20": [("warm-up", 300), ("run", 600), ("cool-down", 300)],
    "five-minutes": [("easy", 300)],
    "galloway-in-heat": [("warm-up", 300), *20 * (("run", 60), ("walk", 30)), ("cool-down", 300)],
    "galloway-run-walk": [("warm-up", 300), *15 * (("run", 90), ("walk", 30)), ("cool-down", 300)],
    "grief-run": [("warm-up", 300), ("easy", 660), ("cool-down", 240)],
    "meditate-10": [("meditate", 120), ("meditate", 300), ("meditate", 120), ("meditate", 60)],
    "mindful-run": [("warm-up", 240), ("easy", 780), ("cool-down", 180)],
    "mindful-walk": [("walk", 240), ("walk", 360), ("walk", 360), ("walk", 240)],
    "one-minute-and-decide": [("easy", 60), ("easy", 240), ("easy", 180), ("cool-down", 120)],
    "race-day-5k": [("warm-up", 600), ("steady", 2100), ("cool-down", 120), ("cool-down", 180)],
    "recovery-walk": [("walk", 900), ("cool-down", 300)],
    "rest-day-12": [
        *(("relax", 120), ("stretch", 120), ("stretch", 120)),
        *(("mobility", 120), ("relax", 120), ("relax", 120)),
    ],
    "run-walk": [("warm-up", 300), *8 * (("run", 60), WALK), ("cool-down", 300)],
    "run-walk-run": [
        *(("warm-up", 300), ("run", 300), ("walk", 180), ("run", 300)),
        *(("walk", 180), ("run", 300), ("cool-down", 300)),
    ],
    "run-with-a-friend": [("warm-up", 300), *5 * (RUN, WALK), ("cool-down", 300)],
    "steady-walk": [("warm-up", 300), ("brisk-walk", 900), ("cool-down", 300)],
    "stretch-10": [("mobility", 60), *8 * [("stretch", 60)], ("relax", 60)],
    "walk-30": [("warm-up", 300), ("brisk-walk", 1200), ("cool-down", 300)],
    "walk-run-10": [("warm-up", 180), *2 * (RUN, WALK), ("cool-down", 180)],
    "walk-run-15": [("warm-up", 270), *3 * (RUN, WALK), ("cool-down", 270)],
    "walk-run-20": [("warm-up", 300), *5 * (RUN, WALK), ("cool-down", 300)],
}
FOR_A_FEELING: Final = ("angry-run", "anxious-run", "grief-run")
HEAVY: Final = "If it stays this heavy, talk to somebody."
NUMBER: Final = "From one to ten, how good do you feel right now?"
"""What is asked before and after, in the same words, so that a person can compare."""
LONGEST_CHECK_IN_MS: Final = 25_000
ASKED_OTHERWISE: Final[dict[str, list[str]]] = {"five-minutes": [], "rest-day-12": [NUMBER]}
"""Five minutes are for whoever wants nothing but five minutes; a day of rest ends lying down, in silence."""
ALIKE: Final = {
    *(NUMBER, HEAVY, "A friend, a doctor, a helpline.", "You should be able to talk."),
    *("Set your volume so that you hear me, and the street too.", "We start with five minutes of brisk walking."),
    "Halfway through the warm-up.",
}
"""Sentences that more than one session has, on purpose."""
MOST_WORDS, MOST_WORDS_ON_THE_RUN = 14, 12
MOST_WORDS_OF_A_CUE: Final = 20
"""All but the opening words."""
FASTER, SLOWER = 0.8, 1.25
"""Other voices beside heart."""
OTHER_VARIETIES: Final = (11, 12, 13)
"""A program gives each of its days one of its own."""


@cache
def plan(name: str) -> Plan:
    return planned(load(name), estimate=True)


def own(name: str) -> list[PlannedCue]:
    """What the author of a session says and asks."""
    return [cue for cue in plan(name).cues if cue.kind in ("say", "check-in") and cue.phrase is None]


def sentences(cue: PlannedCue) -> list[str]:
    return [part.text for part in cue.parts if part.spoken]


def test_each_one_that_ships_is_in_the_table() -> None:
    assert set(library.names()) == set(STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_it_has_these_steps_and_a_number_in_its_name_is_its_minutes(name: str) -> None:
    steps = [step for step in plan(name).steps if step.activity != "finish"]
    assert [(step.activity, to_ms(step.end - step.start) / 1000) for step in steps] == STEPS[name]
    minutes = [int(word) for word in name.split("-") if word.isdigit()]
    assert minutes in ([], [to_ms(steps[-1].end) / 60_000])


@pytest.mark.parametrize("name", STEPS)
def test_it_checks_clean_and_nothing_is_said_of_its_plan(name: str) -> None:
    assert outline(load(name), Workspace.of_user()).warnings == ()
    assert [note.message for note in plan(name).notes if note.severity != "info"] == []
    assert [cue.text for cue in plan(name).cues if cue.status != "as-planned"] == []
    description = load(name).description
    assert description and len(description) <= 105 and "\n" not in description


@pytest.mark.parametrize("factor", [FASTER, SLOWER])
@pytest.mark.parametrize("name", STEPS)
def test_another_voice_has_room_for_all_of_its_words(name: str, factor: float) -> None:
    cues = arrange(script_of(load(name)), paced(factor)).cues
    assert [cue.text for cue in cues if not cue.is_heard and cue.phrase is None] == []


@pytest.mark.parametrize("name", STEPS)
def test_other_words_of_the_coach_leave_nothing_out(name: str) -> None:
    for options in (BuildOptions(variety=variety) for variety in OTHER_VARIETIES):
        cues = planned(load(name, options=options), options, estimate=True).cues
        assert [cue.text for cue in cues if not cue.is_heard] == []


@pytest.mark.parametrize("name", STEPS)
def test_its_sentences_are_short_and_shorter_on_the_run(name: str) -> None:
    running = {step.id for step in plan(name).steps if _is_run(step.activity)}
    for number, cue in enumerate(own(name)):
        most = MOST_WORDS_ON_THE_RUN if number and cue.step in running else MOST_WORDS
        assert [text for text in sentences(cue) if len(text.split()) > most] == []
        assert number == 0 or cue.kind == "check-in" or len(cue.heard.split()) <= MOST_WORDS_OF_A_CUE, cue.heard


def _is_run(activity: str) -> bool:
    return activity in ACTIVITIES and ACTIVITIES[activity].intensity == "vigorous"


@pytest.mark.parametrize("name", STEPS)
def test_it_opens_with_a_word_on_the_volume_and_on_what_else_is_to_be_heard(name: str) -> None:
    first = plan(name).cues[0]
    words = first.heard.lower()
    assert first.kind == "say"
    assert any(word in words for word in ("volume", "turn me", "make me", "make my voice", "set me", "hear me"))
    assert any(word in words for word in ("street", "room", "cars", "bicycle", "behind you", "marshals", "around you"))


def test_no_sentence_is_said_in_two_sessions() -> None:
    """But the few that are meant to be alike; what has three words or fewer says too little to be known again."""
    said = Counter(text for name in STEPS for text in {text for cue in own(name) for text in sentences(cue)})
    assert [text for text, count in said.items() if count > 1 and len(text.split()) > 3 and text not in ALIKE] == []


@pytest.mark.parametrize("name", STEPS)
def test_it_asks_for_the_number_in_the_same_words_before_and_after(name: str) -> None:
    cues = [cue for cue in plan(name).cues if cue.kind == "check-in"]
    asked = [sentences(cue)[0] for cue in cues]
    assert asked == ASKED_OTHERWISE.get(name, [NUMBER, NUMBER])
    assert [cue.text for cue in cues if to_ms(cue.end - cue.start) > LONGEST_CHECK_IN_MS] == []
    steps = [step for step in plan(name).steps if step.activity != "finish"]
    assert [cue.step for cue in cues] in ([], [steps[0].id], [steps[0].id, steps[-1].id])


@pytest.mark.parametrize("name", STEPS)
def test_the_plain_sentence_is_said_once_at_the_end_of_runs_for_a_feeling(name: str) -> None:
    told = [cue for cue in plan(name).cues if HEAVY in sentences(cue)]
    assert len(told) == (name in FOR_A_FEELING)
    assert all(cue.start > plan(name).length * 0.9 for cue in told)


@pytest.mark.parametrize("name", FOR_A_FEELING)
def test_a_run_for_a_feeling_is_silent_but_for_its_own_words_and_counts_nothing_down(name: str) -> None:
    coaching = load(name).coaching
    assert (coaching.silent, coaching.countdown) == (True, 0)


@pytest.mark.parametrize("chatter", get_args(Chatter))
@pytest.mark.parametrize("name", FOR_A_FEELING)
def test_the_coach_adds_nothing_to_a_run_for_a_feeling(name: str, chatter: Chatter) -> None:
    options = BuildOptions(chatter=chatter)
    found = planned(load(name, options=options), options, estimate=True)
    assert {cue.kind for cue in found.cues} <= {"say", "check-in", "breathe"}
    assert {tone.name for tone in found.tones} <= {"run", "ease", "bell", "bowl", "inhale", "exhale"}
    words = " ".join(cue.heard for cue in own(name))
    assert "left" in words
    assert "stop" in words


def test_a_friend_is_asked_by_one_voice_or_by_two() -> None:
    name = "run-with-a-friend"
    two = planned(load(name, let={"second": "joe"}), estimate=True)
    assert {cue.voice for cue in plan(name).cues} == {"heart"}
    assert {voice.name for voice in two.voices} == {"heart", "joe"}
    assert sum(cue.voice == "joe" for cue in two.cues) >= 10
    assert [cue.heard for cue in two.cues] == [cue.heard for cue in plan(name).cues]


@pytest.mark.parametrize("minutes", range(16, 61))
def test_a_race_of_another_length_keeps_its_words(minutes: int) -> None:
    race = planned(load("race-day-5k", let={"race": f"{minutes}m"}), estimate=True)
    assert [cue.text for cue in race.cues if cue.status != "as-planned"] == []
    assert race.notes == ()
