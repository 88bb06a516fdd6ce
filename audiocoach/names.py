"""Whether what a session names is there: its language, voices, soundscapes, music and recordings."""

from collections.abc import Callable, Hashable
from pathlib import Path

from audiocoach.errors import InputError, UnknownName
from audiocoach.script.phrasebook import phrasebook
from audiocoach.script.wording import choose
from audiocoach.sound import recipe
from audiocoach.spec.music import MusicRef
from audiocoach.spec.speech import VoiceRef
from audiocoach.spec.values import NO_SOUNDSCAPE, SoundscapeRef
from audiocoach.voice.registry import resolve


class Installed:
    """What this machine has; each name is looked for once, nothing is spoken and no model is loaded."""

    def __init__(self) -> None:
        self._found: dict[Hashable, InputError | None] = {}

    def language(self, code: str) -> None:
        """Raise `UnknownName` where no phrasebook has this language."""
        self._once(code, lambda: phrasebook(code))

    def voice(self, ref: VoiceRef, language: str) -> None:
        """Raise `UnknownName` where nobody is called so."""
        self._once((ref, language), lambda: resolve(choose(ref, language)))

    def soundscape(self, ref: SoundscapeRef, folder: Path) -> None:
        """Raise `UnknownName` or `InputError` where there is no such soundscape."""
        if ref.name != NO_SOUNDSCAPE:
            self._once((ref.name, folder, "soundscape"), lambda: recipe.find(recipe.located(ref.name, folder)))

    def music(self, ref: MusicRef, folder: Path) -> None:
        """Raise `InputError` where a path leads nowhere."""
        for path in ref.paths(folder):
            if not path.exists():
                raise InputError(f"there is no music at `{path}`", "name a file, a folder or a playlist (.m3u)")

    def recording(self, path: Path) -> None:
        """Raise `UnknownName`, which knows the files beside, where there is no such file."""
        self._once(path, lambda: _file(path))

    def _once(self, key: Hashable, find: Callable[[], object]) -> None:
        if key not in self._found:
            try:
                find()
                self._found[key] = None
            except InputError as error:
                self._found[key] = error
        known = self._found[key]
        if known is not None:
            raise known


def _file(path: Path) -> None:
    if not path.is_file():
        beside = [str(other.relative_to(path.parent)) for other in path.parent.glob("*")]
        raise UnknownName("recording", path.name, beside)
