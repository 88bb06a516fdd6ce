"""What is said of a session that can be built all the same: each note where its cause stands, and what would help."""

from pathlib import Path

import pytest

from audiocoach.errors import Diagnostic
from audiocoach.session.reader import Reader
from audiocoach.timeline.arrange import arrange
from support.sessions import paced, read, script_of

MUCH = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."


def notes(text: str, let: dict[str, str] | None = None) -> list[Diagnostic]:
    return [*arrange(script_of(read(text, let)), paced()).notes]


def marked(note: Diagnostic) -> str:
    """The line of a note, and what is underlined in it."""
    assert note.place
    return f"{note.place.line}: {note.place.text[note.place.column - 1 :][: note.place.width]}"


@pytest.mark.parametrize(
    ("text", "message", "where", "hint"),
    [
        (
            "let: {run: 60s}\nsteps:\n  - run: $run\n    say: {half: Half., 50s: Late.}",
            "`50s` lies outside s001 (run) and is left out",
            "4: 50s",
            "the step lasts 45s here; `half` and `end` lie inside steps of any length",
        ),
        (
            "steps:\n  - walk: 300ms\n  - run: 200ms\n    name: Dash\n  - jog: 100ms\n",
            "2 steps are too short, or too early in the session, for a tone at the start",
            "3: run",
            "a tone takes 350 ms; before 1 s of the session nothing sounds",
        ),
        (f"steps:\n  - walk: 5s\n    say: {MUCH}", f'left out at 0:02 in Walk: "{MUCH}" (', f"3: {MUCH}", "say less"),
        (
            f'steps:\n  - walk: 5s\n    say: {{half: ["{MUCH}", B.]}}',
            f'left out at 0:02 in Walk: "{MUCH}" (',
            f'3: "{MUCH}"',
            "say less",
        ),
        (
            f'steps:\n  - walk: 5s\n    talk: [{{joe: "{MUCH}"}}]',
            f'left out at 0:02 in Walk: "{MUCH}" (',
            f'3: [{{joe: "{MUCH}"}}]',
            "say less",
        ),
        (
            "steps:\n  - walk: 3s\n    check-in: {ask: [How are you?], answer: 8s}",
            "left out at 0:01 in Walk",
            "3: {ask: [How are you?], answer: 8s}",
            "give the step more time",
        ),
        (
            f"steps:\n  - breathe: {{in: 2s, out: 2s}}\n    for: 4s\n    say: {MUCH}",
            "left out at 0:01 in Breathing",
            f"4: {MUCH}",
            "give the step more time",
        ),
    ],
)
def test_a_note_stands_where_its_cause_does(text: str, message: str, where: str, hint: str) -> None:
    fitting = [note for note in notes(text, {"run": "45s"} if "$run" in text else None) if message in note.message]
    assert [marked(note) for note in fitting] == [where]
    assert hint in str(fitting[0].hint)
    assert fitting[0].severity == "warning"


def test_a_note_on_an_included_step_stands_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text(f"steps:\n  - walk: 5s\n    say: {MUCH}\n")
    (tmp_path / "whole.yaml").write_text("steps: [{repeat: 2, steps: [{include: part.yaml}]}]\n")
    session = Reader(lambda name: None).read(tmp_path / "whole.yaml", "whole.yaml")
    found = [note for note in arrange(script_of(session), paced()).notes if note.severity == "warning"]
    assert [str(note.place) for note in found] == ["part.yaml:3:10"] * 2


def test_what_gave_way_is_counted_and_where_to_see_it_told() -> None:
    counts = [
        note
        for note in notes(f"coaching: {{safety: false}}\nsteps:\n  - walk: 5s\n    say: {MUCH}")
        if note.severity == "info"
    ]
    assert "1 cue was dropped" in [note.message for note in counts]
    assert {note.hint for note in counts} == {"`audiocoach plan` shows which, and why"}
