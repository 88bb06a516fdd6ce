"""Kokoro's file of voices, a ZIP of one array for each: looked through with limits before anybody else opens it."""

from __future__ import annotations

import os
import struct
import zipfile
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from audiocoach.errors import UnreadableFile
from audiocoach.storage.regular import open_regular

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIMIT: Final = 1 << 27
"""Bytes, packed and unpacked: all 54 voices have 28 MB."""
_LARGEST: Final = 1 << 21
"""Bytes of one voice: it has 522,368."""
_DIRECTORY: Final = 1 << 20
_END: Final = struct.Struct("<4s4H2LH")
"""The end of a ZIP's directory (APPNOTE 4.3.16): the sixth value is the directory's size in bytes."""
_LONGEST_COMMENT: Final = 0xFFFF
_STYLE: Final = (1, 256)


def voices_in(path: Path) -> dict[str, int]:
    """The checksum (CRC-32) of each voice, by name. Raises `UnreadableFile` for what is no file of voices."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > LIMIT:
            raise _wrong(path, f"it is larger than {LIMIT >> 20} MiB")
        try:
            _check_directory(path, file)
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
        except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError) as error:
            raise _wrong(path, "it is no ZIP of voices") from error
    sizes = [entry.file_size for entry in entries]
    if max(sizes, default=0) > _LARGEST or sum(sizes) > LIMIT:
        raise _wrong(path, "what is packed in it is too large for voices")
    names = {PurePosixPath(entry.filename).stem: entry.CRC for entry in entries}
    return {name: names[name] for name in sorted(names) if name.isidentifier()}


def is_style(array: NDArray[Any]) -> bool:
    """Whether an array is what a voice is made of: a style of 256 numbers for each length of a text."""
    import numpy as np

    is_float: bool = np.issubdtype(array.dtype, np.floating)
    return is_float and array.ndim == 3 and array.shape[1:] == _STYLE and bool(np.isfinite(array).all())


def _check_directory(path: Path, file: BufferedReader) -> None:
    """Refuse a directory that would take more memory than all voices: `zipfile` reads it whole."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _END.size - _LONGEST_COMMENT, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size or tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07"):
        raise _wrong(path, "it is no ZIP of voices")
    if _END.unpack_from(tail, at)[5] > _DIRECTORY:
        raise _wrong(path, "it holds too many voices")


def _wrong(path: Path, reason: str) -> UnreadableFile:
    return UnreadableFile(path, reason, "fetch the voices again")
