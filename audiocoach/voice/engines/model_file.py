"""The model files of engines: read with a limit, from regular files only, and loaded once for all threads."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import platformdirs

from audiocoach.errors import UnreadableFile, VoiceError, visible
from audiocoach.paths import named_by
from audiocoach.storage.regular import open_regular
from audiocoach.voice.engines.deadline import within
from audiocoach.voice.guard import described

MODEL_LIMIT: Final = 1 << 29
"""Bytes: the largest voices of Piper have 115 MB, Kokoro 330."""
LOADING_S: Final = 50.0
"""The longest that a model may take to be loaded: one that cannot be is told within a minute."""

T = TypeVar("T")


def voices_folder() -> Path:
    """Where fetched voices lie, and Piper's that a person puts there: AUDIOCOACH_VOICES, or `voices` in their data."""
    return named_by("AUDIOCOACH_VOICES") or platformdirs.user_data_path("audiocoach") / "voices"


def sha256_of(path: Path, limit: int = MODEL_LIMIT) -> str:
    """The digest of a regular file. Raises `UnreadableFile`, for one of more than `limit` bytes unread."""
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise UnreadableFile(path, f"it is larger than {limit >> 20} MiB")
        try:
            return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableFile(path, (error.strerror or str(error)).lower()) from error


def unreadable(what: str, error: UnreadableFile, remedy: str) -> VoiceError:
    """That a file of `what` cannot be read, and what helps."""
    return VoiceError(f"{what} cannot be read: {visible(str(error.path))}: {error.reason}", remedy)


class LoadedOnce(Generic[T]):
    """What is loaded at its first use, for all threads. A failure is that of all who waited for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None
        self._failure: tuple[float, VoiceError] | None = None
        """When it failed last, and how."""

    def get(self, what: str, load: Callable[[], T], remedy: str) -> T:
        """What `load` gave. Raises `VoiceError` that `what` cannot be loaded, at the latest after `LOADING_S`."""
        came = time.monotonic()
        with self._lock:
            if self._value is not None:
                return self._value
            if self._failure and self._failure[0] >= came:
                earlier = self._failure[1]
                raise VoiceError(earlier.message, earlier.hint) from earlier
            try:
                self._value = within(LOADING_S, load)
            except Exception as error:  # onnxruntime's errors have no root of their own
                failure = _failure(what, error, remedy)
                self._failure = (time.monotonic(), failure)
                if failure is error:
                    raise
                raise failure from error
            return self._value

    def __reduce__(self) -> tuple[Any, ...]:
        """Out of a pickle it is loaded anew."""
        return LoadedOnce, ()


def _failure(what: str, error: Exception, remedy: str) -> VoiceError:
    if isinstance(error, VoiceError):
        return error
    if isinstance(error, TimeoutError):
        return VoiceError(f"{what} was not loaded within {LOADING_S:.0f} s", remedy)
    return VoiceError(f"{what} cannot be loaded: {described(error)}", remedy)
