"""Kokoro's file of voices, a ZIP of one array for each: looked through with limits before anybody else opens it."""

from __future__ import annotations

import os
import struct
import zipfile
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from audiocoach.errors import UnreadableFile, VoiceError, short
from audiocoach.storage.regular import open_regular
from audiocoach.voice.engines.kokoro.kokoro_voices import is_style
from audiocoach.voice.guard import described

if TYPE_CHECKING:
    from audiocoach.voice.engines.kokoro.kokoro_voices import Style

LIMIT: Final = 1 << 27
"""Bytes, packed and unpacked: all 54 voices have 28 MB."""
_LARGEST: Final = 1 << 21
"""Bytes of one voice: it has 522,368."""
_DIRECTORY: Final = 1 << 20
_END: Final = struct.Struct("<4s4H2LH")
"""The end of a ZIP's directory (APPNOTE 4.3.16): the sixth value is the directory's size in bytes."""
_LONGEST_COMMENT: Final = 0xFFFF
_AGAIN: Final = "fetch the voices again"


@dataclass(frozen=True)
class StyleArchive:
    """An `.npz` of one style for each voice, whatever its ending."""

    path: Path

    @cached_property
    def checksums(self) -> dict[str, str]:
        """CRC-32 of each voice, by name. Raises `UnreadableFile`."""
        return {name: f"{checksum:08x}" for name, checksum in voices_in(self.path).items()}

    def style(self, name: str) -> Style:
        """That of a voice. Raises `VoiceError` for what is none."""
        import numpy as np

        _ = self.checksums  # before another opens the file
        try:
            with np.load(self.path) as archive:
                style: Style = archive[name]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise VoiceError(f"Kokoro's voice `{short(name)}` cannot be read: {described(error)}", _AGAIN) from error
        if not is_style(style):
            raise VoiceError(f"Kokoro's voice `{short(name)}` is none", _AGAIN)
        return style


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
    return UnreadableFile(path, reason, _AGAIN)
