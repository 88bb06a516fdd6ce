"""Breathing guides: words in the first breaths, soft tones after."""

from typing import Any

import pytest

from audiocoach.build.planning import script_of
from audiocoach.script.script import ScriptStep
from support.sessions import session_of

BOX = [(0, "Now breathe in."), (4, "And hold it there."), (8, "Now breathe out."), (12, "And pause there.")]


def guide(breath: Any, length: str, **more: Any) -> ScriptStep:
    return script_of(session_of({"title": "T", "steps": [{"breathe": breath, "for": length, **more}]})).steps[0]


def words(step: ScriptStep) -> list[tuple[float, str]]:
    """Seconds and text of each spoken phase."""
    return [(draft.placement.ms / 1000, draft.full.text) for draft in step.drafts if draft.kind == "breathe"]


def chimes(step: ScriptStep) -> list[tuple[float, str]]:
    return [(chime.at / 1000, chime.tone) for chime in step.chimes]


def test_box_breathing_is_told_three_times_and_then_rung() -> None:
    step = guide("box", "80s")
    later = [
        (16 * breath + at, word)
        for breath in (1, 2)
        for at, word in ((0, "Breathe in."), (4, "And hold."), (8, "Breathe out."), (12, "And wait."))
    ]
    assert words(step) == BOX + later
    tones = ((0, "inhale"), (4, "still"), (8, "exhale"), (12, "still"))
    assert chimes(step) == [(16 * breath + at, tone) for breath in (3, 4) for at, tone in tones]


def test_four_seven_eight() -> None:
    step = guide("4-7-8", "76s")
    assert words(step)[:4] == [
        *((0, "Now breathe in."), (4, "And hold it there."), (11, "Now breathe out.")),
        (19, "Breathe in."),
    ]
    assert len(words(step)) == 9
    assert chimes(step) == [(57, "inhale"), (61, "still"), (68, "exhale")]


def test_a_running_rhythm_is_counted_in_steps_before_it_is_rung() -> None:
    """Its phases are too short for a word each: 1.06 s and 0.7 s, three steps and two at 170 a minute."""
    step = guide("3:2", "30s")
    assert words(step) == [(0, "Now breathe in. One, two, three. Now breathe out. One, two.")]
    assert step.drafts[0].short is not None
    assert step.drafts[0].short.text == "Breathe in. One, two, three. Breathe out. One, two."
    rung = chimes(step)
    assert rung[:3] == [(8.8, "inhale"), (9.86, "exhale"), (10.56, "inhale")]
    assert rung[-1] == (29.22, "exhale")


@pytest.mark.parametrize("breath", ["box", "3:2"])
def test_a_silent_guide_is_tones_from_the_first_breath_on(breath: str) -> None:
    step = guide(breath, "64s", coaching="silent")
    assert words(step) == []
    assert 0 < step.chimes[0].at <= 4_000


def test_a_quiet_coach_still_guides() -> None:
    quiet = {"title": "T", "coaching": {"chatter": "quiet"}, "steps": [{"breathe": "box", "for": "64s"}]}
    assert len(words(script_of(session_of(quiet)).steps[0])) == 12


def test_phases_too_short_for_a_tone_have_none() -> None:
    assert guide({"in": "400ms", "out": "400ms"}, "10s").chimes == ()
