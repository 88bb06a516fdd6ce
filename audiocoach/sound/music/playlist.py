"""Which music files are meant by files, folders and playlists, and in what order they are played."""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from audiocoach.errors import Diagnostic, nearest

PLAYLISTS: Final = frozenset((".m3u", ".m3u8"))
_ENDINGS: Final = (
    "aac ac3 aif aifc aiff alac amr ape au caf dsf flac m4a m4b "
    "mka mp2 mp3 mp4 mpc oga ogg opus spx tta wav webm wma wv"
)
SUFFIXES: Final = frozenset(f".{ending}" for ending in _ENDINGS.split())
"""What is played of a folder; pictures and texts lie there unnoticed."""
MOST_ENTRIES: Final = 10_000
"""Lines of a playlist that are read."""

_LARGEST: Final = 1 << 22
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
    except (OSError, ValueError) as error:
        return [], [skipped(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}")]


def _of_folder(folder: Path) -> Found:
    files = [file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and not file.name.startswith(".")]
    files = sorted((file for file in files if file.is_file()), key=_natural)
    if files:
        return files, []
    inner = " itself, only folders: name them" if any(item.is_dir() for item in folder.iterdir()) else ""
    return [], [skipped(f"there is no music in {folder}{inner}")]


def _of_playlist(path: Path) -> Found:
    with path.open("rb") as opened:
        data = opened.read(_LARGEST)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = [line.strip() for line in text.splitlines()]
    if any(line.startswith("#EXT-X-") for line in lines):
        return [], [skipped(f"{path} is a stream's list, not one of files")]
    entries = [line for line in lines if line and not line.startswith("#")][:MOST_ENTRIES]
    paths, notes = [], []
    for entry in entries:
        file = _entry(entry, path.parent)
        if file is None:
            notes.append(skipped(f"{path.name} names {entry[:200]!r}, and there is no such file"))
        elif file.suffix.lower() in PLAYLISTS:
            notes.append(skipped(f"{path.name} names another playlist, {entry[:200]!r}"))
        else:
            paths.append(file)
    return (paths, notes) if entries else ([], [skipped(f"the playlist {path} is empty")])


def _entry(entry: str, folder: Path) -> Path | None:
    """The file that a line of a playlist names: a path of any system, or an address of a file."""
    if entry.startswith("file:"):
        entry = unquote(urlsplit(entry).path)
    for way in dict.fromkeys((entry, entry.replace("\\", "/"), unquote(entry))):
        try:
            if (path := folder / way).is_file():
                return path
        except (OSError, ValueError):  # too long, or with a NUL
            continue
    return None


def _meant(missing: Path) -> str:
    folder = missing.parent
    hint = nearest(missing.name, [item.name for item in folder.iterdir()]) if folder.is_dir() else None
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
