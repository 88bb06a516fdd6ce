"""The loudness receipt: what a finished session measures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

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
