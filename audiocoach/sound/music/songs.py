"""Songs: what must be known of a music file before it is mixed, measured once and kept by content.

The content of an entry is a line of JSON, then the energies as float32, little-endian.
"""

import json
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, Final

import numpy as np

from audiocoach.audio.arrays import Energies, Stereo
from audiocoach.audio.cells import stream_energies
from audiocoach.audio.decoder import About, about, decode
from audiocoach.audio.demuxer import input_file
from audiocoach.audio.elementary import decibels
from audiocoach.audio.folding import Width, middle_and_side, width_of
from audiocoach.audio.loudness import integrated, of_both_ears
from audiocoach.audio.media_file import CHANGED, MediaFile
from audiocoach.audio.quantised import at_least, hundredths
from audiocoach.audio.true_peak import true_peak
from audiocoach.errors import printable
from audiocoach.storage.kinds import SONGS
from audiocoach.storage.store import Store
from audiocoach.units import SAMPLE_RATE, Samples

SHORTEST: Final = SAMPLE_RATE
"""Nothing shorter is a song, in samples."""
LONGEST_S: Final = 6 * 3600
"""Nor is anything longer, in seconds: measuring takes about ten seconds an hour."""


@dataclass(frozen=True, slots=True)
class Song:
    """A music file, measured. Two are equal where they sound the same."""

    path: Path = field(compare=False, repr=False)
    digest: str
    """SHA-256 of the file's bytes."""
    length: Samples
    """Exactly as decoded."""
    lufs: float
    """Integrated loudness of its fold-down in both ears, as beds are measured."""
    peak_db: float
    """The highest point of the wave near its highest sample, dBTP, to some tenths."""
    width: Width
    """At which it is played."""
    about: About
    energies: Energies = field(compare=False, repr=False)
    """As it is played, in both ears, shape (cells,)."""

    @property
    def title(self) -> str:
        """As its tags say, or else its file's name."""
        return self.about.title or printable(self.path.stem)

    @property
    def sound(self) -> str:
        """Identity of its samples, as clips and beds have one."""
        return f"song:{self.digest}"

    def blocks(self) -> Generator[Stereo]:
        """Its sound at its own level, decoded anew. Raises `InputError` where the file is not what it was."""
        with song_file(self.path) as media:
            if media.digest != self.digest:
                raise media.unreadable(CHANGED, "build again")
            heard = 0
            with closing(decode(media, LONGEST_S)) as blocks:
                for block in blocks:
                    heard += len(block)
                    yield self.width.narrowed(block)
            if heard != self.length:
                raise media.unreadable(CHANGED, "build again")


def song_file(path: Path) -> AbstractContextManager[MediaFile]:
    """The file at `path`, open; what is wrong with it is told as an `InputError` that names it."""
    return input_file(path, f"{path} cannot be played")


def study(path: Path, cache_root: Path) -> Song:
    """What must be known of the file at `path`, from the cache where its content was met before.

    Raises `InputError` naming a file that cannot be played, is silent or shorter than a second.
    """
    store = Store(cache_root, SONGS)
    with song_file(path) as media:
        song = _read(store.get(media.digest), path, media.digest)
        if song is None:
            song = _measured(media)
            store.keep(media.digest, _written(song))
        return song


class _Ear:
    """Hears a song go by: its length, and the second around its highest sample."""

    def __init__(self) -> None:
        self.length = 0
        self._highest = 0.0
        self._around = np.zeros((0, 2), np.float32)

    def hear(self, blocks: Iterator[Stereo]) -> Iterator[Stereo]:
        """`blocks` as middle and side."""
        for block in blocks:
            self.length += len(block)
            left, right = block[:, 0], block[:, 1]
            heights = np.maximum(np.abs(left), np.abs(right))
            if heights.max() > self._highest:
                at = int(heights.argmax())
                self._highest = float(heights[at])
                self._around = block[max(at - SAMPLE_RATE // 2, 0) : at + SAMPLE_RATE // 2].copy()
            yield middle_and_side(block)

    def peak_db(self) -> float:
        """dBTP; `-inf` for silence."""
        peak = max(true_peak(np.ascontiguousarray(wave)) for wave in self._around.T) if self._highest else 0.0
        return at_least(2 * float(decibels(peak))) if peak else -np.inf


def _measured(media: MediaFile) -> Song:
    """The song in an open file. Raises `UnreadableFile`."""
    tags, ear = about(media), _Ear()
    energies = stream_energies(ear.hear(decode(media, LONGEST_S)))
    if ear.length < SHORTEST:
        raise media.unreadable(
            f"it is shorter than {SHORTEST // SAMPLE_RATE} s" if ear.length else "there is no sound in it"
        )
    width = width_of(*energies.sum(axis=1, dtype=np.float64).tolist())
    if width.is_left_alone:
        energies = stream_energies(block[:, :1] for block in decode(media, LONGEST_S))
    folded = played = of_both_ears(energies[:1])
    if not width.is_left_alone:
        played = folded + np.float32(width.side**2) * of_both_ears(energies[1:])
    loudness = hundredths(integrated(folded, ear.length))
    if not isfinite(loudness):
        raise media.unreadable("it is silent")
    return Song(media.path, media.digest, Samples(ear.length), loudness, ear.peak_db(), width, tags, played)


def _written(song: Song) -> bytes:
    tags = {"title": song.about.title, "artist": song.about.artist, "album": song.about.album}
    figures = {"length": song.length, "lufs": song.lufs, "peak_db": song.peak_db, "width": asdict(song.width)}
    return json.dumps({**figures, "about": tags}).encode() + b"\n" + song.energies.astype("<f4").tobytes()


def _read(content: bytes | None, path: Path, digest: str) -> Song | None:
    """The song as `_written`; None for anything else: it is measured again."""
    if content is None:
        return None
    line, _, energies = content.partition(b"\n")
    try:
        figures: dict[str, Any] = json.loads(line)
        tags, width = About(**figures.pop("about")), Width(**figures.pop("width"))
        measured = np.frombuffer(energies, "<f4").astype(np.float32)
        return Song(path, digest, about=tags, width=width, energies=measured, **figures)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
