"""What the values of one document are read with: its variables, its pace, the sessions that it includes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationInfo

from audiocoach.session.resolving import ResolverScope
from audiocoach.syntax.amounts import Pace
from audiocoach.syntax.document import Document

if TYPE_CHECKING:
    from audiocoach.session.session import Session


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to pydantic with each document."""

    let: Mapping[str, Any] = field(default_factory=dict)
    """The variables, with `--set` applied."""
    pace: Pace | None = None
    """For distances without a pace of their own."""
    included: Mapping[str, "Session | None"] = field(default_factory=dict)
    """By what `include:` says; None where that session has mistakes of its own."""
    document: Document | None = None
    """What is being read."""
    lenient: bool = False
    """Whether a cue that lies outside its step is dropped with a note (variables were replaced) or a mistake."""
    scope: ResolverScope | None = None
    """Who knows whether what is named is there; None where nobody asks."""

    @property
    def folder(self) -> Path:
        """Where files that the document names are looked for: beside it."""
        return self.document.folder if self.document else Path()


def context_of(info: ValidationInfo) -> Context:
    """The context that validation was started with, or an empty one."""
    return info.context if isinstance(info.context, Context) else Context()


IN_REPEAT: Final[ContextVar[bool]] = ContextVar("in_repeat", default=True)
"""Whether the steps that are being read may come several times, so that a list can be taken in turn."""


@contextmanager
def reading_steps(*, in_repeat: bool) -> Iterator[None]:
    """The steps read inside are a repeat's, or a session's own."""
    token = IN_REPEAT.set(in_repeat)
    try:
        yield
    finally:
        IN_REPEAT.reset(token)
