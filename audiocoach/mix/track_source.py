"""The tracks of a timeline summed into stereo blocks; nothing longer than a block and the clips in it is held."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Protocol

import numpy as np

from audiocoach.audio.arrays import Mono, Stereo
from audiocoach.mix.ducking import Envelope
from audiocoach.timeline.timeline import Clip, Timeline, Track

Load = Callable[[str], Mono]
"""From a clip's `sound` to its samples."""

BLOCK: Final = 1 << 16
"""Samples a block, 1.5 s: long enough that Python's share of the work does not show."""


class Source(Protocol):
    """What can sound in a session: a track, and likewise a bed or music."""

    def add(self, out: Stereo, start: int) -> None:
        """Adds the source's samples from `start` on to `out`, in place. `start` never decreases."""


def blocks(timeline: Timeline, load: Load, *, block: int = BLOCK) -> Iterator[Stereo]:
    """The whole session before limiting, `timeline.length` samples in blocks of `block`, the last one shorter.

    Raises `ValueError` for a timeline that contradicts itself or a sound that is not as long as its clip.
    """
    return mix([TrackSource(track, timeline.length, load) for track in timeline.tracks], timeline.length, block)


def mix(sources: Sequence[Source], length: int, block: int = BLOCK) -> Iterator[Stereo]:
    """The sum of `sources` over `length` samples, added in their order."""
    for start in range(0, length, block):
        out = np.zeros((min(block, length - start), 2), np.float32)
        for source in sources:
            source.add(out, start)
        yield out


class DuckedSource:
    """Another source under an envelope."""

    def __init__(self, source: Source, envelope: Envelope) -> None:
        self._source = source
        self._envelope = envelope

    def add(self, out: Stereo, start: int) -> None:
        """Adds the source as the envelope leaves it."""
        gain = self._envelope.gain(start, start + len(out))
        if gain is None:
            self._source.add(out, start)
        else:
            part = np.zeros_like(out)
            self._source.add(part, start)
            out += part * gain[:, np.newaxis]


class TrackSource:
    """A track's clips, the same in left and right; each sound is loaded when its clip begins, then let go."""

    def __init__(self, track: Track, length: int, load: Load) -> None:
        _check(track, length)
        self._clips = [clip for clip in track.clips if clip.length]
        self._ends = [clip.end for clip in self._clips]
        self._load = load
        self._held: tuple[Clip, Mono] | None = None

    def add(self, out: Stereo, start: int) -> None:
        """Adds the clips between `start` and `start + len(out)`."""
        stop = start + len(out)
        for index in range(bisect_right(self._ends, start), len(self._clips)):
            clip = self._clips[index]
            if clip.start >= stop:
                break
            first, last = max(clip.start, start), min(clip.end, stop)
            sound = self._sound(clip)[first - clip.start : last - clip.start]
            out[first - start : last - start] += sound[:, np.newaxis]
        if self._held and self._held[0].end <= stop:
            self._held = None

    def _sound(self, clip: Clip) -> Mono:
        if self._held is None or self._held[0] is not clip:
            sound = self._load(clip.sound)
            if sound.shape != (clip.length,):
                raise ValueError(f"{clip} has a sound of shape {sound.shape}")
            self._held = clip, sound
        return self._held[1]


def _check(track: Track, length: int) -> None:
    for clip in track.clips:
        if not 0 <= clip.start <= clip.end <= length:
            raise ValueError(f"{clip} on track {track.name!r} is not within the session's {length} samples")
    for clip, later in pairwise(track.clips):
        if clip.end > later.start:
            raise ValueError(f"{clip} on track {track.name!r} runs into {later}")
