"""audiocoach as somebody sees it who sits at a terminal."""

import os
import pty
import re
import sys
from collections.abc import Mapping
from pathlib import Path

_STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def shown_in_terminal(
    *args: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    columns: int = 80,
    code: int = 0,
    ctrl_c_after: str | None = None,
) -> str:
    """What a command prints on a terminal `columns` wide, messages too, without its styles; it must end with `code`.

    Where it does not end by itself, Ctrl-C is typed when this has been printed.
    """
    words = [sys.executable, "-m", "audiocoach", *args]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(cwd)
        os.execve(sys.executable, words, {**os.environ, "COLUMNS": str(columns), **(env or {})})
    shown = bytearray()
    try:
        while block := os.read(terminal, 65_536):
            shown += block
            if ctrl_c_after and ctrl_c_after.encode() in shown:
                os.write(terminal, b"\x03")
                ctrl_c_after = None
    except OSError:  # so Linux tells that the other side has closed
        pass
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    text = _STYLES.sub("", shown.decode(errors="replace")).replace("\r\n", "\n")
    assert os.waitstatus_to_exitcode(status) == code, text
    return text
