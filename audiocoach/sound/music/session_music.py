"""The music of a session: from files, folders and playlists to a programme of measured songs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from audiocoach.audio.decoder import about
from audiocoach.audio.demuxer import HINT
from audiocoach.errors import Diagnostic, InputError
from audiocoach.session.music_ref import MusicRef
from audiocoach.sound.music.playlist import in_turn, playlist, skipped
from audiocoach.sound.music.programme import Programme, programme
from audiocoach.sound.music.songs import Song, song_file, study
from audiocoach.units import Samples, to_samples

_MOST_NOTES: Final = 50


@dataclass(frozen=True, slots=True)
class Music:
    """What is played, and what could not be."""

    programme: Programme
    songs: Mapping[str, Song]
    """Those of the programme, by `Song.sound`, in the order of their first appearance."""
    notes: tuple[Diagnostic, ...]


def music(ref: MusicRef, folder: Path, length: Samples, cache_root: Path) -> Music:
    """The music of a session of `length` samples whose file lies in `folder`.

    Every file is opened, so that each one that cannot be played is named in the notes; only songs that sound are
    measured, once for all builds. Raises `InputError`, naming them all, where none is left.
    """
    paths, notes = playlist(ref.paths(folder))
    opens = {path: _opens(path, notes) for path in dict.fromkeys(paths)}
    playable = [path for path in paths if opens[path]]
    songs = _Songs(cache_root, notes)
    seed = ref.seed if ref.order == "shuffle" else None
    level, crossfade = ref.level, to_samples(ref.crossfade)
    made = programme(songs.played(in_turn(playable, seed)), length, level, crossfade)
    found = {song.sound: song for song in songs.studied()}
    used = {cut.sound: found[cut.sound] for cut in made.cuts}
    return Music(made, used, tuple(_few(notes)))


def credit(songs: Iterable[Song]) -> str:
    """Who is heard, a line each, for the MP3's comment: `Artist: Title (Album)`, or the file's stem."""
    lines = dict.fromkeys(_line(song) for song in songs)
    return "\n".join(("Music:", *lines)) if lines else ""


class _Songs:
    """Measures files when their turn comes, and remembers them."""

    def __init__(self, cache_root: Path, notes: list[Diagnostic]) -> None:
        self._cache_root = cache_root
        self._notes = notes
        self._known: dict[Path, Song | None] = {}

    def studied(self) -> Iterator[Song]:
        """All that were met and can be played."""
        return (song for song in self._known.values() if song)

    def played(self, rounds: Iterable[Sequence[Path]]) -> Iterator[Song]:
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

    def _song(self, path: Path) -> Song | None:
        if path not in self._known:
            self._known[path] = None
            try:
                self._known[path] = study(path, self._cache_root)
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
