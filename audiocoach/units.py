"""Times, samples and decibels: the three units that every room shares.

Times in a session are whole milliseconds; after arranging they are whole samples at `SAMPLE_RATE`.
Ranges are half-open: `start` belongs to a range, `end` does not.
"""

from typing import Final, NewType

SAMPLE_RATE: Final = 44_100
"""Samples a second, of all audio after decoding (the rate of podcasts and of CDs)."""

Millis = NewType("Millis", int)
"""A time or a length in whole milliseconds."""

Samples = NewType("Samples", int)
"""A time or a length in whole samples at 44.1 kHz."""


def to_samples(ms: int) -> Samples:
    """`ms` milliseconds in samples, rounded to the nearest one (half up), exact at any length."""
    return Samples((ms * SAMPLE_RATE + 500) // 1000)


def to_ms(samples: int) -> float:
    """`samples` in milliseconds, to a microsecond; an `int` where it is a whole number."""
    ms = round(samples * 1000 / SAMPLE_RATE, 3)
    return int(ms) if ms.is_integer() else ms


def to_gain(db: float) -> float:
    """The factor on an amplitude that `db` decibels are."""
    return float(10.0 ** (db / 20.0))


def clock(ms: float) -> str:
    """`ms` as a clock shows it: `1:05`, `1:02:30`; whole seconds, rounded down."""
    minutes, seconds = divmod(int(ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
