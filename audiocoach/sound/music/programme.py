"""Which song sounds when: one after another, each from its own start to its own end, until the session is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from audiocoach.audio.quantised import hundredths
from audiocoach.conventions import CROSSFADE, FADE_IN, FADE_OUT, MUSIC_LUFS
from audiocoach.units import Samples

HIGHEST_DBTP: Final = -1.5
"""No song is raised above it: what the limiter would take is not loudness."""


class Playable(Protocol):
    """What a programme must know of a song."""

    @property
    def sound(self) -> str:
        """Which: equal means the same samples."""

    @property
    def length(self) -> Samples:
        """Of the whole song."""

    @property
    def lufs(self) -> float:
        """Its loudness."""

    @property
    def peak_db(self) -> float:
        """Its peak in dBTP."""

    @property
    def title(self) -> str:
        """What it is called."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One song at one place, from its first sample on."""

    start: Samples
    end: Samples
    """Its own end, or the session's."""
    sound: str
    """Which: `Song.sound`."""
    gain_db: float
    """To its level in the mix."""
    fade_in: Samples
    """As long as the song before still sounds."""
    fade_out: Samples
    """As long as the song after sounds already."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All the music of a session; it fades in and out as one, over whichever songs sound there."""

    cuts: tuple[Cut, ...]
    """Sorted by start: without gaps, and never more than two at once."""
    start: Samples
    end: Samples
    fade_in: Samples
    fade_out: Samples


def programme(
    songs: Iterable[Playable], length: Samples, level: float = MUSIC_LUFS, crossfade: Samples = CROSSFADE
) -> Programme:
    """The programme of `length` samples from `songs` in their order, which are taken only as far as they are needed.

    `level` is the loudness of each in LUFS. Crossfades take a third of a song at most. Raises `ValueError` where the
    songs end before the session.
    """
    cuts: list[Cut] = []
    before: Playable | None = None
    for song in songs if length > 0 else ():
        fade, start = Samples(0), Samples(0)
        if before is not None:
            fade = Samples(min(crossfade, before.length // 3, song.length // 3))
            last = cuts.pop()
            cuts.append(Cut(last.start, last.end, last.sound, last.gain_db, last.fade_in, fade))
            start = Samples(last.end - fade)
        end = Samples(min(start + song.length, length))
        cuts.append(Cut(start, end, song.sound, _gain_db(song, level), fade, Samples(0)))
        if end == length:
            break
        before = song
    if length > (cuts[-1].end if cuts else 0):
        raise ValueError(f"the songs end before the session's {length} samples")
    half = Samples(length // 2)
    return Programme(tuple(cuts), Samples(0), length, min(FADE_IN, half), min(FADE_OUT, half))


def _gain_db(song: Playable, level: float) -> float:
    return hundredths(min(level - song.lufs, HIGHEST_DBTP - song.peak_db))
