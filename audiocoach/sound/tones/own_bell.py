"""A person's own bell: any file of sound, at the loudness of a tone, from its onset on."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import soxr

from audiocoach.audio.arrays import Mono
from audiocoach.audio.decoder import decode_folded
from audiocoach.audio.demuxer import input_file
from audiocoach.audio.elementary import cosine, decibels, sine
from audiocoach.audio.loudness import momentary_peak
from audiocoach.audio.media_file import CHANGED, MediaFile
from audiocoach.audio.quantised import hundredths, on_grid
from audiocoach.audio.true_peak import true_peak
from audiocoach.errors import InputError
from audiocoach.sound.tones.tone_table import BOUNDARY_LUFS, PEAK_DBFS
from audiocoach.units import SAMPLE_RATE, Samples, to_gain, to_samples

LONGEST_S: Final = 120
"""The longest file, in seconds: the largest gongs ring for more than a minute."""
_SHORTEST_S: Final = 0.05
_QUIET: Final = to_gain(-70)
"""From peak to peak; below it nothing is heard."""
_ONSET: Final = to_gain(-40)
"""Of the highest sample: where a stroke begins."""
_ROUNDING_DB: Final = 0.02
"""What the grid and a gain in hundredths may add to a peak."""
_ATTACK: Final = to_samples(1)
_RELEASE: Final = to_samples(100)


@dataclass(frozen=True, slots=True)
class OwnBell:
    """A file that was read once; two are equal where they sound the same."""

    path: Path
    digest: str
    """Of its samples: what a `Clip` calls its sound."""
    length: Samples


def measured(path: Path) -> OwnBell:
    """The bell in a file. Raises `InputError` for one that cannot be used, and why."""
    samples = _read(path)
    return OwnBell(path, _digest(samples), Samples(len(samples)))


def sound(bell: OwnBell) -> Mono:
    """Its samples, shape (samples,), full scale 1.0. Raises `InputError` where the file is no longer what it was."""
    samples = _read(bell.path)
    if _digest(samples) != bell.digest:
        raise InputError(f"cannot use {bell.path} as a bell: {CHANGED}", "build again")
    return samples


def _read(path: Path) -> Mono:
    """The file folded down, from its stroke to its end, its loudest 400 ms as loud as a tone's; no clicks."""
    with _used(path) as media:
        samples, rate = decode_folded(media, LONGEST_S)
        if not len(samples) or np.ptp(samples) < _QUIET:  # one ear may be the other turned over
            samples, rate = decode_folded(media, LONGEST_S, left_alone=True)
        if not len(samples) or np.ptp(samples) < _QUIET:
            raise media.unreadable("it is silent", "name another")
        resampled = soxr.resample(samples, rate, SAMPLE_RATE, quality="VHQ").astype(np.float32)
        height = np.abs(resampled)
        stroke = resampled[int(np.argmax(height > _ONSET * height.max())) :].copy()
        if len(stroke) < _SHORTEST_S * SAMPLE_RATE:
            raise media.unreadable("its sound is shorter than 50 ms", "name a longer one")
    attack, release = _ATTACK, min(_RELEASE, len(stroke) // 2)
    stroke[:attack] *= sine(np.arange(1, attack + 1) / (4 * attack)).astype(np.float32)
    stroke[-release:] *= np.square(cosine(np.arange(1, release + 1) / (4 * release))).astype(np.float32)
    room = PEAK_DBFS - 2 * float(decibels(true_peak(stroke)))
    gain = min(BOUNDARY_LUFS - momentary_peak(stroke), room - _ROUNDING_DB)
    return on_grid(stroke * np.float32(to_gain(hundredths(gain))))


def _digest(samples: Mono) -> str:
    return f"bell:{sha256(samples.astype('<f4').tobytes()).hexdigest()}"


def _used(path: Path) -> AbstractContextManager[MediaFile]:
    return input_file(path, f"cannot use {path} as a bell")
