"""Sessions that were made to hang a reader or to eat its memory, read by a child process within the system's limits."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

MIB: Final = 1 << 20
MEMORY: Final = 1_500 * MIB
"""Of addresses. The libraries alone take 900 MiB of them, most of which they never touch."""
PEAK_KB: Final = 260_000
"""Of memory in use."""
SECONDS: Final = 20.0
"""Of processor time for one session: ten times what is promised, for a slow machine with other work on it."""
MOST_PRINTED: Final = 200_000
"""Characters; nobody reads more."""

_CHILD: Final = """
import json, resource, sys, time
from pathlib import Path
memory, seconds, *specs = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
from typer.testing import CliRunner
from audiocoach.cli.app import app
found = {}
for spec in specs:
    started = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(started) + int(seconds) + 2, -1))
    done = CliRunner().invoke(app, ["check", spec])
    broken = done.exception and not isinstance(done.exception, SystemExit)
    said = repr(done.exception) if broken else done.stderr
    found[spec] = [time.process_time() - started, done.exit_code, said[:2000], len(done.stderr)]
status = Path("/proc/self/status").read_text().splitlines()
peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps({"peak": peak, "found": found}))
"""

PIECES: Final = {
    **{"bracket": "[", "brace": "{a: ", "dash": "- ", "question": "? ", "quote": '"', "apostrophe": "'"},
    **{"hash": "#", "space": " ", "tab": "\t", "line": "\n", "return": "\r", "next line": "\x85", "bom": "\ufeff"},
    **{"anchor": "&a ", "alias": "*a ", "tag": "- !!x x\n", "merge": "- <<: *a\n", "percent": "%a\n", "block": "|\n"},
    **{"document": "---\n", "pair": "a: b\n", "list": "[],", "letter": "a", "digit": "9", "escape": '- "\\x41"\n'},
    **{"emoji": "🏃", "wide": "走", "marks": "e\u0301", "nul": "\0", "high": "\u3000"},
}
NUMBERS: Final = {
    **{"exponent": "1e999999", "digits": "9" * 1_000_000, "negative": "-" + "9" * 1_000_000, "infinite": ".inf"},
    **{"fraction": "0." + "9" * 1_000_000, "duration": "9" * 900_000 + "s", "clock": "9:" * 400_000 + "9"},
    **{"terms": "1h" * 400_000, "hex": "0x" + "f" * 900_000, "large": "999999999999999999"},
}
NUMBERED: Final = {
    "walk": "steps: [{{walk: {0}}}]\n",
    "repeat": "steps:\n- repeat: {0}\n  steps: [walk: 1s]\n",
    "level": "soundscape: {{name: none, level: {0}}}\nsteps: [walk: 1s]\n",
    "let": "let: {{a: {0}}}\nsteps: [walk: $a]\n",
    "effort": "steps: [{{walk: 1s, effort: {0}}}]\n",
    "pace": "pace: {0}\nsteps: [walk: 1s]\n",
}
NAMED: Final = {
    "file that is included": "steps: [include: {0}.yaml]\n",
    "phrasebook": "phrases: {0}.yaml\nsteps: [walk: 1s]\n",
    "recording": "steps: [say: {{file: {0}.wav}}]\n",
    "song": "music: {0}.wav\nsteps: [walk: 1s]\n",
    "soundscape": "soundscape: {0}.yaml\nsteps: [walk: 1s]\n",
    "voice": "voice: {0}.onnx\nsteps: [walk: 1s]\n",
}
SPECIAL: Final = ("pipe", "zero")
"""Files in the folder that wait for ever, or never end."""
_LETTERS: Final = "abcdefghijklmnopqrst"


def hostile(share: int = 1) -> dict[str, str]:
    """Sessions by name, those that are large by their numbers divided by `share`."""
    bomb = "let:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"  {letter}: &{letter} [{', '.join([f'*{before}'] * 10)}]\n" for before, letter in pairwise(_LETTERS)
    )

    def many(form: str, count: int, before: str = "steps:\n") -> str:
        return before + "".join(form.format(number) for number in range(count // share))

    return {
        "alias bomb": f"{bomb}steps: [*t]\n",
        "alias of itself": "steps: &s\n- repeat: 2\n  steps: *s\n",
        "many voices": many("- {{walk: 1s, voice: v{0}}}\n", 12_000),
        "many soundscapes": many("- {{walk: 1s, soundscape: v{0}.yaml}}\n", 12_000),
        "many recordings": many("- say: {{file: wavs/r{0}.wav}}\n", 15_000),
        "many includes": many("- include: x{0}.yaml\n", 24_000),
        "one include by many names": many("- include: {0}/../part.yaml\n", 15_000) + "- wlak: 1s\n",
        "many variables": many("a{0}: 1s, ", 40_000, "steps: [walk: 1s]\nlet: {") + "z: 1}\n",
        "many anchors": many("every {0}1ms: x, ", 40_000, "steps:\n- walk: 24h\n  say: {") + "end: x}\n",
        "many songs": many("m{0}.mp3, ", 40_000, "steps: [walk: 1s]\nmusic: [") + "z.mp3]\n",
        "many mistakes in a text": many("- say: '" + "$nope(4) " * 1_000 + "{0}'\n", 100),
        "a phrasebook of nothing but mistakes": "phrases: book.yaml\nsteps: [walk: 1s]\n",
        "a diamond of files": "steps: [include: level0.yaml]\n",
        "an address of a device": "steps: [say: {file: /dev/zero}]\n",
        **{f"{special} as a {key}": form.format(special) for special in SPECIAL for key, form in NAMED.items()},
    }


def filled() -> dict[str, str]:
    """A mebibyte of many things."""
    step = "steps:\n- walk: 5m\n  say: "
    whole = {f"a mebibyte of {name}": piece * (MIB // len(piece.encode())) for name, piece in PIECES.items()}
    return whole | {f"{name} in a text": step + text[: -len(step)] for name, text in whole.items()}


def numbers() -> dict[str, str]:
    """Numbers that are too much wherever numbers are written."""
    return {
        f"{number} as {place}": form.format(written)
        for number, written in NUMBERS.items()
        for place, form in NUMBERED.items()
    }


@dataclass(frozen=True)
class Checked:
    """What `check` did with a session."""

    seconds: float
    code: int
    said: str
    length: int
    """Of all that it printed."""

    @property
    def is_right(self) -> bool:
        """Whether it was refused at once, in our words, and not at length."""
        return self.code == 2 and "  hint: " in self.said and self.seconds < SECONDS and self.length < MOST_PRINTED


def checked(sessions: dict[str, str], folder: Path) -> dict[str, Checked]:
    """Each session, and the special files, checked in `folder` by a child that the system kills beyond its limits."""
    _fill(folder)
    for name, text in sessions.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8", newline="")
    specs = [f"{name}.yaml" for name in (*sessions, *SPECIAL)]
    words = [sys.executable, "-c", _CHILD, str(MEMORY), str(int(SECONDS)), *specs]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.returncode}: {done.stderr[-2000:]}"
    told = json.loads(done.stdout)
    assert told["peak"] < PEAK_KB
    return {spec.removesuffix(".yaml"): Checked(*row) for spec, row in told["found"].items()}


def _fill(folder: Path) -> None:
    """What the sessions name."""
    os.mkfifo(folder / "pipe.yaml")
    for ending in ("wav", "onnx"):
        (folder / f"pipe.{ending}").symlink_to("pipe.yaml")
    for ending in ("yaml", "wav", "onnx"):
        (folder / f"zero.{ending}").symlink_to("/dev/zero")
    (folder / "wavs").mkdir()
    for number in range(900):
        (folder / "wavs" / f"a{number}.wav").touch()
    (folder / "part.yaml").write_text("steps: [{walk: 1ms}]\n")
    (folder / "book.yaml").write_text("phrases:\n" + "".join(f"  p{number}: x\n" for number in range(24_000)))
    for level in range(11):
        below = "".join(f"- include: ./{'./' * number}level{level + 1}.yaml\n" for number in range(30))
        (folder / f"level{level}.yaml").write_text(f"steps:\n{below}")
    (folder / "level11.yaml").write_text("steps: [{wlak: 1s}]\n")
