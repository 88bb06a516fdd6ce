"""A coach's own recordings: a folder of files, each called by what is said in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import platformdirs

from audiocoach.config import OwnEngine
from audiocoach.errors import InputError, UnknownName, VoiceError, visible
from audiocoach.paths import at_home, entries, is_file, is_folder
from audiocoach.script.script import Line, Recording, Spoken, VoiceChoice
from audiocoach.voice.engines.choice_checks import check_options
from audiocoach.voice.voice import RawTake, Voice, VoiceInfo

FORMATS: Final = frozenset((".wav", ".mp3", ".m4a", ".aac", ".flac", ".ogg", ".opus", ".aiff", ".aif", ".webm"))
"""What is looked at in a folder; other files lie there unnoticed."""
MOST_FILES: Final = 20_000
"""In a folder of recordings."""
MOST_FOLDERS: Final = 1000
_LONGEST: Final = 80
_DIGEST: Final = 8


def recording_name(text: str) -> str:
    """How the file is called, without its ending, in which `text` is said: `walk-briskly-arms-loose`.

    Letters and digits of any script in lower case, all else as one hyphen; a long name is cut, and ends in eight
    digits of its SHA-256. Empty where nothing in `text` is said.
    """
    letters = unicodedata.normalize("NFC", text).casefold().replace("'", "").replace("’", "")
    name = re.sub(r"[\W_]+", "-", letters).strip("-")
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: _LONGEST - _DIGEST - 1].rstrip('-')}-{digest}"


def recordings_folder() -> Path:
    """Where folders lie that a session names without a path: `recordings` in the user's data."""
    return platformdirs.user_data_path("audiocoach") / "recordings"


class RecordingEngine:
    """Folders of recordings, by path or by their name in `recordings_folder()`."""

    name = "recording"

    def voices(self) -> Sequence[VoiceInfo]:
        """The folders in the user's data. They speak the session's language, whichever it is."""
        try:
            folders = [path for path in entries(recordings_folder(), MOST_FOLDERS) if is_folder(path)]
        except OSError:
            return ()
        return tuple(VoiceInfo(visible(path.name), "und", f"recordings in {_shown(path)}", True) for path in folders)

    def missing(self) -> str | None:
        """Nothing: any folder will do."""
        return None

    def accepts(self, name: str) -> bool:
        """Whether `name` is a folder."""
        return is_folder(_folder(name))

    def voice(self, choice: VoiceChoice) -> RecordedVoice:
        """The folder named."""
        if choice.name is None:
            raise InputError("the engine `recording` needs a folder", "write {engine: recording, name: FOLDER}")
        return _voice(_folder(choice.name), choice, VoiceChoice(choice.language))


@dataclass(frozen=True)
class FolderEngine:
    """One folder from the user's config: `[engines.anna] folder = ...` is `voice: anna`."""

    name: str
    settings: OwnEngine

    def voices(self) -> Sequence[VoiceInfo]:
        """Itself."""
        described = f"recordings in {_shown(self._folder)}"
        return (VoiceInfo(self.name, self.settings.language, described, self.missing() is None),)

    def missing(self) -> str | None:
        """The folder, where it is not there."""
        return None if is_folder(self._folder) else f"make the folder {_shown(self._folder)}"

    def voice(self, choice: VoiceChoice) -> RecordedVoice:
        """The folder, with the fallback that the config names."""
        return _voice(self._folder, choice, VoiceChoice(choice.language, self.settings.fallback))

    @property
    def _folder(self) -> Path:
        return at_home(self.settings.folder or Path())


@dataclass(frozen=True)
class RecordedVoice:
    """A folder, and who says what is not in it."""

    folder: Path
    fallback: VoiceChoice
    find_voice: Callable[[VoiceChoice], Voice] | None = None
    """How the fallback is found."""

    @property
    def name(self) -> str:
        """The folder's."""
        return self.folder.name or _shown(self.folder)

    @cached_property
    def fingerprint(self) -> str:
        """Of all its files, and of the fallback."""
        from audiocoach.voice.recording import fingerprint

        files = [f"{name} {fingerprint(Recording(path))}" for name, path in self._files.items()]
        digest = hashlib.sha256("\n".join(files).encode()).hexdigest()
        return f"recordings {digest}; {self._other.fingerprint}"

    def among(self, find_voice: Callable[[VoiceChoice], Voice]) -> RecordedVoice:
        """The same, whose fallback is one of these."""
        return replace(self, find_voice=find_voice)

    def part(self, text: str) -> tuple[Spoken, str | None]:
        """The file in which `text` is said, or else the fallback's line and a notice of that."""
        path = self._files.get(recording_name(text))
        if path is not None:
            return Recording(path), None
        notice = f'not recorded in {_shown(self.folder)}: "{text}" ({recording_name(text)}); another voice says it'
        return Line(self.fallback, text), notice

    def speak(self, text: str) -> RawTake:
        """The recording, or the fallback's take."""
        from audiocoach.voice.recording import decode

        part, _ = self.part(text)
        return decode(part) if isinstance(part, Recording) else self._other.speak(text)

    @property
    def _other(self) -> Voice:
        """Who says what is not recorded."""
        if self.find_voice is None:
            raise VoiceError(f"nobody says what is not recorded in {_shown(self.folder)}", "record every line")
        return self.find_voice(self.fallback)

    @cached_property
    def _files(self) -> dict[str, Path]:
        """By name. Raises `InputError` where two files are of one name: which is meant?"""
        try:
            found = entries(self.folder, MOST_FILES + 1)
        except OSError as error:
            what = f"cannot read {_shown(self.folder)}: {error.strerror or error}"
            raise VoiceError(what, "name a folder of recordings") from error
        if len(found) > MOST_FILES:
            raise InputError(f"{_shown(self.folder)} holds more than {MOST_FILES:,} files", "name a folder of its own")
        paths = [path for path in found if path.suffix.lower() in FORMATS and is_file(path)]
        files: dict[str, Path] = {}
        for path in paths:
            name = unicodedata.normalize("NFC", path.stem).casefold()
            if name in files:
                both = f"{_shown(files[name])} and {visible(path.name)}"
                raise InputError(f"two recordings of one line: {both}", "keep one of them")
            files[name] = path
        return files


def _voice(folder: Path, choice: VoiceChoice, fallback: VoiceChoice) -> RecordedVoice:
    check_options("recording", choice)
    if choice.rate != 1:
        raise InputError(f"a recording has its own speed, not the rate {choice.rate:g}", "leave `rate` out")
    if not is_folder(folder):
        raise UnknownName("folder of recordings", str(folder), (voice.name for voice in RecordingEngine().voices()))
    return RecordedVoice(folder, fallback)


def _folder(name: str) -> Path:
    """The user's own folder of that name, or else the path."""
    own = recordings_folder() / name
    return own if is_folder(own) else at_home(name)


def _shown(path: Path) -> str:
    """A path in a message."""
    return visible(str(path))
