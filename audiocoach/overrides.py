"""What the flags and the config change in a session."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audiocoach.errors import InputError
from audiocoach.spec.music import NO_MUSIC, MusicRef
from audiocoach.spec.session import Session
from audiocoach.spec.speech import VoiceRef
from audiocoach.spec.values import SoundscapeRef


@dataclass(frozen=True, slots=True)
class Overrides:
    """Values for a whole session; None leaves it as it is."""

    voice: str | None = None
    """`NAME`, or `ENGINE:NAME`."""
    language: str | None = None
    soundscape: str | None = None
    chatter: str | None = None
    music: Path | None = None
    """A file, a folder or a playlist; `none` for none."""


def overridden(session: Session, flags: Overrides, defaults: Overrides) -> Session:
    """`session` with `flags` in place of what it says, and `defaults` where it says nothing."""
    changes: dict[str, Any] = {}
    voice = defaults.voice if flags.voice is None and session.voice is None else flags.voice
    if voice is not None:
        changes["voice"] = voice_ref(voice)
    elif flags.language and flags.language != session.language:
        # A voice that was chosen for another language would misread this one.
        changes["voice"] = None
    soundscape = flags.soundscape or (defaults.soundscape if session.soundscape is None else None)
    if soundscape:
        is_file = Path(soundscape).is_file()
        changes["soundscape"] = SoundscapeRef(name=str(Path(soundscape).absolute()) if is_file else soundscape)
    if flags.music:
        files = NO_MUSIC if str(flags.music) == NO_MUSIC else str(flags.music.expanduser().absolute())
        own = session.music
        changes["music"] = own.model_copy(update={"files": (files,)}) if own else MusicRef(files=(files,))
    chatter = flags.chatter or (defaults.chatter if session.coaching.chatter is None else None)
    if chatter:
        changes["coaching"] = session.coaching.model_copy(update={"chatter": chatter})
    if flags.language:
        changes["language"] = flags.language
    return session.model_copy(update=changes)


def voice_ref(text: str) -> VoiceRef:
    """`joe`, or `piper:joe`; `InputError` for anything that is neither."""
    engine, sign, name = text.partition(":")
    try:
        return VoiceRef(engine=engine, name=name or None) if sign else VoiceRef(name=text)
    except ValidationError as error:
        raise InputError(f"`{text}` names no voice", "write NAME or ENGINE:NAME, e.g. `espeak:de`") from error
