"""`--pace`: a person's pace, for distances and for tables by it."""

from pathlib import Path

import pytest

from support.commands import Cli


def runs(cli: Cli, *args: str) -> list[int]:
    """The seconds of each run of a plan."""
    steps = cli("plan", *args, "--estimate", "--json").json["steps"]
    return [(step["end_ms"] - step["start_ms"]) // 1000 for step in steps if step["activity"] == "run"]


def test_a_pace_says_how_long_one_runs(cli: Cli) -> None:
    assert runs(cli, "galloway-run-walk", "--pace", "12:00/mi") == [60] * 20
    assert (
        runs(cli, "galloway-run-walk", "--pace", "12:00/mi", "--set", "turns=short", "--set", "time=20m") == [40] * 20
    )


def test_a_pace_makes_distances_times(cli: Cli, here: Path) -> None:
    (here / "s.yaml").write_text("steps: [{run: 1 km}]\n")
    assert runs(cli, "s.yaml", "--pace", "5:00/km") == [300]
    assert cli("check", "s.yaml", "--pace", "5:00/km").out.startswith("s.yaml: ok, 5:0")
    assert "nothing says how long it takes" in cli("check", "s.yaml", code=2).err
    assert "five minutes" in cli("voices", "script", "s.yaml", "--pace", "5:00/km").out
    built = cli("quick", "200 meters run", "--pace", "1:00/km", "-o", "q.mp3", "--soundscape", "none", "--json").json
    assert built["files"][0]["steps"][0]["end_ms"] == 12_000


@pytest.mark.parametrize(
    ("pace", "message"),
    [
        ("6:30/mi", "the table of `run` has no row for `6:30/mi`"),
        ("6:30", "`6:30` is not a pace"),
        ("0:00/km", "`0:00/km` is faster than anybody runs"),
        ("", "--pace is empty"),
    ],
)
def test_a_pace_that_is_none_or_outside_of_the_table(cli: Cli, pace: str, message: str) -> None:
    assert message in cli("plan", "galloway-run-walk", "--pace", pace, "--estimate", code=2).err


@pytest.mark.parametrize("command", [("plan",), ("check",), ("build",), ("voices", "script")])
def test_a_pace_is_given_once(cli: Cli, command: tuple[str, ...]) -> None:
    said = cli(*command, "galloway-run-walk", "--pace", "9:00/mi", "--set", "pace=10:00/mi", code=2)
    assert said.err == "`--pace` and `--set pace` both say how fast one runs\n  hint: give one of them\n"
