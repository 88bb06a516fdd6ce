"""What there is to publish in a folder: its own MP3s in order, each with the plan that it carries.

A folder needs nothing else: no cache, no session file. It may have been moved here from another machine.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from audiocoach.conventions import MP3
from audiocoach.deliver.embedded_plan import EmbeddedPlan
from audiocoach.deliver.own_tags import OwnTags, read_own_tags
from audiocoach.errors import Diagnostic, InputError, short
from audiocoach.paths import is_file
from audiocoach.program.inputs import file_digest
from audiocoach.program.manifest import MANIFEST, PREVIEW, Manifest, read_manifest
from audiocoach.publish.episode_places import day_numbers, place_in_program, shared_album
from audiocoach.publish.published_record import KnownFile, PublishedRecord, record_in

PublishedRole = Literal["main", "easier", "instead", "rest", "bridge"]

WATCH: Final = "watch"
"""The folder in a folder that holds the same files again, for watches."""
_MOST_NAMED: Final = 5
"""Files that a note names; of more it says how many they are."""
_OTHER_EDITION: Final = "no edition for watches of the file as it is"
_AGAIN: Final = "build both again, or take the folder `watch` away"
_BUILD: Final = "`audiocoach build walk-run-20 -d {folder}` builds something to publish"


@dataclass(frozen=True, slots=True)
class WatchEdition:
    """The same session again, as a smaller file."""

    path: Path
    sha256: str
    bytes: int
    mtime_ns: int
    """When the file was last written."""


@dataclass(frozen=True, slots=True)
class PublishedEpisode:
    """One MP3 of ours."""

    id: str
    """Of a program's day `w01d2` or `w01d2-easier`; of a single session its file's stem."""
    title: str
    role: PublishedRole
    """Of a single session `main`."""
    notes: str
    """What it says of itself; empty for nothing."""
    path: Path
    sha256: str
    bytes: int
    language: str
    duration_ms: float
    week: int | None = None
    """1-based; None for a single session."""
    day: int | None = None
    """1-based in its week; of a rest day that of the day before, 0 for none."""
    mtime_ns: int = 0
    """When the file was last written."""
    watch: WatchEdition | None = None
    """What lies in the folder `watch` under the same name."""
    number: int | None = None
    """1-based, of a program's numbered day, whether those before it are there or not; None for everything else."""

    @property
    def key(self) -> str:
        """What it is known by from one publication to the next: the name of its file, `w01d1-couch-to-5k`."""
        return self.path.name.removesuffix(MP3)

    @property
    def name(self) -> str:
        """What it is called on its day, `Easy does it`; of a single session its title."""
        _, colon, name = self.title.partition(": ")
        return name if self.week is not None and colon else self.title

    def plan(self) -> EmbeddedPlan:
        """Its plan, read from the file each time: those of a large folder together need hundreds of megabytes.

        Raises `InputError` where it has been taken away meanwhile.
        """
        tags = read_own_tags(self.path)
        if tags is None or tags.plan is None:
            raise InputError(f"{self.path} was taken away or changed meanwhile", "do it again")
        return tags.plan


@dataclass(frozen=True, slots=True)
class Publication:
    """A program's folder, or one of single sessions."""

    folder: Path
    title: str
    """The program's, or that of the collection; of other single sessions the folder's name."""
    description: str
    """Empty for none."""
    author: str
    """Empty for none."""
    language: str
    """BCP 47; of single sessions that of most."""
    program: str
    """The program's name; empty for single sessions."""
    episodes: tuple[PublishedEpisode, ...]
    """Of a program as its days come, what is offered for a day behind it; of a collection by their tracks; other
    sessions by their files' names."""
    weeks: Mapping[int, str] = field(default_factory=dict)
    """The name of each week of a program, by its number; empty where it has none."""
    notes: tuple[Diagnostic, ...] = ()
    """What a person should know: files that are left alone."""
    manifest: Manifest | None = None
    """What stands in the folder's `program.json`."""

    @property
    def is_program(self) -> bool:
        """Whether its episodes follow on one another."""
        return bool(self.program)

    @property
    def record(self) -> PublishedRecord:
        """What was kept of the publications before. Raises `InputError` where somebody has changed it."""
        return record_in(self.manifest)


def read_publication(folder: Path) -> Publication:
    """What there is to publish in `folder`; files of others are left alone, and said in its notes.

    Raises `InputError` for what is no folder, for one without an MP3 of ours, and for a `program.json` of somebody
    else.
    """
    manifest = _manifest_in(folder)
    found = _Found(folder, manifest)
    episodes = tuple(found.of_program() if manifest and manifest.files else found.of_sessions())
    if not episodes:
        why = f": {found.notes[0].message}" if found.notes else ""
        raise InputError(f"there is nothing to publish in {folder}{why}", _BUILD.format(folder=folder))
    spoken = Counter(episode.language for episode in episodes).most_common(1)[0][0]
    notes = tuple(found.notes)
    if manifest is None or not manifest.files:
        name = found.album or folder.resolve().name or "audiocoach"
        return Publication(folder, name, "", "", spoken, "", episodes, notes=notes, manifest=manifest)
    about = manifest.about
    return Publication(
        folder=folder,
        title=manifest.title,
        description=about.description if about else "",
        author=about.author if about else "",
        language=about.language if about else spoken,
        program=manifest.program,
        episodes=episodes,
        weeks={int(number): name for number, name in about.weeks.items()} if about else {},
        notes=notes,
        manifest=manifest,
    )


def check_folder(folder: Path) -> None:
    """Raise `InputError` as `read_publication` does, without reading more than the first MP3 of ours."""
    manifest = _manifest_in(folder)
    names = manifest.files if manifest and manifest.files else (path.name for path in _mp3s_in(folder))
    if not any(read_own_tags(folder / name) for name in names):
        read_publication(folder)


def _mp3s_in(folder: Path) -> list[Path]:
    paths = (path for path in folder.iterdir() if path.suffix.lower() == MP3)
    return sorted(path for path in paths if not path.name.startswith("."))


def _manifest_in(folder: Path) -> Manifest | None:
    if is_file(folder):
        raise InputError(f"{folder} is a file, not a folder", "name the folder that it lies in")
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}", _BUILD.format(folder=folder))
    return read_manifest(folder)


class _Found:
    """Looks through one folder."""

    def __init__(self, folder: Path, manifest: Manifest | None) -> None:
        self.notes: list[Diagnostic] = []
        self.album = ""
        """The collection that the single sessions are of; empty for none."""
        self._folder = folder
        self._manifest = manifest or Manifest("", "")
        self._known = record_in(manifest).known
        self._other_editions: list[str] = []
        path = folder / MANIFEST
        self._manifest_ns = path.stat().st_mtime_ns if manifest else 0

    def of_program(self) -> Iterator[PublishedEpisode]:
        """The files that the manifest lists, with the numbers of the days."""
        listed = list(self._listed())
        days = [(track, place) for episode, track, place in listed if episode.role == "main"]
        numbers = iter(day_numbers([track for track, _ in days], [place for _, place in days]))
        for episode, _, _ in listed:
            yield replace(episode, number=next(numbers)) if episode.role == "main" else episode

    def _listed(self) -> Iterator[tuple[PublishedEpisode, int | None, int]]:
        """Each file that the manifest lists, its track, and how many days are listed up to it."""
        place = 0
        missing, planless, previews = list[str](), list[str](), list[str]()
        for name, entry in self._manifest.files.items():
            if Path(name).name != name:
                raise InputError(f"{self._folder / MANIFEST} names a file elsewhere: `{short(name)}`")
            if name.removesuffix(MP3).endswith(f"{self._manifest.program}{PREVIEW}"):
                previews.append(name)
                continue
            place += entry.role == "main" and not place_in_program(entry.id)[2]
            tags = read_own_tags(self._folder / name)
            if tags is None or tags.plan is None:
                (missing if tags is None else planless).append(name)
                continue
            week, day, is_bridge = place_in_program(entry.id)
            role: str = "bridge" if is_bridge else entry.role
            episode = self._episode(name, tags, tags.plan, (entry.id, entry.title, role), (week, day))
            yield episode, tags.track, place
        self._note(missing, "not there, or no MP3 of ours any more", "build the program again")
        self._note(planless, "built without a plan in it", "build the program again")
        self._note(previews, "for listening into, and left alone", None)
        others = [path.name for path in _mp3s_in(self._folder) if path.name not in self._manifest.files]
        self._note(others, "no part of the program, and left alone", None)
        self._note(self._other_editions, _OTHER_EDITION, _AGAIN)

    def of_sessions(self) -> Iterator[PublishedEpisode]:
        """Every MP3 of ours: those of one collection by their tracks, before all others."""
        sessions = list(self._sessions())
        self.album = shared_album([album for _, album, _ in sessions])
        if self.album:
            sessions.sort(key=lambda one: (one[1] != self.album, one[2]))
        return (episode for episode, _, _ in sessions)

    def _sessions(self) -> Iterator[tuple[PublishedEpisode, str, int]]:
        """Every MP3 of ours by its file's name, its album and its track; one without a track is of no album."""
        others, planless = list[str](), list[str]()
        for path in _mp3s_in(self._folder):
            tags = read_own_tags(path)
            if tags is None or tags.plan is None:
                (others if tags is None else planless).append(path.name)
                continue
            called = (path.name.removesuffix(MP3), tags.title, "main")
            episode = self._episode(path.name, tags, tags.plan, called, (None, None))
            yield episode, tags.album if tags.track else "", tags.track or 0
        self._note(planless, "built without a plan in it", "build it again")
        self._note(others, "not built by audiocoach, and left alone", None)
        self._note(self._other_editions, _OTHER_EDITION, _AGAIN)

    def _episode(
        self,
        name: str,
        tags: OwnTags,
        plan: EmbeddedPlan,
        called: tuple[str, str, str],
        placed: tuple[int | None, int | None],
    ) -> PublishedEpisode:
        path, (id_, title, role), (week, day) = self._folder / name, called, placed
        known = self._file(name)
        return PublishedEpisode(
            id=id_,
            title=title,
            role=role,  # type: ignore[arg-type]
            notes=tags.comment,
            path=path,
            sha256=known.sha256,
            bytes=known.bytes,
            language=plan.language,
            duration_ms=plan.duration_ms,
            week=week,
            day=day,
            mtime_ns=known.mtime_ns,
            watch=self._watch(name, plan),
        )

    def _watch(self, name: str, plan: EmbeddedPlan) -> WatchEdition | None:
        """The edition for watches of a file; none of another session, or of this one as it was."""
        path = self._folder / WATCH / name
        if not is_file(path):
            return None
        tags = read_own_tags(path)
        if tags is None or tags.plan is None or tags.plan.chapters != plan.chapters:
            self._other_editions.append(f"{WATCH}/{name}")
            return None
        known = self._file(f"{WATCH}/{name}")
        return WatchEdition(path, known.sha256, known.bytes, known.mtime_ns)

    def _file(self, name: str) -> KnownFile:
        """The size and the digest of a file; one that has not been written to since they were noted is not read."""
        stat = (self._folder / name).stat()
        known = self._known.get(name)
        if known and (known.bytes, known.mtime_ns) == (stat.st_size, stat.st_mtime_ns):
            return known
        entry = self._manifest.files.get(name)
        is_as_built = entry is not None and entry.bytes == stat.st_size and stat.st_mtime_ns <= self._manifest_ns
        digest = entry.sha256 if entry and is_as_built and not known else file_digest(self._folder / name)
        return KnownFile(bytes=stat.st_size, mtime_ns=stat.st_mtime_ns, sha256=digest)

    def _note(self, names: Sequence[str], what: str, hint: str | None) -> None:
        if not names:
            return
        shown = ", ".join(f"`{short(name)}`" for name in names[:_MOST_NAMED])
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        verb = "is" if len(names) == 1 else "are"
        message = f"{shown}{more} {verb} {what}"
        self.notes.append(Diagnostic.warning(message, None, hint) if hint else Diagnostic.info(message))
