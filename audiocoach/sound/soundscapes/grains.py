"""A recording of a texture as a loop of 320 s: short grains of it in an order of their own.

Where one place of a recording sounds like another, it can go on from there (Lu, Wenyin and Zhang, Audio Textures, IEEE
TSAP 2004; Schwarz and Schnell, Descriptor-based Sound Texture Sampling, SMC 2010). So each grain is the best of many
places drawn by lot: it goes on as the grain before would have done, neither begins nor ends within an event, was not
heard lately, and keeps the spectrum of the whole as the recording's own.
"""

from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Places, Stereo
from audiocoach.audio.elementary import decibels
from audiocoach.sound.soundscapes.descriptors import HOP, Descriptors, Levels, described
from audiocoach.sound.soundscapes.joins import FADE, Grain, joined, shift
from audiocoach.sound.soundscapes.render import MASTER_FRAMES

_LOOKS: Final = MASTER_FRAMES // HOP
_SHORTEST: Final = 16  # looks, 0.8 s
_LONGEST: Final = 60  # looks, 3 s
_FADE: Final = FADE // HOP
_AROUND: Final = (-6, 0, 6)  # looks about a join that must be alike: also whether the sound swells or dies away
_MARGIN: Final = 7  # looks at both ends where no grain begins or ends: what is around a join lies within
_PLACES: Final = 1500  # that are drawn for each grain
_APART: Final = 240  # looks, 12 s, in which no place is heard twice
_BESIDE: Final = 10  # looks, 0.5 s: so near to it counts as the same place

# What weighs how much beside the difference of levels at a join, in hundredths of a decibel.
_AGAIN: Final = 100_000  # heard lately: only where there is nothing else
_WORN: Final = 600  # each use before
_UNEVEN: Final = 2  # each hundredth that the whole lies beside the recording, for each grain so far


def grained(frames: Stereo, rng: Generator) -> Stereo:
    """A loop of `MASTER_FRAMES` of a recording of 30 s or more, shape (samples, 2); `rng` decides about the order."""
    return joined(frames, chosen(frames, described(frames), rng))


def chosen(frames: Stereo, seen: Descriptors, rng: Generator) -> list[Grain]:
    """The grains of a loop, in their order; the last goes on as the first begins."""
    choice = _Choice(seen)
    *lengths, last = _lengths(rng)
    for looks in lengths:
        place = choice.best(choice.drawn(rng, looks), looks)
        joints = [(choice.grains[-1].end, place * HOP)] if choice.grains else []
        choice.add(place, looks, shift(frames, joints) if joints else 0)
    places, first = choice.drawn(rng, last), choice.grains[0].start
    place = choice.best(places, last, choice.unlike(places + last, first))
    joints = [(choice.grains[-1].end, place * HOP), (first, (place + last) * HOP)]
    choice.add(place, last, shift(frames, joints))
    return choice.grains


def _lengths(rng: Generator) -> list[int]:
    """Of the grains of a loop, in looks: by lot between the shortest and the longest."""
    lengths: list[int] = []
    rest = _LOOKS
    while rest > _LONGEST:
        lengths.append(int(rng.integers(_SHORTEST, min(_LONGEST, rest - _SHORTEST), endpoint=True)))
        rest -= lengths[-1]
    return [*lengths, rest]


class _Choice:
    """The grains that were chosen, and what others cost beside them, in hundredths of a decibel."""

    def __init__(self, seen: Descriptors) -> None:
        self.grains: list[Grain] = []
        self._seen = seen
        self._uses = np.zeros(len(seen.levels), np.int64)
        self._energies = np.zeros_like(seen.energies[0])

    def drawn(self, rng: Generator, looks: int) -> Places:
        """Looks at which a grain so long may begin."""
        places: Places = rng.integers(self._seen.first + _MARGIN, self._seen.last - looks - _MARGIN, _PLACES)
        return places

    def best(self, places: Places, looks: int, more: Levels | None = None) -> int:
        """Which of `places` costs least, together with what it costs `more`."""
        cost = self._within_events(places, looks) + self._worn(places, looks) + self._uneven(places, looks)
        if self.grains:
            cost += self.unlike(places, self.grains[-1].end) + self._heard(places, looks)
        return int(places[np.argmin(cost if more is None else cost + more)])

    def add(self, place: int, looks: int, later: int) -> None:
        """The grain from the look `place` on, which begins by some samples `later`."""
        self.grains.append(Grain(sum(grain.looks for grain in self.grains), looks, place * HOP + later))
        self._uses[place : place + looks] += 1
        self._energies += self._seen.energies[place + looks] - self._seen.energies[place]

    def unlike(self, places: Places, sample: int) -> Levels:
        """How far the levels at `places` are from those at `sample`, and at some time before and after."""
        levels, look = self._seen.levels, (sample + HOP // 2) // HOP
        away = sum(np.abs(levels[places + at] - levels[look + at]).sum(axis=1) for at in _AROUND)
        return np.asarray(away // (len(_AROUND) * levels.shape[1]))

    def _within_events(self, places: Places, looks: int) -> Levels:
        """How far the sound stands out in the middle of both fades."""
        salience, middle = self._seen.salience, _FADE // 2
        return salience[places + middle] + salience[places + looks + middle]

    def _worn(self, places: Places, looks: int) -> Levels:
        """By how often each place was used already, on the average of its looks."""
        uses = np.concatenate(([0], np.cumsum(self._uses)))
        return np.asarray(_WORN * (uses[places + looks] - uses[places]) // looks)

    def _uneven(self, places: Places, looks: int) -> Levels:
        """By how far the spectrum of all grains would be beside the recording's."""
        energies, first, last = self._seen.energies, self._seen.first, self._seen.last + 1
        usual = (energies[last] - energies[first]) / (last - first)
        total = self._energies + energies[places + looks] - energies[places]
        so_far = sum(grain.looks for grain in self.grains) + looks
        beside = 100 * np.abs(decibels(total / (usual * so_far))).mean(axis=1)
        cost: Levels = np.rint(_UNEVEN * len(self.grains) * beside).astype(np.int64)
        return cost

    def _heard(self, places: Places, looks: int) -> Levels:
        """Whether they sound within some seconds before or, around the loop, after."""
        cost = np.zeros(len(places), np.int64)
        begins = self.grains[-1].at + self.grains[-1].looks
        for grain in self.grains:
            if min(begins - grain.at - grain.looks, _LOOKS - begins - looks + grain.at) < _APART:
                first = grain.start // HOP
                cost += _AGAIN * ((places > first - looks - _BESIDE) & (places < first + grain.looks + _BESIDE))
        return cost
