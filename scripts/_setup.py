"""Makes the environment of the scripts: `_setup.py VENV SET STAMP SCRIPT ARGUMENTS...`, then starts SCRIPT.

SET is `run`, `tests`, `hear` or `lock`: the lock files in `requirements/` that are installed. STAMP says what the
environment is made of, a line each that ends with its name, and is kept in VENV/.ready. All of this is said on stderr,
and needs nothing but Python's own library.
"""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

from _setup_pip import Pip
from _setup_turn import LOCK, note, turn
from _setup_words import Ended, Failed, Progress, heed_signals, say

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "pyproject.toml"
SETS = {
    "run": ("build", "run"),
    "tests": ("build", "run", "tests"),
    "hear": ("build", "run", "hear"),
    "lock": ("build", "lock"),
}
SIZES = {"build": 5, "run": 215, "tests": 245, "hear": 215, "lock": 25}
"""Megabytes to fetch for each lock file, on Linux; a minute for 200, with the installing, on two cores at 50 Mbit/s."""


def main(args: Sequence[str]) -> int:
    """Exit code 1, with a message, where the environment cannot be made; else what SCRIPT gives."""
    folder, packages, stamp, script, *rest = args
    environment = Environment(Path(folder), packages, stamp.splitlines())
    heed_signals()
    try:
        environment.prepare()
        with turn(environment.folder) as lock:
            if not environment.is_ready():  # another script may have made it meanwhile
                environment.make(lock)
    except Failed as failed:
        say(f"audiocoach: {failed}")
        return 1
    except Ended:
        say("Ended before it was ready; the next run starts with what was fetched.")
        raise
    return start(script, rest)


def start(script: str, args: Sequence[str]) -> int:
    """Put SCRIPT in this program's place, where the system can do that; else gives its exit code."""
    os.environ["AUDIOCOACH_SETUP"] = "done"
    words = ["sh", script, *args]
    if os.name == "nt":
        return subprocess.run(words, check=False).returncode
    return os.execvp("sh", words)


class Environment:
    """A virtual environment, and what it is to be made of."""

    def __init__(self, folder: Path, packages: str, stamp: Iterable[str]) -> None:
        self.folder = folder
        self.packages = packages
        self.stamp = by_name(stamp)
        self.mark = folder / ".ready"

    @property
    def python(self) -> Path:
        """Its own Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def prepare(self) -> None:
        """Make its folder. Raises `Failed` where it is no place for an environment, or may not be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            others = {path.name for path in self.folder.iterdir()} - {LOCK}
            if others and not (self.folder / "pyvenv.cfg").exists() and self.folder.parent != ROOT:
                raise Failed(
                    f"`{self.folder}` has other things in it, and an environment would replace them",
                    "AUDIOCOACH_VENV is to name a folder that is empty, or not there",
                )
            with (self.folder / LOCK).open("a"):
                pass
        except OSError as error:
            raise self._unwritable(error) from None

    def is_ready(self) -> bool:
        """Whether it is made of all that it is to be made of, and its Python runs."""
        return self.stamp.items() <= self._made_of().items() and self._runs()

    def make(self, lock: int) -> None:
        """Install what is missing; where a package may have changed, everything, into an empty environment.

        Programs that work on it hold the descriptor `lock` open.
        """
        note(lock, os.getpid())
        begun, before = time.monotonic(), self._made_of()
        changed = {name for name, line in self.stamp.items() if before.get(name, line) != line}
        if not before or changed - {PROJECT} or not self._runs():
            before = {}
        missing = {name for name in self.stamp if name not in before}
        files = [name for name in SETS[self.packages] if f"requirements/{name}.txt" in missing]
        try:
            self.mark.unlink(missing_ok=True)
            if not before:
                self._begin()
        except OSError as error:
            raise self._unwritable(error) from None
        if files:
            size = sum(SIZES[name] for name in files)
            say(
                f"Setting up audiocoach in {self.folder}, once: {size} MB to fetch, about {round(size / 200) or 1} min."
            )
        with (self.folder / "setup.log").open("a", encoding="utf-8") as log, Progress() as progress:
            pip = Pip(self.folder, self.python, log, progress, lock)
            for name in files:  # in this order: what the first one names builds what another has as source
                pip.install(ROOT / "requirements" / f"{name}.txt")
            if PROJECT in missing | changed:
                pip.install_project(ROOT)
            pip.compile_all()
        self._remember({**before, **self.stamp})
        if files:
            say(f"Ready, after {time.monotonic() - begun:.0f} s.")

    def _begin(self) -> None:
        """An environment with nothing in it but Python."""
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()
        venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(self.folder)

    def _made_of(self) -> dict[str, str]:
        """What it was made of when it was last ready; nothing where it was left in the middle."""
        try:
            return by_name(self.mark.read_text(encoding="utf-8").splitlines())
        except OSError:
            return {}

    def _remember(self, made_of: dict[str, str]) -> None:
        partial = self.mark.with_suffix(".partial")
        partial.write_text("\n".join(made_of.values()) + "\n", encoding="utf-8", newline="\n")
        partial.replace(self.mark)

    def _runs(self) -> bool:
        try:
            return subprocess.run([self.python, "-V"], capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def _unwritable(self, error: OSError) -> Failed:
        return Failed(
            f"cannot write in `{self.folder}`, where what it runs with is installed ({error.strerror})",
            "name another folder for it: AUDIOCOACH_VENV=/a/folder scripts/audiocoach ...",
        )


def by_name(stamp: Iterable[str]) -> dict[str, str]:
    """Lines of a stamp by what they are about."""
    return {line.split()[-1]: line for line in stamp if line.strip()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
