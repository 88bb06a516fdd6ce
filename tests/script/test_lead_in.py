"""`lead-in:` a step before the first that takes its time: time to get ready, told what comes, with the countdown."""

from pathlib import Path
from typing import Any

import pytest

from audiocoach.build import library
from audiocoach.build.load import quick
from audiocoach.build.phrasebooks import languages, phrasebook
from audiocoach.build.planning import script_of
from audiocoach.errors import SpecError
from audiocoach.script.script import Script
from audiocoach.session.day_words import DayWords
from audiocoach.session.reader import Reader
from audiocoach.syntax.yaml_text import parse
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.budget import WORDS_IN_SHORT_STEP, words_in
from support.sessions import paced, session_of

WORK = {"repeat": 3, "steps": [{"work": "20s", "name": "squats"}, {"rest": "10s"}]}


def script(*steps: Any, **more: Any) -> Script:
    return script_of(session_of({"title": "T", "steps": list(steps), **more}))


def lead_in(written: Script) -> int | None:
    first = written.steps[0]
    return first.length if first.activity == "lead-in" else None


def test_it_is_a_step_of_its_own_with_a_countdown_and_says_what_comes() -> None:
    written = script({"run": "1m"}, {"walk": "1m"}, **{"lead-in": "10s"})
    plan = arrange(written, paced())
    first, second = plan.steps[:2]
    assert (first.id, first.name, first.activity, first.effort) == ("s001", "Get ready", "lead-in", 0)
    assert (first.start, first.end, second.id, second.activity) == (0, 441_000, "s002", "run")
    assert [cue.heard for cue in plan.cues if cue.step == "s001"] == [
        "Hello, and welcome.",
        "Get ready. First up: run.",
    ]
    assert [(tone.name, tone.step) for tone in plan.tones[:4]] == [
        ("rise-3", "s001"),
        ("rise-2", "s001"),
        ("rise-1", "s001"),
        ("run", "s002"),
    ]


@pytest.mark.parametrize(
    ("steps", "length"),
    [
        ([WORK], 10_000),
        ([{"warm-up": "5m"}, WORK], 10_000),
        ([{"repeat": 2, "steps": [{"walk": "1m"}], "between": [{"work": "1m"}]}], 10_000),
        ([WORK, {"run": "1m"}], None),
        ([{"repeat": 2, "steps": [{"repeat": 2, "steps": [{"run": "1m"}]}, {"work": "1m"}]}], None),
        ([{"walk": "1m"}, {"sprint": "20s"}], None),
    ],
)
def test_unasked_it_comes_before_work_that_is_not_running(steps: list[Any], length: int | None) -> None:
    assert lead_in(script(*steps)) == length
    assert lead_in(script(*steps, **{"lead-in": "15s"})) == 15_000
    for none in (0, False, "0s"):
        assert lead_in(script(*steps, **{"lead-in": none})) is None


@pytest.mark.parametrize("opening", [{"say": "Hello."}, {"bell": "bowl"}, {"pause": "3s"}, {"check-in": "before"}])
def test_it_comes_after_the_opening_words_right_before_what_it_counts_down_to(opening: dict[str, Any]) -> None:
    written = script(opening, opening, WORK)
    assert [step.activity for step in written.steps[2:4]] == ["lead-in", "work"]
    (announced,) = (draft.full.text for draft in written.steps[2].drafts if draft.kind == "announce")
    assert announced == "Get ready. First up: squats."


def test_where_nothing_but_words_follow_it_is_first() -> None:
    written = script({"say": "Hello."}, {"say": "You."}, **{"lead-in": "10s"})
    assert [step.activity for step in written.steps[:3]] == ["lead-in", "say", "say"]


def test_a_line_of_notation_has_one_too() -> None:
    written = script_of(quick("8x(20s work, 10s rest)"))
    assert [step.activity for step in written.steps[:3]] == ["lead-in", "work", "rest"]
    assert lead_in(script_of(quick("8x(20s run, 10s rest)"))) is None


def test_an_included_session_brings_none_but_its_work_counts(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("lead-in: 30s\nsteps: [{work: 1m}]\n")
    (tmp_path / "whole.yaml").write_text("steps: [{walk: 1m}, {include: part.yaml}]\n")
    written = script_of(Reader(library.shipped).read(tmp_path / "whole.yaml", "whole.yaml"))
    assert [(step.activity, step.length) for step in written.steps] == [
        ("lead-in", 10_000),
        ("walk", 60_000),
        ("work", 60_000),
    ]


@pytest.mark.parametrize("language", languages())
def test_every_language_gets_ready(language: str) -> None:
    written = script(WORK, language=language)
    (said,) = [draft.full.text for draft in written.steps[0].drafts if draft.kind == "announce"]
    assert said.endswith("quats.")
    assert said.startswith(phrasebook(language).phrases["lead-in"].texts("short")[0])


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("variety", [1, 2, 3])
@pytest.mark.parametrize("name", ["squats", "mountain climbers", "one leg deadlifts", "burpees with a very high jump"])
def test_who_gets_ready_in_a_few_seconds_is_greeted_and_told_as_much_as_ever(
    language: str, variety: int, name: str
) -> None:
    steps = {"repeat": 3, "steps": [{"work": "20s", "name": name}, {"rest": "10s"}]}

    def heard(**coaching: Any) -> list[tuple[str, str]]:
        written = script(steps, language=language, variety=variety, coaching=coaching)
        return [(cue.kind, cue.heard) for cue in arrange(written, paced()).cues if cue.step == "s001" and cue.is_heard]

    alone = heard(welcome=False)
    greeted = heard()
    assert alone == heard(chatter="quiet") == [cue for cue in greeted if cue[0] != "welcome"]
    assert sum(words_in(text) for _, text in greeted) <= WORDS_IN_SHORT_STEP
    if len(name.split()) < 3:
        assert [kind for kind, _ in greeted] == ["welcome", "announce"]


def test_a_longer_lead_in_is_welcomed_as_any_step() -> None:
    written = script(WORK, **{"lead-in": "40s"})
    (welcome,) = [draft.full.text for draft in written.steps[0].drafts if draft.kind == "welcome"]
    assert "minute" in welcome


def test_what_a_program_says_on_a_day_comes_after_a_short_lead_in() -> None:
    session = session_of({"title": "T", "steps": [{"warm-up": "2m"}, WORK]}).on_day(DayWords("Heavier today."))
    plan = arrange(script_of(session), paced())
    assert [(cue.step, cue.heard) for cue in plan.cues if cue.kind == "welcome"] == [("s002", "Heavier today.")]


@pytest.mark.parametrize(
    ("value", "message"),
    [("5", "`5` has no unit"), ("6m", "a lead-in lasts 5 minutes at most"), ("true", "a duration is needed here")],
)
def test_what_it_cannot_be(value: str, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        Reader(library.shipped).compile(parse(f"lead-in: {value}\nsteps: [{{run: 1m}}]\n", "<text>"))
    (diagnostic,) = caught.value.diagnostics
    assert message in diagnostic.message
    assert diagnostic.hint and diagnostic.place and diagnostic.place.line == 1
