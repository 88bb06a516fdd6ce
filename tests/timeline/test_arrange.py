"""Who gives way to whom: one small session for each rule."""

from typing import Any

import pytest

from audiocoach.build.planning import script_of
from audiocoach.errors import InputError, SpecError
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan, PlannedCue
from audiocoach.units import to_ms, to_samples
from support.sessions import Case, paced, read, session_of

LONG = "This goes on and on for a good while, so that there is time for hardly anything else to be said."
QUIET = {"chatter": "quiet"}


def plan(*steps: Any, coaching: Any = None, factor: float = 1.0) -> Plan:
    return Case({"title": "T", "coaching": coaching or {}, "steps": list(steps)}, factor).plan


def cue(planned: Plan, name: str) -> PlannedCue:
    return next(cue for cue in planned.cues if cue.id == name)


def ids(planned: Plan) -> list[str]:
    return [cue.id for cue in planned.cues]


def tones(planned: Plan, step: str) -> list[tuple[str, float]]:
    """Name and start (ms) of a step's tones."""
    return [(tone.name, to_ms(tone.start)) for tone in planned.tones if tone.step == step]


def test_thirty_seconds_last_thirty_seconds() -> None:
    planned = plan({"repeat": 3, "steps": [{"run": "30s"}, {"walk": "90s"}]})
    assert [step.end - step.start for step in planned.steps[:-1]] == [30 * 44_100, 90 * 44_100] * 3
    assert tones(planned, "s002") == [("ease", 30_000), ("rise-3", 117_000), ("rise-2", 118_000), ("rise-1", 119_000)]
    assert tones(planned, "finish") == [("finish", 360_000)]


def test_an_announcement_that_has_no_room_leaves_the_head_to_the_author() -> None:
    planned = plan({"walk": "1m"}, {"run": "11s", "say": LONG})
    announce, own = cue(planned, "s002-announce"), cue(planned, "s002-start")
    assert announce.status == "dropped"
    assert own.status == "as-planned"
    assert to_ms(own.start) == 60_500


def test_an_announcement_is_shortened_for_the_author() -> None:
    steps = {"repeat": 2, "steps": [{"run": "22s", "say": "Now. (15s) Go."}]}
    planned = plan(steps, coaching={"safety": False})
    assert cue(planned, "s002-start").status == "as-planned"
    announce = cue(planned, "s002-announce")
    assert (announce.status, announce.text) == ("shortened", "Run, round two.")


def test_an_announcement_makes_room_to_say_when_to_stop() -> None:
    planned = plan({"repeat": 2, "steps": [{"run": "22s", "say": "Now. (15s) Go."}]})
    (safety,) = (one for one in planned.cues if one.kind == "safety")
    assert safety.is_heard
    announce = next(one for one in planned.cues if one.step == safety.step and one.kind == "announce")
    assert (announce.status, announce.reason) == ("dropped", "it needs the room to say when to stop")


def test_a_short_step_has_eight_words_with_those_of_the_author() -> None:
    planned = plan({"repeat": 2, "steps": [{"sprint": "20s", "say": "Knees up, go hard."}]})
    assert cue(planned, "s001-announce").text == "Sprint, round one."
    assert cue(planned, "s001-announce").reason == "a step this short has at most 8 words"
    wordy = plan({"sprint": "20s", "say": "One two three four five six seven eight nine."})
    assert cue(wordy, "s001-announce").status == "dropped"
    assert cue(wordy, "s001-start").status == "as-planned"


def test_the_tail_ends_just_before_the_countdown() -> None:
    planned = plan({"walk": "1m"}, {"run": "1m", "say": {"end": "Nearly there."}}, {"stretch": "1m"})
    assert to_ms(cue(planned, "s002-end").end) == pytest.approx(120_000 - 3_250, abs=0.1)
    without = plan({"run": "1m", "say": {"end": "Nearly there."}}, coaching={"countdown": False})
    assert to_ms(cue(without, "s001-end").end) == pytest.approx(60_000 - 250, abs=0.1)


def test_cues_at_one_place_come_one_after_another_or_say_why_not() -> None:
    say = {"start": "First of all.", "500ms": "Then this.", "600ms": LONG}
    planned = plan({"walk": "1m", "say": say}, coaching=QUIET)
    first, then, last = (cue(planned, f"s001-{anchor}") for anchor in say)
    assert first.end < then.start <= first.end + to_samples(2_000)
    assert then.status == "moved"
    assert (last.status, last.reason) == ("dropped", "there is no room for it")
    assert f'left out at 0:00 in Walk: "{LONG}" (there is no room for it)' in [note.message for note in planned.notes]


def test_a_recurring_cue_is_never_at_the_end() -> None:
    planned = plan({"run": "3m", "say": {"every 1m": ["One.", "Two."]}}, coaching=QUIET)
    own = [(cue.text, to_ms(cue.start)) for cue in planned.cues if cue.kind == "say"]
    assert own == [("One.", 60_000), ("Two.", 120_000)]


def test_breathing_is_told_at_each_phase_and_waits_for_the_tone_once() -> None:
    planned = plan({"walk": "1m"}, {"breathe": {"in": "4s", "out": "6s"}, "for": "35s"})
    breaths = [(cue.status, to_ms(cue.start) - 60_000) for cue in planned.cues if cue.kind == "breathe"]
    assert breaths == [("as-planned", at) for at in (500, 4_000, 10_000, 14_000, 20_000, 24_000)]


def test_a_check_in_is_short_where_there_is_little_time() -> None:
    long, short = (plan({"walk": length, "check-in": "before"}, coaching=QUIET) for length in ("1m", "19s"))
    assert cue(long, "s001-check-in").text.count("?") == 2
    assert cue(short, "s001-check-in").status == "shortened"
    assert cue(short, "s001-check-in").text.count("?") == 1


def test_nobody_speaks_while_a_question_is_answered() -> None:
    planned = plan({"walk": "5m", "check-in": {"ask": "How are you?", "answer": "9s"}, "say": {"5s": "Go."}})
    asked = cue(planned, "s001-check-in")
    assert to_ms(asked.end - asked.clips[-1].end) == pytest.approx(9_000, abs=0.1)
    assert not [other for other in planned.cues if asked.start < other.start < asked.end]


def test_speech_that_makes_up_a_step_has_its_silences() -> None:
    planned = plan({"say": "Hello."}, {"say": "And again."}, {"say": "Now wait.", "pause": "5s"}, {"walk": "1m"})
    for before, id_, pause in ((1_000, "s001", 0), (300, "s002", 0), (300, "s003", 5_000)):
        step = next(step for step in planned.steps if step.id == id_)
        own = cue(planned, f"{id_}-say")
        assert own.start - step.start == to_samples(before)
        assert 300 <= to_ms(step.end - own.end) - pause <= 310
        assert to_ms(step.end) % 10 == 0


def test_speech_after_a_very_short_start_waits_for_the_first_second() -> None:
    planned = plan({"pause": "123ms"}, {"say": "Hello."}, {"walk": "1m"})
    assert to_ms(cue(planned, "s002-say").start) == 1_000
    assert cue(planned, "s002-say").status == "as-planned"


def test_a_session_may_start_with_a_pause() -> None:
    planned = plan({"pause": "10s"}, {"run": "1m"})
    assert planned.tones[0].start == to_samples(10_000)
    assert planned.chapters[0].start == 0


def test_a_step_shorter_than_its_tone_has_none_and_that_is_told() -> None:
    planned = plan({"walk": "5s"}, {"run": "350ms"}, {"walk": "349ms"}, {"run": "5s"}, {"run": "300ms"})
    starts = [tone.name for tone in planned.tones if "-" not in tone.name]
    assert starts == ["run", "run", "finish"]
    warnings = [note.message for note in planned.notes if note.severity == "warning"]
    assert warnings == ["2 steps are too short, or too early in the session, for a tone at the start"]


def test_the_middle_is_never_told_into_words_that_make_up_a_step() -> None:
    """Were it told there, its tone would push out what the step's length was made for."""
    planned = plan({"walk": "3m"}, {"say": f"{LONG} {LONG}"}, {"walk": "3m"})
    assert cue(planned, "s002-say").status == "as-planned"
    assert "half" not in {tone.name for tone in planned.tones}
    slower = plan(
        {"walk": "178s"}, {"say": LONG}, {"walk": "3m"}, factor=4.0
    )  # its middle was guessed to lie elsewhere
    assert cue(slower, "s002-say").status == "as-planned"
    assert "half" not in {tone.name for tone in slower.tones}


def test_a_middle_at_a_boundary_waits_for_what_its_author_says_there() -> None:
    planned = plan(
        {"walk": "3m"}, {"run": "3m", "say": "Stay as smooth and as light as you were in the very first of them."}
    )
    half, own = cue(planned, "session-half"), cue(planned, "s002-start")
    assert (half.step, half.status) == ("s002", "moved")
    assert own.end < half.start
    assert 186_000 < to_ms(half.start) <= 188_000


def test_a_middle_in_a_countdown_is_told_after_the_boundary() -> None:
    planned = plan({"walk": "5m"}, {"run": "298s"})
    half = cue(planned, "session-half")
    assert (half.step, half.status) == ("s002", "moved")
    assert half.start > cue(planned, "s002-announce").end


def test_a_middle_has_its_tone_and_then_its_words() -> None:
    planned = plan({"walk": "5m"})
    assert ("half", 150_000) in tones(planned, "s001")
    assert to_ms(cue(planned, "session-half").start) == 150_500


def test_what_falls_onto_a_step_without_the_coach_is_told_beside_it_or_said_to_be_left_out() -> None:
    near = plan({"walk": "4m"}, {"pause": "4s"}, {"walk": "4m"})
    half = cue(near, "session-half")
    assert (half.step, half.status) == ("s003", "moved")
    assert to_ms(half.start) - 242_000 <= 5_000
    before = plan({"walk": "4m"}, {"pause": "30s"}, {"walk": "212s"}, coaching={"countdown": False})
    half = cue(before, "session-half")
    assert (half.step, half.status) == ("s001", "moved")
    far = plan({"walk": "4m"}, {"breathe": {"in": "4s", "out": "6s"}, "for": "1m"}, {"walk": "4m"})
    assert "session-half" not in ids(far), "stillness is left alone"
    assert "half" not in {tone.name for tone in far.tones}


def test_the_next_step_is_never_told_with_a_wrong_time() -> None:
    """`In ten seconds, we walk.` may move by a second; what moves further names no time."""
    say = {
        "-14s": "Now hold this pace to the very end, tall and light and easy, with quick and quiet feet, as you began."
    }
    planned = plan({"run": "2m", "say": say}, {"walk": "2m"}, coaching={"countdown": False})
    told = cue(planned, "s001-next-up")
    assert (told.text, told.status) == ("Next, we walk.", "shortened")
    assert to_ms(told.start) > 111_000
    assert cue(plan({"run": "2m"}, {"walk": "2m"}), "s001-next-up").text == "In ten seconds, we walk."


def test_the_time_left_is_told_whoever_starts() -> None:
    steps = ({"walk": "1m", "coaching": {"time_left": False}}, {"run": "20m"})
    assert {"session-left-5m", "session-left-1m"} <= set(ids(plan(*steps)))
    assert not [name for name in ids(plan({"run": "20m", "coaching": "silent"})) if "left" in name]


def test_a_preview_names_only_what_follows_at_once() -> None:
    told = plan({"run": "2m"}, {"walk": "2m"}, coaching={"next_up": "10s"})
    assert cue(told, "s001-next-up").text == "In ten seconds, we walk."
    assert "s001-next-up" not in ids(plan({"run": "2m"}, {"pause": "30s"}, {"walk": "2m"}))


def test_a_silent_step_has_tones_and_own_words_only() -> None:
    planned = plan({"walk": "1m"}, {"run": "9m", "coaching": "silent", "say": {"1m": "Look up."}}, {"walk": "1m"})
    assert [cue.kind for cue in planned.cues if cue.step == "s002"] == ["say"]
    assert [name for name, _ in tones(planned, "s002")] == ["run", "fall-3", "fall-2", "fall-1"]


def test_a_session_of_one_step() -> None:
    planned = plan({"run": "12m"})
    assert [(chapter.title, chapter.start) for chapter in planned.chapters] == [("Run", 0)]
    assert planned.chapters[0].end == planned.length
    assert to_ms(cue(planned, "s001-welcome").start) == 1_000
    assert to_ms(cue(planned, "s001-announce").start - cue(planned, "s001-welcome").end) == 550


def test_chapters_name_each_activity_in_each_round() -> None:
    rounds = {"repeat": 2, "steps": [{"run": "30s"}, {"say": "Well done."}, {"walk": "30s", "name": "easy walk"}]}
    titles = [chapter.title for chapter in plan({"check-in": "before"}, rounds).chapters]
    assert titles == ["Check-in", "Run 1/2", "Easy walk 1/2", "Run 2/2", "Easy walk 2/2"]


def test_words_that_do_not_fit_within_are_a_mistake_at_their_place() -> None:
    text = f"steps:\n  - walk: 1m\n  - say: {LONG}\n    within: 3s\n  - say: Go.\n    within: 500ms\n"
    with pytest.raises(SpecError) as caught:
        arrange(script_of(read(text)), paced())
    assert caught.value.exit_code == 2
    assert [
        (diagnostic.place.file, diagnostic.place.line) for diagnostic in caught.value.diagnostics if diagnostic.place
    ] == [
        ("test.yaml", 4),
        ("test.yaml", 6),
    ]
    assert "`within` is 3 s" in caught.value.diagnostics[0].message
    assert caught.value.diagnostics[0].hint == "say less, or raise `within`"


def test_within_is_kept_to_the_sample() -> None:
    planned = plan({"say": "Stand still. (4s) Feel both feet.", "within": "30s"}, {"walk": "1m"})
    assert planned.steps[0].end == 30 * 44_100


def test_more_cues_than_a_session_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The author's are counted when the file is read; the coach's come on top."""
    monkeypatch.setattr("audiocoach.script.compose.MOST_CUES", 40)
    run = {"run": "45s", "say": {"every 5s": "Go."}}
    with pytest.raises(InputError, match="more than 40 cues") as caught:
        script_of(session_of({"title": "T", "steps": [{"repeat": 4, "steps": [run]}]}))
    assert caught.value.exit_code == 2
    script_of(session_of({"title": "T", "steps": [{"repeat": 3, "steps": [run]}]}))


LARGE = {
    "rounds": [{"repeat": 1100, "steps": [{"run": "10s", "say": "Go."}, {"walk": "11s"}]}],
    "one step": [{"walk": "24h", "say": {"every 10s": "Go."}, "coaching": {"encourage": "every 10s"}}],
    "speech": [{"repeat": 3000, "steps": [{"say": "Go.", "pause": "7s"}]}],
}


@pytest.mark.parametrize("steps", LARGE.values(), ids=LARGE)
def test_a_day_can_be_planned(steps: Any) -> None:
    """About 1 s on one core; anything quadratic in steps or cues takes minutes."""
    plan = arrange(script_of(session_of({"title": "T", "steps": steps})), paced())
    assert len(plan.cues) > 2000
    assert plan.length > to_samples(6 * 3_600_000)
