"""Plans as people read them. After a change that is meant: `AUDIOCOACH_UPDATE_GOLDENS=1 pytest tests/timeline`."""

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from audiocoach import library, planning
from audiocoach.cli.table import show
from audiocoach.spec.reader import Reader
from audiocoach.spec.session import Session

HERE = Path(__file__).parent
GOOD = HERE.parent / "good"
WIDTH = 150
LINES = {"tabata": "10x(20s sprint, 10s rest)", "one-step": "12m run", "tiny-steps": "3x(1s run, 300ms walk), 2s run"}


def sessions() -> dict[str, Session]:
    shipped = {name: planning.load(name) for name in library.names()}
    design = {"design": Reader(library.shipped).read(GOOD / "design.yaml", "design.yaml")}
    return shipped | design | {name: planning.quick(line, name) for name, line in LINES.items()}


@pytest.mark.parametrize("name", [*library.names(), "design", *LINES])
def test_plan_reads_as_it_did(name: str) -> None:
    printed = as_text(sessions()[name])
    golden = HERE / "goldens" / f"{name}.txt"
    if os.environ.get("AUDIOCOACH_UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(printed, "utf-8")
    assert printed == golden.read_text("utf-8")


def as_text(session: Session) -> str:
    """What `audiocoach plan --estimate` prints, without colours, for a terminal of a fixed width."""
    out = io.StringIO()
    show(planning.plan(session, estimate=True), Console(file=out, width=WIDTH, color_system=None, legacy_windows=False))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
