"""From a collection's file to a `Collection`: every mistake at once, each at its place, those of its sessions too."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from audiocoach.program.collection import Collection, CollectionItem
from audiocoach.program.collection_file import CollectionFile, ListedSession
from audiocoach.program.episode_contents import EpisodeContents
from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.file_reading import FileKind
from audiocoach.script.phrasebook import books_for
from audiocoach.session.translation import Worded
from audiocoach.session.validation import SESSION, Vocabulary
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import Loc

_HINTS: Final = {
    "sessions": "write e.g. `sessions: [mindful-walk, breathe-5]`",
    "let": SESSION.hints["let"],
    "language": SESSION.hints["language"],
}


def _worded(values: dict[str, Any]) -> Worded:
    """A collection's plain values and the places of its words: `2` is its second session."""
    listed = values.get("sessions")
    items = enumerate(listed if isinstance(listed, list) else ())
    places: dict[str, Loc] = {str(at + 1): ("sessions", at) for at, item in items if isinstance(item, dict)}
    return Worded(values, places, ("name", "notes"), "collection", "session", "{1: {name: Ein Spaziergang}}")


COLLECTION: Final = FileKind(
    CollectionFile, "sessions", Vocabulary(CollectionFile, {"sessions": ListedSession}, _HINTS), _worded
)


def read_collection(
    document: Document,
    name: str,
    sessions: EpisodeSessions,
    language: str | None = None,
    words: tuple[str, Document] | None = None,
) -> Collection:
    """The collection that a document says, called `name` where it has no title.

    `language` and `words` are as for `read_program`. Raises `SpecError` with all mistakes of the file and of the
    sessions that it names.
    """

    def compiled(file: CollectionFile, contents: EpisodeContents) -> Collection:
        is_foreign = language is not None and books_for(language)[-1:] != books_for(file.language)[-1:]
        items = tuple(_items(file, contents, is_foreign=is_foreign))
        return Collection(file.title or name, file.description, file.author, items)

    return COLLECTION.read(document, sessions, words, compiled)


def _items(file: CollectionFile, contents: EpisodeContents, *, is_foreign: bool) -> Iterator[CollectionItem]:
    """Each session that is right; own names and notes in another language than the coach's are left out."""
    names = Counter[str]()
    for number, listed in enumerate(file.sessions, start=1):
        loc: Loc = ("sessions", number - 1)
        let = contents.own(listed.let, listed.session, loc)
        if not contents.is_right(listed.session, let, (*loc, "let")):
            continue
        stem = Path(listed.session.name).stem
        names[stem] += 1
        yield CollectionItem(
            id=stem if names[stem] == 1 else f"{stem}-{names[stem]}",
            number=number,
            session=listed.session,
            let={name: one.value for name, one in let.items()},
            name=None if is_foreign else listed.name,
            notes=None if is_foreign else listed.notes,
        )
