"""The sessions that a program names: files beside its own, and those of the library; each is looked for once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from audiocoach.conventions import YAML
from audiocoach.errors import InputError, SpecError, nearest
from audiocoach.paths import entries
from audiocoach.session.lookup import Library, file_below, in_library
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidFile, InvalidValue

_HINT: Final = "name a file below the program's folder, or a session that `audiocoach library` lists"


@dataclass(frozen=True, slots=True)
class SessionRef:
    """A session that a program names."""

    path: Path
    name: str
    """As messages call it."""


Finder = Callable[[str], SessionRef]
"""Finds what a program names, and raises `InvalidValue` or `InvalidFile`."""


def finder_of(context: Any) -> Finder:
    """The finder that validation was started with."""
    if not isinstance(context, Naming):
        raise TypeError("a program is read by `program_reader`")
    return context.find


_MOST_BESIDE: Final = 1_000
"""Files of a folder that are looked through for the one that was meant."""


class Naming:
    """Looks for the sessions of one program file, and reads each once to tell its mistakes."""

    def __init__(self, program: Document, library: Library, names: tuple[str, ...], read: Callable[[SessionRef], Any]):
        """`read` reads a session as it stands, and raises `SpecError`."""
        self._program = program
        self._library = library
        self._names = names
        self._read = read
        self._known: dict[str, SessionRef] = {}

    def find(self, name: str) -> SessionRef:
        """What `name` means, read once."""
        if name in self._known:
            return self._known[name]
        shipped = in_library(name, self._library)
        ref = SessionRef(shipped, name) if shipped else self._beside(name)
        self._known[name] = ref
        try:
            self._read(ref)
        except SpecError as error:
            raise InvalidFile(error.diagnostics) from error
        except InputError as error:
            raise InvalidValue(error.message, error.hint or _HINT) from error
        return ref

    def _beside(self, name: str) -> SessionRef:
        folder = self._program.folder
        where = "beside this one, and no such session in the library"
        hint = nearest(name, (*self._names, *_yaml_files(folder))) or _HINT
        path = file_below(name, folder, where, hint)
        return SessionRef(path, str(Path(self._program.name).parent / name))


def _yaml_files(folder: Path) -> list[str]:
    try:
        return [path.name for path in entries(folder, _MOST_BESIDE) if path.suffix.lower() in YAML]
    except OSError:
        return []
