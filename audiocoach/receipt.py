"""The loudness receipt: what a finished session measures."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Final

import numpy as np

from audiocoach.cache import Shelf
from audiocoach.errors import CacheError
from audiocoach.loudness import active_part
from audiocoach.mix.desk import SPEECH, Desk
from audiocoach.mix.frames import Block
from audiocoach.mix.meter import Measured, measure
from audiocoach.units import to_ms

LIMIT: Final = 1 << 22
"""Bytes of receipts that are kept, 4 MiB: those of some twenty thousand builds."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Loudness of the mix before encoding; None where there is nothing to measure."""

    speech_lufs: float | None
    """Of all speech, without the pauses in it: what takes are levelled by."""
    integrated_lufs: float | None
    true_peak_dbtp: float | None
    speech_to_bed_db: float | None = None
    """The least distance between the voice and what sounds beneath it."""
    at_ms: float | None = None
    """Where that is."""

    def as_json(self) -> dict[str, float | None]:
        """As in `build --json`, to a hundredth."""
        return {
            "speech_lufs": self.speech_lufs,
            "integrated_lufs": self.integrated_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            "speech_to_bed_db": self.speech_to_bed_db,
            "speech_to_bed_at_ms": self.at_ms,
        }


def kept(cache: Path, made_from: str) -> Receipt | None:
    """The receipt of a session that was measured before, by the hash of all that it is made from; or None."""
    content = shelf(cache).get(made_from)
    try:
        return Receipt(**json.loads(content)) if content else None
    except (ValueError, TypeError):  # another version's: it is measured again
        return None


def keep(cache: Path, made_from: str, receipt: Receipt) -> None:
    """Keep a receipt; where the disk refuses, it is measured again another time."""
    with suppress(CacheError):
        shelf(cache).put(made_from, json.dumps(asdict(receipt)).encode())
        if made_from.startswith("00"):  # now and then: to look at thousands takes longer than to keep one
            shelf(cache).trim(LIMIT)


def shelf(cache: Path) -> Shelf:
    """Where receipts are kept."""
    return Shelf(cache / "receipts")


def receipt_of(desk: Desk, mix: Measured) -> Receipt:
    """The receipt of what is on the desk, whose mix has been measured."""
    said = measure(_speech(desk))
    distance, at = desk.distance or (None, None)
    return Receipt(
        _figure(said.integrated_lufs),
        _figure(mix.integrated_lufs),
        _figure(mix.true_peak_dbtp),
        None if distance is None else _figure(distance),
        None if at is None else to_ms(at),
    )


def _speech(desk: Desk) -> Iterator[Block]:
    """Each take once, without its pauses: as takes are levelled."""
    spoken = next(track for track in desk.timeline.tracks if track.name == SPEECH)
    for sound in dict.fromkeys(clip.sound for clip in spoken.clips):
        samples = active_part(desk.load(sound))
        yield np.stack((samples, samples), axis=1)


def _figure(value: float) -> float | None:
    return round(value, 2) if isfinite(value) else None
