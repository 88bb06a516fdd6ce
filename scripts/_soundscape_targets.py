"""What recordings of the real thing measure, as `_soundscape_figures` does, and how near a soundscape comes to them.

A figure that nobody has measured is None, and a range of frequencies that nobody has measured is not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from _soundscape_figures import Figures, octave

CENTROID: Final = 0.30
"""By which part of it a centroid may be off."""
SLOPE: Final = 1.0
"""By how many dB per octave a slope may be off."""
KURTOSIS: Final = 2.0
"""By which factor a kurtosis may be off."""
CORRELATION: Final = 0.1
"""By how much a correlation may be off."""
MODULATION: Final = 0.2
"""By how much a modulation may be off."""
SHARE: Final = 3.0
"""By how many dB a range of frequencies may be off."""

Range = tuple[float, float]
Bounds = tuple[float, float]


@dataclass(frozen=True)
class Target:
    """The figures of a recording."""

    centroid_hz: float | None = None
    slope: float | None = None
    kurtosis: float | None = None
    correlation: float | None = None
    modulation: float | None = None
    shares_db: Mapping[Range, float] = field(default_factory=dict)
    """Levels of ranges of frequencies (Hz) relative to the whole."""

    def bounds(self) -> Iterator[tuple[str, Bounds]]:
        """From which to which number each figure may be, by a name of the figure."""
        if (hz := self.centroid_hz) is not None:
            yield "centroid", (hz * (1 - CENTROID), hz * (1 + CENTROID))
        if self.slope is not None:
            yield "slope", (self.slope - SLOPE, self.slope + SLOPE)
        if self.kurtosis is not None:
            yield "kurtosis", (self.kurtosis / KURTOSIS, self.kurtosis * KURTOSIS)
        if self.correlation is not None:
            yield "correlation", (self.correlation - CORRELATION, self.correlation + CORRELATION)
        if self.modulation is not None:
            yield "modulation", (self.modulation - MODULATION, self.modulation + MODULATION)
        for between, db in self.shares_db.items():
            yield range_name(between), (db - SHARE, db + SHARE)


def values(figures: Figures, target: Target) -> dict[str, float]:
    """The figures that a target speaks of, by the names that its bounds have."""
    plain = {
        "centroid": figures.centroid_hz,
        "slope": figures.slope,
        "kurtosis": figures.kurtosis,
        "correlation": figures.correlation,
        "modulation": figures.modulation,
    }
    shares = {range_name(between): figures.share_db(*between) for between in target.shares_db}
    return {name: (plain | shares)[name] for name, _ in target.bounds()}


def off(figures: Figures, target: Target) -> list[str]:
    """What is out of its bounds, in words."""
    ours = values(figures, target)
    return [
        f"{name}: {ours[name]:.5g} is not {low:.5g} to {high:.5g}"
        for name, (low, high) in target.bounds()
        if not low <= ours[name] <= high
    ]


def range_name(between: Range) -> str:
    """What a range of frequencies is called."""
    return f"{between[0]:.0f}-{between[1]:.0f} Hz"


def _octaves(levels: Mapping[int, float]) -> dict[Range, float]:
    return {octave(centre): level for centre, level in levels.items()}


# Water at a shore and over stones: one recording. Only its centroid and its slope were kept; the bands are the straight
# line of that slope from 63 Hz to 16 kHz, which has a centroid of 1.7-2.0 kHz as well, in whole decibels.
_WATER: Final = Target(1776, -3.8, shares_db=_octaves({250: -8, 500: -9, 1000: -10, 2000: -11, 4000: -12, 8000: -12}))

TARGETS: Final[Mapping[str, Target]] = MappingProxyType(
    {
        "rain-on-leaves": Target(
            4764,
            -2.4,
            shares_db=_octaves(dict.fromkeys((125, 250, 500, 1000, 2000, 4000, 8000), -9.5)),
        ),
        # The recording is quiet and its hiss is that of the microphone (5311 Hz, -0.4): centroid and slope are those of
        # a fire without it. The three lowest bands: 10 dB below flames that had nearly all of the energy, each alike.
        "campfire": Target(3500, -2.0, kurtosis=13.6, shares_db=_octaves(dict.fromkeys((125, 250, 500), -15))),
        "mountain-lake": _WATER,
        "mountain-stream": _WATER,
        # Its bands: the line of that slope, as for water.
        "ocean-shore": Target(
            1936,
            -3.6,
            correlation=0.80,
            shares_db=_octaves({250: -9, 500: -9, 1000: -10, 2000: -10, 4000: -11, 8000: -11}),
        ),
        "forest-morning": Target(3061, shares_db={(2000, 4000): -1}),
        "summer-night": Target(modulation=0.76, shares_db={(2000, 4000): -1}),
    }
)
"""By soundscape. Nobody knows what windy-ridge, deep-focus, temple and warm-drone should measure."""
