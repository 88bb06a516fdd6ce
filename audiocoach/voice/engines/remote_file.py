"""Fetching a file whose size and digest are known: whole, checked before it takes its name, and in bounded time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from audiocoach.errors import UnreadableFile, VoiceError, visible
from audiocoach.storage.files import replacing
from audiocoach.storage.regular import open_regular
from audiocoach.voice.engines.deadline import within

STALL_S: Final = 20.0
STALL_BYTES: Final = 20_000
"""The least that comes of a file in `STALL_S`: a slower network would take more than a day."""
WHOLE_S: Final = 45.0
"""The longest that something short may take."""
NETWORK_HINT: Final = "see to the network and try again"
_LONGEST_SHOWN: Final = 200

Algorithm = Literal["md5", "sha256"]


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file to fetch: what it is called here, where it is, and what it must be."""

    name: str
    url: str
    size: int
    """Bytes."""
    digest: str
    """In hexadecimal."""
    algorithm: Algorithm


def fetch_file(file: RemoteFile, path: Path) -> Iterator[int]:
    """Write `file` to `path`, if it is what it must be; yields how many bytes came.

    What is there and whole is not fetched again. Raises `VoiceError` where the network fails or another file comes,
    within a minute from when the last bytes came: nothing is left then but what was there.
    """
    if is_whole(file, path):
        yield file.size
        return
    digest, left = _hash(file), file.size
    with replacing(path) as sink:
        for piece in _pieces(file):
            left -= len(piece)
            digest.update(piece)
            sink.write(piece)
            yield len(piece)
        if left or digest.hexdigest() != file.digest:
            raise VoiceError(f"{visible(file.name)} came damaged or incomplete", NETWORK_HINT)


def make_folder(folder: Path) -> None:
    """The folder that voices go into. Raises `VoiceError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"cannot make the folder {visible(str(folder))}: {error.strerror}"
        raise VoiceError(why, "name another by AUDIOCOACH_VOICES") from error


def fetch_text(file: RemoteFile) -> str:
    """A short file as text. Raises `VoiceError`."""
    content = fetch_whole(file.url, file.size, may_move=True)
    digest = _hash(file)
    digest.update(content)
    if digest.hexdigest() != file.digest:
        raise VoiceError(f"{visible(file.name)} came damaged or incomplete", NETWORK_HINT)
    return content.decode("utf-8", "replace")


def fetch_whole(url: str, limit: int, *, may_move: bool = False) -> bytes:
    """What lies at an address, of `limit` bytes at most. Raises `VoiceError`."""
    from audiocoach.voice.engines.network import HttpRequest, NetworkError

    request = HttpRequest(url, may_move=may_move)
    try:
        return within(WHOLE_S, lambda: request.read(limit), request.abandon)
    except (NetworkError, TimeoutError) as error:
        raise _unfetched(url, error) from error


def is_whole(file: RemoteFile, path: Path) -> bool:
    """Whether `path` is that file already."""
    try:
        with open_regular(path) as there:
            digest = hashlib.file_digest(there, lambda: _hash(file)).hexdigest()
    except (UnreadableFile, OSError):
        return False
    return digest == file.digest and path.stat().st_size == file.size


def _pieces(file: RemoteFile) -> Iterator[bytes]:
    """The file as it comes. Raises `VoiceError` where too little comes in a time, or more than it should."""
    from audiocoach.voice.engines.network import HttpRequest, NetworkError

    # Any host may send it over https, as long as it is the file that is listed.
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


def _hash(file: RemoteFile) -> hashlib._Hash:
    return hashlib.new(file.algorithm, usedforsecurity=False)


def _unfetched(url: str, error: Exception) -> VoiceError:
    return VoiceError(f"cannot fetch {visible(url[:_LONGEST_SHOWN])}: {error}", NETWORK_HINT)
