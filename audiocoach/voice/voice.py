"""What the voice room speaks of: raw takes, voices and the engines that have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from audiocoach.script.script import Line, Phonemes, Spoken, VoiceChoice
from audiocoach.units import Samples

if TYPE_CHECKING:  # `check` looks for voices, and needs no numpy for it
    from audiocoach.audio.arrays import Mono


@dataclass(frozen=True, slots=True, eq=False)
class RawTake:
    """A mono sound at its own rate, as an engine or a file gave it."""

    samples: Mono
    """At its own rate."""
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
    sends_texts: bool = False
    """Whether what it says leaves this machine: such a voice speaks only where a person names it."""


class Voice(Protocol):
    """Somebody who speaks: one voice of an engine, with all its settings.

    Cheap to construct, since `check` and `plan` construct it without having it speak: a model is loaded at the first
    `speak`. The studio keeps each raw take under its text and the voice's `fingerprint`, so the same voice must give
    the same samples for the same text, in any order, thread and process; what a network or a random number gives is
    kept as it came the first time. Silence before and after the words, loudness and rate are the voice's own affair:
    the studio trims, levels and resamples.

    A voice raises `VoiceError`, with a hint that says what helps. Whatever else it raises is told in those words too,
    and is the end of the build, not of the program. It may also be `Sibilant`, `Noticed`,
    `Casting` or `Interruptible`.
    """

    @property
    def name(self) -> str:
        """As a plan shows it, e.g. `heart`."""

    @property
    def fingerprint(self) -> str:
        """Engine, its version, the model's digest, every setting: all that shapes a raw take, but the text."""

    def speak(self, text: str) -> RawTake:
        """One sentence, spoken: 10 minutes at most, at 4 to 384 kHz. Safe from several threads.

        `text` is in words: in the languages that `verbalize` knows without a digit, a unit or a sign.

        It says within a minute that it cannot speak, waits and tries included. Raises `VoiceError`.
        """


class Engine(Protocol):
    """A maker of voices: what a package brings by an entry point in the group `audiocoach.engines`.

    The entry point is called as sessions call the engine (`voice: NAME`, `{engine: NAME, ...}`), and leads to a class
    that the registry constructs without arguments when a session, a list or a language first needs it. Nothing heavy
    belongs into its import or its construction: no model, no network, no numpy.

    An engine that raises what it should not is warned of once and passed over, wherever it is not named itself. It may
    also be `Accepting`. The engines that ship are examples, the shortest one is `command`.
    """

    @property
    def name(self) -> str:
        """As its entry point is called, e.g. `piper`."""

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice that it knows, the preferred one of a language first; those too that are not installed."""

    def missing(self) -> str | None:
        """What is missing to use the engine and how to get it, best as a command to type; None if it can speak."""

    def voice(self, choice: VoiceChoice) -> Voice:
        """The voice chosen: by `choice.name`, or where that is None by `choice.language`; nothing is loaded yet.

        Raises `UnknownName` for a name, a language or an option that it does not know, `InputError` for a rate that it
        cannot speak at, and `VoiceError` where it cannot speak.
        """


@runtime_checkable
class Accepting(Protocol):
    """An engine that also takes names which it does not list, such as a path."""

    def accepts(self, name: str) -> bool:
        """Whether there is a voice of that name."""


@runtime_checkable
class Sibilant(Protocol):
    """A voice whose `s` is sharper than others': mastering softens it."""

    @property
    def deessing_db(self) -> float:
        """By how much where it hisses, 0 to 12 dB."""


@runtime_checkable
class Phonetic(Protocol):
    """A voice that reads phonemes."""

    def speak_phonemes(self, text: str, phonemes: Phonemes) -> RawTake:
        """As `speak`, with each of these words of `text` as it sounds (IPA)."""


@runtime_checkable
class Noticed(Protocol):
    """A voice of which the user should know something in every session that it speaks in."""

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
    """A voice that may have to wait before it can speak, for a network or a turn."""

    def interrupt(self) -> None:
        """Ends all waiting of calls to `speak` under way, with a `VoiceError`; later calls are not touched."""


def handed_on(line: Line, part: Spoken) -> Spoken:
    """`part`, which a voice gives for `line`: in the words of that line where another one only says the same."""
    if isinstance(part, Line) and part.text == line.text:
        return replace(part, spoken=line.spoken, phonemes=line.phonemes)
    return part
