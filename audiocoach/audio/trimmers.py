"""How much of a sound players would cut that trim silence, simulated as they do it; in parts, each heard by itself.

The rules are those of two open players' sources, read in November 2026: `SilenceSkippingAudioProcessor` of Media3,
which AntennaPod and many apps for Android have, and the three modes of Pocket Casts' `ShiftyTrimSilenceProcessor`.
Both look at 16-bit samples: where all channels stay within a level for some time, what is quiet is shortened.

A part is known by how long it is quiet at its start and at its end, and by what is cut between. Parts that follow on
each other add up to what the whole of them is found to be, to the sample.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from audiocoach.audio.arrays import Planar
from audiocoach.units import SAMPLE_RATE, Samples, to_samples

_FULL_SCALE: Final = 32_768


@dataclass(frozen=True, slots=True)
class TrimRule:
    """What a player does to silence; lengths in samples."""

    level: int
    """Of 32,768: up to it a sample is quiet."""
    shortest: Samples
    """What is quiet for less than this is left alone."""
    padding: Samples
    """What stays beside what is not quiet, on each side."""
    ratio: float = 0.0
    """What stays of the rest, as a part of it."""
    most: Samples | None = None
    """What stays at most."""
    pads_ends: bool = False
    """Whether as much stays at the first and the last sample of all."""

    def cut(self, quiet: int, sides: int = 2) -> int:
        """How many of so many quiet samples in a row are cut, which have something louder on so many sides."""
        if quiet < self.shortest:
            return 0
        padding = self.padding * (2 if self.pads_ends else sides)
        kept = padding + int(max(quiet - padding, 0) * self.ratio)
        # Pocket Casts plays its padding twice where there is less than two of it: nothing is cut.
        return max(quiet - (kept if self.most is None else min(kept, self.most)), 0)


RULES: Final = (
    TrimRule(1024, to_samples(100), to_samples(50), ratio=0.2, most=to_samples(2_000), pads_ends=True),
    TrimRule(250, to_samples(416), to_samples(291)),
    TrimRule(250, to_samples(300), to_samples(225)),
    TrimRule(250, to_samples(83), to_samples(0)),
)
"""Media3, and Pocket Casts' mild, medium and mad mode."""
_LEVELS: Final = tuple(sorted({rule.level for rule in RULES}))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Where a part is quiet."""

    length: int
    """Samples of it."""
    first: tuple[int, ...]
    """How many of them are quiet before any is louder, for each level; all, where none is."""
    last: tuple[int, ...]
    """How many are, after the last one that is louder."""
    cut: tuple[int, ...]
    """How many each rule cuts between louder ones."""

    SIZE = 4 * (1 + 2 * len(_LEVELS) + len(RULES))
    """Bytes."""

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return np.array((self.length, *self.first, *self.last, *self.cut), "<i4").tobytes()

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Quiet":
        """From what `to_bytes` gave."""
        length, *figures = np.frombuffer(kept, "<i4").tolist()
        levels = len(_LEVELS)
        return cls(length, tuple(figures[:levels]), tuple(figures[levels : 2 * levels]), tuple(figures[2 * levels :]))


def quiet_in(part: Planar) -> Quiet:
    """Where a part is quiet, in one channel or two."""
    length = part.shape[1]
    height = np.abs(part).max(axis=0) if length else np.zeros(0, np.float32)
    first, last, runs = [], [], {}
    for level in _LEVELS:
        louder = np.flatnonzero(height > (level + 0.5) / _FULL_SCALE)  # as it is rounded to 16 bits
        first.append(int(louder[0]) if len(louder) else length)
        last.append(length - 1 - int(louder[-1]) if len(louder) else length)
        between = np.diff(louder) - 1
        runs[level] = between[between >= min(rule.shortest for rule in RULES if rule.level == level)].tolist()
    return Quiet(length, tuple(first), tuple(last), tuple(sum(map(rule.cut, runs[rule.level])) for rule in RULES))


class TrimMeter:
    """Takes parts in their order, and holds a few numbers however many there are."""

    def __init__(self) -> None:
        self._cut = [0] * len(RULES)
        self._open = dict.fromkeys(_LEVELS, 0)
        """For how long it has been quiet."""
        self._was_louder = dict.fromkeys(_LEVELS, False)

    def add(self, part: Quiet) -> None:
        """The next part."""
        for level, first, last in zip(_LEVELS, part.first, part.last, strict=True):
            self._open[level] += first
            if first < part.length:
                self._close(level, sides=1 + self._was_louder[level])
                self._open[level], self._was_louder[level] = last, True
        self._cut = [sum(cuts) for cuts in zip(self._cut, part.cut, strict=True)]

    def finish(self) -> tuple[float, ...]:
        """How many seconds each of the `RULES` cuts of all."""
        for level in _LEVELS:
            self._close(level, sides=int(self._was_louder[level]))
        return tuple(cut / SAMPLE_RATE for cut in self._cut)

    def _close(self, level: int, sides: int) -> None:
        """A quiet stretch has ended, with something louder on so many sides."""
        for place, rule in enumerate(RULES):
            if rule.level == level:
                self._cut[place] += rule.cut(self._open[level], sides)
        self._open[level] = 0
