"""What is kept: one row for each kind of thing, with where it lies, what decides it, and how much of it may be kept."""

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from audiocoach.storage.code_version import code_version, library_version

Part = Literal["takes", "chunks", "soundscapes", "models", "written"]
"""What a person clears at once: a flag of `cache clear`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing in the cache. Its key is the owner's, and what stands here is added to it by the store."""

    name: str
    """As `cache info` shows it."""
    folder: str
    """Below the cache's root."""
    part: Part
    format: int = 1
    """Of the content: raised when it is written in another way."""
    code: tuple[str, ...] = ()
    """Rooms and files of ours that decide the content, beside what the owner's key names."""
    libraries: tuple[str, ...] = ()
    """Packages whose version decides about last bits."""
    limit: int | None = None
    """Bytes that it may grow to, by some; None where only a person decides."""
    is_durable: bool = False
    """Whether a thing must outlive a loss of power once it is kept: all others are made again at no cost but time."""
    is_bare: bool = False
    """Whether an entry is the content alone, for a library that opens it by its path: the key is then its SHA-256."""

    @property
    def version(self) -> str:
        """All that decides the content and that no owner's key has to name."""
        return _version(self)


@cache
def _version(kind: Kind) -> str:
    return " ".join((str(kind.format), code_version(*kind.code), *map(library_version, kind.libraries)))


_SHARED: Final = ("units.py", "conventions.py")
_MASTERING: Final = (
    *_SHARED,
    "audio",
    "voice/filters.py",
    "voice/mastering.py",
    "voice/recording.py",
    "voice/studio.py",
    "voice/trimming.py",
)
_HEARING: Final = (*_SHARED, "audio")
_ENCODED_BY: Final = ("encoder", "hearing", "lame", "lame_by_av", "mpeg", "quality")
_ENCODING: Final = (*_SHARED, "audio", *(f"deliver/{name}.py" for name in _ENCODED_BY))
_RENDERING: Final = (*_SHARED, "audio", "sound/soundscapes", "sound/textures")
_SIGNALS: Final = ("numpy", "soxr")

MP3_CODE: Final = (
    *_HEARING,
    "sound/music",
    "sound/soundscapes/level.py",
    "sound/tones/street_tone.py",
    "mix",
    "deliver",
    "build/mixdown.py",
)
"""What decides an MP3 beside its takes, tones, loops and songs, which its fingerprint names by their content. No
library is named: what its version changes shows in that content, or is no reason to encode a file anew."""

RAW_TAKES: Final = Kind("raw takes", "takes/raw", "takes", is_durable=True)
"""As an engine spoke them: the voice's fingerprint, in the key, names the engine, its version, model and settings."""
MASTERED_TAKES: Final = Kind("mastered takes", "takes/mastered", "takes", code=_MASTERING, libraries=(*_SIGNALS, "av"))
"""As they are mixed."""
CHUNKS: Final = Kind("chunks", "chunks", "chunks", code=_ENCODING, libraries=("numpy",), limit=1 << 29)
"""Encoded, with what is heard in them: 512 MiB are about nine hours of sound in which nothing repeats."""
REPORTS: Final = Kind(
    "reports", "reports", "chunks", code=(*_HEARING, "build/loudness_report.py"), libraries=("numpy",), limit=1 << 26
)
"""Of loudness, and the records of a program's files: 64 MiB are those of some ten thousand files of half an hour."""
SOUNDSCAPES: Final = Kind(
    "soundscapes", "soundscapes", "soundscapes", code=_RENDERING, libraries=(*_SIGNALS, "av"), limit=1 << 31
)
"""Rendered loops: 2 GiB are 38 of 320 s, more than three times those that ship."""
SONGS: Final = Kind(
    *("music", "music", "soundscapes"),
    code=(*_HEARING, "sound/music/songs.py"),
    libraries=("numpy", "av"),
    limit=1 << 28,
)
"""What was measured of a person's music: 256 MiB are thousands of songs."""
MODELS: Final = Kind("models", "models", "models", is_bare=True)
"""Of voices, joined from the parts that packages bring."""
WRITTEN: Final = Kind("written", "written", "written", limit=1 << 24)
"""Which files are ours and as they were written, of those that cannot say it themselves: 16 MiB are some 60,000."""

KINDS: Final = (RAW_TAKES, MASTERED_TAKES, CHUNKS, REPORTS, SOUNDSCAPES, SONGS, MODELS, WRITTEN)
"""Every kind there is."""
