"""A preview: a session in a minute and a half."""

from itertools import pairwise
from typing import Any

import pytest

from audiocoach.build import library
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import plan as planned
from audiocoach.timeline.plan import Plan
from audiocoach.timeline.preview import preview
from audiocoach.units import to_ms, to_samples
from support.plan_contract import CONTRACT
from support.sessions import Case

CHATTY = {"chatter": "chatty"}


def digest(*steps: Any, **keys: Any) -> Plan:
    return preview(Case({"title": "T", "coaching": CHATTY, "steps": list(steps), **keys}).plan)


@pytest.mark.parametrize("name", library.names())
def test_library_sessions_are_auditioned_in_ninety_seconds(name: str) -> None:
    session = load(name)
    whole, short = (planned(session, BuildOptions(preview=each), estimate=True) for each in (False, True))
    assert short.length <= to_samples(90_000)
    assert short.steps[-1].end == short.length
    assert {cue.kind for cue in short.cues} == {cue.kind for cue in whole.cues if cue.is_heard}
    assert {tone.name for tone in short.tones} == {tone.name for tone in whole.tones}
    CONTRACT.validate(short.as_json())


def test_what_does_not_fit_is_counted() -> None:
    texts = [f"Line number {number} of a long list of lines, all of them different." for number in range(60)]
    planned = digest({"run": "60m", "say": {"every 59s": texts}})
    assert planned.length <= to_samples(90_000)
    notes = [note.message for note in planned.notes]
    assert len(notes) == 1
    assert notes[0].endswith("more cues and tones are not in the preview")
    kinds = {cue.kind for cue in planned.cues}
    assert {"say", "welcome", "announce", "safety", "half", "time-left", "finish"} <= kinds
    assert len(kinds) >= 12


def test_long_silences_for_answers_are_cut_short() -> None:
    planned = digest({"check-in": {"ask": ["How are you?", "And why?"], "answer": "30s"}}, {"walk": "5m"})
    asked = next(cue for cue in planned.cues if cue.kind == "check-in")
    assert to_ms(asked.end - asked.start) < 10_000


def test_each_soundscape_is_heard_beneath() -> None:
    steps = ({"walk": "5m"}, {"run": "5m", "soundscape": "rain-on-leaves"}, {"walk": "5m", "soundscape": "ocean-shore"})
    planned = digest(*steps, {"walk": "5m", "soundscape": "rain-on-leaves"}, soundscape="mountain-lake")
    assert [bed.sound for bed in planned.beds] == ["mountain-lake", "rain-on-leaves", "ocean-shore"]
    assert planned.beds[0].start == 0
    assert planned.beds[-1].end == planned.length
    for bed, following in pairwise(planned.beds):
        assert following.start < bed.end  # crossfaded
        assert bed.end - following.start == bed.fade_out == following.fade_in
    assert digest({"walk": "5m"}).beds == ()
