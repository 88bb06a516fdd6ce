"""Where a build goes: the MP3, and what is written beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiocoach.deliver.extras import extra_paths
from audiocoach.deliver.mp3_file import is_ours
from audiocoach.deliver.written import Written
from audiocoach.errors import DeliverError, InputError
from audiocoach.mix.mixer import BUSES


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

        Raises `InputError`, and `DeliverError` where the folder cannot be made.
        """
        self._check_names()
        if not force:
            known = Written(self.cache)
            for file, is_known in {self.path: is_ours, **dict.fromkeys(self._beside(), known.knows)}.items():
                if file.exists() and not is_known(file):
                    message = f"{file} is there already, and audiocoach did not write it"
                    raise InputError(message, "use --force to replace it")
        _make_folder(self.path.parent)

    def remember(self, beside: Iterable[Path]) -> None:
        """Know again what was written beside the MP3."""
        Written(self.cache).remember(beside)

    def _check_names(self) -> None:
        path, stems = self.path, self.stems
        if stems and stems.exists() and not stems.is_dir():
            raise InputError(f"{stems} is a file, not a folder for stems", "name a folder")
        if path.is_dir():
            raise InputError(f"{path} is a folder", "name a file")
        if path.suffix.lower() != ".mp3":
            name = path.stem if path.suffix[1:].isalpha() else path.name
            raise InputError(f"{path}: what is built is an MP3", f"name it {name}.mp3")

    def _beside(self) -> Iterator[Path]:
        yield from extra_paths(self.path, self.extras)
        if self.stems:
            yield from (self.stems / f"{bus}.wav" for bus in BUSES)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DeliverError(f"the folder {folder} cannot be made: {reason}", "name another folder") from error
