"""The mixing desk of a session: every source on its bus, and what lies beneath the voice ducked under it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.limiter import CEILING_DBTP, MUSIC_CEILING_DBTP, limit
from audiocoach.conventions import BED, CADENCE, MUSIC, SPEECH, TONES
from audiocoach.mix.bed_source import BedLoop, BedSource, Joined
from audiocoach.mix.ducking import Envelope, Range, held
from audiocoach.mix.guard_tone import guarded
from audiocoach.mix.levels import (
    BESIDE,
    DISTANCE,
    WCAG,
    BedLevels,
    CutLevels,
    LoopCells,
    depth_for,
    ducked,
    least_distance,
    listen,
    music_depth,
)
from audiocoach.mix.music_source import MusicSource
from audiocoach.mix.track_source import DuckedSource, Load, Source, TrackSource, mix
from audiocoach.sound.music.session_music import Music, credit
from audiocoach.timeline.timeline import Bed, Timeline, Track
from audiocoach.units import Samples

CADENCE_DUCK_DB: Final = 6.0
"""How far the metronome goes down under the voice."""


class Mixer:
    """Everything that sounds in a session."""

    def __init__(
        self,
        timeline: Timeline,
        load: Load,
        loops: Mapping[str, BedLoop] | None = None,
        music: Music | None = None,
        has_guard: bool = True,
    ) -> None:
        """`loops` are those of the timeline's beds, by name; `has_guard` adds the guard tone."""
        self.timeline = timeline
        self.load = load
        self._loops = loops or {}
        self._music = music
        self._has_guard = has_guard

    def blocks(self) -> Iterator[Stereo]:
        """The whole mix before limiting: the sum of all buses."""
        return mix([source for bus in self.buses for source in self._sources(bus)], self.timeline.length)

    def master(self) -> Iterator[Stereo]:
        """The whole mix, limited, and the guard tone: what is encoded."""
        limited = limit(self.blocks(), MUSIC_CEILING_DBTP if self._music else CEILING_DBTP)
        return guarded(limited, self.timeline.length) if self._has_guard else limited

    def bus(self, name: str) -> Iterator[Stereo]:
        """One bus alone: a stem."""
        return mix(list(self._sources(name)), self.timeline.length)

    @property
    def buses(self) -> tuple[str, ...]:
        """The buses that the session has, `speech` and `tones` always."""
        tracks = tuple(dict.fromkeys(track.name for track in self.timeline.tracks))
        return (*tracks, *((BED,) if self.timeline.beds else ()), *((MUSIC,) if self._music else ()))

    @property
    def identity(self) -> str:
        """All that the mix follows from: equal means the same sound."""
        # A loop is known by its samples: where its file lies does not sound.
        beds = tuple(replace(bed, sound=self._loops[bed.sound].digest) for bed in self.timeline.beds)
        timeline = replace(self.timeline, beds=beds)
        music = self._music and (self._music.programme, self._music.duck)
        return repr((timeline, music, self._has_guard))

    @property
    def credit(self) -> str:
        """Whose music is heard, for the MP3's comment; empty without any."""
        return credit(self._music.songs.values()) if self._music else ""

    @cached_property
    def distance(self) -> tuple[float, Samples] | None:
        """The least distance in dB between speech and all beds and music beneath it, and where; None without any."""
        beneath = [ducked(levels, envelope) for _, levels, envelope in self._beds]
        beneath += [ducked(levels, envelope) for levels, envelope in self._cuts]
        least, where = least_distance(self._spoken, beneath)
        return (least, Samples(where[0])) if where else None

    def _sources(self, bus: str) -> Iterator[Source]:
        """A bus's sources, from the start of the session."""
        if bus == BED:
            for joined, (bed, _, envelope) in zip(_joined(self.timeline.beds), self._beds, strict=True):
                yield BedSource(bed, self._loops[bed.sound], envelope, joined)
        elif bus == MUSIC and self._music:
            yield MusicSource(self._music.programme, self._music.songs, [envelope for _, envelope in self._cuts])
        for track in self.timeline.tracks:
            if track.name == bus:
                source = TrackSource(track, self.timeline.length, self.load)
                yield DuckedSource(source, self._cadence_envelope) if bus == CADENCE else source

    @cached_property
    def _spoken(self) -> tuple[Range, ...]:
        """Where somebody speaks."""
        return _ranges(track for track in self.timeline.tracks if track.name == SPEECH)

    @cached_property
    def _above(self) -> tuple[Range, ...]:
        """Where what lies beneath is held down: one duck serves ticks, tone and announcement."""
        return held(_ranges(track for track in self.timeline.tracks if track.name in (SPEECH, TONES)))

    @cached_property
    def _beds(self) -> Sequence[tuple[Bed, BedLevels, Envelope]]:
        cells: dict[str, LoopCells] = {}
        found = []
        for bed in self.timeline.beds:
            if bed.sound not in cells:
                cells[bed.sound] = listen(self._loops[bed.sound])
            levels = BedLevels(bed, cells[bed.sound])
            found.append((bed, levels, Envelope(self._above, depth_for(levels.loudest, self._distance))))
        return found

    @cached_property
    def _cuts(self) -> Sequence[tuple[CutLevels, Envelope]]:
        """Of each song in the programme."""
        if self._music is None:
            return ()
        found = []
        for cut in self._music.programme.cuts:
            levels = CutLevels(cut, self._music.songs[cut.sound].energies)
            depth = music_depth(levels.loudest, self._music.duck, self._distance)
            found.append((levels, Envelope(self._above, depth)))
        return found

    @property
    def _is_music_held(self) -> bool:
        """Whether the music too has to keep its distance from the voice."""
        return self._music is not None and self._music.duck >= WCAG

    @property
    def _distance(self) -> float:
        """How far beneath speech a bed and such music each lie, in decibels."""
        return DISTANCE + BESIDE if self._is_music_held and self.timeline.beds else DISTANCE

    @cached_property
    def _cadence_envelope(self) -> Envelope:
        return Envelope(self._spoken, CADENCE_DUCK_DB)


def _joined(beds: Sequence[Bed]) -> Sequence[Joined]:
    """For each bed whether it crosses into itself at its start, and at its end."""
    meets = [before.sound == after.sound and after.start < before.end for before, after in pairwise(beds)]
    return list(zip((False, *meets), (*meets, False), strict=True)) if beds else ()


def _ranges(tracks: Iterator[Track]) -> tuple[Range, ...]:
    return tuple(sorted((clip.start, clip.end) for track in tracks for clip in track.clips))
