"""Where a sound is: distance by level, air and echo; a side by the balance of the ears."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.random import PCG64, Generator

from audiocoach.audio.arrays import Mono, Planar, Spectrum
from audiocoach.audio.elementary import exp, gains
from audiocoach.audio.spectra import fast_size, product
from audiocoach.sound.textures.synthesis import panned
from audiocoach.units import SAMPLE_RATE

NEAR_M: Final = 10.0
"""At this distance a sound keeps its level."""
_AIR_DB: Final = 0.0019
"""What a metre of air takes at 1 kHz (dB), growing with the square: ISO 9613-1 at 10 degrees, 70 % humidity."""
_ECHO_S: Final = 0.9
"""Time to -60 dB, that of a light wood."""
_ECHO_METRES: Final = 45.0
"""Where the echo is as strong as the sound itself."""


def placed(wave: Mono, pan: float, metres: float, *, least: float = 0.35) -> Planar:
    """`wave` as it comes from `metres` away on the side `pan` (-1 to 1), with its echo after it.

    Falls by 6 dB each time the distance doubles, from `NEAR_M` on; nearer it grows no louder.
    """
    tail = round(_ECHO_S * SAMPLE_RATE)
    size = fast_size(len(wave) + tail)
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    air = gains(-_AIR_DB * metres * np.square(hz / 1000))
    spectrum = np.fft.rfft(wave, size) * air * (NEAR_M / max(metres, NEAR_M))
    wet = metres / _ECHO_METRES
    # The further away, the less an ear can tell the side.
    sides = panned(np.array(pan * max(least, 1 - metres / 150)))
    echo = _echo(size) * np.float32(wet)
    ears = [
        np.fft.irfft(product(spectrum, side + late), size)[: len(wave) + tail]
        for side, late in zip(sides, echo, strict=True)
    ]
    out = np.stack(ears).astype(np.float32)
    out[:, -tail // 4 :] *= np.linspace(1, 0, len(out[0, -tail // 4 :]), dtype=np.float32)
    return out


@lru_cache(maxsize=16)
def _echo(size: int) -> Spectrum:
    """The spectra of the echo at both ears, shape (2, bins), of unit energy together; half of it alike."""
    rng = Generator(PCG64(20))
    frames = round(_ECHO_S * SAMPLE_RATE)
    time = np.arange(frames) / SAMPLE_RATE
    decay = exp(-6.9 * time / _ECHO_S) * np.minimum(time / 0.02, 1)
    middle, side = rng.standard_normal((2, frames)) * decay
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    soft = 1 / np.sqrt(1 + np.square(hz / 3500))
    ears = np.stack((middle + 0.6 * side, middle - 0.6 * side))
    ears /= np.sqrt(np.square(ears).sum())
    spectra: Spectrum = np.fft.rfft(ears, size) * soft
    return spectra
