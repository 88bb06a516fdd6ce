"""Piper's catalogue of voices: the one that ships, or one on the network; and fetching a voice of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Self
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from audiocoach.assets import asset
from audiocoach.errors import InputError, VoiceError, short, visible
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.model_file import MODEL_LIMIT
from audiocoach.voice.engines.piper.piper_settings import read_settings
from audiocoach.voice.engines.remote_file import (
    NETWORK_HINT,
    RemoteFile,
    fetch_file,
    fetch_text,
    fetch_whole,
    is_whole,
    make_folder,
)
from audiocoach.voice.offers import VoiceOffer

_CATALOGUE: Final = "voices.json"
_LIMIT: Final = 10_000_000
_KEY: Final = re.compile(r"(?P<language>[a-z]{2,3}_[A-Z]{2})-(?P<name>[\w+]{1,60})-(?P<quality>x_low|low|medium|high)")
_LICENCE: Final = re.compile(r"^\W*licen[cs]e:[ \t]*(\S.*)$", re.I | re.M)
_ADDRESS: Final = re.compile(r"^\W*url:[ \t]*(\S+)", re.I | re.M)
_LONGEST_CARD: Final = 1 << 16
_SUFFIXES: Final = (".onnx.json", ".onnx")
"""Of a voice's files. The model comes last: without its configuration beside it, it is no voice."""


class _ListedFile(BaseModel):
    """What the catalogue says of a file."""

    size_bytes: Annotated[int, Field(strict=True, ge=0, le=MODEL_LIMIT)]
    md5_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _ListedLanguage(BaseModel):
    name_english: str = ""
    country_english: str = ""


class _ListedVoice(BaseModel):
    files: dict[str, _ListedFile]
    """By path, from where the catalogue lies."""
    language: _ListedLanguage = _ListedLanguage()


@dataclass(frozen=True)
class PiperCatalogue:
    """Which voices there are, and where their files lie."""

    root: str
    """The address that the files' paths start from."""
    listed: Mapping[str, Any]
    """What is said of each voice, by its key; not looked through yet."""

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """The voices that were known when this version was made. Raises `VoiceError` without Piper."""
        return cls(_own_root(), json.loads(asset("voices", "piper.json").read_bytes()))

    @classmethod
    def at(cls, address: str | None = None) -> Self:
        """The catalogue at an address, by default where Piper's own downloader looks.

        Raises `InputError` for no address, and `VoiceError` where it cannot be had within a minute.
        """
        root = (address or _own_root()).rstrip("/")
        if not root.startswith(("https://", "http://")):
            raise InputError(f"{short(root)} is no address of a catalogue", "it starts with https://")
        try:
            listed = json.loads(fetch_whole(f"{root}/{_CATALOGUE}", _LIMIT))
        except (ValueError, RecursionError) as error:
            raise VoiceError("Piper's catalogue is damaged", NETWORK_HINT) from error
        if not isinstance(listed, dict):
            raise VoiceError("Piper's catalogue is damaged", NETWORK_HINT)
        return cls(root, listed)

    def offers(self) -> tuple[VoiceOffer, ...]:
        """Every voice that is listed in full, in the catalogue's order."""
        return self._every

    @cached_property
    def _every(self) -> tuple[VoiceOffer, ...]:
        return tuple(offer for key in self.listed if (offer := self._offer(key)))

    def licence(self, key: str) -> str:
        """What its makers wrote of its licence, from the card beside it. Raises `VoiceError`."""
        (card,) = self._files(key, lambda name: name == "MODEL_CARD") or (None,)
        if card is None or card.size > _LONGEST_CARD:
            return "not stated"
        text = fetch_text(card)
        found, address = _LICENCE.search(text), _ADDRESS.search(text)
        words = found[1].strip() if found else "not stated"
        return f"see {address[1]}" if address and words.lower().strip(".") == "see url" else words

    def is_here(self, key: str, folder: Path) -> bool:
        """Whether its files lie in a folder, whole."""
        return all(is_whole(file, folder / file.name) for file in self._voice_files(key))

    def fetch(self, key: str, folder: Path, progress: Callable[[int, int], None]) -> Path:
        """Put its files into a folder, which gives its model. Raises `VoiceError`; for a voice of no use, at once."""
        files = self._voice_files(key)
        make_folder(folder)
        total, come = sum(file.size for file in files), 0
        for file in files:
            for size in fetch_file(file, folder / file.name):
                come += size
                progress(come, total)
            if file is files[0]:
                _check_settings(folder / file.name)
        return folder / files[-1].name

    def _offer(self, key: str) -> VoiceOffer | None:
        parts = _KEY.fullmatch(key)
        try:
            size = sum(file.size for file in self._voice_files(key)) if parts else 0
            language = _ListedVoice.model_validate(self.listed[key]).language
        except (VoiceError, ValidationError):
            return None
        if parts is None:
            return None
        words = (language.name_english, language.country_english, f"{parts['quality']} quality")
        description = visible(", ".join(filter(None, words)))
        return VoiceOffer(key, parts["name"], parts["language"].replace("_", "-"), description, size)

    def _voice_files(self, key: str) -> tuple[RemoteFile, ...]:
        """Configuration and model, in this order. Raises `VoiceError`."""
        found = {file.name: file for file in self._files(key, lambda name: name.endswith(_SUFFIXES))}
        try:
            return tuple(found[f"{key}{suffix}"] for suffix in _SUFFIXES)
        except KeyError as error:
            raise _unlisted(key) from error

    def _files(self, key: str, is_wanted: Callable[[str], bool]) -> tuple[RemoteFile, ...]:
        try:
            listed = _ListedVoice.model_validate(self.listed.get(key)).files
        except ValidationError as error:
            raise _unlisted(key) from error
        return tuple(
            RemoteFile(name, f"{self.root.rstrip('/')}/{quote(path)}", file.size_bytes, file.md5_digest, "md5")
            for path, file in listed.items()
            if is_wanted(name := path.rsplit("/", 1)[-1])
        )


def is_key(text: str) -> bool:
    """Whether a voice in a catalogue could be called so."""
    return _KEY.fullmatch(text) is not None


def _check_settings(path: Path) -> None:
    """Whether a voice of this configuration can speak here; where it cannot, the file is gone."""
    try:
        read_settings(path)
    except InputError as error:
        path.unlink(missing_ok=True)
        raise VoiceError(f"this version cannot use the voice: {error.message}", "choose another voice") from error


def _own_root() -> str:
    """Where Piper's own downloader finds the catalogue."""
    try:
        from piper.download_voices import VOICES_JSON
    except ImportError as error:
        raise VoiceError("piper is not installed", install("piper-tts")) from error
    return str(VOICES_JSON).split(_CATALOGUE)[0]


def _unlisted(key: str) -> VoiceError:
    return VoiceError(f"Piper's catalogue does not say where `{short(key)}` is", NETWORK_HINT)
