"""Speech that somebody recorded, from any format that FFmpeg reads."""

import hashlib
from importlib.metadata import version
from typing import IO, Final

from audiocoach.errors import InputError, VoiceError
from audiocoach.script.script import Recording
from audiocoach.voice.voice import RawTake

LIMIT_S: Final = 600
"""The longest recording, in seconds: a take is held in memory, about 100 MB at this length."""


def fingerprint(recording: Recording) -> str:
    """The content of the file and the version of the decoder. Raises `InputError` naming the file."""
    try:
        with recording.path.open("rb") as file:
            return f"recording {hashlib.file_digest(file, 'sha256').hexdigest()}; av {version('av')}"
    except OSError as error:
        raise _unreadable(recording, error.strerror or str(error)) from error


def decode(recording: Recording) -> RawTake:
    """The recording folded down to mono at its own rate. Raises `InputError` naming the file."""
    try:
        return decode_sound(str(recording.path))
    except VoiceError as error:
        raise _unreadable(recording, error.message) from error


def decode_sound(source: str | IO[bytes]) -> RawTake:
    """A path or an open file, folded down to mono at its own rate. Raises `VoiceError` that says why it cannot."""
    import av
    import numpy as np

    try:
        with av.open(source, "r") as container:
            if not container.streams.audio:
                raise VoiceError("there is no sound in it")
            stream = container.streams.audio[0]
            fold = av.AudioResampler(format="flt", layout="mono", rate=stream.rate)
            blocks, frames = [], 0
            for frame in container.decode(stream):
                blocks += [folded.to_ndarray().reshape(-1) for folded in fold.resample(frame)]
                frames += frame.samples
                if frames > LIMIT_S * stream.rate:
                    raise VoiceError(f"it is longer than {LIMIT_S // 60} minutes")
            blocks += [folded.to_ndarray().reshape(-1) for folded in fold.resample(None)]
            rate = int(stream.rate)
    except (OSError, av.FFmpegError, ValueError) as error:
        raise VoiceError(getattr(error, "strerror", None) or str(error)) from error
    if not blocks:
        raise VoiceError("there is no sound in it")
    return RawTake(np.concatenate(blocks).astype(np.float32, copy=False), rate)


def seconds(recording: Recording) -> float:
    """The recording's length as its file says, without decoding it. Raises `InputError` naming the file."""
    import av

    try:
        with av.open(str(recording.path)) as container:
            if not container.streams.audio:
                raise _unreadable(recording, "there is no sound in it")
            stream = container.streams.audio[0]
            if stream.duration is not None and stream.time_base is not None:
                return float(stream.duration * stream.time_base)
            return (container.duration or 0) / av.time_base
    except (OSError, av.FFmpegError, ValueError) as error:
        raise _unreadable(recording, getattr(error, "strerror", None) or str(error)) from error


def _unreadable(recording: Recording, why: str) -> InputError:
    return InputError(f"cannot use the recording {recording.path}: {why}", "any format that FFmpeg reads will do")
