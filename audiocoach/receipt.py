"""The loudness receipt: what a finished session measures."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from audiocoach.errors import DeliverError
from audiocoach.files import write_file
from audiocoach.mix.desk import SPEECH, Desk
from audiocoach.mix.frames import Block
from audiocoach.mix.meter import Meter
from audiocoach.units import to_ms
from audiocoach.voice.mastering import active_part


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
    try:
        return Receipt(**json.loads(_path(cache, made_from).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # it is measured again


def keep(cache: Path, made_from: str, receipt: Receipt) -> None:
    """Keep a receipt; where the disk refuses, it is measured again another time."""
    path = _path(cache, made_from)
    with suppress(OSError, DeliverError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, json.dumps(asdict(receipt)).encode())


def _path(cache: Path, made_from: str) -> Path:
    return cache / "chunks" / "receipts" / f"{made_from}.json"


class Scale:
    """Measures a session while it streams by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._meter = Meter()

    def weigh(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """`blocks` as they are, measured."""
        for block in blocks:
            self._meter.feed(block)
            yield block

    def receipt(self) -> Receipt:
        """The figures of all that has streamed by."""
        mix, speech = self._meter.finish(), Meter()
        spoken = next(track for track in self._desk.timeline.tracks if track.name == SPEECH)
        for sound in dict.fromkeys(clip.sound for clip in spoken.clips):
            samples = active_part(self._desk.load(sound))  # as takes are levelled
            speech.feed(np.stack((samples, samples), axis=1))
        said = speech.finish()
        distance, at = self._desk.distance or (None, None)
        return Receipt(
            _figure(said.integrated_lufs),
            _figure(mix.integrated_lufs),
            _figure(mix.true_peak_dbtp),
            None if distance is None else _figure(distance),
            None if at is None else to_ms(at),
        )


def _figure(value: float) -> float | None:
    return round(value, 2) if isfinite(value) else None
