"""A loop beneath a stretch of the session, faded at its ends and ducked under the voice."""

from typing import Final, Protocol

import numpy as np

from audiocoach.audio.arrays import Gain, Precise, Stereo
from audiocoach.audio.elementary import sine
from audiocoach.conventions import BED_LUFS
from audiocoach.mix.ducking import Envelope
from audiocoach.timeline.timeline import Bed
from audiocoach.units import to_gain

Joined = tuple[bool, bool]
"""Whether a stretch fades in from, and out to, the very same sound at another level."""
APART: Final[Joined] = (False, False)


class BedLoop(Protocol):
    """A seamless sound without end, at `BED_LUFS` after fold-down."""

    @property
    def digest(self) -> str:
        """Equal means the same samples."""

    @property
    def frames(self) -> int:
        """Length of one turn in samples."""

    def read(self, start: int, length: int) -> Stereo:
        """A new array of what sounds at session samples `start` to `start + length`: loop sample n mod `frames`."""


class Faded(Protocol):
    """A stretch of the session with fades at its ends: a bed, a song, a programme of songs."""

    @property
    def start(self) -> int:
        """Its first sample."""

    @property
    def end(self) -> int:
        """The first sample after it."""

    @property
    def fade_in(self) -> int:
        """From silence to full level, from `start` on."""

    @property
    def fade_out(self) -> int:
        """From full level to silence, up to `end`."""


class BedSource:
    """A source of the mixer."""

    def __init__(self, bed: Bed, loop: BedLoop, envelope: Envelope, joined: Joined = APART) -> None:
        self._bed = bed
        self._joined = joined
        self._loop = loop
        self._gain = np.float32(bed_gain(bed))
        self._envelope = envelope

    def add(self, out: Stereo, start: int) -> None:
        """Adds the bed between `start` and `start + len(out)`."""
        first, last = max(self._bed.start, start), min(self._bed.end, start + len(out))
        if first >= last:
            return
        part = self._loop.read(first, last - first)
        apply(part, self._gain)
        apply(part, fade(self._bed, first, last, self._joined))
        apply(part, self._envelope.gain(first, last))
        out[first - start : last - start] += part


def bed_gain(bed: Bed) -> float:
    """The factor from its loop to its level."""
    return to_gain(bed.level - BED_LUFS)


def apply(block: Stereo, gain: Gain | np.float32 | None) -> None:
    """Multiplies `block` in place; None is 1."""
    if isinstance(gain, np.ndarray):
        block *= gain[:, np.newaxis]
    elif gain is not None and gain != 1:
        block *= gain


def fade(faded: Faded, first: int, last: int, joined: Joined = APART) -> Gain | None:
    """Its own gain from `first` to `last`, both within it; None where it is 1 throughout.

    Quarter waves: where two cross, their powers add up to 1. Where a sound crosses into itself it is their squares:
    the waves are the same, and so it is the amplitudes that must add up.
    """
    risen, falls = faded.start + faded.fade_in, faded.end - faded.fade_out
    if first >= risen and last <= falls:
        return None
    gain = np.ones(last - first, np.float32)
    if first < risen:
        at = np.arange(first, min(last, risen))
        gain[: len(at)] *= _quarter((at - faded.start) / faded.fade_in, joined[0])
    if last > falls:
        at = np.arange(max(first, falls), last)
        gain[len(gain) - len(at) :] *= _quarter((faded.end - at) / faded.fade_out, joined[1])
    return gain


def _quarter(part: Precise, is_joined: bool) -> Gain:
    """The rise of a fade, of which `part` (0 to 1) has passed."""
    rise = sine(part / 4)
    gain: Gain = (np.square(rise) if is_joined else rise).astype(np.float32)
    return gain
