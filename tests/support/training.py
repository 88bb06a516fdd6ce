"""Programs to test with: read from a text, and what happens on their days."""

from pathlib import Path

from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.program.minutes import minutes_of
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.training_program import Episode
from audiocoach.script.expand import expand
from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep
from audiocoach.session.values import in_round

SESSION = """title: Short
let: {run: 10s, walk: 20s}
steps:
  - walk: 40s
  - repeat: 2
    steps: [{run: $run}, {walk: $walk}]
"""
"""`short.yaml`, with two variables; 100 s long, 20 of them running."""


def program_in(folder: Path, text: str, options: BuildOptions = AS_IT_STANDS) -> OpenProgram:
    """The program that `p.yaml` in a folder with `short.yaml` says."""
    (folder / "short.yaml").write_text(SESSION)
    (folder / "p.yaml").write_text(text)
    return opened(folder / "p.yaml", options)


def opened(spec: str | Path, options: BuildOptions = AS_IT_STANDS) -> OpenProgram:
    """A program by its name or its path."""
    found = open_spec(spec, options, Workspace())
    assert isinstance(found, OpenProgram)
    return found


def movements(session: Session) -> list[tuple[str, float]]:
    """What is done in a session for how many minutes, one thing after another."""
    steps = [one for one in expand(session) if isinstance(one.step, ActivityStep)]
    return [(one.step.activity, in_round(one.step.length, one.entry).ms / 60_000) for one in steps]


def running(program: OpenProgram, episode: Episode) -> float:
    """The minutes of running of a day."""
    return minutes_of(program.session(episode)).running / 60_000
