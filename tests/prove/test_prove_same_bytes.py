"""Long proofs, by `scripts/prove`: the same input gives the same bytes, cold, with any number of threads."""

from itertools import cycle, islice
from pathlib import Path

from support import cold

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


def test_takes_alone_with_eight_threads_are_one_in_thirty_processes() -> None:
    assert len(cold.takes(30, 8)) == 1
