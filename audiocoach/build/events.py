"""What a build tells while it works: typed events, which a terminal shows and a server can send."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from audiocoach.errors import Diagnostic

if TYPE_CHECKING:  # a plan needs nothing of what is mixed
    from audiocoach.build.built import Built


@dataclass(frozen=True, slots=True)
class Speaking:
    """Some of a session's lines are takes."""

    session: str
    """The session's id: its file as it was named, or its title."""
    done: int
    total: int
    """Distinct lines."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """Some of a session's soundscapes are loops."""

    session: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Encoding:
    """Some of a session is encoded."""

    session: str
    done: int
    total: int
    """Samples at 44.1 kHz."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that the author should know of a session."""

    session: str
    diagnostic: Diagnostic


Event: TypeAlias = "Speaking | Rendering | Encoding | Noted | Built"
"""The last of a session is what was built."""

Sink = Callable[[Event], None]
"""Where events go. It is called in the thread that works, and must be quick."""


def ignore(_: Event) -> None:
    """Nobody listens."""
