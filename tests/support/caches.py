"""The cache as a person finds it: what is in it, emptied, and a limit that a test can reach."""

from dataclasses import replace
from pathlib import Path

from audiocoach.storage.housekeeping import Usage
from audiocoach.storage.kinds import KINDS, Kind
from audiocoach.storage.store import Store


def kept(root: Path, kind: Kind) -> Usage:
    """How much there is of a kind."""
    return Store(root, kind).usage()


def emptied(root: Path, *kinds: Kind) -> Usage:
    """Remove all of these kinds, or everything, as `cache clear` does."""
    return sum((Store(root, kind).clear() for kind in kinds or KINDS), Usage())


def limited(kind: Kind, limit: int) -> Kind:
    """The same kind with another limit."""
    return replace(kind, limit=limit)
