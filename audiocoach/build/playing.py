"""The music of a session: which song sounds when."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import Diagnostic
from audiocoach.session.session import Session
from audiocoach.units import Samples

if TYPE_CHECKING:  # a plan without music needs nothing of what is decoded
    from audiocoach.sound.music.session_music import Music, PlayedSong


@dataclass(frozen=True, slots=True)
class FoundMusic:
    """What is played beneath a session."""

    played: "tuple[PlayedSong, ...]" = ()
    """By start."""
    notes: tuple[Diagnostic, ...] = ()
    """What could not be played."""
    music: "Music | None" = None
    """The songs, measured; None where there are none, or where their lengths are guessed."""


def music_of(session: Session, length: Samples, cache: Path | None) -> FoundMusic:
    """The music of a session of `length` samples; without a cache the lengths of songs are guessed, and nothing kept.

    Raises `InputError` where there is nothing to play.
    """
    if session.music is None or session.music.is_none:
        return FoundMusic()
    from audiocoach.sound.music.session_music import guessed_music, music

    if cache is None:
        return FoundMusic(*guessed_music(session.music, session.folder, length))
    found = music(session.music, session.folder, length, cache)
    return FoundMusic(found.played, found.notes, found)
