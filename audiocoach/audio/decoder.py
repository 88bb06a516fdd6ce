"""Sound files of any format that FFmpeg reads, as a stream of 44.1 kHz stereo."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Stereo
from audiocoach.errors import InputError
from audiocoach.units import SAMPLE_RATE

if TYPE_CHECKING:
    import av

BLOCK: Final = 1 << 14
"""Samples a block, at least, but for the last one."""
_LOUDEST: Final = 4.0  # +12 dBFS: what a file holds beyond is damage
_LONGEST_TAG: Final = 200
_ONLY_FILES: Final = {"protocol_whitelist": "file"}  # what pretends to be a song must not open an address


@dataclass(frozen=True, slots=True)
class About:
    """What a file says about itself; empty where it says nothing."""

    title: str = ""
    artist: str = ""
    album: str = ""


def about(path: Path) -> About:
    """The tags of a file, without decoding it. Raises `InputError` naming a file that cannot be played, and why."""
    with _Opened(path) as opened:
        tags = {key.lower(): value for key, value in {**opened.stream.metadata, **opened.container.metadata}.items()}
        return About(*(_clean(tags.get(key, "")) for key in ("title", "artist", "album")))


def decode(path: Path) -> Generator[Stereo]:
    """The sound of a file in blocks: mono in both ears, surround folded down, the same samples each time.

    Damaged packets are passed over, as players do. Raises `InputError` for a file that cannot be played at all.
    """
    with _Opened(path) as opened:
        waiting: list[Stereo] = []
        for part in opened.parts():
            waiting.append(part)
            if sum(map(len, waiting)) >= BLOCK:
                yield _sound(np.concatenate(waiting))
                waiting = []
        if waiting:
            yield _sound(np.concatenate(waiting))


class _Opened:
    """An open container and its first stream of sound."""

    def __init__(self, path: Path) -> None:
        import av

        self._path = path
        try:
            if path.stat().st_size == 0:
                raise _unplayable(path, "it is empty")
            self.container = av.open(str(path), options=_ONLY_FILES, **_lenient())
        except (OSError, av.FFmpegError, ValueError) as error:
            raise _unplayable(path, getattr(error, "strerror", None) or str(error)) from error
        if not self.container.streams.audio:
            self.container.close()
            raise _unplayable(path, "there is no sound in it")
        self.stream = self.container.streams.audio[0]

    def __enter__(self) -> "_Opened":
        return self

    def __exit__(self, *_: object) -> None:
        self.container.close()

    def parts(self) -> Iterator[Stereo]:
        """The sound as it comes from the resampler; a stream may change its rate or channels on the way."""
        kind, convert = None, _converter()
        for frame in self._frames():
            if kind not in (None, found := _kind(frame)):
                yield from _arrays(convert, None)
                convert = _converter()
            kind = found
            yield from _arrays(convert, frame)
        if kind is not None:
            yield from _arrays(convert, None)

    def _frames(self) -> "Iterator[av.AudioFrame]":
        import av

        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets, None)
            except (OSError, av.FFmpegError):
                return  # the rest of the file cannot be read; what came before is a song all the same
            if packet is None:
                return
            try:
                frames: list[av.AudioFrame] = packet.decode()
            except (OSError, av.FFmpegError):
                continue
            yield from frames


@cache
def _lenient() -> dict[str, Any]:
    """How PyAV is asked not to refuse tags that are no UTF-8; from 19 on it never does, and knows no such argument."""
    return {"metadata_errors": "surrogateescape"} if int(version("av").split(".")[0]) < 19 else {}


def _converter() -> "av.AudioResampler":
    import av

    return av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE)


def _kind(frame: "av.AudioFrame") -> tuple[int, str, str]:
    return frame.rate, frame.layout.name, frame.format.name


def _arrays(convert: "av.AudioResampler", frame: "av.AudioFrame | None") -> Iterator[Stereo]:
    for converted in convert.resample(frame):
        samples: NDArray[Any] = converted.to_ndarray()
        yield samples.reshape(-1, 2)


def _sound(block: Stereo) -> Stereo:
    """`block` with nothing in it that is no sound."""
    if np.abs(block).max(initial=0) <= _LOUDEST:  # false also where there is a NaN
        return block
    return np.clip(np.nan_to_num(block, nan=0.0), -_LOUDEST, _LOUDEST)


def _clean(text: str) -> str:
    """A tag as one line of printable text; what is no UTF-8 is Latin-1, in which old tags are written."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode(errors="surrogateescape").decode("latin-1")
    words = " ".join(text.split())
    return "".join(char for char in words if char.isprintable())[:_LONGEST_TAG]


def _unplayable(path: Path, why: str) -> InputError:
    reason = why[:1].lower() + why[1:]
    return InputError(f"{path} cannot be played: {reason}", "any sound that FFmpeg reads will do")
