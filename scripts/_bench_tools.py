"""What the benchmarks share: what a process costs, medians of runs that take turns, and tables."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Cost:
    """Of one process, from start to end."""

    seconds: float
    cpu_s: float
    peak_mb: float


def run(*words: object, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Cost:
    """Run a program, which must succeed; what it printed is lost unless it fails."""
    start = time.perf_counter()
    command = [str(word) for word in words]
    child = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)}\n{errors.decode()}")
    peak_mb = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, peak_mb)


def in_turn(ways: Mapping[str, Callable[[], Cost]], times: int) -> dict[str, Cost]:
    """Medians of each way (of memory the most), run in turn."""
    runs: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            runs[name].append(way())
    return {
        name: Cost(
            median(run.seconds for run in found),
            median(run.cpu_s for run in found),
            max(run.peak_mb for run in found),
        )
        for name, found in runs.items()
    }


def table(title: str, runs: Mapping[str, Cost], base: str) -> None:
    """Print times, their ratio to `base`, and memory."""
    print(f"\n{title}\n  {'':<44}{'seconds':>9}{'ratio':>8}{'peak MB':>9}")
    for name, run in runs.items():
        print(f"  {name:<44}{run.seconds:>9.2f}{run.seconds / runs[base].seconds:>8.2f}{run.peak_mb:>9.0f}")
