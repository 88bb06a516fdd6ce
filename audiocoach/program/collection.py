"""A collection, read: sessions that belong together, each a file by itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audiocoach.program.episode_sessions import EpisodeSessions
from audiocoach.program.session_source import SessionRef
from audiocoach.session.day_words import ProgramPlace
from audiocoach.session.session import Session


@dataclass(frozen=True, slots=True)
class CollectionItem:
    """One session of a collection."""

    id: str
    """Its session's name, with a number from the second of the same name on: `breathe-5`, `breathe-5-2`. Its file's
    stem.
    """
    number: int
    """1-based."""
    session: SessionRef
    let: Mapping[str, Any]
    """Variables of the session that are replaced, as a file has them."""
    name: str | None = None
    """In place of the session's title."""
    notes: str | None = None
    """In place of the session's description."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Sessions that belong together."""

    title: str
    description: str | None
    author: str | None
    items: tuple[CollectionItem, ...]


@dataclass(frozen=True, slots=True)
class OpenCollection:
    """A collection, and what reads its sessions."""

    collection: Collection
    sessions: EpisodeSessions

    def session(self, item: CollectionItem) -> Session:
        """The session of an item, whole, with its place among the others."""
        collection = self.collection
        session = self.sessions.plain(item.session, item.let)
        about = {
            "title": item.name or session.title,
            "description": item.notes or session.description,
            "author": session.author or collection.author,
        }
        place = ProgramPlace(item.id, collection.title, f"{item.number}/{len(collection.items)}")
        return session.model_copy(update=about).placed(place)

    def all(self) -> Iterator[tuple[CollectionItem, Session]]:
        """Each item and its session, in order."""
        return ((item, self.session(item)) for item in self.collection.items)
