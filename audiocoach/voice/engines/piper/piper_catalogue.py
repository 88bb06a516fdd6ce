"""Piper's catalogue of voices on the network: fetching one, checked and whole."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.storage.files import replacing
from audiocoach.voice.engines.piper.piper_model import voices_folder

TIMEOUT_S: Final = 20.0
"""The longest silence of the server."""
_CATALOGUE: Final = "voices.json"
_CATALOGUE_LIMIT: Final = 10_000_000
_BLOCK: Final = 1 << 20
_NAME: Final = re.compile(r"[A-Za-z0-9_]+-[A-Za-z0-9_+-]+")
_HINT: Final = "see to the network and try again"


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
    file is not the one in the catalogue.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"`{name}` is no name of a Piper voice", "write it as `en_GB-alba-medium`")
    root = (base_url or _default_base()).rstrip("/")
    if not root.startswith(("https://", "http://")):
        raise InputError(f"{root} is no address of a catalogue", "it starts with https://")
    catalogue = _catalogue(root)
    if name not in catalogue:
        raise UnknownName("voice in Piper's catalogue", name, catalogue)
    folder = folder or voices_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        listed = {PurePosixPath(path).name: (path, entry) for path, entry in catalogue[name]["files"].items()}
        # The model last: without its configuration beside it, it is no voice.
        wanted = [(listed[file][0], listed[file][1]) for file in (f"{name}.onnx.json", f"{name}.onnx")]
        total, come = sum(entry["size_bytes"] for _, entry in wanted), 0
        for path, entry in wanted:
            place = folder / PurePosixPath(path).name
            for size in _fetch(f"{root}/{quote(path)}", place, entry["size_bytes"], entry["md5_digest"]):
                come += size
                if progress:
                    progress(come, total)
    except (KeyError, TypeError, AttributeError) as error:
        raise VoiceError(f"Piper's catalogue does not say where `{name}` is", _HINT) from error
    return folder / f"{name}.onnx"


def _default_base() -> str:
    """Where Piper's own downloader finds the catalogue."""
    from piper.download_voices import VOICES_JSON

    return str(VOICES_JSON).split(_CATALOGUE)[0]


def _catalogue(root: str) -> dict[str, Any]:
    with _opened(f"{root}/{_CATALOGUE}") as answer:
        try:
            catalogue = json.loads(answer.read(_CATALOGUE_LIMIT))
        except ValueError as error:
            raise VoiceError("Piper's catalogue is damaged", _HINT) from error
    if not isinstance(catalogue, dict):
        raise VoiceError("Piper's catalogue is damaged", _HINT)
    return catalogue


def _fetch(url: str, path: Path, size: int, md5: str) -> Iterator[int]:
    """Write what is at `url` to `path`, if it is of `size` bytes and its MD5 is `md5`; yields how many bytes came."""
    if _is_there(path, size, md5):
        yield size
        return
    digest, left = hashlib.md5(usedforsecurity=False), size
    with replacing(path) as file, _opened(url) as answer:
        while left >= 0 and (block := answer.read(_BLOCK)):
            left -= len(block)
            digest.update(block)
            file.write(block)
            yield len(block)
        if left or digest.hexdigest() != md5:
            raise VoiceError(f"{path.name} came damaged or incomplete", _HINT)


def _is_there(path: Path, size: int, md5: str) -> bool:
    if not path.is_file() or path.stat().st_size != size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == md5


@contextmanager
def _opened(url: str) -> Iterator[HTTPResponse]:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310 - http and https only, see above
            yield answer
    except urllib.error.HTTPError as error:
        raise VoiceError(f"cannot fetch {url}: the server answered {error.code} {error.reason}", _HINT) from error
    except (OSError, HTTPException) as error:
        raise VoiceError(f"cannot fetch {url}: {getattr(error, 'reason', None) or error}", _HINT) from error
