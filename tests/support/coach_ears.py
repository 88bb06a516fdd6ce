"""Independent ears: ffmpeg decodes, pyloudnorm measures."""

import subprocess
import wave
from pathlib import Path

import numpy as np
import pyloudnorm
from numpy.typing import NDArray

RATE = 44_100
FRAME = RATE // 100
MEAN = "pan=mono|c0=0.5*c0+0.5*c1"
Wave = NDArray[np.float32]
"""Shape (samples,), full scale 1.0."""


def decoded(path: Path) -> Wave:
    """What ffmpeg makes of a stereo file, the mean of its channels."""
    return _by_ffmpeg(path, MEAN)


def as_heard(path: Path) -> Wave:
    """The same without what nobody hears: the guard tone, which lies below 30 Hz."""
    return _by_ffmpeg(path, ",".join([MEAN, *["highpass=f=30"] * 5]))


def _by_ffmpeg(path: Path, filters: str) -> Wave:
    command = ["ffmpeg", "-v", "error", "-i", path, "-af", filters, "-f", "f32le", "-"]
    pcm = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(pcm, "<f4")


def at(ms: float) -> int:
    """A time as a sample."""
    return round(ms * RATE / 1000)


def active(sound: Wave) -> Wave:
    """The frames of 10 ms within 40 dB of the loudest, joined."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    return frames[power >= power.max() / 10**4].reshape(-1)


def lufs(sound: Wave) -> float:
    """As both ears hear it, repeated to 3 s where it is shorter."""
    repeated = np.tile(sound, max(-(-3 * RATE // len(sound)), 1))
    return float(pyloudnorm.Meter(RATE).integrated_loudness(np.stack((repeated, repeated), axis=1)))


def write_square(path: Path, seconds: float) -> None:
    """A short sound that could be somebody's recording: mono, 16 bits, 22.05 kHz."""
    time = np.arange(round(seconds * 22_050))
    samples = np.where(time % 100 < 50, 9_000, -9_000).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
