"""Running a program that speaks: a list of arguments, never a shell, and never for ever."""

import subprocess
from collections.abc import Sequence

from audiocoach.errors import VoiceError


def run(arguments: Sequence[str], text: str, timeout_s: float, hint: str | None = None) -> bytes:
    """What the program writes to standard output, with `text` (UTF-8) on its standard input.

    Raises `VoiceError` with the last line of its standard error where it fails, is not there or takes too long.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the user's own program or ours, and no shell
            list(arguments), input=text.encode(), capture_output=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise VoiceError(f"`{arguments[0]}` did not end within {timeout_s:g} s", hint) from error
    except (OSError, ValueError) as error:  # not there, not to be run, or a null byte in an argument
        reason = getattr(error, "strerror", None) or str(error)
        raise VoiceError(f"`{arguments[0]}` cannot be run: {reason}", hint) from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        last = f": {lines[-1].strip()}" if lines else ""
        raise VoiceError(f"`{arguments[0]}` failed with {done.returncode}{last}", hint)
    return done.stdout
