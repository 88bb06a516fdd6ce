"""A loop beneath a stretch of the session, faded at its ends and ducked under the voice."""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from audiocoach.mix.ducking import Envelope
from audiocoach.mix.frames import Block
from audiocoach.timeline.model import Bed
from audiocoach.units import to_gain

QUARTER: Final = np.pi / 2


class Loop(Protocol):
    """A seamless sound without end."""

    @property
    def samples(self) -> Block:
        """One turn, shape (samples, 2)."""

    @property
    def lufs(self) -> float:
        """Its loudness, dual-mono, after fold-down."""


class BedSource:
    """A source of the mixer."""

    def __init__(self, bed: Bed, loop: Loop, envelope: Envelope) -> None:
        self._bed = bed
        self._loop = loop.samples
        self._gain = np.float32(to_gain(bed.level - loop.lufs))
        self._envelope = envelope

    def add(self, out: Block, start: int) -> None:
        """Adds the bed between `start` and `start + len(out)`."""
        first, last = max(self._bed.start, start), min(self._bed.end, start + len(out))
        if first >= last:
            return
        gain = self._gain * fade(self._bed, first, last)
        ducked = self._envelope.gain(first, last)
        gain = gain if ducked is None else gain * ducked
        at = first
        while at < last:
            turn = at % len(self._loop)
            part = self._loop[turn : turn + last - at]
            out[at - start : at - start + len(part)] += part * gain[at - first : at - first + len(part), np.newaxis]
            at += len(part)


def fade(bed: Bed, first: int, last: int) -> NDArray[np.float32]:
    """The bed's own gain from `first` to `last`: quarter waves, so that two beds cross at equal power."""
    gain = np.ones(last - first, np.float32)
    if first < bed.start + bed.fade_in:
        at = np.arange(first, min(last, bed.start + bed.fade_in))
        gain[: len(at)] *= np.sin(QUARTER * (at - bed.start) / bed.fade_in).astype(np.float32)
    if last > bed.end - bed.fade_out:
        at = np.arange(max(first, bed.end - bed.fade_out), last)
        gain[len(gain) - len(at) :] *= np.sin(QUARTER * (bed.end - at) / bed.fade_out).astype(np.float32)
    return gain
