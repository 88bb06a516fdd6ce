"""Which things of a folder are to be put on a server: what is published, and neither its secret nor the plain MP3s."""

from dataclasses import dataclass
from pathlib import Path

from audiocoach.program.manifest import read_manifest
from audiocoach.publish.published_record import record_in


@dataclass(frozen=True, slots=True)
class UploadedNames:
    """Files and folders in a published folder."""

    secret: str | None
    """The one folder that holds all of a private publication."""
    all: tuple[str, ...]
    """By their names; a folder's ends in `/`."""


def uploaded_names(folder: Path) -> UploadedNames:
    """What of a folder is to be put on a server, as the last publication left it. Raises `InputError`."""
    record = record_in(read_manifest(folder))
    split = (path.partition("/") for path in record.files)
    names = sorted({f"{first}{slash}" for first, slash, _ in split})
    return UploadedNames(record.secret if record.is_private else None, tuple(names))
