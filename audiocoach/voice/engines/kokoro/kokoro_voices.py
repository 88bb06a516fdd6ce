"""Kokoro's voices that ship: eight styles of half a megabyte each, beside the SHA-256 that each must have."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from audiocoach.assets import asset
from audiocoach.errors import UnreadableFile, VoiceError
from audiocoach.storage.regular import read_bounded
from audiocoach.voice.engines.model_file import unreadable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Style: TypeAlias = NDArray[np.float32]
    """Of shape (510, 1, 256): 256 numbers for each length of a text."""

BYTES: Final = 510 * 256 * 4
"""Of a voice: little-endian float32, and nothing else."""
_LENGTHS: Final = 510
_STYLE: Final = (1, 256)
_REMEDY: Final = "install audiocoach again"


class ShippedStyles:
    """The voices in `assets/voices/kokoro`."""

    @property
    def checksums(self) -> dict[str, str]:
        """SHA-256 of each voice, by name."""
        return dict(_table())

    def style(self, name: str) -> Style:
        """That of a voice. Raises `VoiceError` for a file that is not the one that shipped."""
        import numpy as np

        path = _folder() / f"{name}.bin"
        try:
            content = read_bounded(path, BYTES)
        except UnreadableFile as error:
            raise unreadable(f"the voice `{name}`", error, _REMEDY) from error
        if hashlib.sha256(content).hexdigest() != self.checksums[name]:
            raise VoiceError(f"the voice `{name}` is damaged: {path}", _REMEDY)
        return np.frombuffer(content, "<f4").astype(np.float32).reshape(_LENGTHS, *_STYLE)


def is_style(array: NDArray[Any]) -> bool:
    """Whether an array is what a voice is made of."""
    import numpy as np

    is_float: bool = np.issubdtype(array.dtype, np.floating)
    return is_float and array.ndim == 3 and array.shape[1:] == _STYLE and bool(np.isfinite(array).all())


def shipped_names() -> tuple[str, ...]:
    """The voices that ship, in the order of the alphabet."""
    return tuple(sorted(_table()))


@cache
def _table() -> dict[str, str]:
    """The SHA-256 of each voice, from a file as `sha256sum` writes it."""
    rows = (line.split() for line in (_folder() / "SHA256SUMS").read_text("ascii").splitlines())
    return {name.removesuffix(".bin"): digest for digest, name in rows}


def _folder() -> Path:
    return asset("voices", "kokoro")
