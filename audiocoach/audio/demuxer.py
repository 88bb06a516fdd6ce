"""FFmpeg's demuxers and decoders, let loose on one open file: no name, no address, no other file, no endless memory.

What a stranger's file may reach is named here: containers and codecs of sound. Lists (HLS, DASH, concat, SDP, series of
pictures) are no containers; a cover or a film beside the sound is not decoded.
"""

import ctypes
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from audiocoach.audio.media_file import MediaFile, MediaReader, opened
from audiocoach.audio.mov_tables import check_tables
from audiocoach.errors import InputError, UnreadableFile
from audiocoach.storage.code_version import library_version

if TYPE_CHECKING:
    import av

DECODER: Final = f"decoder 1; {library_version('av')}"
"""What decides the samples of a file: part of every key of what is decoded. Raise the number with what is heard."""

LOWEST_RATE: Final = 4_000
HIGHEST_RATE: Final = 384_000
"""Samples a second of what is played; others are mistakes in a file's header, and would be made into hours of sound."""
MOST_CHANNELS: Final = 8
"""7.1, the widest that FFmpeg folds without being told how."""

HINT: Final = "MP3, M4A, FLAC, WAV, Ogg, Opus and most others will do"

_RATE_HINT: Final = f"save it at 44.1 kHz; {LOWEST_RATE // 1000} to {HIGHEST_RATE // 1000} kHz can be played"

_CONTAINERS: Final = (
    "aac ac3 aiff amr amrnb amrwb ape asf au avi caf dsf dts dtshd eac3 flac matroska mov mp3 mpc mpc8 mpeg mpegts "
    "ogg tta w64 wav webm wv"
)
_CODECS: Final = (
    "aac aac_latm ac3 alac als amrnb amrwb ape dca dsd_lsbf dsd_lsbf_planar dsd_msbf dsd_msbf_planar eac3 flac gsm "
    "gsm_ms libopus mp1 mp1float mp2 mp2float mp3 mp3float mpc7 mpc8 opus speex tta vorbis wavpack wmalossless wmapro "
    "wmav1 wmav2 wmavoice adpcm_ima_qt adpcm_ima_wav adpcm_ms adpcm_yamaha pcm_alaw pcm_bluray pcm_dvd pcm_f32be "
    "pcm_f32le pcm_f64be pcm_f64le pcm_mulaw pcm_s16be pcm_s16be_planar pcm_s16le pcm_s16le_planar pcm_s24be pcm_s24le "
    "pcm_s24le_planar pcm_s32be pcm_s32le pcm_s32le_planar pcm_s64be pcm_s64le pcm_s8 pcm_s8_planar pcm_u8"
)
_OPTIONS: Final = {
    "protocol_whitelist": "none",  # no protocol is called so: nothing is opened but what we hand over
    "format_whitelist": _CONTAINERS.replace(" ", ","),
    "codec_whitelist": _CODECS.replace(" ", ","),
    "max_streams": "64",
}
_LARGEST_TABLE: Final = 128 << 20
"""Bytes that FFmpeg may ask for at once: a header of 800 bytes can describe a table of samples of 2 GB."""
_MOST_DAMAGED: Final = 100_000
"""Packets that cannot be decoded, three quarters of an hour of MP3, before a file is given up."""
_MOST_ERRORS: Final = 100
"""Times that a demuxer may fail before the rest of a file is given up."""


@contextmanager
def input_file(path: Path, message: str) -> Generator[MediaFile]:
    """The file at `path`, open; what is wrong with it is told as an `InputError`: `message`, and why."""
    try:
        with opened(path) as media:
            yield media
    except UnreadableFile as error:
        raise InputError(f"{message}: {error.reason}", error.hint or HINT) from error


class SoundTrack:
    """The first stream of sound in a container, or in one link of a chain."""

    def __init__(self, reader: MediaReader) -> None:
        """Raises `UnreadableFile` for what cannot be played, and why."""
        import av

        self._media = reader.media
        check_tables(reader.media)
        _limit_memory()
        try:
            self._container = av.open(
                reader, "r", _format_of(self._media), container_options=_OPTIONS, **_lenient_tags()
            )
        except (OSError, ValueError, av.FFmpegError) as error:
            self._media.check()
            raise self._media.unreadable(_no_sound(self._media), HINT) from error
        try:
            self._stream = self._checked()
        except BaseException:
            self.close()
            raise

    @property
    def tags(self) -> dict[str, str]:
        """What the file says about itself, by lower-case names; bytes that are no UTF-8 as surrogates."""
        both = {**self._stream.metadata, **self._container.metadata}
        return {key.lower(): value for key, value in both.items()}

    def packets(self) -> "Iterator[av.Packet[av.AudioStream]]":
        """What there is to decode; after damage it goes on behind it.

        Raises `UnreadableFile` where the file has changed or cannot be read, or claims to hold more than it can.
        """
        import av

        left = 2 * self._media.size + (1 << 16)
        for _ in range(_MOST_ERRORS):
            try:
                for packet in self._container.demux(self._stream):
                    left -= packet.size + 1
                    if left < 0:
                        raise self._media.unreadable("it says that it holds more than its size", HINT)
                    if packet.size:  # an empty one would end the decoding
                        yield packet
                break
            except (OSError, ValueError, av.FFmpegError) as error:  # behind it there may be more
                self._raise_if_fatal(error)
        self._media.check()

    def frames(self) -> "Iterator[av.AudioFrame]":
        """The sound as it was encoded; what is damaged is passed over, as players do. Raises as `packets` does."""
        import av

        damaged = 0
        for packet in chain(self.packets(), (None,)):
            try:
                frames = self._stream.decode(packet)
            except (OSError, ValueError, av.FFmpegError) as error:
                self._raise_if_fatal(error)
                damaged += 1
                if damaged > _MOST_DAMAGED:
                    raise self._media.unreadable("it is too damaged", "find a better copy") from error
                continue
            yield from (frame for frame in frames if _is_sensible(frame.sample_rate, frame.layout.nb_channels))

    def close(self) -> None:
        """Lets FFmpeg forget it."""
        self._container.close()

    def _raise_if_fatal(self, error: Exception) -> None:
        """Damage is passed over; a file that has changed, or for which there is no memory, would sound otherwise."""
        self._media.check()
        if isinstance(error, MemoryError):
            raise self._media.unreadable("it takes more memory than there is", HINT) from error

    def _checked(self) -> "av.AudioStream":
        """The first stream of sound, where it can be decoded and a person can hear it; the others are not read."""
        from av.stream import Discard

        streams = self._container.streams
        if not streams.audio:
            raise self._media.unreadable("there is no sound in it", HINT)
        first: av.AudioStream = streams.audio[0]
        for other in streams:
            if other.index != first.index:
                other.discard = Discard.all
        if first.codec_context is None or first.codec_context.name not in _CODECS.split():
            raise self._media.unreadable("its sound is encoded in a way that is not known here", HINT)
        rate, channels = int(first.rate or 0), first.codec_context.layout.nb_channels
        if rate and not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise self._media.unreadable(f"its header says {rate:,} Hz", _RATE_HINT)
        if channels > MOST_CHANNELS:
            raise self._media.unreadable(f"it has {channels} channels", f"{MOST_CHANNELS} at most can be played")
        return first


def _is_sensible(rate: int, channels: int) -> bool:
    return LOWEST_RATE <= rate <= HIGHEST_RATE and 1 <= channels <= MOST_CHANNELS


def _format_of(media: MediaFile) -> str | None:
    """The container behind an ID3 tag, which may be too long for FFmpeg to look behind it; None lets it look."""
    head = media.read_at(0, 10)
    if len(head) < 10 or head[:3] != b"ID3":
        return None
    length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
    behind = media.read_at(10 + length, 4)
    if behind == b"fLaC":
        return "flac"
    return "aac" if len(behind) == 4 and behind[0] == 0xFF and behind[1] & 0xF6 == 0xF0 else None


def _no_sound(media: MediaFile) -> str:
    """What a file is in which FFmpeg finds nothing to play."""
    start = media.read_at(0, 256).decode(errors="replace").rstrip("\ufffd")  # which ends inside a character
    is_text = "\ufffd" not in start and all(char.isprintable() or char.isspace() for char in start)
    return "it is a text, and no sound" if is_text else "it is no sound that is known here, or its start is damaged"


@cache
def _lenient_tags() -> dict[str, Any]:
    """How PyAV is asked to take tags that are no UTF-8; from 19 on it always does, and knows no such argument."""
    return {"metadata_errors": "surrogateescape"} if int(version("av").split(".")[0]) < 19 else {}


@cache
def _limit_memory() -> None:
    """Keeps FFmpeg from asking for more at once than any sound needs; that holds for the process, once and for all."""
    import av

    beside = Path(av.__file__).parents[1] / "av.libs"  # where Windows has it: there, a library shows its own names only
    for library in (*beside.glob("avutil-*.dll"), av._core.__file__):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(str(library)).av_max_alloc(ctypes.c_size_t(_LARGEST_TABLE))
            return
