"""Players: decoders of other people, and apps that trim silence, which go through the samples one after another."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Planar
from support.hearing import RATE
from support.programs import tool

Pcm = NDArray[np.int_]
"""Shape (channels, samples), full scale 32,768."""


def _raw(*command: object, channels: int, dtype: str) -> NDArray[np.generic]:
    return np.frombuffer(tool(*command).stdout, dtype).reshape(-1, channels).T


def by_ffmpeg(path: Path, channels: int) -> Planar:
    """In floats."""
    return _raw("ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-", channels=channels, dtype="<f4")


def by_mpg123(path: Path, channels: int) -> Planar:
    """In 16 bits, as a phone does."""
    return _raw("mpg123", "-q", "-s", path, channels=channels, dtype="<i2") / np.float32(32_768)


def by_lame(path: Path, channels: int) -> Planar:
    """In 16 bits."""
    command = ("lame", "--quiet", "--decode", "-t", path, "-")
    return _raw(*command, channels=channels, dtype="<i2") / np.float32(32_768)


DECODERS: Final[Mapping[str, Callable[[Path, int], Planar]]] = MappingProxyType(
    {"ffmpeg": by_ffmpeg, "mpg123": by_mpg123, "lame": by_lame}
)
"""By name: of a file with so many channels, shape (channels, samples)."""


def cut_by_players(sound: Planar) -> tuple[int, ...]:
    """How many samples of a short sound Media3 and the three modes of Pocket Casts do not play."""
    pcm = np.rint(sound.astype(np.float64) * 32_768).astype(int)
    modes = ((18_345, 12_833), (13_230, 9_922), (3_660, 0))
    return (_media3(pcm), *(_pocket_casts(pcm, *mode) for mode in modes))


def _media3(pcm: Pcm) -> int:
    """It has a buffer of 100 ms, of which it plays the first half as it is, and the last."""
    left_out, held, played = 0, 0, 0
    half = RATE // 20

    def shortened(count: int) -> int:
        return min(int(count * 0.2), 2 * RATE - played - half)

    for is_loud in (*(np.abs(pcm).max(axis=0) > 1024), True):
        if not is_loud:
            held += 1
            if held == 2 * half:  # the buffer is full
                keeps = shortened(half) if played else half
                left_out += half - keeps
                held, played = half, played + keeps
        else:
            if played and held > half:
                left_out += held - half - shortened(held - half)
            held = played = 0
    return left_out


def _pocket_casts(pcm: Pcm, shortest: int, padding: int) -> int:
    """It plays some samples twice in its mild mode: none of those is left out."""
    left_out, quiet = 0, 0
    has_played = False
    for is_loud in np.abs(pcm).max(axis=0) > 250:
        if not is_loud:
            quiet += 1
            continue
        if quiet >= shortest:
            left_out += max(quiet - padding * (2 if has_played else 1), 0)
        has_played, quiet = True, 0
    return left_out + (max(quiet - padding * has_played, 0) if quiet >= shortest else 0)
