"""Chunks of sound that are encoded and heard once a process, for tests of what becomes of the finished files.

Hundreds of their builds are of a few short sessions, each with an empty cache, and nearly all of a build is LAME. What
LAME gives, and that it always gives the same, is tested in `deliver/`, `build/`, `program/` and `acceptance/`, where
nothing of this is in the way.
"""

import hashlib
from functools import lru_cache
from typing import Final

import pytest

from audiocoach.audio.arrays import Planar
from audiocoach.deliver import encoder
from audiocoach.deliver.quality import Quality

_MOST: Final = 2000
"""Chunks that are held, of some 20 kB each."""
_streams: Final[dict[tuple[bytes, Quality], bytes]] = {}
_stream = encoder._stream
_heard_in = lru_cache(_MOST)(encoder.heard_in)


def encode_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the encoder, under its store, know every chunk that was encoded in this process before."""
    monkeypatch.setattr(encoder, "_stream", _known)
    monkeypatch.setattr(encoder, "heard_in", _heard_in)


def _known(sound: Planar, quality: Quality) -> bytes:
    key = (hashlib.blake2b(sound.tobytes(), digest_size=20).digest(), quality)
    found = _streams.get(key)
    if found is None:
        if len(_streams) >= _MOST:
            _streams.clear()
        found = _streams[key] = _stream(sound, quality)
    return found
