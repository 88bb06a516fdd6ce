"""The music of a session: from files, folders and playlists to a programme of measured songs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from audiocoach.audio.decoder import about, length_s
from audiocoach.audio.demuxer import HINT
from audiocoach.errors import Diagnostic, InputError, printable
from audiocoach.session.music_ref import MusicRef
from audiocoach.sound.music.playlist import in_turn, playlist, skipped
from audiocoach.sound.music.programme import Playable, Programme, programme
from audiocoach.sound.music.songs import LONGEST_S, SHORTEST, Song, song_file, study
from audiocoach.units import SAMPLE_RATE, Samples, to_samples

AnySong = TypeVar("AnySong", bound=Playable)


@dataclass(frozen=True, slots=True)
class PlayedSong:
    """One song in its place."""

    start: Samples
    end: Samples
    title: str
    """As the file says it, or else the file's stem."""


_MOST_NOTES: Final = 50


@dataclass(frozen=True, slots=True)
class Music:
    """What is played, and what could not be."""

    programme: Programme
    songs: Mapping[str, Song]
    """Those of the programme, by `Song.sound`, in the order of their first appearance."""
    notes: tuple[Diagnostic, ...]
    duck: float
    """How far it goes down beneath the voice, in decibels."""

    @property
    def played(self) -> tuple[PlayedSong, ...]:
        """Which song sounds when."""
        return _played(self.programme, self.songs)


def music(ref: MusicRef, folder: Path, length: Samples, cache_root: Path) -> Music:
    """The music of a session of `length` samples whose file lies in `folder`.

    Every file is opened, so that each one that cannot be played is named in the notes; only songs that sound are
    measured, once for all builds. Raises `InputError`, naming them all, where none is left.
    """
    return Music(*_found(ref, folder, length, lambda path: study(path, cache_root)), ref.duck)


def guessed_music(
    ref: MusicRef, folder: Path, length: Samples
) -> tuple[tuple[PlayedSong, ...], tuple[Diagnostic, ...]]:
    """Which song sounds about when, from what files say of themselves: nothing is decoded, and nothing kept.

    The notes come with it. Raises `InputError` as `music` does.
    """
    made, songs, notes = _found(ref, folder, length, _unheard)
    return _played(made, songs), notes


def _found(
    ref: MusicRef, folder: Path, length: Samples, study: Callable[[Path], AnySong]
) -> tuple[Programme, Mapping[str, AnySong], tuple[Diagnostic, ...]]:
    """The programme, its songs as `study` tells of a file, and the notes."""
    paths, notes = playlist(ref.paths(folder))
    opens = {path: _opens(path, notes) for path in dict.fromkeys(paths)}
    playable = [path for path in paths if opens[path]]
    songs = _Songs(study, notes)
    seed = ref.seed if ref.order == "shuffle" else None
    level, crossfade = ref.level, to_samples(ref.crossfade)
    made = programme(songs.played(in_turn(playable, seed)), length, level, crossfade)
    found = {song.sound: song for song in songs.studied()}
    return made, {cut.sound: found[cut.sound] for cut in made.cuts}, tuple(_few(notes))


def _played(made: Programme, songs: Mapping[str, Playable]) -> tuple[PlayedSong, ...]:
    return tuple(PlayedSong(cut.start, cut.end, songs[cut.sound].title) for cut in made.cuts)


def credit(songs: Iterable[Song]) -> str:
    """Who is heard, a line each, for the MP3's comment: `Artist: Title (Album)`, or the file's stem."""
    lines = dict.fromkeys(_line(song) for song in songs)
    return "\n".join(("Music:", *lines)) if lines else ""


class _Songs(Generic[AnySong]):
    """Asks about files when their turn comes, and remembers what they are."""

    def __init__(self, study: Callable[[Path], AnySong], notes: list[Diagnostic]) -> None:
        self._study = study
        self._notes = notes
        self._known: dict[Path, AnySong | None] = {}

    def studied(self) -> Iterator[AnySong]:
        """All that were met and can be played."""
        return (song for song in self._known.values() if song)

    def played(self, rounds: Iterable[Sequence[Path]]) -> Iterator[AnySong]:
        """The songs of `rounds` in order, without end. Raises `InputError` where a round has none."""
        for round_ in rounds:
            heard = 0
            for path in round_:
                if song := self._song(path):
                    heard += 1
                    yield song
            if not heard:
                reasons = "\n".join(f"  {note.message.removeprefix('music: ')}" for note in _few(self._notes))
                raise InputError(f"there is no music to play\n{reasons}", HINT)

    def _song(self, path: Path) -> AnySong | None:
        if path not in self._known:
            self._known[path] = None
            try:
                self._known[path] = self._study(path)
            except InputError as error:
                self._notes.append(skipped(error.message))
        return self._known[path]


def _few(notes: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each of `notes` once, and of very many the first: a folder may hold thousands of files that are no songs."""
    different = list(dict.fromkeys(notes))
    if len(different) > _MOST_NOTES:
        more = Diagnostic.warning(f"music: {len(different) - _MOST_NOTES:,} more cannot be played")
        different = [*different[:_MOST_NOTES], more]
    return different


def _opens(path: Path, notes: list[Diagnostic]) -> bool:
    try:
        with song_file(path) as media:
            about(media)
    except InputError as error:
        notes.append(skipped(error.message))
        return False
    return True


def _line(song: Song) -> str:
    album = f" ({song.about.album})" if song.about.album else ""
    return f"{song.about.artist}: {song.title}{album}" if song.about.artist else f"{song.title}{album}"


@dataclass(frozen=True, slots=True)
class _Unheard:
    """A song of which only its file's own words are known."""

    path: Path
    length: Samples
    title: str
    lufs: float = -14.0
    """As songs are today; a plan says nothing of it."""
    peak_db: float = 0.0

    @property
    def sound(self) -> str:
        """Which song, for want of its samples: the file."""
        return str(self.path)


def _unheard(path: Path) -> _Unheard:
    """A file's song without decoding it. Raises `InputError`."""
    with song_file(path) as media:
        length = Samples(round(length_s(media, LONGEST_S) * SAMPLE_RATE))
        if length < SHORTEST:
            raise media.unreadable(f"it is shorter than {SHORTEST // SAMPLE_RATE} s")
        return _Unheard(path, length, about(media).title or printable(path.stem))
