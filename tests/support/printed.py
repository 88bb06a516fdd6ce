"""What `check` prints of mistakes, read as a person reads it: the place, the line, what the caret stands under."""

import re
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from typer.testing import CliRunner

from audiocoach.cli.app import app
from support.mutations import Accident

BREAK: Final = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""Where YAML 1.1 ends a line."""
LONGEST_LINE: Final = 190
"""In characters, which take two columns at most; of a line that takes more than 400 a part is shown."""
OF_THE_WHOLE: Final = ("this is not a text file", "the file is UTF-16", "the file is empty")
LONGEST_S: Final = 6.0
"""Of processor time: three times what is promised, for a machine with other work on it."""
_HEADER: Final = re.compile(r"(?P<file>\S.*?):(?P<line>[0-9]+):(?P<column>[0-9]+): (?P<message>.+)")
_NOTHING: Final = ("Mn", "Me", "Cf", "Cc")
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Printed:
    """One mistake."""

    file: str
    line: int
    column: int
    message: str
    source: str = ""
    """The line beneath it, as on the screen."""
    caret: str = ""
    hint: str = ""

    @property
    def cells(self) -> tuple[int, int]:
        """From which column of the screen to which one the caret stands."""
        return len(self.caret) - len(self.caret.lstrip()), len(self.caret)


def printed(text: str) -> list[Printed]:
    """Every mistake in `text`; what is none of them fails."""
    found: list[dict[str, str]] = []
    for line in text.split("\n"):
        if header := _HEADER.fullmatch(line):
            found.append(header.groupdict())
            continue
        if not line:
            continue
        assert found, line
        assert line.startswith("  "), line
        one = found[-1]
        if line.startswith("  hint: ") and "hint" not in one:
            one["hint"] = line.removeprefix("  hint: ")
        elif "source" not in one:
            one["source"] = line[2:]
        else:
            assert "caret" not in one, line
            one["caret"] = line[2:]
    numbers = [{key: int(one[key]) for key in ("line", "column")} for one in found]
    return [Printed(**(one | number)) for one, number in zip(found, numbers, strict=True)]  # type: ignore[arg-type]


def shown_up_to(line: str, shown: str) -> int:
    """How many columns of `shown` the text `line` takes that stands at its start, tabs as spaces; -1 if it does not."""
    wanted = re.escape(_STEERING.sub("\ufffd", line)).replace("\\\t", " {1,8}")
    found = re.match(wanted, shown)
    return cells(found[0]) if found else -1


def width(char: str) -> int:
    """How many columns a sign takes."""
    if unicodedata.category(char) in _NOTHING:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def cells(text: str) -> int:
    """How many columns a text without tabs takes."""
    return sum(map(width, text))


def judge(accident: Accident, path: Path) -> bool:
    """Whether `check` refuses the file at `path`, which `accident` made; all that it prints must be right."""
    path.write_bytes(accident.data)
    started = time.process_time()
    done = CliRunner().invoke(app, ["check", str(path)])
    took = time.process_time() - started
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert took < LONGEST_S, f"{took:.1f} s"
    assert done.exit_code in (0, 2), done.stderr
    assert "Traceback" not in done.stderr
    if done.exit_code == 0:
        assert accident.place is None, f"{accident.place} is taken for right"
        return False
    assert not done.stdout
    mistakes = printed(done.stderr)
    assert mistakes, done.stderr
    lines = BREAK.split(accident.data.decode("utf-8-sig", "replace"))
    for mistake in mistakes:
        assert mistake.hint, mistake
        if mistake.file == str(path):
            _is_at_its_place(mistake, lines)
        else:
            assert Path(mistake.file).is_relative_to(path.parent), mistake
    if accident.place is not None:
        assert any(_means(mistake, lines, *accident.place) for mistake in mistakes), f"{accident.place}\n{done.stderr}"
    return True


def _is_at_its_place(mistake: Printed, lines: list[str]) -> None:
    """Its line is the file's, and its caret stands under the column, up to the line's end at most."""
    assert 1 <= mistake.line <= len(lines), mistake
    line = lines[mistake.line - 1]
    assert 1 <= mistake.column <= len(line) + 1, mistake
    if not line.strip() or mistake.message in OF_THE_WHOLE:
        assert not mistake.caret, mistake
        return
    first, last = mistake.cells
    if len(line) <= LONGEST_LINE:
        assert shown_up_to(line, mistake.source) == cells(mistake.source), mistake
        assert shown_up_to(line[: mistake.column - 1], mistake.source) == first, mistake
    assert set(mistake.caret.strip()) == {"^"}, mistake
    assert first < last <= max(cells(mistake.source), first + 1), mistake


def _means(mistake: Printed, lines: list[str], line: int, column: int, token: str) -> bool:
    """Whether a mistake is told of a token, of what is in it or of what holds it."""
    if mistake.line != line:
        return False
    ends = column - 1, column - 1 + len(token)
    start, end = (shown_up_to(lines[line - 1][:at], mistake.source) for at in ends)
    first, last = mistake.cells
    return start <= first < last <= end or first <= start < end <= last
