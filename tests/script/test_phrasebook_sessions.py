"""Whole sessions in each language: they compose, they name their times, and what is heard stands in a golden text."""

import tempfile
from pathlib import Path

import pytest

from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.overrides import overridden
from audiocoach.build.phrasebooks import languages, phrasebook
from audiocoach.build.planning import plan as planned
from audiocoach.config import Config
from audiocoach.session.session import Session
from audiocoach.timeline.plan import Plan

GOLDENS = Path(__file__).with_name("test_phrasebook_goldens")
"""`python tests/script/test_phrasebook_sessions.py` writes them anew, to be read before they are kept."""

SHORT = """
title: Everything the coach says
steps:
  - check-in: before
  - warm-up: 4m
  - repeat: 3
    steps:
      - run: 1m
      - walk: 90s
  - steady: 1.5 km @ 6:00/km
  - breathe: {in: 4s, hold: 4s, out: 4s, rest: 4s}
    for: 32s
  - check-in: after
"""
LENGTHS_MS = (30_000, 90_000, 300_000)
"""Of the steps of walk-run-20."""


def in_language(session: Session, language: str) -> Session:
    return overridden(session, BuildOptions(language=language), Config())


def short_session(folder: Path, language: str) -> Session:
    file = folder / "short.yaml"
    file.write_text(SHORT, "utf-8")
    return in_language(load(str(file)), language)


def heard(plan: Plan) -> str:
    """What the coach says, in order, as one reads it; times are left out, which are not the language's."""
    return "".join(f"{cue.kind:<12}{cue.heard}\n" for cue in plan.cues)


@pytest.mark.parametrize("language", languages())
def test_what_is_heard_is_this(language: str, tmp_path: Path) -> None:
    text = heard(planned(short_session(tmp_path, language), estimate=True))
    assert text == (GOLDENS / f"{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("language", languages())
def test_a_library_session_is_coached_in_it(language: str) -> None:
    session = in_language(load("walk-run-20"), language)
    plan = planned(session, estimate=True)
    book = phrasebook(language)
    announced = {cue.heard for cue in plan.cues if cue.kind == "announce"}
    runs = f"{book.sentence(book.activities['run'])}, {book.duration(30_000)}, "
    assert any(text.startswith(runs) for text in announced)
    said = " ".join(cue.heard for cue in plan.cues if cue.kind != "say")
    assert all(book.duration(ms) in said for ms in LENGTHS_MS)
    assert not any(char.isdigit() or char == "$" for char in said)
    # The English of the author is all that is English; the coach's own lines are the book's.
    assert language == "en" or not {"left", "Next:", "Halfway"} & set(said.split())


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name in languages():
            golden = heard(planned(short_session(Path(scratch), name), estimate=True))
            (GOLDENS / f"{name}.txt").write_text(golden, "utf-8")
