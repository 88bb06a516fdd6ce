"""The loudness report: what a finished session measures."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.loudness import active_part
from audiocoach.audio.meter import measure
from audiocoach.conventions import SPEECH
from audiocoach.deliver.hearing import MeasuredFile
from audiocoach.mix.mixer import Mixer
from audiocoach.storage.kinds import REPORTS
from audiocoach.storage.store import Store
from audiocoach.units import to_ms


@dataclass(frozen=True, slots=True)
class LoudnessReport:
    """What a player of the file hears; None where there is nothing to measure. One channel counts for both ears."""

    speech_lufs: float | None
    """Of all speech as it is mixed, without the pauses in it: what takes are levelled by."""
    integrated_lufs: float | None
    """Of the whole file, as it is decoded."""
    true_peak_dbtp: float | None
    """Of the whole file, as it is decoded: MP3 adds some tenths to what it is given."""
    speech_to_bed_db: float | None = None
    """The least distance between the voice and the soundscape and music beneath it, by all powers together."""
    at_ms: float | None = None
    """Where that is."""
    trim_s: float = 0.0
    """Seconds that players would cut of the whole file which trim silence: the most that any of them does."""

    def as_json(self) -> dict[str, float | None]:
        """As in `build --json`, to a hundredth."""
        return {
            "speech_lufs": self.speech_lufs,
            "integrated_lufs": self.integrated_lufs,
            "true_peak_dbtp": self.true_peak_dbtp,
            "speech_to_bed_db": self.speech_to_bed_db,
            "speech_to_bed_at_ms": self.at_ms,
            "trim_s": self.trim_s,
        }


def kept(cache: Path, made_from: str) -> LoudnessReport | None:
    """The report of a session that was measured before, by the hash of all that it is made from; or None."""
    content = Store(cache, REPORTS).get(made_from)
    try:
        return LoudnessReport(**json.loads(content)) if content else None
    except (ValueError, TypeError):
        return None


def keep(cache: Path, made_from: str, report: LoudnessReport) -> None:
    """Keep a report; where the disk refuses, it is measured again another time."""
    Store(cache, REPORTS).keep(made_from, json.dumps(asdict(report)).encode())


def loudness_report(mixer: Mixer, file: MeasuredFile) -> LoudnessReport:
    """The report of what the mixer has, whose file has been measured."""
    said = measure(_speech(mixer))
    distance, at = mixer.distance or (None, None)
    return LoudnessReport(
        _figure(said.integrated_lufs),
        _figure(file.integrated_lufs),
        _figure(file.true_peak_dbtp),
        None if distance is None else _figure(distance),
        None if at is None else to_ms(at),
        round(file.trim_s, 2),
    )


def _speech(mixer: Mixer) -> Iterator[Stereo]:
    """Each take once, without its pauses: as takes are levelled."""
    spoken = next(track for track in mixer.timeline.tracks if track.name == SPEECH)
    for sound in dict.fromkeys(clip.sound for clip in spoken.clips):
        samples = active_part(mixer.load(sound))
        yield np.stack((samples, samples), axis=1)


def _figure(value: float) -> float | None:
    return round(value, 2) if isfinite(value) else None
