"""A text spoken by itself, as it would sound in a session."""

from pathlib import Path

from audiocoach.errors import InputError
from audiocoach.mix.mixer import blocks
from audiocoach.mix.stems import write_float_wav
from audiocoach.overrides import voice_ref
from audiocoach.planning import Progress, default_studio
from audiocoach.script.phrasebook import phrasebook
from audiocoach.script.wording import Scene, Writer, choose
from audiocoach.spec.mistake import Mistake
from audiocoach.spec.template import check_names, check_silences
from audiocoach.timeline.model import Timeline, Track
from audiocoach.timeline.takes import Takes
from audiocoach.units import Millis, Samples


def speak_to_wav(text: str, path: Path, voice: str | None, language: str, progress: Progress) -> None:
    """Write `text` as spoken by `voice` to a WAV (32-bit float, stereo, 44.1 kHz)."""
    try:
        check_names(text, ())
        check_silences(text)
    except Mistake as mistake:
        raise InputError(mistake.message, mistake.hint) from mistake
    writer = Writer(phrasebook(language), choose(voice_ref(voice) if voice else None, language))
    nowhere = Scene("", None, Millis(0), Millis(0), "", None)
    words = writer.text(text, nowhere)
    studio = default_studio()
    takes = Takes(studio.record(words.spoken(), lambda done, total: progress("speaking", done, total)))
    length = takes.length(words.utterance)
    if not length:
        raise InputError("there is nothing to say", "give a text with words")
    timeline = Timeline(length, (Track("speech", takes.clips(words.utterance, Samples(0))),), ())
    write_float_wav(path, blocks(timeline, studio.load), length)
