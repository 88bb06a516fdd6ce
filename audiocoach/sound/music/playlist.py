"""Which music files are meant by files, folders and playlists, and in what order they are played."""

import hashlib
import itertools
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from audiocoach.errors import Diagnostic, UnreadableFile, nearest, short
from audiocoach.storage.regular import read_bounded

PLAYLISTS: Final = frozenset((".m3u", ".m3u8"))
_ENDINGS: Final = (
    "aac ac3 aif aifc aiff alac amr ape au caf dsf flac m4a m4b "
    "mka mp2 mp3 mp4 mpc oga ogg opus spx tta wav webm wma wv"
)
SUFFIXES: Final = frozenset(f".{ending}" for ending in _ENDINGS.split())
"""What is played of a folder; pictures and texts lie there unnoticed."""
MOST_SONGS: Final = 10_000
"""Of a folder or a playlist: a month of music."""
MOST_FILES: Final = 200_000
"""Of any kind that a folder is looked through for."""

_LARGEST: Final = 1 << 22
_MOST_NOTES: Final = 20
"""Of one playlist: if a disk is missing, none of its thousands of songs is there."""
_MOST_BESIDE: Final = 1_000
"""Files beside one that is missing, among which its name is looked for."""
_NUMBER: Final = re.compile(r"(\d+)")

Found = tuple[list[Path], list[Diagnostic]]


def playlist(sources: Sequence[Path]) -> Found:
    """The files that `sources` mean, as they stand, and what was passed over.

    A folder gives its own files (not those of folders in it) by name, `2` before `10`; a playlist gives its entries.
    """
    paths, notes = [], []
    for source in sources:
        more, found = _files(source)
        paths += more
        notes += found
    return paths, notes


def in_turn(paths: Sequence[Path], seed: int | None = None) -> Iterator[list[Path]]:
    """Endless rounds of `paths`: as they stand, or with a `seed` each in an order of its own.

    The order depends on names alone, so a folder may move, and one more file leaves the others as they were.
    """
    last = None
    for number in itertools.count():
        round_ = list(paths) if seed is None else _shuffled(paths, f"{seed} {number}")
        if seed is not None and len(round_) > 1 and round_[0] == last:
            round_.append(round_.pop(0))  # not the same song twice in a row
        last = round_[-1] if round_ else None
        yield round_


def skipped(what: str) -> Diagnostic:
    """The note on something that is passed over."""
    return Diagnostic.warning(f"music: {what}; it is skipped")


def _files(source: Path) -> Found:
    try:
        if source.is_dir():
            return _of_folder(source)
        if not source.exists():
            return [], [skipped(f"there is no file {source}{_meant(source)}")]
        return _of_playlist(source) if source.suffix.lower() in PLAYLISTS else ([source], [])
    except UnreadableFile as error:
        return [], [skipped(f"{source} cannot be read: {error.reason}")]
    except (OSError, ValueError) as error:
        return [], [skipped(f"{source} cannot be read: {(getattr(error, 'strerror', None) or str(error)).lower()}")]


def _of_folder(folder: Path) -> Found:
    with os.scandir(folder) as entries:
        inside = [(entry.name, entry.is_file(), entry.is_dir()) for entry in itertools.islice(entries, MOST_FILES + 1)]
    if len(inside) > MOST_FILES:
        return [], [skipped(f"{folder} holds more than {MOST_FILES:,} files: name one with less in it")]
    names = [name for name, is_file, _ in inside if is_file and not name.startswith(".")]
    songs = sorted((folder / name for name in names if Path(name).suffix.lower() in SUFFIXES), key=_natural)
    if songs:
        return songs[:MOST_SONGS], _rest(folder, len(songs))
    inner = " itself, only folders: name them" if any(is_folder for _, _, is_folder in inside) else ""
    return [], [skipped(f"there is no music in {folder}{inner}")]


def _of_playlist(path: Path) -> Found:
    data = read_bounded(path, _LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = [line.strip() for line in text.splitlines()]
    if any(line.startswith("#EXT-X-") for line in lines):
        return [], [skipped(f"{path} is a stream's list, not one of files")]
    entries = [line for line in lines if line and not line.startswith("#")]
    if not entries:
        return [], [skipped(f"the playlist {path} is empty")]
    paths, notes = [], _rest(path, len(entries))
    for entry in entries[:MOST_SONGS]:
        file = _entry(entry, path.parent)
        if file is None:
            notes.append(skipped(f"{path.name} names {short(entry)!r}, and there is no such file"))
        elif file.suffix.lower() in PLAYLISTS:
            notes.append(skipped(f"{path.name} names another playlist, {short(entry)!r}"))
        else:
            paths.append(file)
    if len(notes) > _MOST_NOTES:
        more = f"music: {path.name} names {len(notes) - _MOST_NOTES:,} more that cannot be played"
        notes = [*notes[:_MOST_NOTES], Diagnostic.warning(more)]
    return paths, notes


def _rest(source: Path, songs: int) -> list[Diagnostic]:
    """The note on a source of more songs than are played."""
    message = f"music: {source} has {songs:,} songs; the first {MOST_SONGS:,} are played"
    return [Diagnostic.warning(message)] if songs > MOST_SONGS else []


def _entry(entry: str, folder: Path) -> Path | None:
    """The file that a line of a playlist names: a path of any system and in any encoding, or an address of a file."""
    if entry.startswith("file:"):
        entry = _plain(urlsplit(entry).path)
    ways = (entry, entry.replace("\\", "/"), _plain(entry), os.fsdecode(entry.encode("latin-1", "replace")))
    for way in dict.fromkeys(ways):
        try:
            if (path := folder / way).is_file():
                return path
        except (OSError, ValueError):  # too long, or with a NUL
            continue
    return None


def _plain(address: str) -> str:
    """A name without its `%20`."""
    return os.fsdecode(unquote_to_bytes(address))


def _meant(missing: Path) -> str:
    """What is most likely meant by a name that is not there; nothing among too many."""
    if not missing.parent.is_dir():
        return ""
    with os.scandir(missing.parent) as entries:
        beside = [entry.name for entry in itertools.islice(entries, _MOST_BESIDE + 1)]
    hint = nearest(missing.name, beside) if len(beside) <= _MOST_BESIDE else None
    return f" ({hint})" if hint else ""


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Names in the order of a person: `2` before `10`, capitals with their letters."""
    parts = _NUMBER.split(path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], path.name


def _shuffled(paths: Sequence[Path], seed: str) -> list[Path]:
    seen: dict[str, int] = {}
    keyed = []
    for path in paths:
        turn = seen[path.name] = seen.get(path.name, 0) + 1
        key = hashlib.sha256(f"{seed} {path.name} {turn}".encode(errors="surrogatepass")).digest()
        keyed.append((key, path))
    return [path for _, path in sorted(keyed, key=lambda pair: pair[0])]
