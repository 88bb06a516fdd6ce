"""Whether what a session names is there: its language, voices, soundscapes, music and recordings."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from audiocoach.build.phrasebooks import own_book, phrasebook
from audiocoach.errors import InputError, UnknownName, VoiceError, short
from audiocoach.paths import is_folder
from audiocoach.script.script import Recording, VoiceChoice
from audiocoach.script.wording import choose
from audiocoach.session.music_ref import MusicRef
from audiocoach.session.values import NO_SOUNDSCAPE, SoundscapeRef, is_path
from audiocoach.session.voice_ref import VoiceRef
from audiocoach.sound.music.playlist import SUFFIXES
from audiocoach.sound.soundscapes import recipe
from audiocoach.sound.tones.tone_table import BELLS, TONES
from audiocoach.storage.regular import unreadable
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS
from audiocoach.voice import recording
from audiocoach.voice.registry import Registry
from audiocoach.voice.voice import Voice

_MOST_BESIDE: Final = 1_000
"""Recordings in a folder that are looked through for the name that was meant."""


class Installed:
    """What this machine has, for the reading of one session.

    Each name is looked for once, nothing is spoken, no model is loaded. Where very many are not there, no more are
    looked for: those before them are all that is told.
    """

    def __init__(self, registry: Registry, find_voice: Callable[[VoiceChoice], Voice] | None = None) -> None:
        """Voices are those that `find_voice` finds; None asks the registry."""
        self._registry = registry
        self._find_voice: Callable[[VoiceChoice], object] = find_voice or registry.resolve
        self._is_registry = find_voice is None
        self._missing = 0
        self._problem = cache(_problem)
        self._beside = cache(_recordings)

    def language(self, code: str) -> None:
        """Raise `UnknownName` where no phrasebook has this language."""
        self._tell(phrasebook, code)

    def voice(self, ref: VoiceRef, language: str) -> None:
        """Raise `UnknownName` where nobody is called so. An engine that cannot run is no fault of the session's."""
        self._tell(self._voice, ref, language)

    def speaks(self, ref: VoiceRef, language: str) -> bool:
        """Whether a voice is one of this language, as far as is known."""
        try:
            return not self._is_registry or self._registry.speaks(choose(ref, language))
        except VoiceError:
            return True

    def soundscape(self, ref: SoundscapeRef) -> None:
        """Raise `InputError` where there is no such soundscape, and `SpecError` for a recipe with mistakes."""
        self._tell(_soundscape, ref.name)

    def music(self, ref: MusicRef, folder: Path) -> None:
        """Raise `InputError` where a path leads nowhere."""
        for path in ref.paths(folder):
            self._tell(_music, path)

    def phrases(self, path: Path) -> None:
        """Raise `SpecError` for a phrasebook with mistakes."""
        self._tell(own_book, path)

    def recording(self, path: Path) -> None:
        """Raise `InputError` where there is no such file."""
        self._tell(self._recording, path)

    def bell(self, bell: str) -> None:
        """Raise `UnknownName` where no tone is called so, and `InputError` for a file that cannot be used."""
        self._tell(self._bell, bell)

    def _bell(self, bell: str) -> None:
        if not is_path(bell):
            if bell not in TONES:
                raise UnknownName("bell", bell, BELLS)
            return
        self._is_there(Path(bell), "bell")
        from audiocoach.sound.tones.own_bell import measured

        measured(Path(bell))

    def _recording(self, path: Path) -> None:
        self._is_there(path, "recording")
        recording.check(Recording(path))

    def _is_there(self, path: Path, what: str) -> None:
        problem = unreadable(path)
        if problem is None:
            return
        if not problem.missing:
            raise InputError(f"`{short(path.name)}` cannot be played: {problem.reason}", problem.hint)
        if beside := self._beside(path.parent):
            raise UnknownName(what, path.name, beside)
        raise InputError(f"there is no {what} `{short(path.name)}`", "name an audio file")

    def _voice(self, ref: VoiceRef, language: str) -> None:
        with suppress(VoiceError):
            self._find_voice(choose(ref, language))

    def _tell(self, find: Callable[..., object], *what: Hashable) -> None:
        if self._missing >= MOST_DIAGNOSTICS:
            raise InputError("names that are not there before this one", "mend those first")
        problem = self._problem(find, *what)
        if problem is not None:
            self._missing += 1
            raise problem.with_traceback(None)


def _problem(find: Callable[..., object], *what: Hashable) -> InputError | None:
    """What is wrong with a name, if `find` does not find it."""
    try:
        find(*what)
    except InputError as error:
        return error
    return None


def _soundscape(name: str) -> None:
    if name == NO_SOUNDSCAPE:
        return
    path = recipe.find(name)
    if name not in recipe.names() and path.suffix.lower() in recipe.SUFFIXES:
        recipe.read(path)


def _music(path: Path) -> None:
    problem = None if is_folder(path) else unreadable(path)
    if problem is None:
        return
    if problem.missing:
        raise InputError(f"there is no music at `{short(path)}`", "name a file, a folder or a playlist (.m3u)")
    raise InputError(f"`{short(path.name)}` cannot be played: {problem.reason}", problem.hint)


def _recordings(folder: Path) -> tuple[str, ...]:
    """The audio files in a folder, by name; none where it cannot be read, or holds too many."""
    try:
        found = tuple(path.name for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError:
        return ()
    return found if len(found) <= _MOST_BESIDE else ()
