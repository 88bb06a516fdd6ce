"""Commands run in this process, and what they leave."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from typer.testing import CliRunner


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Cli(Protocol):
    """Runs a command that must end with `code`."""

    def __call__(self, *args: object, code: int = 0, stdin: str | None = None) -> Said: ...


def run(*args: object, code: int = 0, stdin: str | None = None) -> Said:
    """Run audiocoach in this process; it must end with `code`."""
    from audiocoach.cli.app import app

    done = CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, f"exit {done.exit_code}\n{done.stdout}\n{done.stderr}"
    return Said(done.stdout, done.stderr)


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
