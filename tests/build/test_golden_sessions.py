"""Three sessions as they have always sounded, a line for each frame of the decoded MP3 (1152 samples, 26 ms).

A line has a frame's number, its time in the session, and checksums of the sound in it: sums of its samples under fixed
patterns of signs, two of the middle and one of the side, in steps of 1/2000 of full scale. Any change of the sound that
can be heard moves some of them, another decoder's last bits move none by more than one step. Where a session sounds
otherwise the first such frame is named with its time. After a change that is meant:
`AUDIOCOACH_UPDATE_GOLDENS=1 pytest tests/build/test_golden_sessions.py`.
"""

import hashlib
import os
import subprocess
import wave
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from audiocoach.audio.elementary import exp, sine
from audiocoach.build.build import build
from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.storage.store import default_cache_root
from audiocoach.voice.engines.fake.fake_voice import fake_voice

GOLDENS: Final = Path(__file__).parent / "goldens"
FRAME: Final = 1152
RATE: Final = 44_100
STEPS: Final = 2000
QUIET: Final = "coaching: {chatter: quiet, safety: false}\n"
SESSIONS: Final = {
    "speech": ("voice", "steps: [{walk: 8s, say: {2s: Walk briskly.}}, {run: 6s}]\n"),
    "soundscape": (
        "standard",
        "guard: false\nsoundscape: deep-focus\n"
        "steps: [{walk: 10s, say: {4s: Shoulders down.}}, {run: 6s, soundscape: none}]\n",
    ),
    "music": (
        "high",
        "guard: false\nmusic: {files: song.wav, duck: 20, crossfade: 2s}\n"
        "steps: [{walk: 8s, say: {3s: Arms loose.}}, {run: 8s, cadence: 165}]\n",
    ),
}
"""Quality and text by name; in the first one the guard tone sounds too."""


def frames(name: str, folder: Path) -> list[tuple[int, ...]]:
    """The checksums of each frame of a session, built by a fake voice."""
    quality, text = SESSIONS[name]
    (folder / f"{name}.yaml").write_text(f"title: {name}\nvoice: fake\n{QUIET}{text}")
    _song(folder / "song.wav")
    workspace = Workspace(cache=default_cache_root(), find_voice=fake_voice)
    session = load(folder / f"{name}.yaml", workspace=workspace)
    mp3 = build(session, folder / f"{name}.mp3", BuildOptions(quality=quality), workspace=workspace).path
    decode = ("ffmpeg", "-v", "error", "-i", str(mp3), "-ac", "2", "-f", "f32le", "-")
    sound = np.frombuffer(subprocess.run(decode, capture_output=True, check=True).stdout, "<f4").reshape(-1, 2)
    sound = np.pad(sound.astype(np.float64), ((0, -len(sound) % FRAME), (0, 0))).reshape(-1, FRAME, 2)
    middle, side = sound.sum(axis=2) / 2, (sound[:, :, 0] - sound[:, :, 1]) / 2
    sums = [middle @ _signs(0), middle @ _signs(1), side @ _signs(2)]
    return [tuple(line) for line in np.rint(np.stack(sums, axis=1) * (STEPS / FRAME**0.5)).astype(int).tolist()]


def _signs(number: int) -> NDArray[np.float64]:
    """A pattern of as many 1 and -1 as a frame has samples."""
    bits = b"".join(hashlib.sha256(f"{number} {part}".encode()).digest() for part in range(5))
    return 1.0 - 2.0 * np.unpackbits(np.frombuffer(bits, np.uint8))[:FRAME]


def _song(path: Path) -> None:
    """Five seconds of plucked strings that wander from left to right."""
    time = np.arange(5 * RATE) / RATE
    beat = time % 0.5
    hz = 110 * 2 ** (np.array([0, 3, 7, 10, 12])[(time * 2).astype(int) % 5] / 12)
    pluck = sum(sine(number * hz * beat) / number for number in range(1, 6)) * exp(-4 * beat)
    pan = sine(time / 5)
    both = np.stack((pluck * (1 + pan), pluck * (1 - pan)), axis=1)
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.rint(both * (16_000 / np.abs(both).max())).astype("<i2").tobytes())


def as_text(lines: list[tuple[int, ...]]) -> str:
    """A golden file."""
    head = "frame seconds middle middle side\n"
    rows = (f"{n:5} {n * FRAME / RATE:7.3f} {a:6} {b:6} {c:5}" for n, (a, b, c) in enumerate(lines))
    return head + "\n".join(rows) + "\n"


def first_difference(golden: str, lines: list[tuple[int, ...]]) -> str:
    """What is to be said of the first frame that sounds otherwise; empty where none does."""
    expected = [tuple(map(int, row.split()[2:])) for row in golden.splitlines()[1:]]
    for number, (meant, heard) in enumerate(zip(expected, lines, strict=False)):
        if max(abs(one - other) for one, other in zip(meant, heard, strict=True)) > 1:
            return f"frame {number} at {number * FRAME / RATE:.3f} s is {heard} and was {meant}"
    return "" if len(expected) == len(lines) else f"{len(lines)} frames, and there were {len(expected)}"


@pytest.mark.parametrize("name", SESSIONS)
def test_it_sounds_as_it_did(name: str, tmp_path: Path) -> None:
    golden, heard = GOLDENS / f"{name}.txt", frames(name, tmp_path)
    if os.environ.get("AUDIOCOACH_UPDATE_GOLDENS"):
        golden.write_text(as_text(heard))
    assert first_difference(golden.read_text(), heard) == ""


def test_a_difference_is_named_by_its_frame_and_time() -> None:
    golden = (GOLDENS / "speech.txt").read_text()
    lines = [tuple(map(int, row.split()[2:])) for row in golden.splitlines()[1:]]
    assert first_difference(golden, [(a + 1, b - 1, c) for a, b, c in lines]) == ""
    lines[100] = (lines[100][0] + 2, *lines[100][1:])
    assert first_difference(golden, lines).startswith("frame 100 at 2.612 s is")
    assert first_difference(golden, [*lines[:100]]).startswith("100 frames, and there were")


@pytest.mark.parametrize("db", [-3.0, 0.2])
def test_a_small_change_of_level_is_a_difference(db: float) -> None:
    golden = (GOLDENS / "soundscape.txt").read_text()
    factor = 10 ** (db / 20)
    lines = [tuple(round(int(part) * factor) for part in row.split()[2:]) for row in golden.splitlines()[1:]]
    assert first_difference(golden, lines)
