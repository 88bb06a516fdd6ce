"""Memory does not grow with length: no whole session is ever held."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.programs import command, environment

SESSION = """
title: {rounds} rounds
steps:
  - repeat: {rounds}
    steps:
      - run: 1m
      - walk: 1m
        say: {{20s: Well done. Let your breath settle.}}
"""
MEASURED = """
import json, os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, 2, 0)])
_, status, usage = os.wait4(child, 0)
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "peak": usage.ru_maxrss}))
"""


def peak(*args: object, env: dict[str, str], cwd: Path) -> int:
    """The most memory that audiocoach held, in the system's unit."""
    words = [sys.executable, "-c", MEASURED, *command(*args)]
    done = subprocess.run(words, env=env, cwd=cwd, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["code"] == 0, done.stderr
    return int(told["peak"])


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="no wait4")
@pytest.mark.long
def test_a_long_session_needs_hardly_more_memory_than_a_short_one(tmp_path: Path) -> None:
    """28 minutes against 8, with every take cached; `scripts/bench` measures three hours."""
    env = environment(tmp_path / "cache")
    peaks = {}
    for rounds in (4, 14):
        (tmp_path / f"{rounds}.yaml").write_text(SESSION.format(rounds=rounds))
        args = (f"{rounds}.yaml", "--voice", "fake", "--jobs", 2)
        peak("plan", *args, env=env, cwd=tmp_path)
        peaks[rounds] = peak("build", *args, "--quality", "voice", env=env, cwd=tmp_path)
    assert peaks[14] <= 1.3 * peaks[4], peaks
