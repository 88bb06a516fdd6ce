"""Every feature of the session language, and what it becomes."""

import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audiocoach.errors import InputError, SpecError, UnknownName
from audiocoach.session.anchors import Anchor
from audiocoach.session.reader import Reader
from audiocoach.session.schema import session_schema
from audiocoach.session.session import Session
from audiocoach.session.spoken import RecordingRef, SpokenText, Talk
from audiocoach.session.steps import (
    ActivityStep,
    BreatheStep,
    CheckInStep,
    IncludeStep,
    PauseStep,
    RepeatStep,
    SayStep,
)
from audiocoach.session.voice_ref import VoiceRef
from audiocoach.syntax.amounts import Amount, Pace
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.yaml_text import parse
from audiocoach.units import Millis
from support import GOOD, ROOT

SHIPPED = sorted(path for path in (ROOT / "assets" / "sessions").glob("*.yaml") if "." not in path.stem)


def library(name: str) -> Path | None:
    path = GOOD / "parts" / "warm-up.yaml" if name == "warm" else ROOT / "assets" / "sessions" / f"{name}.yaml"
    return path if path.is_file() else None


def read(text: str, tmp_path: Path, **options: object) -> Session:
    path = tmp_path / "a (1) $ession.yaml"
    path.write_text(text, "utf-8")
    return Reader(library, **options).read(path)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def everything() -> Session:
    return Reader(library).read(GOOD / "everything.yaml")


@pytest.mark.parametrize("path", [*sorted(GOOD.rglob("*.yaml")), *SHIPPED], ids=lambda path: path.stem)
def test_reader_and_schema_accept(path: Path) -> None:
    Reader(library).read(path)
    values = values_of(parse(path.read_text("utf-8"), path.name))
    assert [error.message for error in Draft202012Validator(session_schema()).iter_errors(values)] == []


def test_what_a_session_says_of_itself(everything: Session) -> None:
    assert everything.title == "Everything, once"
    assert everything.description == "Two lines\nof description (4 rounds)."
    assert everything.author == "A. Coach"
    assert everything.language == "pt-BR"
    assert everything.voice == VoiceRef(engine="gtts", tld="co.uk", rate=0.95)
    assert (everything.soundscape.name, everything.soundscape.level) == ("rain-on-leaves", -28)  # type: ignore[union-attr]
    assert everything.pace == Pace(Decimal(360_000))
    assert everything.guard is False
    assert everything.helplines is True
    assert everything.let["run"] == "30s"
    coaching = everything.coaching
    assert (coaching.chatter, coaching.countdown, coaching.halfway) == ("chatty", 0, True)
    assert (coaching.next_up, coaching.time_left, coaching.encourage) == (0, (300_000, 60_000), 120_000)
    assert everything.source is not None
    assert everything.source.name == str(GOOD / "everything.yaml")


def test_each_kind_of_step(everything: Session) -> None:
    kinds = [type(step) for step in everything.steps]
    assert kinds == [
        *(IncludeStep, IncludeStep, CheckInStep, CheckInStep, ActivityStep, RepeatStep, RepeatStep),
        *(BreatheStep, ActivityStep, SayStep, SayStep, PauseStep, CheckInStep),
    ]


def test_includes_from_library_folder_and_folder_below(everything: Session) -> None:
    warm, nested = everything.steps[0].session, everything.steps[1].session  # type: ignore[union-attr]
    assert warm.title == "Warm-up"
    assert warm.steps[0].length == Amount(Millis(300_000))
    assert nested.steps[1].length == Amount(Millis(120_000))
    strides = nested.steps[0].session
    assert strides.title == "strides"
    assert strides.steps[0].length == Amount(Millis(24_000), 100.0)


def test_check_ins(everything: Session) -> None:
    before, asked = (step.check_in for step in everything.steps[2:4])  # type: ignore[union-attr]
    assert (before.when, before.ask, before.answer, before.count) == ("before", (), 6000, 2)
    assert (asked.when, asked.ask, asked.answer, asked.count) == (None, ("How are you?", "And why?"), 8000, 2)


def test_cues_of_every_anchor_and_kind(everything: Session) -> None:
    step = everything.steps[4]
    assert isinstance(step, ActivityStep)
    assert step.length == Amount(Millis(144_000), 400.0)
    assert (step.name, step.voice, step.soundscape.name) == ("Warm-up", VoiceRef(name="amy"), "none")  # type: ignore[union-attr]
    assert step.coaching.silent  # type: ignore[union-attr]
    assert (step.check_in.when, step.check_in.answer) == ("after", 2000)  # type: ignore[union-attr]
    amy = VoiceRef(name="amy")
    talk = Talk(
        talk=(
            SpokenText(text="What made you laugh?", voice=VoiceRef(name="joe")),
            SpokenText(text="Slowest talker first.", voice=amy),
        )
    )
    assert step.say == {
        Anchor("start"): (SpokenText(text="First."), SpokenText(text="Second.", voice=amy)),
        Anchor("half"): (RecordingRef(file=str(GOOD / "coach" / "half.m4a")),),
        Anchor("end"): (talk,),
        Anchor("after", Millis(30_000)): (SpokenText(text="Half a minute (800ms) gone."),),
        Anchor("before_end", Millis(10_000)): (SpokenText(text="Round $round of $rounds, $name."),),
        Anchor("every", Millis(60_000)): (SpokenText(text="You $$tar!"),),
    }
    assert {str(anchor): anchor.times(Millis(144_000)) for anchor in step.say} == {
        "start": (0,),
        "half": (72_000,),
        "end": (144_000,),
        "30s": (30_000,),
        "-10s": (134_000,),
        "every 1m": (60_000, 120_000),
    }
    assert all(anchor.count(Millis(144_000)) == len(anchor.times(Millis(144_000))) for anchor in step.say)


def test_repeats(everything: Session) -> None:
    counted, by_list = everything.steps[5:7]
    assert isinstance(counted, RepeatStep)
    assert isinstance(by_list, RepeatStep)
    run, jog = counted.steps
    assert (counted.rounds, by_list.rounds) == (2, 3)
    assert run.length == (Amount(Millis(60_000)), Amount(Millis(120_000)))  # type: ignore[union-attr]
    assert (run.effort, run.name) == ((7, 8), ("Up", "Down"))  # type: ignore[union-attr]
    assert jog.length == Amount(Millis(300_000), 1000.0)  # type: ignore[union-attr]
    assert counted.between[0].length == Amount(Millis(90_000))  # type: ignore[index,union-attr]
    assert by_list.extent(1).ms == 60_000 + 180_000


def test_the_rest(everything: Session) -> None:
    breathe, meditate, within, paused, pause, _ = everything.steps[7:]
    assert isinstance(breathe, BreatheStep)
    assert breathe.breathe.phases == (("in", 4000), ("hold", 4000), ("out", 4000), ("rest", 4000))
    assert breathe.for_ == 64_000
    assert meditate.length == Amount(Millis(3_630_000))  # type: ignore[union-attr]
    assert [turn.text for turn in meditate.say[Anchor("start")][0].talk] == ["Sit, and listen.", "Just so."]  # type: ignore[union-attr,index]
    assert (within.within, within.pause) == (30_000, None)  # type: ignore[union-attr]
    assert (paused.say[0].text, paused.pause) == ("2024", 5000)  # type: ignore[union-attr,index]
    assert pause.pause == 1500  # type: ignore[union-attr]


def test_a_session_travels_to_another_process(everything: Session) -> None:
    again = pickle.loads(pickle.dumps(everything))
    assert again.steps == everything.steps
    assert again.source.name == everything.source.name  # type: ignore[union-attr]


def test_a_title_is_the_stem_whatever_is_in_it(tmp_path: Path) -> None:
    assert read("steps: [{walk: 5m}]", tmp_path).title == "a (1) $ession"


def test_a_number_in_a_text_stays_as_written(tmp_path: Path) -> None:
    assert read("title: 1.10\nsteps: [{walk: 5m, say: +5}]", tmp_path).title == "1.10"


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    assert len(read("\ufefftitle: A\r\nsteps:\r\n  - walk: 5m\r\n  - run: 1m\r\n", tmp_path).steps) == 2


SETTABLE = """
let: {run: 30s, lengths: [1m, 2m], pace: 6:00/km, part: parts}
pace: $pace
steps:
  - run: $run
    say: {20s: Still going., every 15s: Go., start: Run.}
  - repeat:
    steps: [{jog: $lengths}]
  - walk: 1 km
"""


def test_set_replaces_values_as_a_file_would_say_them(tmp_path: Path) -> None:
    session = read(SETTABLE, tmp_path, let={"run": "45s", "lengths": "[1m, 2m, 3m]", "pace": "5:00/km"})
    assert session.steps[0].length.ms == 45_000  # type: ignore[union-attr]
    assert session.steps[1].rounds == 3  # type: ignore[union-attr]
    assert session.steps[2].length.ms == 300_000  # type: ignore[union-attr]
    assert session.let["run"] == "45s"


def test_set_may_push_a_cue_out_of_its_step(tmp_path: Path) -> None:
    step = read(SETTABLE, tmp_path, let={"run": "10s"}).steps[0]
    assert isinstance(step, ActivityStep)
    assert [anchor.count(Millis(10_000)) for anchor in step.say or ()] == [0, 0, 1]


def test_a_cue_outside_in_the_file_is_a_mistake_even_with_set(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="`20s` lies outside this step"):
        read(SETTABLE.replace("run: 30s", "run: 20s"), tmp_path, let={"lengths": "[1m]"})


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("45", "`45` has no unit (`$run` is `45`)"),
        ("-1s", "longer than nothing"),
        ("[1m, 2m]", "this list has 2 entries for 1 round"),
        ("{a: b}", "not a mapping"),
        ("25h", "longer than 24 hours"),
    ],
)
def test_set_to_what_cannot_be_is_a_mistake_where_it_is_used(value: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        read(SETTABLE, tmp_path, let={"run": value})
    assert message in str(caught.value)


@pytest.mark.parametrize("value", ["", "[", "a: b: c", "\x07"])
def test_set_to_what_is_no_yaml_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Reader(library, let={"run": value})


def test_set_of_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        read(SETTABLE, tmp_path, let={"rum": "45s"})
    assert caught.value.hint == "did you mean `run`?"


def test_set_reaches_an_included_session() -> None:
    session = Reader(library, let={"easy": "7m"}).read(GOOD / "everything.yaml")
    assert session.steps[1].session.steps[1].length.ms == 420_000  # type: ignore[union-attr]


def test_a_reader_forgets_between_two_sessions(tmp_path: Path) -> None:
    reader = Reader(library, let={"run": "45s"})
    (tmp_path / "with.yaml").write_text(SETTABLE)
    (tmp_path / "without.yaml").write_text("steps: [{walk: 5m}]")
    reader.read(tmp_path / "with.yaml")
    with pytest.raises(InputError) as caught:
        reader.read(tmp_path / "without.yaml")
    assert (
        str(caught.value)
        == "unknown variable `run`\n  hint: this session has none; `let: {run: 30s}` in it would make it one"
    )


def test_a_variable_may_name_what_is_included(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("steps: [{walk: 5m}]")
    session = read("let: {part: part.yaml}\nsteps: [{include: $part}]", tmp_path)
    assert session.steps[0].session.title == "part"  # type: ignore[union-attr]


def test_pace_from_the_config_gives_way_to_the_session(tmp_path: Path) -> None:
    config = Pace(Decimal(600_000))
    assert read("steps: [{walk: 1 km}]", tmp_path, pace=config).steps[0].length.ms == 600_000  # type: ignore[union-attr]
    text = "pace: 6:00/km\nsteps: [{walk: 1 km}]"
    assert read(text, tmp_path, pace=config).steps[0].length.ms == 360_000  # type: ignore[union-attr]


def test_cues_on_a_step_with_a_list_are_checked_against_the_longest(tmp_path: Path) -> None:
    text = "steps: [{repeat: 2, steps: [{run: [30s, 60s], say: {45s: Go.}}]}]"
    read(text, tmp_path)
    with pytest.raises(SpecError, match="the step lasts 1m"):
        read(text.replace("45s", "60s"), tmp_path)


@pytest.mark.parametrize("line", ["  name: rain # nice", "  name: rain   # nice", "  name: rain"])
def test_a_comment_after_what_is_no_text_is_a_comment(line: str, tmp_path: Path) -> None:
    assert read(f"soundscape:\n{line}\nsteps: [{{walk: 5m}}]", tmp_path).soundscape.name == "rain"  # type: ignore[union-attr]


def test_variables_stand_in_lists_of_texts(tmp_path: Path) -> None:
    text = "let: {a: One, b: Two}\nsteps: [{repeat: 2, steps: [{run: 1m, say: [$a, $b]}]}]"
    step = read(text, tmp_path).steps[0].steps[0]  # type: ignore[union-attr]
    assert [words.text for words in step.say[Anchor("start")]] == ["One", "Two"]


def test_reading_needs_no_numpy() -> None:
    code = "import sys, audiocoach.session.reader, audiocoach.session.notation; sys.exit('numpy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
