"""A collection for programs: the contract of `plan --json`."""

from collections.abc import Mapping
from typing import Any

from audiocoach.program.collection import Collection
from audiocoach.timeline.plan import Plan


def collection_json(collection: Collection, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """A collection, with the plan of each session by its id."""
    sessions = [
        {"id": item.id, "title": plans[item.id].title, "session": plans[item.id].as_json()} for item in collection.items
    ]
    return {"title": collection.title, "sessions": sessions}
