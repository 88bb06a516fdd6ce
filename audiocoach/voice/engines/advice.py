"""The commands that get what is missing, as they work here: into the Python that runs, wherever that is."""

import shlex
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec


def install(*packages: str, again: bool = False) -> str:
    """The command that installs `packages`; with `again` those that are there already, without what they need."""
    flags = ("--force-reinstall", "--no-deps") if again else ()
    words = (*installer(), *flags, *packages)
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


@cache
def installer() -> tuple[str, ...]:
    """What installs into this Python: its environment need not have a pip of its own."""
    own = (sys.executable, "-m", "pip")
    base = (getattr(sys, "_base_executable", sys.executable), "-m", "pip", "--python", sys.executable)
    if find_spec("pip"):
        return (*own, "install")
    if base[0] != sys.executable and _runs(*base, "--version"):
        return (*base, "install")
    return ("uv", "pip", "install", "--python", sys.executable) if shutil.which("uv") else (*own, "install")


def _runs(*words: str) -> bool:
    try:
        return subprocess.run(words, capture_output=True, timeout=20, check=False).returncode == 0  # noqa: S603 - Python
    except (OSError, subprocess.TimeoutExpired):
        return False
