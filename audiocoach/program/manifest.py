"""`program.json`: which files of a folder are finished, and what each was made from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import Field, TypeAdapter, ValidationError

from audiocoach.errors import InputError, UnreadableFile, short
from audiocoach.program.program_file import Role
from audiocoach.storage.regular import read_bounded
from audiocoach.storage.seal import sealed, standing

MANIFEST: Final = "program.json"
LOCK: Final = ".program.lock"
"""Beside the manifest: one at a time writes in a folder."""
PREVIEW: Final = "-preview"
"""What the names of digests end with, which may lie beside the whole files."""
_FORMAT: Final = 1
_LARGEST: Final = 1 << 26
"""Bytes, 64 MiB: those of some hundred thousand files."""
_BUILD: Final = "put it right, or build the program again"
_WHERE_DEPTH: Final = 4
"""Steps into the file that a message names at most."""

EpisodeId = Annotated[str, Field(pattern=r"^w[0-9]{2,4}d[0-9]{1,4}(-[a-z]+)?(-[0-9]{1,4})?$")]
"""`w01d2`, `w01d2-easier`, `w02d1-rest-2`."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
WeekNumber = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,3}$")]
LanguageTag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Words = Annotated[str, Field(min_length=1)]
ByteCount = Annotated[int, Field(ge=0, le=1 << 62)]


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """One finished MP3."""

    id: EpisodeId
    title: Words
    role: Role
    input: str
    """The digest of all that it was made from."""
    sha256: Sha256
    bytes: ByteCount
    beside: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of each file that was written with it, by its name."""


@dataclass(frozen=True, slots=True)
class AboutProgram:
    """A program in words."""

    description: str
    author: str
    language: LanguageTag
    weeks: Mapping[WeekNumber, str]
    """The name of each week, by its number; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The finished files of one program in one folder, by their names."""

    program: str
    title: str
    files: Mapping[str, FinishedFile] = field(default_factory=dict)
    about: AboutProgram | None = None
    """What a published program says of itself; None in a folder of single sessions."""
    published: Mapping[str, Any] = field(default_factory=dict)
    """What is kept from one publication to the next: the room `publish` writes it, and every build keeps it."""

    def keeping(self, names: Iterable[str]) -> Self:
        """The same without files that the program has no more."""
        known = frozenset(names)
        return replace(self, files={name: entry for name, entry in self.files.items() if name in known})

    def in_order(self, names: Iterable[str]) -> Self:
        """The same with its files in this order."""
        return replace(self, files={name: self.files[name] for name in names if name in self.files})

    def write(self, folder: Path) -> None:
        """Write it, whole or not at all. Raises `DeliverError`."""
        files = {name: asdict(entry) for name, entry in self.files.items()}
        about = {"about": asdict(self.about)} if self.about else {}
        published = {"published": self.published} if self.published else {}
        whole = {
            "audiocoach": _FORMAT,
            "program": self.program,
            "title": self.title,
            **about,
            "files": files,
            **published,
        }
        with sealed(folder / MANIFEST) as file:
            file.write((json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode())


_MANIFESTS: Final = TypeAdapter(Manifest)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none.

    Raises `InputError` where it cannot be read, somebody else wrote it or changed it to what cannot be.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    values = _values(path)
    if not _is_ours(values):
        if standing(path) != "unknown" and isinstance(values, dict):
            raise InputError(f"{path} is of another audiocoach", "build the program again")
        hint = "move it away, or name another folder"
        raise InputError(f"{path} cannot be read, or audiocoach did not write it", hint)
    try:
        manifest = _validated(values)
    except ValidationError as error:
        raise not_as_written(error, "", path, _BUILD) from error
    if manifest.files and not (manifest.program and manifest.title):
        empty = "title" if manifest.program else "program"
        raise InputError(f"`{empty}` in {path} is not as audiocoach wrote it: it is empty", _BUILD)
    return manifest


def manifest_before(folder: Path, *, force: bool = False) -> Manifest | None:
    """What a build finds in its folder; None where there is nothing to keep.

    Of one that somebody has changed to what cannot be, what was published is kept. Raises `InputError` where a file of
    its name is there that audiocoach did not write, unless it is to be replaced.
    """
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        values = _values(path)
    except InputError:
        values = None
    if not (force or _is_ours(values) or _bears_seal(path)):
        raise InputError(f"{path} is there already, and audiocoach did not write it", "name another folder by -d")
    if not _is_ours(values):
        return None
    try:
        return _validated(values)
    except ValidationError:
        published = values.get("published")
        return Manifest("", "", published=published) if isinstance(published, dict) else None


def not_as_written(error: ValidationError, section: str, path: Path | str, hint: str) -> InputError:
    """What is wrong with a value in a manifest, the first of them; `section` is where the validated part stands."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    steps = [section, *(str(step) for step in first["loc"] if step != "[key]")]
    where = ".".join(short(step) for step in steps[: _WHERE_DEPTH + 1] if step)
    what = first["msg"].removeprefix("Value error, ").replace("Input should", "it should", 1)
    what = what[:1].lower() + what[1:]
    named = f"`{where}` in {path}" if where else f"{path}"
    return InputError(f"{named} is not as audiocoach wrote it: {what}", hint)


def _values(path: Path) -> Any:
    """The JSON in a file. Raises `InputError`."""
    content = read_bounded(path, _LARGEST)
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        hint = "put it right, or move it away and build the program again"
        message = f"{path} is no JSON, and not as audiocoach wrote it: {error.msg[:1].lower()}{error.msg[1:]}, {where}"
        raise InputError(message, hint) from error
    except (ValueError, RecursionError) as error:  # no UTF-8, a number of thousands of digits, a deep pit
        hint = "move it away, or name another folder"
        raise InputError(f"{path} cannot be read, or audiocoach did not write it", hint) from error


def _bears_seal(path: Path) -> bool:
    try:
        return standing(path) != "unknown"
    except UnreadableFile:
        return False


def _is_ours(values: Any) -> bool:
    """Whether it is of our format, whatever an editor has made of the white space behind it."""
    written = values.get("audiocoach") if isinstance(values, dict) else None
    return type(written) is int and written == _FORMAT


def _validated(values: dict[str, Any]) -> Manifest:
    known = {key: value for key, value in values.items() if key != "audiocoach"}
    return _MANIFESTS.validate_json(json.dumps(known), strict=True)
