"""Speech that somebody recorded, in a file of any format."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from audiocoach.audio.demuxer import HINT
from audiocoach.audio.media_file import CHANGED, MediaFile, opened
from audiocoach.errors import Diagnostic, InputError, SpecError, UnreadableFile, VoiceError
from audiocoach.script.script import Recording
from audiocoach.voice.voice import RawTake

LIMIT_S: Final = 600
"""The longest recording, in seconds: its samples are 115 MB then, and mastering takes five times as much."""
SHORTEST_S: Final = 0.1
"""The shortest: "Go!" takes twice as long."""


def check(recording: Recording) -> None:
    """A look into the file, which is not decoded. Raises `InputError` that says why it cannot be used."""
    from audiocoach.audio.decoder import about

    with _used(recording) as media:
        about(media)


def fingerprint(recording: Recording) -> str:
    """The content of the file, of which `check` has nothing to say. Raises `InputError` as it does."""
    check(recording)
    with _used(recording) as media:
        return f"recording {media.digest}"


def decode(recording: Recording, known: str | None = None) -> RawTake:
    """The recording folded down to mono, at its own rate of 48 kHz at most.

    With `known`, its fingerprint. Raises `InputError` for a file that has another one, that cannot be used, or in
    which nothing is heard.
    """
    with _used(recording) as media:
        if known not in (None, f"recording {media.digest}"):
            raise media.unreadable(CHANGED, "build again")
        take = _folded(media)
        if len(take.samples) < SHORTEST_S * take.rate:
            raise media.unreadable(f"it is shorter than {SHORTEST_S} s", "leave it out, or name another")
        if _is_silent(take):
            raise media.unreadable("it is silent", "record it again, or leave it out")
        return take


def decode_sound(source: Path | IO[bytes]) -> RawTake:
    """The same of what an engine gave, in a file or at hand. Raises `VoiceError` that says why it cannot."""
    try:
        if isinstance(source, Path):
            with opened(source) as media:
                return _folded(media)
        return _folded(MediaFile(source, Path("answer")))
    except UnreadableFile as error:
        raise VoiceError(error.reason) from error


def seconds(recording: Recording) -> float:
    """About how long the recording is, without decoding it. Raises `InputError` that says why it cannot be used."""
    from audiocoach.audio.decoder import length_s

    with _used(recording) as media:
        return length_s(media, LIMIT_S)


def _folded(media: MediaFile) -> RawTake:
    """Both ears in one; where one is the other turned over, so that nothing is left of both, the left one alone."""
    from audiocoach.audio.decoder import decode_folded

    take = RawTake(*decode_folded(media, LIMIT_S))
    return RawTake(*decode_folded(media, LIMIT_S, left_alone=True)) if _is_silent(take) else take


def _is_silent(take: RawTake) -> bool:
    from audiocoach.voice.trimming import check_heard

    try:
        check_heard(take)
    except VoiceError:
        return True
    return False


@contextmanager
def _used(recording: Recording) -> Generator[MediaFile]:
    """The open file; what is wrong with it is told where the session names it."""
    try:
        with opened(recording.path) as media:
            yield media
    except UnreadableFile as error:
        message, hint = f"cannot use the recording {recording.path}: {error.reason}", error.hint or HINT
        if recording.place is None:
            raise InputError(message, hint) from error
        raise SpecError([Diagnostic(message, recording.place, hint)]) from error
