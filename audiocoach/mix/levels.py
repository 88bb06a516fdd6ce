"""How loud a bed or the music is at any place, before any duck: what decides how deep a duck must be.

Levels are those of both ears, their powers added up: never less than those of the fold-down. They are counted from
cells of 10 ms that were measured once, and every cell that a range touches counts whole, so a level is never too low.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Protocol

import numpy as np

from audiocoach.audio.arrays import Energies
from audiocoach.audio.cells import stream_energies
from audiocoach.audio.elementary import decibels
from audiocoach.audio.loudness import CELL, TAIL, WINDOW, of_both_ears, to_lufs
from audiocoach.conventions import SPEECH_LUFS
from audiocoach.mix.bed_source import BedLoop, bed_gain
from audiocoach.mix.ducking import Envelope, Range
from audiocoach.sound.music.programme import Programme
from audiocoach.sound.music.songs import Song
from audiocoach.timeline.timeline import Bed
from audiocoach.units import to_gain

Heard = Callable[[Range], float]
"""How loud something is in a range, in LUFS; `-inf` where it is silent."""

DISTANCE: Final = 20.0
"""How far beneath speech a bed lies, in decibels (WCAG 2, SC 1.4.7)."""
BESIDE: Final = 3.01
"""How much deeper each of two goes that lie beneath at once: their powers add up."""
MARGIN: Final = 1.0
"""Speech is allowed to be half a decibel softer than its target, and MP3 to change a little."""
WCAG: Final = 20.0
"""The depth from which on music is held to `DISTANCE` too."""
_MORE: Final = 0.5  # so that "15 dB or more" also reads so in the decoded MP3
_BLOCK: Final = 1 << 16


class Levels(Protocol):
    """Something that sounds beneath the voice."""

    def parts(self, start: int, stop: int) -> Iterator[Energies]:
        """The energies of the cells that sound between `start` and `stop`, of each part of it."""


@dataclass(frozen=True, slots=True, eq=False)
class LoopCells:
    """A loop's energies, measured once."""

    energies: Energies
    """Of both ears, shape (cells,); the last cell is as short as the loop asks for."""
    frames: int
    """The loop's length in samples."""


def listen(loop: BedLoop) -> LoopCells:
    """The energies of a loop as it goes round and round, a block at a time."""
    before = loop.read(-TAIL % loop.frames, TAIL)
    starts = range(0, loop.frames, _BLOCK)
    blocks = (loop.read(start, min(_BLOCK, loop.frames - start)) for start in starts)
    return LoopCells(of_both_ears(stream_energies(blocks, before)), loop.frames)


class BedLevels:
    """A bed at its level, without its fades."""

    def __init__(self, bed: Bed, cells: LoopCells) -> None:
        self._bed = bed
        self._energies = cells.energies * np.float32(bed_gain(bed) ** 2)
        self._frames = cells.frames

    def parts(self, start: int, stop: int) -> Iterator[Energies]:
        """What sounds of the bed, turn by turn."""
        at, stop = max(start, self._bed.start), min(stop, self._bed.end)
        found = []
        while at < stop:
            turn = at % self._frames
            length = min(stop - at, self._frames - turn)
            found.append(_touched(self._energies, turn, turn + length))
            at += length
        if found:
            yield np.concatenate(found)


class SongLevels:
    """The songs of a programme at their levels, without fades."""

    def __init__(self, programme: Programme, songs: Mapping[str, Song]) -> None:
        self._cuts = programme.cuts
        self._ends = list(accumulate((cut.end for cut in programme.cuts), max))
        self._songs = songs

    def parts(self, start: int, stop: int) -> Iterator[Energies]:
        """What sounds of each song."""
        for index in range(bisect_right(self._ends, start), len(self._cuts)):
            cut = self._cuts[index]
            if cut.start >= stop:
                break
            first, last = max(start, cut.start) - cut.start, min(stop, cut.end) - cut.start
            yield _touched(self._songs[cut.sound].energies, first, last) * np.float32(to_gain(cut.gain_db) ** 2)


def level(levels: Levels, start: int, stop: int) -> float:
    """The loudness from `start` to `stop` in LUFS, without gates; `-inf` where nothing sounds."""
    energy = sum(float(part.sum(dtype=np.float64)) for part in levels.parts(start, stop))
    return to_lufs(energy / (stop - start))


def loudest(levels: Levels, start: int, stop: int) -> float:
    """The loudness of the loudest 400 ms between `start` and `stop`, at least that of the whole range, in LUFS."""
    most = sum(_most(part, WINDOW + 1) for part in levels.parts(start, stop))  # 400 ms touch so many cells
    return max(to_lufs(most / (WINDOW * CELL)), level(levels, start, stop))


def depth_for(levels: Levels, distance: float = DISTANCE) -> Callable[[Range], float]:
    """How deep a duck must be so that a bed stays `distance` below speech throughout a range, even if its author's
    bursts fall on it: for `ducks`.
    """
    return lambda span: max(loudest(levels, *span) - SPEECH_LUFS + distance + MARGIN, 0.0)


def music_depth(levels: Levels, duck: float, distance: float = DISTANCE) -> Callable[[Range], float]:
    """How deep music goes: by `duck` decibels, and from 20 on also to `distance` below speech."""
    if duck < WCAG:
        return lambda _: duck + _MORE
    below = depth_for(levels, distance)
    return lambda span: max(duck + _MORE, below(span))


def ducked(levels: Levels, envelope: Envelope) -> Heard:
    """How loud something is at most in a range, under its envelope."""

    def heard(span: Range) -> float:
        gain = envelope.gain(*span)
        return level(levels, *span) + (0.0 if gain is None else 2 * float(decibels(gain.max())))

    return heard


def least_distance(ranges: Iterable[Range], beneath: Sequence[Heard]) -> tuple[float, Range | None]:
    """The least distance in decibels between speech and all that sounds beneath it, and in which range.

    Infinite, and nowhere, where nothing sounds beneath any.
    """
    least: tuple[float, Range | None] = (np.inf, None)
    for span in ranges:
        power = sum(10 ** (heard(span) / 10) for heard in beneath) if span[0] < span[1] else 0.0
        if power > 0:
            least = min(least, (SPEECH_LUFS - float(decibels(power)), span), key=lambda found: found[0])
    return least


def _most(energies: Energies, cells: int) -> float:
    """The most energy in so many cells in a row."""
    before = np.concatenate((np.zeros(1), np.cumsum(energies, dtype=np.float64)))
    ends = np.minimum(np.arange(len(before)) + cells, len(energies))
    return float((before[ends] - before).max())


def _touched(energies: Energies, first: int, last: int) -> Energies:
    """The cells that samples `first` to `last` touch."""
    return energies[first // CELL : -(-last // CELL)]
