"""What is published in a folder, as its `program.json` says at the moment."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from audiocoach.errors import InputError
from audiocoach.program.manifest import MANIFEST, read_manifest
from audiocoach.publish.published_record import record_in
from audiocoach.publish.server.served import Served, listed


@dataclass(slots=True)
class PublishedFolder:
    """A folder that is read again when something has been published in it."""

    folder: Path
    _standing: tuple[int, ...] = ()
    """What changes where `program.json` does."""
    _table: Served = field(default_factory=lambda: Served({}))
    _reading: Lock = field(default_factory=Lock)

    def table(self) -> Served:
        """All that is published at this moment; nothing where that cannot be read."""
        with self._reading:
            standing = self._now()
            if standing != self._standing:
                try:
                    self._table = self.read()
                except (InputError, OSError):
                    self._table = Served({})
                self._standing = standing
            return self._table

    def read(self) -> Served:
        """The same. Raises `InputError`, where nothing is published too."""
        record = record_in(read_manifest(self.folder))
        if not record.files:
            raise InputError(
                f"nothing in {self.folder} is published",
                f"`audiocoach feed {self.folder} --base-url URL` and `audiocoach site {self.folder}` do that",
            )
        return listed(self.folder, record.files, f"{record.base_url}/" if record.base_url else None)

    def _now(self) -> tuple[int, ...]:
        try:
            found = (self.folder / MANIFEST).stat()
        except OSError:
            return ()
        return found.st_ino, found.st_size, found.st_mtime_ns
