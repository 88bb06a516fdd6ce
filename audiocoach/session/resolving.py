"""Whether what a session names is there: voices, soundscapes, music and recordings are known in later rooms.

The reader is handed a resolver, so that a wrong name is told together with all other mistakes of a file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from audiocoach.errors import ConfigError, InputError, SpecError, UnknownName
from audiocoach.syntax.invalid import InvalidFile, InvalidValue

if TYPE_CHECKING:
    from audiocoach.session.music_ref import MusicRef
    from audiocoach.session.values import SoundscapeRef
    from audiocoach.session.voice_ref import VoiceRef


class Resolver(Protocol):
    """Knows what is there; its methods raise `InputError` for what is not."""

    def language(self, code: str) -> None:
        """Something that the coach speaks."""

    def voice(self, ref: "VoiceRef", language: str) -> None:
        """Somebody who speaks."""

    def speaks(self, ref: "VoiceRef", language: str) -> bool:
        """Whether somebody who is there speaks `language`, as far as is known; raises nothing."""

    def soundscape(self, ref: "SoundscapeRef") -> None:
        """One that ships, or a file."""

    def music(self, ref: "MusicRef", folder: Path) -> None:
        """Files, folders and playlists, relative to `folder`."""

    def phrases(self, path: Path) -> None:
        """A phrasebook without mistakes."""

    def recording(self, path: Path) -> None:
        """A file."""

    def bell(self, bell: str) -> None:
        """A tone that ships, or a file."""


@dataclass(frozen=True, slots=True)
class ResolverScope:
    """The resolver of the names in a file, and what it must know of the session."""

    names: Resolver
    overridden: frozenset[str] = frozenset()
    """Keys of the session as a whole that flags replace: what stands there need not be there."""
    language: str = "en"
    """What the whole session is spoken in."""
    is_whole: bool = True
    """False in an included session, of which only the variables and the steps count."""

    def counts(self, key: str) -> bool:
        """Whether it matters what the session as a whole says under `key`."""
        return self.is_whole and key not in self.overridden


def resolve(scope: ResolverScope | None, find: Callable[[ResolverScope], None], otherwise: str) -> None:
    """Raise an `InvalidValue` where `find` does not find what is named; `otherwise` is its hint where nothing is near.

    Without a scope nothing is looked for.
    """
    if scope is None:
        return
    try:
        find(scope)
    except ConfigError:
        raise  # no fault of this file's
    except SpecError as error:
        raise InvalidFile(error.diagnostics) from error
    except UnknownName as error:
        raise InvalidValue(error.message, error.otherwise or otherwise, near=(error.name, error.known)) from error
    except InputError as error:
        raise InvalidValue(error.message, error.hint or otherwise) from error
    except OSError as error:  # a name that no file can have, or a folder that may not be looked into
        raise InvalidValue(f"this cannot be looked for: {(error.strerror or str(error)).lower()}", otherwise) from error
