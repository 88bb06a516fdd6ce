"""What the flags and the config change in a session."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from audiocoach.build.options import BuildOptions
from audiocoach.config import Config, raise_config_error
from audiocoach.errors import ConfigError, Diagnostic, InputError
from audiocoach.paths import at_home, is_file
from audiocoach.session.music_ref import NO_MUSIC, MusicRef
from audiocoach.session.resolving import Resolver
from audiocoach.session.session import Session
from audiocoach.session.values import SoundscapeRef
from audiocoach.session.voice_ref import VoiceRef
from audiocoach.syntax.amounts import parse_pace
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.verbalize.pronounced import wrong_sounds


def overridden(session: Session, flags: BuildOptions, defaults: Config, names: Resolver | None = None) -> Session:
    """`session` with `flags` in place of what it says, and `defaults` where it says nothing.

    Where somebody is asked for the `names`, raises `InputError` for one that is not there.
    """
    if flags.language is not None and names:
        names.language(flags.language)
    language = session.language if flags.language is None else flags.language
    if flags.voice is not None:
        session = session.spoken_by(_voice(flags.voice, language, names), "option")
    elif session.voice is None and defaults.voice is not None:
        with _of_config(defaults, language, names):
            voice = _voice(defaults.voice, language, names)
        if names is None or names.speaks(voice, language):  # one of another language would misread this one
            session = session.spoken_by(voice, "config")
    elif language != session.language:
        session = session.spoken_by(None, "session")
    session = session.with_words_in(session.words_language)
    changes: dict[str, Any] = {"language": language}
    if flags.soundscape is not None:
        changes["soundscape"] = _soundscape(flags.soundscape, names)
    elif session.soundscape is None and defaults.soundscape is not None:
        with _of_config(defaults, language, names):
            changes["soundscape"] = _soundscape(defaults.soundscape, names)
    if flags.music is not None:
        changes["music"] = _music(flags.music, session.music)
        if names:
            names.music(changes["music"], session.folder)
    if flags.variety is not None:
        changes["variety"] = flags.variety
    chatter = flags.chatter or (defaults.chatter if session.coaching.chatter is None else None)
    if chatter:
        changes["coaching"] = session.coaching.model_copy(update={"chatter": chatter})
    return session.model_copy(update=changes)


def voice_ref(text: str) -> VoiceRef:
    """`heart`, or `piper:joe`; `InputError` for anything that is neither."""
    try:
        return VoiceRef.model_validate(text)
    except ValidationError as error:
        raise InputError(f"`{text}` names no voice", "write NAME or ENGINE:NAME, e.g. `espeak:de`") from error


def sounds_of(defaults: Config) -> Mapping[str, str]:
    """How a config says that names sound; `ConfigError` where it does not."""
    wrong = wrong_sounds(defaults.pronounce)
    raise_config_error(Diagnostic(f"`pronounce` in config.toml: {one.message}", None, one.hint) for one in wrong)
    return defaults.pronounce


def wrong_defaults(defaults: Config, language: str, names: Resolver | None) -> Iterator[tuple[str, Diagnostic]]:
    """What a config's values cannot mean in a session of `language`, by their keys."""
    values: dict[str, tuple[str | None, Callable[[str], object]]] = {
        "voice": (defaults.voice, lambda text: _voice(text, language, names)),
        "soundscape": (defaults.soundscape, lambda text: _soundscape(text, names)),
        "pace": (defaults.pace, parse_pace),
    }
    for key, (value, parse) in values.items():
        try:
            _ = value is None or parse(value)
        except ConfigError:  # of the engines in it, which is told by itself
            continue
        except (InputError, InvalidValue) as error:
            yield key, Diagnostic(f"`{key}` in config.toml: {error.message}", None, error.hint)


@contextmanager
def _of_config(defaults: Config, language: str, names: Resolver | None) -> Iterator[None]:
    """Where a default is used that is wrong, the others that are wrong are told too."""
    try:
        yield
    except ConfigError:
        raise
    except InputError as error:
        raise_config_error(found for _, found in wrong_defaults(defaults, language, names))
        raise AssertionError("it was wrong, and is not") from error


def _voice(text: str, language: str, names: Resolver | None) -> VoiceRef:
    voice = voice_ref(text)
    if names:
        names.voice(voice, language)
    return voice


def _soundscape(text: str, names: Resolver | None) -> SoundscapeRef:
    """One that ships, or a file as the command line means it."""
    path = at_home(text)
    soundscape = SoundscapeRef(name=str(path.absolute()) if is_file(path) else text)
    if names:
        names.soundscape(soundscape)
    return soundscape


def _music(path: str, own: MusicRef | None) -> MusicRef:
    """The files at `path`, played as the session plays its own."""
    files = NO_MUSIC if path == NO_MUSIC else str(at_home(path).absolute())
    return own.model_copy(update={"files": (files,)}) if own else MusicRef(files=(files,))
