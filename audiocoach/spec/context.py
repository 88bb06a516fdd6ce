"""What the values of one document are read with: its variables, its pace, the sessions that it includes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationInfo

from audiocoach.spec.amounts import Pace

if TYPE_CHECKING:
    from audiocoach.spec.session import Session


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to pydantic with each document."""

    let: Mapping[str, Any] = field(default_factory=dict)
    """The variables, with `--set` applied."""
    pace: Pace | None = None
    """For distances without a pace of their own."""
    included: Mapping[str, "Session | None"] = field(default_factory=dict)
    """By what `include:` says; None where that session has mistakes of its own."""
    lenient: bool = False
    """Whether a cue that lies outside its step is dropped with a note (variables were replaced) or a mistake."""


def context_of(info: ValidationInfo) -> Context:
    """The context that validation was started with, or an empty one."""
    return info.context if isinstance(info.context, Context) else Context()
