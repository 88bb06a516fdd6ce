"""Whether what a session names is there: voices, soundscapes, music and recordings are known in later rooms.

The reader is handed somebody who knows, so that a wrong name is told together with all other mistakes of a file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audiocoach.errors import InputError, UnknownName
from audiocoach.spec.mistake import Mistake

if TYPE_CHECKING:
    from audiocoach.spec.music import MusicRef
    from audiocoach.spec.speech import VoiceRef
    from audiocoach.spec.values import SoundscapeRef


class Names(Protocol):
    """Knows what is there; each method raises `InputError` for what is not."""

    def language(self, code: str) -> None:
        """Something that the coach speaks."""

    def voice(self, ref: "VoiceRef", language: str) -> None:
        """Somebody who speaks."""

    def soundscape(self, ref: "SoundscapeRef", folder: Path) -> None:
        """One that ships, or a file, relative to `folder`."""

    def music(self, ref: "MusicRef", folder: Path) -> None:
        """Files, folders and playlists, relative to `folder`."""

    def recording(self, path: Path) -> None:
        """A file."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked about the names in a file, and what must be known to answer."""

    names: Names
    overridden: frozenset[str] = frozenset()
    """Keys of the session as a whole that flags replace: what stands there need not be there."""
    language: str = "en"
    """What the whole session is spoken in."""
    folder: Path = Path()
    """Where the whole session lies: soundscapes are looked for there."""
    is_whole: bool = True
    """False in an included session, of which only the variables and the steps count."""

    def counts(self, key: str) -> bool:
        """Whether it matters what the session as a whole says under `key`."""
        return self.is_whole and key not in self.overridden


def ask(asking: Asking | None, question: Callable[[Asking], None]) -> None:
    """Raise a `Mistake` where `question` finds that something is not there."""
    if asking is None:
        return
    try:
        question(asking)
    except UnknownName as error:
        raise Mistake(error.message, error.otherwise, near=(error.name, error.known)) from error
    except InputError as error:
        raise Mistake(error.message, error.hint) from error
