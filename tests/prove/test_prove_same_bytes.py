"""Long proofs, by `scripts/prove`: the same input gives the same bytes, cold, with any number of threads."""

import os
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

import pytest

from audiocoach.sound.soundscapes.soundscape import names
from support import TESTS, cold
from support.processors import OTHERS

pytestmark = pytest.mark.long

SESSION = """title: Cold
soundscape: {soundscape}
steps:
  - walk: 30s
    say: {{start: "Walk briskly, arms loose.", 12s: Shoulders down.}}
  - repeat: 3
    steps: [{{run: 20s, cadence: 165}}, {{walk: 15s}}]
"""


def _session(folder: Path, soundscape: str) -> Path:
    path = folder / "cold.yaml"
    path.write_text(SESSION.format(soundscape=soundscape))
    return path


def test_forty_cold_builds_with_one_to_eight_jobs_are_one(tmp_path: Path) -> None:
    assert len(cold.builds(_session(tmp_path, "none"), islice(cycle(range(1, 9)), 40))) == 1


def test_cold_builds_that_render_their_soundscape_are_one(tmp_path: Path) -> None:
    assert len(cold.builds(_session(tmp_path, "mountain-lake"), (1, 2, 4, 8))) == 1


def test_takes_of_joe_with_eight_threads_are_one_in_thirty_processes() -> None:
    assert len(cold.takes(30, 8, "joe")) == 1


def test_takes_of_heart_are_one_in_twenty_processes_half_of_them_without_scipy() -> None:
    assert len(cold.takes(10, 8, "heart") | cold.takes(10, 3, "heart", without=("scipy",))) == 1


def test_every_soundscape_is_the_same_on_other_processors(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "support.everything_computed")
    found = set()
    for number, other in enumerate(({}, *OTHERS)):
        env = os.environ | other | {"PYTHONPATH": str(TESTS)}
        run = (*command, tmp_path / str(number), *names())
        found.add(subprocess.run(run, env=env, capture_output=True, text=True, check=True).stdout)
    assert len(found) == 1
