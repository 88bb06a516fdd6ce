"""Writing what is published: whole files, under the folder's lock, and nothing of anybody else.

A file's path tells what it holds: an MP3 is published as `media/NAME.<8 hex of its content>.mp3`, so that one that was
built again has another address. The one before stays until the next change but one, for who has the feed before.
"""

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from audiocoach.conventions import MP3
from audiocoach.errors import Diagnostic, InputError
from audiocoach.program.finished import FinishedFiles
from audiocoach.program.inputs import file_digest
from audiocoach.program.manifest import LOCK, Manifest
from audiocoach.publish.media_files import content_of, link_or_copy, make_folder, place_of, size_of
from audiocoach.publish.publication import (
    WATCH,
    Publication,
    PublishedEpisode,
    WatchEdition,
    check_folder,
    read_publication,
)
from audiocoach.publish.published_record import KnownFile, Part, PublishedRecord
from audiocoach.publish.slug import slug
from audiocoach.storage.code_version import code_version
from audiocoach.storage.files import placing
from audiocoach.storage.locks import alone
from audiocoach.storage.store import default_cache_root

MEDIA: Final = "media/"
"""Where MP3s and what lies beside them are published; both parts use it."""
PLACES: Final[Mapping[Part, tuple[str, ...]]] = {
    "feed": ("feed.xml", "cover.jpg"),
    "site": ("index.html", "sw.js", "manifest.webmanifest", "site/"),
}
"""What each part writes beside that; one that ends in `/` is a folder."""
_HEX: Final = 8
_DATE: Final = re.compile(rb"<pubDate>[^<]*</pubDate>")
_LARGEST: Final = 1 << 26
"""Bytes of a published file that is no MP3, 64 MiB."""


def draw_secret() -> str:
    """32 hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Placed:
    """A published MP3."""

    path: str
    """From the root of what is published: `media/w01d1-x.0a1b2c3d.mp3`."""
    is_new: bool
    """Whether it was not there before."""

    def beside(self, suffix: str) -> str:
        """What lies beside it: `media/w01d1-x.0a1b2c3d.vtt`."""
        return self.path.removesuffix(MP3) + suffix


class Publisher:
    """One part of a folder's publication while it is written; `publishing` opens it."""

    def __init__(self, publication: Publication, part: Part, record: PublishedRecord) -> None:
        self.publication = publication
        self.record = record
        self.changed = 0
        """Files that were written or taken away."""
        self._part = part
        self._root = record.root
        self._files = {path: digest for path, digest in record.files.items() if record.is_below_root(path)}
        self._current: set[str] = set()
        self._stems = {_media_name(file).removesuffix(MP3) for file in _mp3s(publication)}
        self._code = code_version("deliver", "publish")
        self._is_made_anew = record.made_by.get(part) != self._code
        self._resumes = part in record.unfinished
        self._has_begun = False
        self._finished = FinishedFiles(publication.folder, default_cache_root())
        self._remembered: list[PublishedEpisode] = []
        self._media_changed = False

    @property
    def root(self) -> Path:
        """The folder that is the root of the site."""
        return self.publication.folder / self._root

    def place(self, file: PublishedEpisode | WatchEdition) -> Placed:
        """Publish an MP3: as a hard link where there can be one, else as a copy."""
        name = _media_name(file)
        path, target = self._root + name, self.root / name
        is_there = self._files.get(path) == file.sha256 and size_of(target) == file.bytes
        if not is_there:
            self._begin()
            self._check_owner(path, lambda: _holds(target, file))
            link_or_copy(file.path, target)
            self._noted(path, file.sha256)
            self._media_changed = True
        return Placed(name, not is_there)

    def has(self, path: str) -> bool:
        """Whether a file at `path` from the root is published already."""
        return self._root + path in self._files and size_of(self.root / path) >= 0

    def needs(self, path: str) -> bool:
        """Whether something beside a published MP3 has to be made: it is not there, or other code made it."""
        whole = self._root + path
        return self._is_made_anew or whole not in self._files or size_of(self.root / path) < 0

    def write(self, path: str, content: bytes) -> None:
        """Publish a file at `path` from the root; one that is there and the same is left as it is.

        Raises `InputError` where somebody else has written or changed it, and `DeliverError`.
        """
        whole, target = self._root + path, self.root / path
        digest = hashlib.sha256(content).hexdigest()
        self._current.add(whole)
        if self._files.get(whole) == digest and content_of(target, len(content)) == content:
            return
        self._begin()
        self._check_owner(whole, lambda: _undated(content_of(target, len(content))) == _undated(content))
        make_folder(target.parent)
        with placing(target, target.parent, durable=False) as file:
            file.write(content)
        self._noted(whole, digest)

    def keep(self, path: str) -> None:
        """Leave a file at `path` from the root as it is, which was written before."""
        self._current.add(self._root + path)

    def finish(self, **changes: Any) -> None:
        """Take away what is published no more, and keep the record with these changes."""
        stale = {path for path in self._files if not self._is_current(path)}
        media = {path for path in stale if self._is_media(path)}
        retired = media.intersection(self.record.retired)
        has_changed = self._media_changed or media != retired
        gone = (stale - media) | (retired if has_changed else set()) | self._changed_in_place(media)
        gone |= {path for path in self.record.files if not self.record.is_below_root(path)}
        if gone:
            self._begin()
        for path in sorted(gone):
            self._take_away(path)
        for episode in self._remembered:
            if not self._is_remembered(episode):
                self._finished.remember(episode.path.name, episode.sha256)
        self._save(
            files=dict(sorted(self._files.items())),
            retired=tuple(sorted(media - gone)),
            unfinished=tuple(part for part in self.record.unfinished if part != self._part),
            made_by={**self.record.made_by, self._part: self._code},
            **changes,
        )

    def _begin(self) -> None:
        """Before anything changes: see whose the files are, and note that a part is being written."""
        if self._has_begun:
            return
        self._has_begun = True
        self._remembered = [one for one in self.publication.episodes if self._is_remembered(one)]
        if not self._resumes:
            self._save(unfinished=(*self.record.unfinished, self._part))

    def _is_remembered(self, episode: PublishedEpisode) -> bool:
        """Whether a build knows a file without reading it; another link to the file makes that forgotten."""
        return self._finished.remembers(episode.path.name, episode.sha256)

    def _save(self, **changes: Any) -> None:
        record = self.record.model_copy(update=changes | {"known": _known(self.publication)})
        manifest = self.publication.manifest or Manifest("", "")
        published = record.as_json()
        if published != manifest.published or self.publication.manifest is None:
            manifest = replace(manifest, published=published)
            manifest.write(self.publication.folder)
        self.record = record
        self.publication = replace(self.publication, manifest=manifest)

    def _changed_in_place(self, media: Iterable[str]) -> set[str]:
        """Retired MP3s that are links to what an episode is now: somebody wrote to the file without replacing it."""
        here = {place_of(one.path): one.sha256[:_HEX] for one in _mp3s(self.publication)}
        mp3s = {path: here.get(place_of(self.publication.folder / path)) for path in media if path.endswith(MP3)}
        return {path for path, digits in mp3s.items() if digits and not path.endswith(f".{digits}{MP3}")}

    def _check_owner(self, path: str, is_the_same: Callable[[], bool]) -> None:
        """Refuse to replace a file that we did not write, or that was changed since. Raises `InputError`.

        One that nobody remembers is ours where it holds what is to be written: the record was taken out by hand.
        """
        target = self.publication.folder / path
        if self._resumes or not os.path.lexists(target):
            return
        before = self._files.get(path)
        if before is None:
            if is_the_same():
                return
            first, *others = PurePosixPath(path).parts
            hint = f"move the folder `{first}` away, and it is written anew" if others else "move it away"
            raise InputError(f"{target} is there already, and audiocoach did not write it", hint)
        content = content_of(target, _LARGEST)
        if target.suffix != MP3 and (content is None or hashlib.sha256(content).hexdigest() != before):
            raise InputError(f"{target} was changed after audiocoach wrote it", "move it away, and it is written anew")

    def _noted(self, path: str, digest: str) -> None:
        self._files[path] = digest
        self.changed += 1

    def _take_away(self, path: str) -> None:
        target = self.publication.folder / path
        if path in self._files:
            del self._files[path]
        self.changed += 1
        with contextlib.suppress(OSError):
            target.unlink()
        for folder in PurePosixPath(path).parents:
            with contextlib.suppress(OSError):
                if folder.parts:
                    (self.publication.folder / folder).rmdir()  # only where nothing is left in it

    def _is_media(self, path: str) -> bool:
        return path.startswith(self._root + MEDIA)

    def _is_current(self, path: str) -> bool:
        """Whether a file is published still, or is another part's."""
        if path in self._current:
            return True
        name = path.removeprefix(self._root)
        if self._is_media(path):
            stem, _, rest = name.partition(".")
            return f"{stem}.{rest[:_HEX]}" in self._stems
        return not any(name == place or (place[-1] == "/" and name.startswith(place)) for place in PLACES[self._part])


@dataclass(frozen=True, slots=True)
class Privacy:
    """Whether all is published below a secret."""

    is_private: bool | None = None
    """None for as it was before."""
    new_address: bool = False
    """Whether another secret takes the place of the one before."""
    draw: Callable[[], str] = draw_secret

    def applied(self, record: PublishedRecord) -> PublishedRecord:
        """The record with its secret. Raises `InputError` for a new address of what is not private."""
        is_private = record.is_private if self.is_private is None else self.is_private
        if self.new_address and not is_private:
            raise InputError("--new-address is for a private feed", "say `--private` too, or leave it out")
        draws = is_private and (self.new_address or record.secret is None)
        return record.model_copy(update={"is_private": is_private, "secret": self.draw() if draws else record.secret})


_AS_BEFORE: Final = Privacy()


@contextmanager
def publishing(folder: Path, part: Part, privacy: Privacy = _AS_BEFORE) -> Iterator[Publisher]:
    """A part of a folder's publication to write; another one in the same folder is waited for.

    Raises as `read_publication`, and as `Privacy`.
    """
    check_folder(folder)  # before a lock file is made in a folder that is none of ours
    with alone(folder / LOCK):
        publication = read_publication(folder)
        record = privacy.applied(publication.record)
        yield Publisher(_with_note_of_the_address_before(publication, record), part, record)


def _with_note_of_the_address_before(publication: Publication, record: PublishedRecord) -> Publication:
    """Say what is still on a server, where all that was published there is taken away in the folder."""
    before = [path for path in record.files if not record.is_below_root(path)]
    if not before:
        return publication
    names = ", ".join(f"`{name}`" for name in dict.fromkeys(path.partition("/")[0] for path in before))
    message = f"what you have put on a server under the address before stays there: {names}"
    note = Diagnostic.warning(message, None, "take it away there")
    return replace(publication, notes=(*publication.notes, note))


def _holds(target: Path, file: PublishedEpisode | WatchEdition) -> bool:
    """Whether a regular file holds an MP3."""
    return size_of(target) == file.bytes and file_digest(target) == file.sha256


def _undated(content: bytes | None) -> bytes | None:
    """A feed without its dates: they are counted from the first one, and nobody remembers when that was."""
    return None if content is None else _DATE.sub(b"", content)


def _mp3s(publication: Publication) -> Iterator[PublishedEpisode | WatchEdition]:
    for episode in publication.episodes:
        yield episode
        if episode.watch:
            yield episode.watch


def _media_name(file: PublishedEpisode | WatchEdition) -> str:
    """Where an MP3 is published, from the root."""
    edition = f"-{WATCH}" if isinstance(file, WatchEdition) else ""
    return f"{MEDIA}{slug(file.path.stem)}{edition}.{file.sha256[:_HEX]}{MP3}"


def _known(publication: Publication) -> dict[str, KnownFile]:
    return {
        one.path.relative_to(publication.folder).as_posix(): KnownFile(
            bytes=one.bytes, mtime_ns=one.mtime_ns, sha256=one.sha256
        )
        for one in _mp3s(publication)
    }
