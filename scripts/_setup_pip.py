"""pip at work: what it says goes to a log, how far it is to the terminal, and why it failed is said in our words."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from _setup_child import run
from _setup_words import Failed, Progress

OLDEST = (22, 3)
"""The first pip that installs into another environment than its own."""
QUIET = ("--no-input", "--no-color", "--disable-pip-version-check")
FROM_LOCK = ("--require-hashes", "--no-deps", "--no-build-isolation", "--no-user", "--no-compile")
PATIENCE = ("--progress-bar", "off", "--retries", "2", "--timeout", "15")
"""Three tries of 15 s: that nobody answers is known after three quarters of a minute."""
CAUSES = (
    (
        r"DO NOT MATCH THE HASHES",
        "what the package index sent is not what `requirements/` names; nothing of it is kept",
        "",
    ),
    (
        r"No space left on device|Errno 28\b",
        "the disk is full",
        "make room and start it again: what was fetched is kept",
    ),
    (r"CERTIFICATE_VERIFY_FAILED", "the package index shows a certificate that this machine does not trust", ""),
    (
        r"NewConnectionError|Failed to establish a new connection|[Tt]imed? ?out|name resolution|Failed to resolve|"
        r"ProxyError|Connection (?:refused|reset|aborted)|Max retries exceeded|RemoteDisconnected|ProtocolError",
        "the first run needs the network once, to fetch what it runs with, and the package index does not answer",
        "connect and start it again: what was fetched is kept",
    ),
    (r"No matching distribution found for (\S+)", "the package index has no {} for this machine and this Python", ""),
)
"""What pip says, and what that means; the first that is found."""


def find_pip(python: Path, libraries: Path) -> list[str]:
    """How to call pip for an environment: its own, else that of the Python that makes it, else one put into it."""
    own = [str(python), "-I", "-m", "pip"]
    if (libraries / "pip").is_dir():
        return own
    for maker in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        done = subprocess.run([maker, "-I", "-m", "pip", "--version"], capture_output=True, text=True, check=False)
        found = re.match(r"pip (\d+)\.(\d+)", done.stdout)
        if found and (int(found[1]), int(found[2])) >= OLDEST:
            return [maker, "-I", "-m", "pip", "--python", str(python)]
    if subprocess.run([python, "-I", "-m", "ensurepip"], capture_output=True, check=False).returncode:
        raise Failed(f"`{sys.executable}` has no pip", "on Debian and Ubuntu: apt install python3-pip")
    return own


class Pip:
    """pip for one environment."""

    def __init__(self, folder: Path, python: Path, log: TextIO, progress: Progress, lock: int) -> None:
        self.python = python
        self.libraries = next(folder.glob("lib/python3*/site-packages"), folder / "Lib" / "site-packages")
        self.command = [*find_pip(python, self.libraries), *QUIET]
        self.log = log
        self.progress = progress
        self.lock = lock

    def install(self, file: Path) -> None:
        """Install all that a lock file names. Raises `Failed`."""
        entries = len(re.findall(r"^[a-zA-Z0-9]", file.read_text(encoding="utf-8"), re.M))
        watch = Watch(entries, self.libraries, self.progress)
        self._must([*self.command, "install", *FROM_LOCK, *PATIENCE, "-r", str(file)], watch)
        self.command = [*find_pip(self.python, self.libraries), *QUIET]  # it may have come just now

    def install_project(self, root: Path) -> None:
        """Install the project from where it lies. Raises `Failed`, also where the lock files lack what it asks for."""
        self.progress.show("installing audiocoach itself")
        self._must(
            [*self.command, "install", "--no-deps", "--no-build-isolation", "--no-index", "--no-user", "-e", str(root)]
        )
        _, said = run([*self.command, "check"], self.log, self.lock)
        lacking = [line.rstrip(".") for line in said if line.startswith("audiocoach ")]
        if lacking:
            raise Failed(
                f"pyproject.toml and the lock files in `requirements/` disagree: {'; '.join(lacking)}",
                "`scripts/lock` renews the lock files",
            )

    def compile_all(self) -> None:
        """Byte-compile all that is installed, on every core. What cannot be compiled is some package's test data."""
        self.progress.show("byte-compiling")
        run([str(self.python), "-I", "-m", "compileall", "-q", "-j0", str(self.libraries)], self.log, self.lock)

    def _must(self, command: Sequence[str], watch: "Watch | None" = None) -> None:
        status, said = run(command, self.log, self.lock, watch.heed if watch else None)
        if status:
            cause, hint = cause_of("\n".join(said))
            words = f"what pip said is in {self.log.name}"
            raise Failed(cause, f"{hint}; {words}" if hint else words)


def cause_of(said: str) -> tuple[str, str]:
    """Why pip failed, and what would help."""
    for pattern, cause, hint in CAUSES:
        if found := re.search(pattern, said):
            return cause.format(*found.groups()), hint
    errors = re.findall(r"^ERROR: (.+)$", said, re.M)
    return f"pip could not install what it runs with{': ' if errors else ''}{''.join(errors[-1:]).rstrip('.')}", ""


class Watch:
    """How far an installation is, by what pip says and by what lies in the environment."""

    def __init__(self, entries: int, libraries: Path, progress: Progress) -> None:
        self.entries = entries
        self.libraries = libraries
        self.progress = progress
        self.fetched = 0
        self.at_hand = ""
        self.before: int | None = None
        """Packages that were there when pip began to install; none while it fetches."""

    def heed(self, line: str | None) -> None:
        """A line of pip's, or None where it has been silent for a while."""
        if line is None:
            pass
        elif line.startswith(("Ignoring ", "Requirement already satisfied")):
            self.entries -= 1
        elif found := re.match(r"Collecting (\S+)==(\S+)|Processing .*?([^-/]+)-([^-/]+)[^/]* \(from", line):
            self.fetched += 1
            self.at_hand = " ".join(filter(None, found.groups()))
        elif found := re.match(r"\s+Downloading .*\(([\d.]+ [kM]B)\)", line):
            self.at_hand = f"{self.at_hand} ({found[1]})"
        elif "Retrying (" in line:
            self.at_hand = "the package index does not answer; trying again"
        elif line.startswith("Installing collected packages"):
            self.before = self._installed()
        self._show()

    def _show(self) -> None:
        if self.before is not None:
            self.progress.show(f"installing, {self._installed() - self.before} of {self.fetched} packages")
        elif self.at_hand:
            self.progress.show(f"fetching, {self.fetched} of {self.entries}: {self.at_hand}")

    def _installed(self) -> int:
        return sum(1 for _ in self.libraries.glob("*.dist-info/RECORD"))
