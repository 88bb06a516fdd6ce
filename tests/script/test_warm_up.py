"""Nobody is asked for all they have while they are cold, without a word to who wrote it."""

from typing import Any

import pytest

from audiocoach.build.planning import script_of
from support.sessions import read, session_of


def warnings(*steps: Any) -> list[str]:
    written = script_of(session_of({"title": "T", "steps": list(steps)}))
    return [note.message for note in written.notes if note.severity == "warning"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([{"walk": "1m"}, {"sprint": "20s"}], "all-out effort (9 of 10) after 1:00 of warm-up"),
        ([{"sprint": "20s"}], "all-out effort (9 of 10) after no warm-up"),
        ([{"rest": "10m"}, {"run": "1m", "effort": 10}], "all-out effort (10 of 10) after no warm-up"),
        (
            [{"repeat": 8, "steps": [{"work": "20s", "effort": 9}, {"rest": "10s"}]}],
            "all-out effort (9 of 10) after no",
        ),
        ([{"repeat": 3, "steps": [{"run": "90s", "effort": [4, 6, 9]}]}], "all-out effort (9 of 10) after 3:00 of"),
        ([{"stretch": "10m"}, {"run": "1m", "effort": 9}], "all-out effort (9 of 10) after no warm-up"),
        ([{"walk": "5m"}, {"sprint": "20s"}], None),
        ([{"warm-up": "3m"}, {"hill": "2m"}, {"sprint": "20s"}], None),
        ([{"tempo": "10m"}], None),
    ],
)
def test_all_out_after_less_than_five_minutes_is_warned_of(steps: list[Any], expected: str | None) -> None:
    found = warnings(*steps)
    assert len(found) == (expected is not None)
    assert not expected or found[0].startswith(expected)


def test_it_stands_where_the_effort_is_asked_for() -> None:
    (note,) = script_of(read("steps:\n  - walk: 2m\n  - sprint: 20s\n  - walk: 2m\n  - sprint: 20s\n")).notes
    assert note.place is not None
    assert (note.place.line, note.severity) == (3, "warning")
    assert "warm-up: 5m" in str(note.hint)
