"""One line of notation: what it says, what it refuses, and that it says the same as YAML."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.build.load import quick
from audiocoach.build.planning import plan
from audiocoach.errors import SpecError
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.notation import parse_notation
from audiocoach.session.notation_writer import to_notation
from audiocoach.session.reader import Reader
from audiocoach.session.session import Session
from audiocoach.session.spoken import SpokenText
from audiocoach.session.steps import ActivityStep
from audiocoach.syntax.amounts import format_duration
from audiocoach.verbalize.wordless import has_words


def compiled(line: str) -> Session:
    return Reader(lambda name: None).compile(parse_notation(line), "quick")


durations = st.integers(1, 99_999).map(format_duration) | st.sampled_from(["30s", "1m", "90s", "1:30", "1 min"])
odd = st.characters(exclude_categories=["C", "Z"], exclude_characters="$(")
texts = st.text(odd, min_size=1, max_size=20).filter(has_words) | st.sampled_from(
    ['Say "go".', "back\\slash", "a, b (4s) c", "$$5", "5x(30s run)", "yes", "3", "$round of $rounds"]
)
activities = st.fixed_dictionaries({"length": durations, "word": st.sampled_from(sorted(ACTIVITIES))}).flatmap(
    lambda step: (
        st.just({step["word"]: step["length"]}) | texts.map(lambda text: {step["word"]: step["length"], "say": text})
    )
)
steps = st.recursive(
    st.lists(activities, min_size=1, max_size=4),
    lambda inner: st.lists(
        activities | st.builds(lambda repeat, steps: {"repeat": repeat, "steps": steps}, st.integers(1, 4), inner),
        min_size=1,
        max_size=4,
    ),
    max_leaves=6,
)


@settings(max_examples=50)
@given(steps)
def test_yaml_and_notation_say_the_same(tmp_path_factory: pytest.TempPathFactory, steps: list[object]) -> None:
    path = tmp_path_factory.getbasetemp() / "session.yaml"
    path.write_text(yaml.safe_dump({"steps": steps}, allow_unicode=True, sort_keys=False), "utf-8")
    session = Reader(lambda name: None).read(path)
    line = to_notation(session)
    assert line is not None
    again = compiled(line)
    assert again.steps == session.steps
    assert to_notation(again) == line


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("5m walk", "5m walk"),
        ("walk 5m", "5m walk"),
        ("  8 x ( 30s run ,90 s walk )  ", "8x(30s run, 1m30s walk)"),
        ("3x30s run", "3x(30s run)"),
        ("2×(1m run)", "2x(1m run)"),
        ("2*2x1m run", "2x(2x(1m run))"),
        ("1:30 warm-up, 1h easy", "1m30s warm-up, 1h easy"),
        ("5 MIN walk", "5m walk"),
        ('5m walk "Off \\"we\\" go."', '5m walk "Off \\"we\\" go."'),
        ("5m walk,\n5m run", "5m walk, 5m run"),
        ("5' walk, 2x(30\" run, 1'30\" walk)", "5m walk, 2x(30s run, 1m30s walk)"),
        ("5′ walk, 90″ run, 1’30 walk, walk 120'", "5m walk, 1m30s run, 1m30s walk, 2h walk"),
        ('30s work "Push-ups"', '30s work "Push-ups"'),
        ('work 30" "Push-ups" "Back straight."', '30s work "Push-ups" "Back straight."'),
        ('30s work "Back straight." "Push-ups"', '30s work "Push-ups" "Back straight."'),
        ('30s work name "Ready?" say "Go"', '30s work name "Ready?" say "Go"'),
        ('30s run say "Go (2s) now"', '30s run "Go (2s) now"'),
    ],
)
def test_forms(line: str, same: str) -> None:
    assert to_notation(compiled(line)) == same


@pytest.mark.parametrize(
    "line", ["1 km run @ 5:00/km", "1 km @ 5:00/km run", "run 1 km @ 5:00/km", "1000 meters run @5:00 / km"]
)
def test_distances(line: str) -> None:
    length = compiled(line).steps[0].length  # type: ignore[union-attr]
    assert (length.ms, length.metres) == (300_000, 1000)
    assert to_notation(compiled(line)) is None


@pytest.mark.parametrize(
    "text",
    [
        "steps: [{walk: 5m, effort: 3}]",
        "steps: [{walk: 5m, say: {half: Halfway.}}]",
        "steps: [{walk: 5m, say: {voice: amy, text: Hello.}}]",
        'steps: [{walk: 5m, say: "One.\\nTwo."}]',
        "steps: [{repeat: 2, steps: [{walk: 5m}], between: [{run: 1m}]}]",
        "steps: [{repeat: 2, steps: [{walk: [5m, 6m]}]}]",
        "steps: [{pause: 5s}]",
    ],
)
def test_what_a_line_cannot_say(text: str, tmp_path: Path) -> None:
    path = tmp_path / "session.yaml"
    path.write_text(text)
    assert to_notation(Reader(lambda name: None).read(path)) is None


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("", 1, "a step is missing here"),
        ("5m walk,", 9, "a step is missing here"),
        ("5m walk, , 5m run", 10, "a step is missing here"),
        ("5m walk)", 8, "a `)` without its `(`"),
        ("2x(5m walk", 3, "a `(` without its `)`"),
        ("2x(5m walk (1m run))", 12, "a comma is missing here"),
        ("5m walk (1m run)", 9, "a comma is missing here"),
        ("5m wlak", 4, "unknown activity `wlak`"),
        ("wlak 5m", 1, "unknown activity `wlak`"),
        ("5m", 1, "`5m` is not a step"),
        ("5 min", 1, "`5 min` is not a step"),
        ("walk", 1, "`walk` is not a step"),
        ("5 walk", 1, "`5` has no unit"),
        ("100m run", 1, "`m` is minutes"),
        ("0x(5m walk)", 1, "too small: the least is 1"),
        ("99999999999999999999x(5m walk)", 1, "a whole number is needed here"),
        ("1000x(1h walk)", 1, "24 hours is the longest"),
        ("5m walk 30s run", 1, "commas are missing here"),
        ("5m walk, 8x(30s run 90s walk)", 13, "commas are missing here"),
        ('30s work "A." "B."', 15, "a second one on one step"),
        ('5m walk "a" "b"', 13, "a second one on one step"),
        ('5m walk "a', 9, "a text without its end"),
        ('5m walk "for 5 $"', 9, "a lone `$`"),
        ("2x(" * 100 + "5m walk", 94, "nested too deeply"),
        ("5m walk, " * 2000, 1, "10,000 is the most"),
        ("x" * 9_000, 1, "is not a step"),
        (" " * 9_000, 9_001, "a step is missing here"),
    ],
)
def test_mistakes_at_their_column(line: str, column: int, message: str) -> None:
    with pytest.raises(SpecError) as caught:
        compiled(line)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"<line>:1:{column}: ")
    assert all(diagnostic.hint for diagnostic in caught.value.diagnostics)


@settings(deadline=None)
@given(st.text(st.sampled_from('5m walk,()x"\\@:/km30s run\n\t$'), max_size=60) | st.text(max_size=60))
def test_no_line_breaks_it(line: str) -> None:
    try:
        compiled(line)
    except SpecError as error:
        for diagnostic in error.diagnostics:
            assert diagnostic.place is not None
            assert diagnostic.place.line == 1
            assert 1 <= diagnostic.place.column <= len(line) + 1


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        ('30s work "Push-ups"', "Push-ups", None),
        ('30s work "Push-ups."', None, "Push-ups."),
        ('30s work "He said: \\"go!\\""', None, 'He said: "go!"'),
        ('30s work name "Ready?"', "Ready?", None),
        ('30s work say "Push-ups"', None, "Push-ups"),
        ('30s work "Plank" "Hold it. (4s) And breathe"', "Plank", "Hold it. (4s) And breathe"),
        ("30s work “Plank” “Hold it.”", "Plank", "Hold it."),
        ("30s work «Planche»", "Planche", None),
        ('30s work "He said: “go!”"', None, "He said: “go!”"),
    ],
)
def test_a_text_names_the_step_or_is_said(line: str, name: str | None, said: str | None) -> None:
    (step,) = compiled(line).steps
    assert isinstance(step, ActivityStep)
    assert step.name == name
    assert [cue.text for cues in (step.say or {}).values() for cue in cues if isinstance(cue, SpokenText)] == (
        [] if said is None else [said]
    )


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("5m walk 30s run 5m walk", "5m walk, 30s run, 5m walk"),
        ("walk 5m run 30s", "walk 5m, run 30s"),
        ("5m walk; 30s run", "5m walk, 30s run"),
        ("5m walk then 1 km run", "5m walk, 1 km run"),
        ("8x 30s run 90s walk", "8x(30s run, 90s walk)"),
        ("5m walk 8x(30s run, 90s walk)", "5m walk, 8x(...)"),
    ],
)
def test_steps_without_commas_are_written_with_them(line: str, meant: str) -> None:
    with pytest.raises(SpecError) as caught:
        compiled(line)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.hint == f"write `{meant}`"


@pytest.mark.parametrize("line", ["5m easy run", "5m walk 30s", "brisk walk 5m", "5 walk 6 run"])
def test_other_mistakes_are_not_taken_for_missing_commas(line: str) -> None:
    with pytest.raises(SpecError) as caught:
        compiled(line)
    assert "commas" not in str(caught.value)


def test_a_repeat_without_brackets_is_noted_where_another_step_follows() -> None:
    (note,) = compiled("5m walk, 8 x 30s run, 90s walk").source.notes  # type: ignore[union-attr]
    assert (note.severity, note.message) == ("info", "`90s walk` is not repeated with `30s run`")
    assert note.hint == "write `8x(30s run, 90s walk)` to repeat both"
    assert note.place is not None
    assert note.place.column == 23
    planned = plan(quick("8 x 30s run, 90s walk"), estimate=True)
    assert "`90s walk` is not repeated with `30s run`" in [one.message for one in planned.notes]
    for clear in ("8x(30s run, 90s walk), 5m walk", "5m walk, 8x30s run", "2x30s run, 3x(1m run, 1m walk)"):
        assert compiled(clear).source.notes == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("30s work Push-ups", 'a name stands in quotes: `30s work "Push-ups"`'),
        ("1 km run Push on @ 5:00/km", 'a name stands in quotes: `1 km run @ 5:00/km "Push on"`'),
        ("5m wlak", "did you mean `walk`?"),
        ("1h30 walk", "did you mean `1h30m`?"),
        ("1m 30 walk", "did you mean `1m 30s`?"),
    ],
)
def test_the_hint_is_what_was_meant(line: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        compiled(line)
    assert [diagnostic.hint for diagnostic in caught.value.diagnostics] == [hint]
