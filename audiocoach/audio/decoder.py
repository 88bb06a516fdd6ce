"""Sound files of any format, as a stream of samples: the one decoder, for recordings, answers, songs and soundscapes.

It plays what players play. Damaged packets are passed over, a stream may change its rate or channels on the way, and
the streams of a chained Ogg follow one another.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audiocoach.audio.arrays import Mono, Stereo
from audiocoach.audio.demuxer import HINT, SoundTrack
from audiocoach.audio.media_file import MediaFile, MediaReader
from audiocoach.audio.ogg_chain import links
from audiocoach.errors import UnreadableFile
from audiocoach.units import SAMPLE_RATE

if TYPE_CHECKING:
    import av

BLOCK: Final = 1 << 14
"""Samples a block, at least, but for the last one."""
_LOUDEST: Final = 4.0  # +12 dBFS: what a file holds beyond is damage
_LONGEST_TAG: Final = 200
_MOST_CHANGES: Final = 10_000
"""Times that a file may change its rate or its channels; each costs as much as ten packets."""
_HIGHEST_KEPT: Final = 48_000  # a voice has nothing above it, and ten minutes must fit into memory


@dataclass(frozen=True, slots=True)
class About:
    """What a file says about itself; empty where it says nothing."""

    title: str = ""
    artist: str = ""
    album: str = ""


def about(media: MediaFile) -> About:
    """The tags of a file, without decoding it. Raises `UnreadableFile` for one that cannot be played, and why."""
    with closing(_tracks(media)) as tracks:
        tags = next(tracks).tags
        return About(*(_clean(tags.get(key, "")) for key in ("title", "artist", "album")))


def decode(media: MediaFile, longest_s: int) -> Generator[Stereo]:
    """The sound of a file in blocks: mono in both ears, surround folded down, the same samples each time.

    Raises `UnreadableFile` for a file that cannot be played, that is longer, or that changes meanwhile.
    """
    waiting: list[Stereo] = []
    for part in _bounded(_converted(media, _frames(media), SAMPLE_RATE), SAMPLE_RATE, longest_s, media):
        waiting.append(part)
        if sum(map(len, waiting)) >= BLOCK:
            yield _sound(np.concatenate(waiting))
            waiting = []
    if waiting:
        yield _sound(np.concatenate(waiting))


def decode_folded(media: MediaFile, longest_s: int, *, left_alone: bool = False) -> tuple[Mono, int]:
    """The sound of a file, the mean of both ears or the left one, shape (samples,), and its rate.

    The rate is the file's own at its start, and 48 kHz for a higher one. Raises `UnreadableFile` as `decode` does, and
    where there is no sound.
    """
    with closing(_frames(media)) as frames:
        first = next(frames, None)
        if first is None:
            raise media.unreadable("there is no sound in it", HINT)
        rate = min(first.sample_rate, _HIGHEST_KEPT)
        blocks = [
            part[:, 0] if left_alone else (part[:, 0] + part[:, 1]) * np.float32(0.5)
            for part in _bounded(_converted(media, chain((first,), frames), rate), rate, longest_s, media)
        ]
    if not blocks:
        raise media.unreadable("there is no sound in it", HINT)
    return _sound(np.concatenate(blocks)), rate


def length_s(media: MediaFile, longest_s: int) -> float:
    """About how long a file sounds, from its packets, which are not decoded. Raises `UnreadableFile`."""
    total = 0.0
    with closing(_tracks(media)) as tracks:
        for track in tracks:
            for packet in track.packets():
                total += float((packet.duration or 0) * packet.time_base)
                if total > longest_s:
                    raise _too_long(media, longest_s)
    if not total:  # a container that does not say
        samples, rate = decode_folded(media, longest_s)
        return len(samples) / rate
    return total


def _tracks(media: MediaFile) -> Generator[SoundTrack]:
    """Each stream of a chain, or the one of another file. Raises `UnreadableFile` where none can be played."""
    failed, found = None, False
    for start, end in links(media):
        try:
            track = SoundTrack(MediaReader(media, start, end))
        except UnreadableFile as error:
            failed = failed or error
            continue
        found = True
        with closing(track):
            yield track
    media.check()
    if failed is not None and not found:
        raise failed


def _frames(media: MediaFile) -> "Generator[av.AudioFrame]":
    with closing(_tracks(media)) as tracks:
        for track in tracks:
            yield from track.frames()


def _converted(media: MediaFile, frames: "Iterator[av.AudioFrame]", rate: int) -> Iterator[Stereo]:
    """`frames` as they are played at `rate`; what is mono is as loud in both ears as it was in one."""
    import av

    for number, (_, run) in enumerate(groupby(frames, _kind)):
        if number > _MOST_CHANGES:
            raise media.unreadable("it changes its rate or its channels again and again", HINT)
        first = next(run)
        channels = min(first.layout.nb_channels, 2)
        converter = av.AudioResampler(format="flt", layout=("mono", "stereo")[channels - 1], rate=rate)
        with suppress(ValueError, av.FFmpegError):  # channels that are laid out as no player knows are damage
            for frame in chain((first,), run, (None,)):
                for converted in converter.resample(frame):
                    samples: Any = converted.to_ndarray().reshape(-1, channels)
                    yield samples if channels == 2 else np.repeat(samples, 2, axis=1)


def _kind(frame: "av.AudioFrame") -> tuple[int, str, str]:
    return frame.sample_rate, frame.layout.name, frame.format.name


def _bounded(parts: Iterable[Stereo], rate: int, longest_s: int, media: MediaFile) -> Iterator[Stereo]:
    """`parts`, as long as they are not more than `longest_s`."""
    left = longest_s * rate
    for part in parts:
        left -= len(part)
        if left < 0:
            raise _too_long(media, longest_s)
        yield part


def _too_long(media: MediaFile, longest_s: int) -> UnreadableFile:
    longest = f"{longest_s // 3600} hours" if longest_s >= 7200 else f"{longest_s // 60} minutes"
    return media.unreadable(f"it is longer than {longest}", "cut it")


def _sound(block: Stereo | Mono) -> Stereo | Mono:
    """`block`, of any shape, with nothing in it that is no sound."""
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
