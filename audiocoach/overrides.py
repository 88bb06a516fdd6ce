"""What the flags and the config change in a session."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audiocoach.errors import InputError
from audiocoach.spec.asking import Names
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

    @property
    def keys(self) -> frozenset[str]:
        """The session's keys that these stand for."""
        return frozenset(key for key in ("voice", "language", "soundscape", "music") if getattr(self, key) is not None)


def overridden(session: Session, flags: Overrides, defaults: Overrides, names: Names | None = None) -> Session:
    """`session` with `flags` in place of what it says, and `defaults`, the config's, where it says nothing.

    Where somebody is asked for the `names`, raises `InputError` for one that is not there.
    """
    if flags.language and names:
        names.language(flags.language)
    changes: dict[str, Any] = {"language": flags.language or session.language}
    if flags.voice is not None:
        changes["voice"] = _voice(flags.voice, changes["language"], names)
    elif session.voice is None and defaults.voice is not None:
        with _of_config("voice"):
            changes["voice"] = _voice(defaults.voice, changes["language"], names)
    elif changes["language"] != session.language:
        # A voice that was chosen for another language would misread this one.
        changes["voice"] = None
    if flags.soundscape:
        changes["soundscape"] = _soundscape(flags.soundscape, session.folder, names)
    elif session.soundscape is None and defaults.soundscape:
        with _of_config("soundscape"):
            changes["soundscape"] = _soundscape(defaults.soundscape, session.folder, names)
    if flags.music:
        changes["music"] = _music(flags.music, session.music)
        if names:
            names.music(changes["music"], session.folder)
    chatter = flags.chatter or (defaults.chatter if session.coaching.chatter is None else None)
    if chatter:
        changes["coaching"] = session.coaching.model_copy(update={"chatter": chatter})
    return session.model_copy(update=changes)


def voice_ref(text: str) -> VoiceRef:
    """`joe`, or `piper:joe`; `InputError` for anything that is neither."""
    try:
        return VoiceRef.model_validate(text)
    except ValidationError as error:
        raise InputError(f"`{text}` names no voice", "write NAME or ENGINE:NAME, e.g. `espeak:de`") from error


@contextmanager
def _of_config(key: str) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        raise InputError(f"`{key}` in config.toml: {error.message}", error.hint) from error


def _voice(text: str, language: str, names: Names | None) -> VoiceRef:
    voice = voice_ref(text)
    if names:
        names.voice(voice, language)
    return voice


def _soundscape(text: str, folder: Path, names: Names | None) -> SoundscapeRef:
    """One that ships, or a file as the command line means it."""
    soundscape = SoundscapeRef(name=str(Path(text).absolute()) if Path(text).is_file() else text)
    if names:
        names.soundscape(soundscape, folder)
    return soundscape


def _music(path: Path, own: MusicRef | None) -> MusicRef:
    """The files at `path`, played as the session plays its own."""
    files = NO_MUSIC if str(path) == NO_MUSIC else str(path.expanduser().absolute())
    return own.model_copy(update={"files": (files,)}) if own else MusicRef(files=(files,))
