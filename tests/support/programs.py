"""audiocoach as a program: child processes, and what they say."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import PLUGIN


@dataclass(frozen=True)
class Said:
    """What a program said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def command(*args: object) -> list[str]:
    """The command line of audiocoach with `args`."""
    return [sys.executable, "-m", "audiocoach", *map(str, args)]


def environment(cache: Path | None = None, *, plugin: bool = True, **changes: str) -> dict[str, str]:
    """This process's environment, with the voices for tests and another cache."""
    found = {**os.environ, **changes}
    if plugin:
        found["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PLUGIN), os.environ.get("PYTHONPATH"))))
    if cache is not None:
        found["AUDIOCOACH_CACHE"] = str(cache)
    return found


def audiocoach(*args: object, env: Mapping[str, str] | None = None, cwd: Path | None = None, code: int = 0) -> Said:
    """Run audiocoach to its end, which must be `code`."""
    done = subprocess.run(
        command(*args), env=dict(env or os.environ), cwd=cwd, capture_output=True, text=True, check=False, timeout=600
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return Said(done.returncode, done.stdout, done.stderr)


@contextmanager
def started(*args: object, env: Mapping[str, str], cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """audiocoach while it runs; it is killed at the end, if it still does."""
    child = subprocess.Popen(command(*args), env=env, cwd=cwd, stdout=-1, stderr=-1, text=True)
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.communicate()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder and below, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if not path.is_dir()}


def tool(*args: object) -> subprocess.CompletedProcess[bytes]:
    """Run a program that must be installed, and succeed."""
    assert shutil.which(str(args[0])), f"install {args[0]}: .ci/run does"
    done = subprocess.run([str(arg) for arg in args], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done
