"""What the voice room speaks of: raw takes, voices and the engines that have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from audiocoach.script.script import Spoken, VoiceChoice
from audiocoach.units import Samples

if TYPE_CHECKING:  # `check` looks for voices, and needs no numpy for it
    import numpy as np
    from numpy.typing import NDArray

MASTERING_VERSION: Final = 2
"""Part of the key of every mastered take: raise it with every change of how `mastering` sounds."""


@dataclass(frozen=True, slots=True, eq=False)
class RawTake:
    """A mono sound at its own rate, as an engine or a file gave it."""

    samples: NDArray[np.float32]
    """Shape (frames,), full scale 1.0."""
    rate: int
    """Samples a second."""


@dataclass(frozen=True, slots=True)
class Take:
    """A mastered sound in the cache."""

    digest: str
    """As the cache stores it: equal means the same samples."""
    length: Samples
    text: str | None
    """What is said; None for a recording."""


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice as a list shows it."""

    name: str
    """Unique within its engine."""
    language: str
    """BCP 47, e.g. `en-US`."""
    description: str
    installed: bool
    """Whether it can speak now."""


class Voice(Protocol):
    """Somebody who speaks. Cheap to construct: a model is loaded at the first `speak`."""

    @property
    def name(self) -> str:
        """As a plan shows it, e.g. `joe`."""

    @property
    def fingerprint(self) -> str:
        """Engine, its version, the model's digest, every setting: all that shapes a raw take, but the text."""

    def speak(self, text: str) -> RawTake:
        """One sentence, spoken. Safe from several threads. Raises `VoiceError`."""


class Engine(Protocol):
    """A maker of voices; constructed without arguments by the registry, and cheap to construct."""

    @property
    def name(self) -> str:
        """As a session names it, e.g. `piper`."""

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice that it knows, the preferred one of a language first."""

    def missing(self) -> str | None:
        """What is missing to use the engine and how to get it; None if it can speak."""

    def voice(self, choice: VoiceChoice) -> Voice:
        """The voice chosen. Raises `UnknownName` for a name, and `VoiceError` if it cannot speak."""


@runtime_checkable
class Accepting(Protocol):
    """An engine that also takes names which it does not list, such as a path."""

    def accepts(self, name: str) -> bool:
        """Whether there is a voice of that name."""


@runtime_checkable
class Respelling(Protocol):
    """A voice that is given other letters than those of the text, where it would misread them."""

    def respelled(self, text: str) -> str:
        """What it is given for `text`."""


@runtime_checkable
class Noticed(Protocol):
    """A voice of which the user should know something whenever it is asked to speak."""

    @property
    def notice(self) -> str:
        """One sentence, e.g. that a text leaves the machine."""


@runtime_checkable
class Casting(Protocol):
    """A voice that leaves each line to somebody else."""

    def among(self, find_voice: Callable[[VoiceChoice], Voice]) -> Voice:
        """The same, which looks for others by `find_voice`: the registry that made it."""

    def part(self, text: str) -> tuple[Spoken, str | None]:
        """What is recorded for `text`: a file, or a line of another voice, and then why. Raises `InputError`."""


@runtime_checkable
class Interruptible(Protocol):
    """A voice that may have to wait before it can speak."""

    def interrupt(self) -> None:
        """Ends all waiting of calls to `speak` under way, with a `VoiceError`; later calls are not touched."""
