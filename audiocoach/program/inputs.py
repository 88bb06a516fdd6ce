"""All that decides a session's files, as one digest: what a manifest knows a finished file by, without planning it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields
from functools import cache
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.errors import InputError, UnreadableFile, VoiceError
from audiocoach.paths import is_file, is_folder
from audiocoach.script.wording import choose
from audiocoach.session.session import Session
from audiocoach.session.values import is_path
from audiocoach.session.walking import with_included
from audiocoach.storage.code_version import code_version
from audiocoach.storage.regular import open_regular

_BLOCK: Final = 1 << 20
_MOST_FILES: Final = 10_000
"""Of a folder that a session names."""
_ELSEWHERE: Final = ("force", "stems")
"""Options that decide nothing about an MP3's bytes."""


class Inputs:
    """Digests sessions; each file that they name is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files: dict[Path, str] = {}

    def digest(self, session: Session, options: BuildOptions) -> str:
        """The digest of a session that is shaped already, of everything that it names, and of our own code."""
        sessions = with_included(session)
        parts = (
            _ours(),
            repr([(one, one.words_language) for one in sessions]),
            repr((session.day_words, session.program_place, session.voice_origin)),
            repr([(each.name, getattr(options, each.name)) for each in fields(options) if each.name not in _ELSEWHERE]),
            repr((self._workspace.config.quality, self._workspace.config.engines)),
            self._voice(session),
            *(f"{path} {self._file(path)}" for one in sessions for path in sorted(_named(one, one.folder))),
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _voice(self, session: Session) -> str:
        """Who speaks where the language decides; a voice that is fetched later may be another one."""
        with suppress(InputError, VoiceError):
            return " ".join(self._workspace.identity(choose(session.voice, session.language)))
        return ""

    def _file(self, path: Path) -> str:
        if path not in self._files:
            self._files[path] = _folder_digest(path) if is_folder(path) else file_digest(path)
        return self._files[path]


def file_digest(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with open_regular(path) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except (OSError, UnreadableFile):
        return ""
    return digest.hexdigest()


def _folder_digest(folder: Path) -> str:
    try:
        found = sorted(path for path in folder.rglob("*") if path.is_file())[:_MOST_FILES]
    except OSError:
        return ""
    listing = [f"{path.relative_to(folder)} {file_digest(path)}" for path in found]
    return hashlib.sha256(json.dumps(listing).encode(errors="surrogateescape")).hexdigest()


def _named(value: Any, folder: Path) -> Iterator[Path]:
    """Every file and folder that a text somewhere in `value` names."""
    if isinstance(value, str):
        if is_path(value):
            path = folder / value
            yield from (one for one in dict.fromkeys((path, Path(value))) if is_file(one) or is_folder(one))
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _named(getattr(value, name), folder)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _named(item, folder)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _named(item, folder)


@cache
def _ours() -> str:
    """Our code, and the versions of all libraries that it names and of all engines that are installed."""
    rooms = sorted(one.name for one in files("audiocoach").iterdir() if one.is_dir() or one.name.endswith(".py"))
    names = {_name(requirement) for requirement in requires("audiocoach") or ()}
    names |= {one.dist.name for one in entry_points(group="audiocoach.engines") if one.dist}
    return " ".join((code_version(*rooms), *(f"{name} {_version(name)}" for name in sorted(names))))


def _version(name: str) -> str:
    """The version of a library; empty where it is not installed."""
    with suppress(PackageNotFoundError):
        return version(name)
    return ""


def _name(requirement: str) -> str:
    """`numpy` of `numpy<2.6,>=2.4`."""
    end = next((at for at, char in enumerate(requirement) if not (char.isalnum() or char in "-_.")), len(requirement))
    return requirement[:end]
