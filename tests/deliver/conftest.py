"""Independent readers of what we write, and sound to write."""

import shutil
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from audiocoach.deliver.tags import Tags


def run(*command: str | Path) -> subprocess.CompletedProcess[bytes]:
    if shutil.which(command[0]) is None:
        pytest.fail(f"install {command[0]}: .ci/run does")
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done


@pytest.fixture
def tool() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs a program that must be there and succeed."""
    return run


def by_ffmpeg(path: Path) -> np.ndarray:
    wav = path.with_suffix(".ffmpeg.wav")
    done = run("ffmpeg", "-v", "error", "-y", "-err_detect", "crccheck", "-i", path, "-c:a", "pcm_s16le", wav)
    assert done.stderr == b""
    return read_wav(wav)


def by_mpg123(path: Path) -> np.ndarray:
    wav = path.with_suffix(".mpg123.wav")
    done = run("mpg123", "-q", "-w", wav, path)
    assert done.stderr == b""
    return read_wav(wav)


def by_lame(path: Path) -> np.ndarray:
    wav = path.with_suffix(".lame.wav")
    run("lame", "--quiet", "--decode", path, wav)
    return read_wav(wav)


def by_av(path: Path) -> np.ndarray:
    with av.open(str(path)) as container:
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return both_sides(np.concatenate(parts, axis=1).T)


def read_wav(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, file.getnchannels())
    return both_sides(pcm / np.float32(32_768))


def both_sides(samples: np.ndarray) -> np.ndarray:
    return np.broadcast_to(samples, (len(samples), 2))


DECODERS = {"ffmpeg": by_ffmpeg, "mpg123": by_mpg123, "lame": by_lame, "av": by_av}


@pytest.fixture(scope="session")
def decoders() -> dict[str, Callable[[Path], np.ndarray]]:
    """All of them by name."""
    return DECODERS


@pytest.fixture(params=DECODERS)
def decode(request: pytest.FixtureRequest) -> Callable[[Path], np.ndarray]:
    """Each decoder in turn: an MP3 as float32, shape (samples, 2), gapless as its tag says."""
    return DECODERS[request.param]


@pytest.fixture(scope="session")
def sound() -> Callable[[int], np.ndarray]:
    """`length` samples of a noise that is low-passed, so that an encoder keeps it, and is like itself nowhere else."""

    def make(length: int, seed: int = 1) -> np.ndarray:
        noise = np.random.default_rng(seed).normal(0, 0.25, (length + 63, 2))
        smooth = np.stack([np.convolve(noise[:, side], np.ones(64) / 64, "valid") for side in (0, 1)], axis=1)
        # Speech and tones are the same in both ears, and a mono file must be comparable with its source.
        smooth[:, 1] = 0.8 * smooth[:, 0] + 0.2 * smooth[:, 1]
        return (4 * smooth).astype(np.float32)

    return make


@pytest.fixture(scope="session")
def tags() -> Tags:
    return Tags("Walk + Run", "audiocoach", "Couch to 5k", "Fitness", "en", 1000, extra={"audiocoach": "abc123"})
