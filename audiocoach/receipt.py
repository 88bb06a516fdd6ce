"""The loudness receipt: what a finished session measures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from audiocoach.mix.frames import Block
from audiocoach.mix.meter import Meter
from audiocoach.mix.mixer import Load
from audiocoach.timeline.model import Timeline
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

    def as_json(self) -> dict[str, float | None]:
        """As in `build --json`, to a hundredth."""
        return {
            "speech_lufs": self.speech_lufs,
            "integrated_lufs": self.integrated_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            "speech_to_bed_db": self.speech_to_bed_db,
        }


class Scale:
    """Measures a session while it streams by."""

    def __init__(self, timeline: Timeline, load: Load) -> None:
        self._timeline = timeline
        self._load = load
        self._meter = Meter()

    def weigh(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """`blocks` as they are, measured."""
        for block in blocks:
            self._meter.feed(block)
            yield block

    def receipt(self) -> Receipt:
        """The figures of all that has streamed by."""
        mix, speech = self._meter.finish(), Meter()
        spoken = next(track for track in self._timeline.tracks if track.name == "speech")
        for sound in dict.fromkeys(clip.sound for clip in spoken.clips):
            samples = active_part(self._load(sound))  # as takes are levelled
            speech.feed(np.stack((samples, samples), axis=1))
        said = speech.finish()
        return Receipt(_figure(said.integrated_lufs), _figure(mix.integrated_lufs), _figure(mix.true_peak_dbtp))


def _figure(value: float) -> float | None:
    return round(value, 2) if isfinite(value) else None
