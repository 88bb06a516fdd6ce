"""LAME 3.100 by ctypes, inside the wheel of `lameenc`.

So called it frees the GIL, takes floats and can switch the bit reservoir off, which `lameenc.Encoder` cannot.
"""

import ctypes
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Planar
from audiocoach.deliver.quality import LAME_QUALITY, Quality
from audiocoach.units import SAMPLE_RATE

VERSION: Final = "3.100"

_JOINT_STEREO, _MONO = 1, 3
_SETTERS: Final = (
    "in_samplerate",
    "out_samplerate",  # else LAME lowers it at the lowest bitrates
    "num_channels",
    "brate",
    "quality",
    "mode",
    "disable_reservoir",
    "bWriteVbrTag",
)
_starting = Lock()


@cache
def library() -> ctypes.CDLL | None:
    """The library, typed; None where the wheel hides its symbols (Windows) or holds another version."""
    spec = find_spec("lameenc")
    if spec is None or spec.origin is None:
        return None
    try:
        lame = ctypes.CDLL(spec.origin)
        lame.get_lame_version.restype = ctypes.c_char_p
        if lame.get_lame_version() != VERSION.encode():
            return None
        pointer, number = ctypes.c_void_p, ctypes.c_int
        lame.lame_init.restype = pointer
        for setter in _SETTERS:
            getattr(lame, f"lame_set_{setter}").argtypes = (pointer, number)
        lame.lame_init_params.argtypes = lame.lame_close.argtypes = (pointer,)
        lame.lame_encode_buffer_float.argtypes = (pointer, pointer, pointer, number, pointer, number)
    except (OSError, AttributeError):
        return None
    return lame


def encode_by_lame(lame: ctypes.CDLL, sound: Planar, quality: Quality) -> bytes:
    """The frames that a fresh LAME gives of `sound`, whose full scale is that of 16 bits; not flushed.

    Raises `RuntimeError` where LAME refuses.
    """
    length = sound.shape[1]
    mode = _MONO if quality.channels == 1 else _JOINT_STEREO
    values = (SAMPLE_RATE, SAMPLE_RATE, quality.channels, quality.kbps, LAME_QUALITY, mode, 1, 0)
    with _starting:  # LAME fills tables that all its encoders share
        handle = lame.lame_init()
        for setter, value in zip(_SETTERS, values, strict=True):
            getattr(lame, f"lame_set_{setter}")(handle, value)
        started = lame.lame_init_params(handle)
    try:
        buffer = np.empty(length * 5 // 4 + 7200, np.uint8)  # the size that lame.h asks for
        left, right = sound[0].ctypes.data, sound[-1].ctypes.data
        size = lame.lame_encode_buffer_float(handle, left, right, length, buffer.ctypes.data, len(buffer))
    finally:
        lame.lame_close(handle)
    if started < 0 or size < 0:
        raise RuntimeError(f"LAME refused: {started}, {size}")
    return buffer[:size].tobytes()
