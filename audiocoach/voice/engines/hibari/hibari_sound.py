"""What Hibari's network says, as a wave: with numpy's FFT, whatever else is installed."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Mono

RATE: Final = 24_000
"""Samples a second."""
_SEED: Final = 0
"""Of the noise in a voice: the same for every sentence."""


def wave(outputs: list[NDArray[np.float32]]) -> Mono:
    """The sound of the network's outputs, in the order that it gives them."""
    sound: Mono = _processing().synth(*(output[0] for output in outputs), np.random.default_rng(_SEED))
    return sound


@cache
def _processing() -> ModuleType:
    """Hibari's own signal processing, in a module that nobody else has.

    It takes scipy's FFT where scipy is installed, whose last bits are others. Changed in place, it would be changed for
    all who use Hibari in this process.
    """
    package = find_spec("hibari")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("No module named 'hibari'")
    spec = spec_from_file_location("audiocoach_hibari_dsp", Path(package.origin).with_name("dsp.py"))
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("No module named 'hibari.dsp'")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).update(rfft=_rfft, irfft=_irfft)
    return module


# In double precision: what an FFT rounds in another way than another is lost when it becomes float32.
def _rfft(samples: NDArray[np.float32], axis: int) -> NDArray[np.complex64]:
    return np.fft.rfft(samples.astype(np.float64), axis=axis).astype(np.complex64)


def _irfft(spectrum: NDArray[Any], n: int, axis: int) -> NDArray[np.float32]:
    return np.fft.irfft(spectrum.astype(np.complex128), n=n, axis=axis).astype(np.float32)
