"""Plans as people read them. After a change that is meant: `AUDIOCOACH_UPDATE_GOLDENS=1 pytest tests/timeline`."""

import io
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from audiocoach.build import library
from audiocoach.build.load import load, quick
from audiocoach.build.options import BuildOptions
from audiocoach.build.overrides import overridden
from audiocoach.build.planning import plan as planned
from audiocoach.cli.plan_table import show
from audiocoach.config import Config
from audiocoach.session.reader import Reader
from audiocoach.session.session import Session
from audiocoach.timeline.plan import Plan
from support import GOOD, ROOT
from support.sessions import read

HERE = Path(__file__).parent
WIDTH = 80
GUIDES = """
steps:
  - {breathe: box, for: 80s}
  - {breathe: 4-7-8, for: 76s}
  - {run: 2m, cadence: 160..175}
  - {breathe: "3:2", for: 30s}
"""
MINUTES = """
steps:
  - warm-up: 5m
  - {repeat: 10, steps: [{run: 1m, cadence: 165}, {walk: 1m}]}
  - cool-down: 5m
"""
TALK = """
title: A talk
voice: joe
soundscape: mountain-lake
steps:
  - say: Stand still. (10s) Feel both feet. (1500ms)
  - walk: 2m
    name: A rather long name of a step that goes on and on
    say:
      start: {talk: [{joe: What made you laugh today? (2s)}, {"espeak:en": Slowest talker first. Go.}, {joe: Fine.}]}
      1m: {voice: "espeak:en", text: "It costs $$5."}
  - {breathe: {in: 4s, out: 4s}, for: 64s, soundscape: none}
  - {run: 90s, soundscape: rain-on-leaves, coaching: {chatter: chatty}}
  - {run: 10s, say: This is a very long sentence for so short a step and will never fit in there.}
"""
LINES = {"tabata": "10x(20s sprint, 10s rest)", "one-step": "12m run", "tiny-steps": "3x(1s run, 300ms walk), 2s run"}


def at_level(chatter: str) -> Session:
    return overridden(load("walk-run-20"), BuildOptions(chatter=chatter), Config())


SESSIONS: dict[str, Callable[[], Session]] = {
    **{name: partial(load, name) for name in ("walk-run-20", "easy-run-20", "five-minutes")},
    **{f"walk-run-20-{level}": partial(at_level, level) for level in ("quiet", "chatty")},
    "design": lambda: Reader(library.shipped).read(GOOD / "design.yaml", "design.yaml"),
    **{name: partial(quick, line, name) for name, line in LINES.items()},
    "minutes": partial(read, MINUTES),
    "guides": partial(read, GUIDES),
    "talk": partial(read, TALK),
    "meditation": partial(load, ROOT / "examples" / "meditation.yaml"),
}


@pytest.mark.parametrize("name", SESSIONS)
def test_plan_reads_as_it_did(name: str) -> None:
    check(name, as_text(planned(SESSIONS[name](), estimate=True)))


def test_preview_reads_as_it_did() -> None:
    check("preview", as_text(planned(load("walk-run-20"), BuildOptions(preview=True), estimate=True)))


def test_a_preview_with_a_metronome_reads_as_it_did() -> None:
    session = read("steps: [{run: 2m, cadence: 165}, {walk: 1m}, {run: 2m, cadence: 160..180}]")
    check("preview-cadence", as_text(planned(session, BuildOptions(preview=True), estimate=True)))


def check(name: str, printed: str) -> None:
    golden = HERE / "goldens" / f"{name}.txt"
    if os.environ.get("AUDIOCOACH_UPDATE_GOLDENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(printed, "utf-8")
    assert printed == golden.read_text("utf-8")


def as_text(plan: Plan) -> str:
    """What `audiocoach plan --estimate` prints, without colours, for a terminal of a fixed width."""
    out = io.StringIO()
    show(plan, Console(file=out, width=WIDTH, color_system=None, legacy_windows=False))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
