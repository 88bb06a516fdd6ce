"""Where a build goes: the MP3, and what is written beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiocoach.conventions import BUSES, MP3, WAV
from audiocoach.deliver.extras import extra_paths
from audiocoach.deliver.written import Written
from audiocoach.errors import DeliverError, InputError
from audiocoach.storage.files import check_output, sweep


@dataclass(frozen=True, slots=True)
class Output:
    """The files of one build."""

    path: Path
    """The MP3."""
    extras: tuple[str, ...]
    stems: Path | None
    cache: Path

    def check(self, *, force: bool) -> None:
        """Make the folder, and refuse what can be no MP3, and files there that somebody else has written or changed.

        What killed builds left unfinished of these files is removed. Raises `InputError`, and `DeliverError` where the
        folder cannot be made.
        """
        check_output(self.path)
        self._check_names()
        files = (self.path, *self._beside())
        for file in files:
            check_output(file)
        if not force:
            for file in files:
                if file.exists():
                    self._check_owner(file)
                    self.written.remember(file)
        _make_folder(self.path.parent)
        sweep(files)

    @property
    def written(self) -> Written:
        """Knows the MP3, and writes what lies beside it."""
        return Written(self.path, self.cache)

    def _check_owner(self, file: Path) -> None:
        standing = self.written.standing(file)
        if standing != "ours":
            why = "was changed after audiocoach wrote it" if standing == "changed" else "audiocoach did not write it"
            raise InputError(f"{file} is there already, and {why}", "use --force to replace it")

    def _check_names(self) -> None:
        path, stems = self.path, self.stems
        if stems and stems.exists() and not stems.is_dir():
            raise InputError(f"{stems} is a file, not a folder for stems", "name a folder")
        if path.suffix.lower() != MP3:
            name = path.stem if path.suffix[1:].isalpha() else path.name
            raise InputError(f"{path}: what is built is an MP3", f"name it {name}{MP3}")

    def _beside(self) -> Iterator[Path]:
        yield from extra_paths(self.path, self.extras)
        if self.stems:
            yield from (self.stems / f"{bus}{WAV}" for bus in BUSES)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DeliverError(f"the folder {folder} cannot be made: {reason}", "name another folder") from error
