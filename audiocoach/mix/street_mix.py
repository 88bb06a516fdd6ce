"""What lies beneath the voice, for the street: softer, so that whoever turns up the voice does not turn it up too."""

from dataclasses import replace
from typing import Final

from audiocoach.sound.music.session_music import Music
from audiocoach.timeline.timeline import Timeline

LOWER_DB: Final = 3.0
"""Of soundscapes and songs, from the level that they have elsewhere."""


def beds_lower(timeline: Timeline) -> Timeline:
    """`timeline` with softer soundscapes."""
    return replace(timeline, beds=tuple(replace(bed, level=bed.level - LOWER_DB) for bed in timeline.beds))


def songs_lower(music: Music) -> Music:
    """`music` with softer songs."""
    cuts = tuple(replace(cut, gain_db=cut.gain_db - LOWER_DB) for cut in music.programme.cuts)
    return replace(music, programme=replace(music.programme, cuts=cuts))
