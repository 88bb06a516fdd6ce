"""The user's songs as a bus: decoded while they sound, faded into one another, ducked under the voice."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import numpy as np

from audiocoach.audio.arrays import Stereo
from audiocoach.mix.bed_source import apply, fade
from audiocoach.mix.ducking import Envelope
from audiocoach.sound.music.programme import Cut, Programme
from audiocoach.sound.music.songs import Song
from audiocoach.units import to_gain


class MusicSource:
    """A source of the mixer. It holds what the decoders have given and the mix has not reached yet, at most two
    songs' blocks; a decoder is open only while its song sounds.
    """

    def __init__(self, programme: Programme, songs: Mapping[str, Song], envelopes: Sequence[Envelope] = ()) -> None:
        """`songs` are those of the programme, by `Song.sound`; `envelopes` are those of its cuts, or none at all."""
        self._programme = programme
        self._ends = list(accumulate((cut.end for cut in programme.cuts), max))
        self._songs = songs
        self._envelopes = envelopes or [Envelope()] * len(programme.cuts)
        self._open: dict[int, _Player] = {}

    def add(self, out: Stereo, start: int) -> None:
        """Adds the music between `start` and `start + len(out)`.

        Raises `InputError` where a song's file is no longer what was measured.
        """
        programme = self._programme
        first, last = max(programme.start, start), min(programme.end, start + len(out))
        if first >= last:
            self.close()
            return
        music = np.zeros((last - first, 2), np.float32)
        for index in range(bisect_right(self._ends, first), len(programme.cuts)):
            cut = programme.cuts[index]
            if cut.start >= last:
                break
            begin, end = max(cut.start, first), min(cut.end, last)
            part = self._player(index).play(begin, end)
            apply(part, self._envelopes[index].gain(begin, end))
            music[begin - first : end - first] += part
        for index in [index for index in self._open if programme.cuts[index].end <= last]:
            self._open.pop(index).close()
        apply(music, fade(programme, first, last))
        out[first - start : last - start] += music

    def close(self) -> None:
        """Closes every decoder; a mix that is broken off may call it."""
        while self._open:
            self._open.popitem()[1].close()

    def _player(self, index: int) -> "_Player":
        if index not in self._open:
            cut = self._programme.cuts[index]
            self._open[index] = _Player(cut, self._songs[cut.sound])
        return self._open[index]


class _Player:
    """One song from its start on, at its place and level."""

    def __init__(self, cut: Cut, song: Song) -> None:
        self._cut = cut
        self._gain = np.float32(to_gain(cut.gain_db))
        self._blocks = song.blocks()
        self._rest = np.zeros((0, 2), np.float32)
        self._at = int(cut.start)

    def play(self, first: int, last: int) -> Stereo:
        """Session samples `first` to `last`, which is never before what was played already."""
        self._take(first - self._at)
        part = np.concatenate(self._take(last - first))
        apply(part, self._gain)
        apply(part, fade(self._cut, first, last))
        return part

    def close(self) -> None:
        """Lets the decoder go."""
        self._blocks.close()

    def _take(self, length: int) -> list[Stereo]:
        """The next `length` samples, in pieces."""
        pieces = []
        while length > 0:
            if not len(self._rest):
                self._rest = next(self._blocks)
            pieces.append(self._rest[:length])
            self._rest = self._rest[length:]
            self._at += len(pieces[-1])
            length -= len(pieces[-1])
        return pieces
