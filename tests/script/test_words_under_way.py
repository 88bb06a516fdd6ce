"""What is told while something goes on: how hard it is, how it is run, that one may walk."""

import re

import pytest

from audiocoach.build.planning import script_of
from audiocoach.timeline.arrange import arrange
from support.coached import LANGUAGES, LONG, RUNS, drafts, rounds, script, varied, when
from support.sessions import paced, session_of


def test_a_longer_run_settles_and_is_given_leave_to_walk() -> None:
    assert when(script(*LONG), "settle") == [("run", None, 75)]
    assert when(script(*LONG), "permission") == [("run", None, 480)]
    assert not when(script({"run": "3m"}, {"walk": "1m"}), "settle")
    assert not when(script({"run": "20m", "say": {"1m": "Say a sentence out loud."}}), "settle")
    assert not when(script({"run": "20m", "effort": 7}), "permission")


def test_the_longest_hard_step_has_a_word_where_it_feels_longest() -> None:
    steps = ({"run": "4m", "effort": 7}, {"walk": "2m"}, {"run": "10m", "effort": 8}, {"walk": "5m"})
    assert when(script(*steps), "hard-moment") == [("run", None, 420)]
    assert not when(script({"run": "20m", "effort": 5}), "hard-moment")


def test_the_first_hill_stride_and_tempo_are_explained() -> None:
    steps = (rounds(3, {"hill": "1m"}, {"walk": "1m"}), {"tempo": "5m"}, {"walk": "2m"}, {"stride": "30s"})
    assert when(script(*steps), "terrain") == [("hill", 1, 6), ("tempo", None, 6), ("stride", None, 6)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["stride", "hill"])
def test_how_a_step_of_few_words_is_run_is_told_right_before_it(language: str, word: str) -> None:
    steps = [{"warm-up": "10m"}, rounds(4, {word: "20s"}, {"walk": "60s"}), {"walk": "5m"}]
    for variety in range(1, 5):
        raw = {"title": "T", "language": language, "variety": variety, "steps": steps}
        plan = arrange(script_of(session_of(raw)), paced())
        (told,) = [cue for cue in plan.cues if cue.kind == "terrain"]
        before = next(cue for cue in plan.cues if cue.kind == "next-up")
        assert told.is_heard, told.reason
        assert told.step == before.step == "s001"
        assert 0 < told.start_ms - before.end_ms < 2_000
    unasked = session_of({**raw, "coaching": {"next_up": False}})
    assert not drafts(script_of(unasked), "terrain")


@pytest.mark.parametrize("word", ["hill", "stride", "tempo"])
def test_what_is_run_otherwise_than_on_the_level_has_one_word_at_first(word: str) -> None:
    steps = ({"warm-up": "9m"}, rounds(4, {word: "1m"}, {"walk": "2m"}))
    assert when(script(*steps), "terrain") == [(word, 1, 6)]
    assert not drafts(script(*steps), "first-run")
    assert when(script(*steps, terrain=False), "first-run") == [(word, 1, 6)]


def test_nobody_goes_all_out_for_minutes() -> None:
    def told(length: str, effort: int) -> set[str]:
        said = drafts(script({"warm-up": "9m"}, rounds(3, {"run": length, "effort": effort}, {"walk": "2m"})), "effort")
        return {str(draft.full.phrase).split()[0] for draft in said}

    assert told("60s", 9) == {"effort-most"}
    assert told("61s", 9) == told("5m", 10) == {"effort-hard"}


def test_good_words_give_way_to_the_body_to_breath_and_to_what_there_is_to_see() -> None:
    walked = ({"walk": "5m"}, *LONG[1:])
    good = ("encourage", "form", "breath", "notice")
    kinds = [draft.kind for draft in script(*walked, chatter="chatty").drafts() if draft.kind in good]
    assert set(kinds) == set(good)
    without = script(*walked, chatter="chatty", form=False, breath=False, notice=False)
    assert [draft.kind for draft in without.drafts() if draft.kind in good] == ["encourage"] * len(kinds)
    assert not [draft for draft in script(*walked, encourage=False).drafts() if draft.kind in good]


def test_the_scale_is_told_once_where_the_author_tells_a_number() -> None:
    run = {"run": "2m", "effort": 4, "say": "Effort $effort."}
    written = script({"walk": "2m"}, rounds(3, run, {"walk": "1m"}))
    scales = [
        (step.activity, step.round, draft.full.text)
        for step in written.steps
        for draft in step.drafts
        if str(draft.full.phrase).startswith("scale")
    ]
    assert scales == [("run", 1, "Effort four out of ten. One is sitting still, ten is all you have.")]
    assert not [draft for draft in script(*RUNS).drafts() if str(draft.full.phrase).startswith("scale")]


def test_a_pace_is_not_contradicted() -> None:
    paced_run = {"run": "1 km @ 4:30/km", "effort": 8}
    assert not drafts(script({"warm-up": "10m"}, rounds(5, paced_run, {"jog": "90s"})), "first-run")
    for written in varied({"walk": "5m"}, paced_run, {"walk": "5m"}):
        assert not [
            one.full.text for one in written.drafts() if re.search("own speed|your speed|Take it slowly", one.full.text)
        ]


def test_of_several_hard_runs_as_long_the_last_but_one_has_the_word() -> None:
    hard = rounds(5, {"run": "4m", "effort": 8}, {"walk": "2m"})
    assert when(script({"warm-up": "9m"}, hard), "hard-moment") == [("run", 4, 168)]
    assert not drafts(script(rounds(10, {"work": "1m"})), "hard-moment"), "who has done the reps rests already"


def test_a_short_first_run_and_a_last_one_with_words_of_its_author_are_told_how_hard_they_are() -> None:
    def told(count: int, **more: str) -> tuple[set[str], list[int | None]]:
        steps = rounds(count, {"run": "1m", "effort": 8, **more}, {"jog": "90s"}), {"cool-down": "5m"}
        written = script(*steps)
        kinds = {kind for kind in ("first-run", "last-round") if when(written, kind)}
        return kinds, [round_ for activity, round_, _ in when(written, "effort") if activity == "run"]

    assert told(5) == ({"first-run", "last-round"}, [2])
    assert told(5, say="Strong and smooth.") == (set(), [1, 2, 5])
