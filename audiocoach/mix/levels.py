"""How loud a bed or the music is at any place, before any duck: what decides how deep a duck must be.

Levels are those of both ears, their powers added up: never less than those of the fold-down. They are counted from
cells of 10 ms that were measured once, and every cell that a range touches counts whole, so a level is never too low.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from audiocoach.audio.arrays import Energies, Gain
from audiocoach.audio.cells import stream_energies
from audiocoach.audio.elementary import decibels
from audiocoach.audio.loudness import CELL, TAIL, of_both_ears, to_lufs
from audiocoach.conventions import SPEECH_LUFS
from audiocoach.mix.bed_source import BedLoop, bed_gain, fade
from audiocoach.mix.ducking import Envelope, Range
from audiocoach.sound.music.programme import Cut
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
SHORTEST: Final = 20
"""Cells, 200 ms: no word is shorter (joe says "Up." in 266 ms)."""
_MORE: Final = 0.5  # so that "15 dB or more" also reads so in the decoded MP3
_BLOCK: Final = 1 << 16


class Levels(Protocol):
    """Something that sounds beneath the voice."""

    def energy(self, start: int, stop: int) -> float:
        """Of the cells that sound between `start` and `stop`."""


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
    """A bed at its level, with its fades."""

    def __init__(self, bed: Bed, cells: LoopCells) -> None:
        self._bed = bed
        self._cells = cells
        self._power = bed_gain(bed) ** 2

    @property
    def loudest(self) -> float:
        """The loudness in LUFS of the loudest that any word can meet, wherever in the session it comes."""
        turn = self._cells.energies
        again = np.resize(turn, len(turn) + 2 * SHORTEST)  # round its seam
        is_ragged = self._cells.frames % CELL > 0  # then a word on the seam touches one cell more
        return loudest(again, 1 + is_ragged) + float(decibels(self._power))

    def energy(self, start: int, stop: int) -> float:
        """What sounds of the bed, turn by turn."""
        at, stop = max(start, self._bed.start), min(stop, self._bed.end)
        energy = 0.0
        while at < stop:
            turn = at % self._cells.frames
            length = min(stop - at, self._cells.frames - turn)
            energy += _touched(self._cells.energies, turn, fade(self._bed, at, at + length), length)
            at += length
        return energy * self._power


class CutLevels:
    """One song of a programme at its level, with its fades."""

    def __init__(self, cut: Cut, energies: Energies) -> None:
        """`energies` are those of the whole song in both ears."""
        self._cut = cut
        self._energies = energies
        self._power = to_gain(cut.gain_db) ** 2

    @property
    def loudest(self) -> float:
        """The loudness in LUFS of the loudest that any word can meet, wherever in the song it comes."""
        return loudest(self._energies) + float(decibels(self._power))

    def energy(self, start: int, stop: int) -> float:
        """What sounds of the song."""
        first, last = max(start, self._cut.start), min(stop, self._cut.end)
        if first >= last:
            return 0.0
        gain = fade(self._cut, first, last)
        return _touched(self._energies, first - self._cut.start, gain, last - first) * self._power


def loudest(energies: Energies, partly: int = 1) -> float:
    """The loudness in LUFS of the loudest stretch of `SHORTEST` cells or more; `-inf` for silence.

    It touches `partly` cells more than it is long. What is twice as long consists of two, and no longer one is louder.

    The depth of a bed comes from this, and not from its loudest 3 s: a word takes a third of a second, and where it
    meets the loudest third of a second of a loop, the loop is up to 4 dB louder than its loudest 3 s (of eleven
    soundscapes by 0.9 to 4.2 dB), and 20 dB of distance are 17.
    """
    before = np.concatenate((np.zeros(1), np.cumsum(energies, dtype=np.float64)))
    most = 0.0
    for cells in range(SHORTEST, 2 * SHORTEST):
        touched = min(cells + partly, len(energies))
        most = max(most, float((before[touched:] - before[:-touched]).max()) / cells)
    return to_lufs(most / CELL)


def level(levels: Levels, start: int, stop: int) -> float:
    """The loudness from `start` to `stop` in LUFS, without gates; `-inf` where nothing sounds."""
    return to_lufs(levels.energy(start, stop) / (stop - start))


def depth_for(loudest: float, distance: float = DISTANCE) -> float:
    """How deep a bed must go, in decibels, so that its loudest stays `distance` below speech."""
    return max(loudest - SPEECH_LUFS + distance + MARGIN, 0.0)


def music_depth(loudest: float, duck: float, distance: float = DISTANCE) -> float:
    """How deep a song goes: by `duck` decibels, and from 20 on also to `distance` below speech."""
    return duck + _MORE if duck < WCAG else max(duck + _MORE, depth_for(loudest, distance))


def ducked(levels: Levels, envelope: Envelope) -> Heard:
    """How loud something is at most in a range, under its envelope."""
    return lambda span: level(levels, *span) - envelope.lowers(*span)


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


def _touched(energies: Energies, first: int, gain: Gain | None, length: int) -> float:
    """The energy of the cells that `length` samples from `first` touch, under a gain of each sample.

    Where a loop crosses into itself the amplitudes of two fades add up to 1; their powers, as taken here, do so too,
    and are never below the square of the sum.
    """
    cells = np.arange(first // CELL, -(-(first + length) // CELL))
    touched = energies[cells[0] : cells[-1] + 1].astype(np.float64)
    if gain is not None:
        touched *= np.square(np.maximum.reduceat(gain, np.maximum(cells * CELL - first, 0)), dtype=np.float64)
    return float(touched.sum())
