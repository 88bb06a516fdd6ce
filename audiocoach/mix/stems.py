"""Stems: each track of a session as a WAV of its own, as it goes into the mix, before the limiter."""

from pathlib import Path

from audiocoach.audio.wav import write_wav
from audiocoach.conventions import WAV
from audiocoach.errors import DeliverError
from audiocoach.mix.mixer import Mixer


def write_stems(mixer: Mixer, folder: Path) -> tuple[Path, ...]:
    """Writes `speech.wav`, `tones.wav`, ... into `folder` (made where missing) and gives their paths.

    Raises `DeliverError` where the disk refuses; a stem that was there before is then whole.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliverError(f"cannot write to {folder}: {error.strerror}") from error
    paths = []
    for name in mixer.buses:
        paths.append(folder / f"{name}{WAV}")
        write_wav(paths[-1], mixer.bus(name), mixer.timeline.length)
    return tuple(paths)
