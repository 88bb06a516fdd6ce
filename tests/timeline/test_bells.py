"""Bells of the author's, and `coaching: still`: what DESIGN.md "The session file" says of stillness."""

from typing import Any

import pytest

from audiocoach.errors import UnknownName
from audiocoach.timeline.plan import Plan
from support.sessions import Case


def plan(*steps: Any, coaching: Any = "still") -> Plan:
    return Case({"coaching": coaching, "steps": list(steps)}).plan


def tones(planned: Plan) -> list[tuple[str, int]]:
    return [(tone.name, round(tone.as_json()["start_ms"])) for tone in planned.tones]


def test_a_step_of_a_bell_lasts_its_sound() -> None:
    planned = plan({"bell": "bowl"}, {"bell": "wood"}, {"walk": "1m"}, {"bell": "chime"})
    assert [round(step.as_json()["start_ms"]) for step in planned.steps] == [0, 5000, 6500, 66_500, 69_000]
    assert tones(planned)[:4] == [("bowl", 1000), ("wood", 5000), ("bell", 6500), ("chime", 66_500)]
    assert [(step.activity, step.effort) for step in planned.steps][:2] == [("bell", None), ("bell", None)]


def test_bells_hang_on_every_anchor() -> None:
    say = {"start": {"bell": "wood"}, "half": {"bell": "bowl"}, "every 2m": {"bell": "chime"}, "end": {"bell": "bowl"}}
    planned = plan({"walk": "20s"}, {"meditate": "10m", "say": say}, {"walk": "20s"})
    assert tones(planned) == [
        ("wood", 20_000),  # in the place of the step's own
        *(("chime", 20_000 + minutes * 60_000) for minutes in (2, 4)),
        ("bowl", 320_000),
        *(("chime", 20_000 + minutes * 60_000) for minutes in (6, 8)),
        ("bowl", 616_000),  # ends with the step
        ("bell", 620_000),
        ("bowl", 640_000),
    ]
    assert planned.notes == ()


def test_a_list_takes_words_and_bells_in_turn() -> None:
    planned = plan({"meditate": "4m", "say": {"every 1m": ["Still here.", {"bell": "chime"}]}})
    assert [name for name, _ in tones(planned)] == ["chime", "bowl"]
    assert [cue.text for cue in planned.cues] == ["Still here.", "Still here."]


def test_words_wait_a_second_and_then_lie_over_the_ring() -> None:
    planned = plan({"meditate": "1m", "say": {"start": {"bell": "bowl"}, "10s": {"bell": "bowl"}, "10.2s": "Now."}})
    (said,) = planned.cues
    assert round(said.start_ms) == 11_000
    at_head = plan({"walk": "20s"}, {"meditate": "1m", "say": {"start": {"bell": "bowl"}, "1s": "Sit."}})
    (said,) = at_head.cues
    assert round(said.start_ms) == 21_000


def test_a_ring_may_go_on_into_the_next_step_and_behind_the_end() -> None:
    planned = plan({"meditate": "1m", "say": {"-1s": {"bell": "bowl"}}}, coaching={"silent": True, "countdown": 0})
    assert tones(planned) == [("bowl", 59_000), ("finish", 60_000)]
    assert round(planned.steps[-1].as_json()["end_ms"]) == 63_000
    sounds = {tone.sound: tone.sound for tone in planned.tones}
    lanes = [track.clips for track in planned.timeline(sounds).tracks if track.name == "tones"]
    assert [[clip.sound for clip in lane] for lane in lanes] == [["bowl"], ["finish"]]


@pytest.mark.parametrize(
    ("say", "count"),
    [
        ({"-500ms": {"bell": "bowl"}}, "1 bell is"),  # no second of its step is left
        ({"100ms": {"bell": "bowl"}}, "1 bell is"),  # the step's own tone
        ({"-2s": {"bell": "bowl"}}, "1 bell is"),  # a tick
        ({"every 500ms": {"bell": "wood"}}, "63 bells are"),  # every other one, and those among the ticks
    ],
)
def test_a_bell_that_nobody_would_hear_as_one_is_left_out_and_that_is_told(say: Any, count: str) -> None:
    planned = plan({"walk": "5s"}, {"walk": "1m", "say": say}, coaching={"silent": True})
    (note,) = [note for note in planned.notes if "left out" in note.message]
    assert note.message == f"{count} left out: another tone or the step's end is too near"
    assert note.severity == "warning"
    assert note.place is not None


def test_a_bell_is_worth_more_than_the_tone_of_a_breath() -> None:
    planned = plan({"breathe": {"in": "4s", "out": "4s"}, "for": "64s", "say": {"40s": {"bell": "bowl"}}})
    assert [name for name, at in tones(planned) if at == 40_000] == ["bowl"]
    assert [name for name, at in tones(planned) if at == 44_000] == ["exhale"]


def test_stillness_has_no_ticks_no_fanfare_and_no_word() -> None:
    planned = plan({"walk": "30s"}, {"run": "10m"}, {"breathe": "box", "for": "64s"}, {"meditate": "5m"})
    names = [name for name, _ in tones(planned) if name not in ("inhale", "exhale", "still")]
    assert names == ["bell", "bell", "bell", "bowl"]
    assert planned.cues == ()
    assert planned.notes == ()


def test_stillness_is_a_steps_own_or_the_sessions() -> None:
    moving = {"walk": "30s", "coaching": {"still": False}}
    assert [name for name, _ in tones(plan({"meditate": "1m"}, moving, {"meditate": "1m"}))] == [
        *("run", "fall-3", "fall-2", "fall-1", "bell", "bowl"),
    ]
    one = plan({"walk": "30s"}, {"rest": "30s", "coaching": "still"}, {"walk": "30s"}, coaching={"chatter": "quiet"})
    assert [name for name, _ in tones(one)] == [
        *("fall-3", "fall-2", "fall-1", "bell", "run", "fall-3", "fall-2", "fall-1", "finish"),
    ]
    assert {cue.step for cue in one.cues} == {"s001", "s003"}


def test_ticks_come_where_the_still_step_itself_asks_for_them() -> None:
    asked = plan({"meditate": "1m", "coaching": {"countdown": 2}}, {"walk": "1m"})
    assert [name for name, _ in tones(asked)] == ["rise-2", "rise-1", "bell", "bowl"]


def test_a_bell_that_is_none_is_refused_where_nobody_has_looked_for_it() -> None:
    with pytest.raises(UnknownName, match="unknown tone `gonk`"):
        plan({"bell": "gonk"})
