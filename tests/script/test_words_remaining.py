"""What is left: of a step, of the session, until silence; the middle of both."""

from typing import Any

import pytest

from audiocoach.build.planning import script_of
from audiocoach.session.activities import ACTIVITIES
from audiocoach.timeline.arrange import arrange
from support.coached import LANGUAGES, drafts, rounds, script, when
from support.sessions import paced, session_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_silence_is_told_well_before_what_is_to_be_silent(language: str) -> None:
    quiet = {"run": "3m", "coaching": "silent"}
    for variety in range(1, 5):
        steps = [{"run": "5m"}, quiet, {"walk": "1m"}]
        plan = arrange(script_of(session_of({"language": language, "variety": variety, "steps": steps})), paced())
        told, following = (next(cue for cue in plan.cues if cue.kind == kind) for kind in ("quiet-now", "next-up"))
        assert following.start_ms - told.end_ms >= 8_000


def test_time_is_told_in_a_long_run_and_not_twice() -> None:
    written = script(
        {"warm-up": "5m"}, {"run": "25m", "effort": 3}, {"walk": "20m"}, {"run": "5m"}, {"cool-down": "5m"}
    )
    runs = [at for activity, _, at in when(written, "step-left") if activity == "run"]
    assert runs == [20 * 60, 24 * 60, 4 * 60]
    last = script({"run": "20m"}, time_left=["5m"], step_left=["5m"])
    assert not drafts(last, "step-left"), "the last step's end is the session's"
    both = script({"run": "20m"}, {"walk": "20s"}, time_left=["5m"], step_left=["5m"])
    assert not drafts(both, "step-left"), "15:20 and 15:00 say the same"
    assert drafts(both, "time-left")


def test_the_middle_of_a_step_and_of_the_session_are_one_where_they_meet() -> None:
    near, apart = (
        script({"walk": "1m"}, {"run": "20m"}, {"walk": length}, step_left=False) for length in ("90s", "9m")
    )
    assert len(drafts(near, "half")) == 1
    assert len(drafts(apart, "half")) == 2


def test_a_silence_is_told_before_it_comes() -> None:
    quiet = {"run": "3m", "coaching": "silent"}
    assert when(script({"run": "5m"}, quiet, {"walk": "1m"}), "quiet-now") == [("run", None, 270)]
    assert "three minutes" in drafts(script({"run": "5m"}, quiet), "quiet-now")[0].full.text
    assert not drafts(script({"run": "5m"}, {"run": "1m", "coaching": "silent"}, {"walk": "1m"}), "quiet-now")
    assert not drafts(script({"run": "5m"}, {**quiet, "say": {"30s": "Look up."}}), "quiet-now")


def test_what_comes_next_is_told_by_its_own_name_where_it_has_one() -> None:
    def told(following: dict[str, Any]) -> str:
        return drafts(script({"walk": "2m"}, following), "next-up")[0].full.text

    assert told({"run": "1m"}) == "In ten seconds, we run."
    assert told({"run": "1m", "name": "the long one"}) == "In ten seconds: the long one."


@pytest.mark.parametrize("word", [row.word for row in ACTIVITIES.values() if row.intensity != "rest"])
@pytest.mark.parametrize("chatter", ["normal", "chatty"])
def test_the_middle_is_told_on_whatever_is_done(word: str, chatter: str) -> None:
    assert drafts(script({word: "20m"}, chatter=chatter), "half")


def test_the_middle_is_told_on_a_rest_and_not_on_a_step_that_speaks() -> None:
    assert drafts(script({"run": "9m"}, {"rest": "2m"}, {"run": "9m"}), "half")
    assert not drafts(script({"run": "3m"}, {"say": "Sit down.", "within": "9m"}), "half")


def test_who_is_told_the_time_left_by_the_author_is_not_told_the_middle_as_well() -> None:
    counted = {"run": "12m", "say": {"every 3m": "$left to go."}}
    written = script({"walk": "5m"}, counted, {"walk": "20m"})
    assert not [one for one in written.steps[1].drafts if one.kind in ("half", "step-left")]


@pytest.mark.parametrize("minutes", [10, 10.5, 11])
def test_the_middle_of_a_session_and_the_time_left_are_one_where_they_meet(minutes: float) -> None:
    steps = rounds(int(minutes * 2), {"run": "15s"}, {"walk": "15s"})
    written = script(steps)
    assert [moment.draft.id for moment in written.moments] == ["session-half", "session-left-1m"]
    assert len(script(steps, halfway=False).moments) == 1 + (minutes > 10)
