"""Piper's catalogue of voices on the network: fetching one, checked and whole."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from audiocoach.errors import InputError, UnknownName, UnreadableFile, VoiceError, short, visible
from audiocoach.storage.files import replacing
from audiocoach.storage.regular import open_regular
from audiocoach.voice.engines.deadline import within
from audiocoach.voice.engines.model_file import MODEL_LIMIT
from audiocoach.voice.engines.network import HttpRequest, NetworkError
from audiocoach.voice.engines.piper.piper_model import voices_folder

CATALOGUE_S: Final = 45.0
"""The longest that the catalogue may take, 300 kB."""
STALL_S: Final = 20.0
STALL_BYTES: Final = 20_000
"""The least that comes of a file in `STALL_S`: a slower network would take more than a day."""
_CATALOGUE: Final = "voices.json"
_CATALOGUE_LIMIT: Final = 10_000_000
_NAME: Final = re.compile(r"[A-Za-z0-9_]{1,40}-[A-Za-z0-9_+-]{1,60}")
_LONGEST_SHOWN: Final = 200
_HINT: Final = "see to the network and try again"


class _ListedFile(BaseModel):
    """What the catalogue says of a file."""

    size_bytes: Annotated[int, Field(strict=True, ge=0, le=MODEL_LIMIT)]
    md5_digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _ListedVoice(BaseModel):
    files: dict[str, _ListedFile]
    """By path, from where the catalogue lies."""


@dataclass(frozen=True, slots=True)
class VoiceFile:
    """A file to fetch: what it is called here, where it is, and what it must be."""

    name: str
    url: str
    size: int
    """Bytes."""
    md5: str


def download(
    name: str,
    *,
    base_url: str | None = None,
    folder: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Fetch the voice `name`, such as `en_GB-alba-medium`, and give the path of its model.

    `base_url` is where the catalogue lies, by default where Piper's own downloader looks; `folder` is where the two
    files go, by default where audiocoach looks for voices; `progress` is told how many bytes of how many have come.
    What is there and whole is not fetched again. Raises `UnknownName`, and `VoiceError` where the network fails or a
    file is not the one in the catalogue: within a minute from when the last bytes came.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"`{short(name)}` is no name of a Piper voice", "write it as `en_GB-alba-medium`")
    root = (base_url or _default_base()).rstrip("/")
    if not root.startswith(("https://", "http://")):
        raise InputError(f"{short(root)} is no address of a catalogue", "it starts with https://")
    files = _files_of(name, root)
    folder = folder or voices_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VoiceError(f"cannot make the folder {visible(str(folder))}: {error.strerror}", "name another") from error
    total, come = sum(file.size for file in files), 0
    for file in files:
        for size in _fetch(file, folder / file.name):
            come += size
            if progress:
                progress(come, total)
    return folder / f"{name}.onnx"


def _default_base() -> str:
    """Where Piper's own downloader finds the catalogue."""
    from piper.download_voices import VOICES_JSON

    return str(VOICES_JSON).split(_CATALOGUE)[0]


def _files_of(name: str, root: str) -> tuple[VoiceFile, ...]:
    """The files of a voice. The model comes last: without its configuration beside it, it is no voice."""
    catalogue = _catalogue(f"{root}/{_CATALOGUE}")
    if name not in catalogue:
        raise UnknownName("voice in Piper's catalogue", name, catalogue)
    try:
        listed = _ListedVoice.model_validate(catalogue[name]).files
        paths = {path.rsplit("/", 1)[-1]: path for path in listed}
        wanted = [paths[file] for file in (f"{name}.onnx.json", f"{name}.onnx")]
    except (ValidationError, KeyError) as error:
        raise VoiceError(f"Piper's catalogue does not say where `{name}` is", _HINT) from error
    return tuple(
        VoiceFile(path.rsplit("/", 1)[-1], f"{root}/{quote(path)}", listed[path].size_bytes, listed[path].md5_digest)
        for path in wanted
    )


def _catalogue(url: str) -> dict[str, Any]:
    request = HttpRequest(url)
    try:
        answer = within(CATALOGUE_S, lambda: request.read(_CATALOGUE_LIMIT), request.abandon)
        catalogue = json.loads(answer)
    except (NetworkError, TimeoutError) as error:
        raise _unfetched(url, error) from error
    except (ValueError, RecursionError) as error:
        raise VoiceError("Piper's catalogue is damaged", _HINT) from error
    if not isinstance(catalogue, dict):
        raise VoiceError("Piper's catalogue is damaged", _HINT)
    return catalogue


def _fetch(file: VoiceFile, path: Path) -> Iterator[int]:
    """Write `file` to `path`, if it is what it must be; yields how many bytes came."""
    if _is_there(file, path):
        yield file.size
        return
    digest, left = hashlib.md5(usedforsecurity=False), file.size
    with replacing(path) as sink:
        for piece in _pieces(file):
            left -= len(piece)
            digest.update(piece)
            sink.write(piece)
            yield len(piece)
        if left or digest.hexdigest() != file.md5:
            raise VoiceError(f"{file.name} came damaged or incomplete", _HINT)


def _pieces(file: VoiceFile) -> Iterator[bytes]:
    """The file as it comes. Raises `VoiceError` where too little comes in a time, or more than it should."""
    # Any host may send it, as long as it is what the catalogue says.
    request = HttpRequest(file.url, may_move=True)
    pieces = request.pieces(file.size + 1)
    try:
        piece = within(STALL_S, lambda: next(pieces, b""), request.abandon)
        since, come = time.monotonic(), 0
        while piece:
            yield piece
            come += len(piece)
            if time.monotonic() - since > STALL_S:
                if come < STALL_BYTES:
                    raise TimeoutError(f"only {come:,} bytes came in {STALL_S:.0f} s")
                since, come = time.monotonic(), 0
            piece = next(pieces, b"")
    except (NetworkError, TimeoutError) as error:
        raise _unfetched(file.url, error) from error
    finally:
        with suppress(ValueError):  # it is under way in the thread that was left behind
            pieces.close()


def _is_there(file: VoiceFile, path: Path) -> bool:
    try:
        with open_regular(path) as there:
            digest = hashlib.file_digest(there, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    except (UnreadableFile, OSError):
        return False
    return digest == file.md5 and path.stat().st_size == file.size


def _unfetched(url: str, error: Exception) -> VoiceError:
    return VoiceError(f"cannot fetch {visible(url[:_LONGEST_SHOWN])}: {error}", _HINT)
