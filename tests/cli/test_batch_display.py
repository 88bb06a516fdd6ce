"""The bars of many builds at once: one for each worker, and a total that moves with what is under way."""

import io

import pytest

from audiocoach.build.events import Encoding, Noted, Speaking
from audiocoach.cli import batch_display
from audiocoach.cli.batch_display import BatchDisplay
from audiocoach.errors import Diagnostic
from audiocoach.program.batch import Done
from audiocoach.program.worker_pool import FromWorker


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> BatchDisplay:
    from rich.console import Console

    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    monkeypatch.setattr(batch_display, "messages", lambda: console)
    return BatchDisplay()


def bars(display: BatchDisplay) -> dict[str, float]:
    """How far each bar is, by its words."""
    return {task.description: round(task.percentage, 1) for task in display._bars.tasks}


def test_a_bar_for_each_worker_and_a_total(display: BatchDisplay) -> None:
    with display.shown():
        display(Speaking("", 3, 6))
        display(Done(0, 4))
        display(FromWorker(1, Encoding("w01d1", 50, 100)))
        display(FromWorker(2, Encoding("w01d2", 10, 100)))
        assert bars(display) == {
            "Speaking": 50.0,
            "0 of 4 files": 15.0,
            "1: Encoding w01d1": 50.0,
            "2: Encoding w01d2": 10.0,
        }
        display(FromWorker(1, Encoding("w01d1", 100, 100)))
        display(FromWorker(1, Noted("w01d1", Diagnostic.info("so it is"))))
        display(Done(1, 4))
        assert bars(display)["1 of 4 files"] == 27.5


def test_long_names_are_cut(display: BatchDisplay) -> None:
    with display.shown():
        display(FromWorker(1, Encoding("a-session-with-a-very-long-name.yaml", 1, 2)))
        (words,) = bars(display)
        assert len(words) == 26
        assert words.endswith("…")
