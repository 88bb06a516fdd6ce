"""The files that one reader reads: each is parsed once, as it stands then, however often a session is read from it."""

from pathlib import Path

from audiocoach.syntax.document import Document
from audiocoach.syntax.yaml_text import read_document


class SourceFiles:
    """Documents by their paths, and which of them are known to be right as their authors wrote them."""

    def __init__(self) -> None:
        self._documents: dict[tuple[Path, str], Document] = {}
        self._right: set[tuple[Path, str]] = set()

    def document(self, path: Path, name: str) -> Document:
        """The document in a file, called `name` in messages. Raises as `read_document`, each time anew."""
        if (path, name) not in self._documents:
            self._documents[path, name] = read_document(path, name)
        return self._documents[path, name]

    def is_right(self, file: Path | None, document: Document) -> bool:
        """Whether a document, with its own values of its variables, was found to have no mistakes."""
        return file is not None and (file, document.name) in self._right

    def found_right(self, file: Path | None, document: Document) -> None:
        """Remember that."""
        if file is not None and (file, document.name) in self._documents:
            self._right.add((file, document.name))
