"""A text spoken by itself, as it would sound in a session; and what there is to speak in one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiocoach.audio.wav import write_wav
from audiocoach.build.events import Speaking
from audiocoach.build.options import BuildOptions
from audiocoach.build.overrides import sounds_of, voice_ref
from audiocoach.build.phrasebooks import phrasebook
from audiocoach.build.planning import script_of
from audiocoach.build.workspace import Workspace
from audiocoach.conventions import SPEECH
from audiocoach.errors import InputError
from audiocoach.mix.track_source import blocks
from audiocoach.script.script import Line, Words
from audiocoach.script.wording import TextScope, Writer, choose
from audiocoach.session.session import Session
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.silences import check_silences
from audiocoach.syntax.template import check_names
from audiocoach.timeline.takes import Takes
from audiocoach.timeline.timeline import Timeline, Track
from audiocoach.units import Millis, Samples
from audiocoach.voice.engines.recording.recording_engine import recording_name

DEFAULT_LANGUAGE: Final = "en"
"""What is spoken where nobody says."""


@dataclass(frozen=True, slots=True)
class LineToRecord:
    """One sentence that somebody may record themselves."""

    file: str
    """What the recording is called, without its ending, for the engine `recording` to find it."""
    text: str
    voice: str
    """Who says it as the session stands; empty for the language's own voice."""
    times: int
    """How often the sessions say it."""
    spare: bool
    """Whether it is said only where there is no time for a longer line."""


def lines_to_record(*sessions: Session) -> tuple[LineToRecord, ...]:
    """Every sentence of all `sessions`, once for each voice, in the order in which they first come."""
    found: dict[Line, LineToRecord] = {}
    for draft in (draft for session in sessions for draft in script_of(session).drafts()):
        for words, spare in ((draft.full, False), (draft.short, True)):
            for line in _lines(words):
                known = found.get(line)
                times = (known.times if known else 0) + (not spare)
                name = recording_name(line.text)
                found[line] = LineToRecord(name, line.text, line.voice.label, times, times == 0)
    return tuple(line for line in found.values() if line.file)


def _lines(words: Words | None) -> Iterator[Line]:
    return (part for part in words.utterance if isinstance(part, Line)) if words else iter(())


def speak_to_wav(text: str, path: Path, options: BuildOptions, workspace: Workspace) -> None:
    """Write `text` as it is spoken in a session with these options to a WAV (32-bit float, stereo, 44.1 kHz)."""
    try:
        check_names(text, ())
        check_silences(text)
    except InvalidValue as invalid:
        raise InputError(invalid.message, invalid.hint) from invalid
    language = options.language or DEFAULT_LANGUAGE
    book = phrasebook(language).model_copy(update={"pronounce": sounds_of(workspace.config)})
    writer = Writer(book, choose(voice_ref(options.voice) if options.voice else None, language))
    nowhere = TextScope("", None, Millis(0), Millis(0), "", None)
    words = writer.text(text, nowhere)

    def spoken(done: int, total: int) -> None:
        workspace.events(Speaking(text, done, total))

    takes = Takes(workspace.studio.record(words.spoken(), spoken))
    length = takes.length(words.utterance)
    if not length:
        raise InputError("there is nothing to say", "give a text with words")
    clips = tuple(part.clip for part in takes.parts(words.utterance, Samples(0)) if part.clip)
    timeline = Timeline(length, (Track(SPEECH, clips),), ())
    write_wav(path, blocks(timeline, workspace.studio.load), length)
