"""The workspace: all that a build touches outside of its arguments, in one object that is passed in.

It holds names and paths, and opens what they name when it is used. So it can be handed to another process or machine,
and the command line, the Python API, workers and servers that share one behave alike.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from audiocoach.build.events import Sink, ignore
from audiocoach.build.resolver import Installed
from audiocoach.build.user_config import user_config
from audiocoach.config import Config
from audiocoach.errors import Diagnostic
from audiocoach.script.script import VoiceChoice
from audiocoach.storage.store import default_cache_root
from audiocoach.voice.registry import Registry, installed
from audiocoach.voice.voice import Voice

if TYPE_CHECKING:
    from audiocoach.voice.studio import Studio

_STAYS_HERE: Final = "events"
"""A sink shows things to somebody in this process: it does not travel, and another process gets `ignore`."""


@dataclass(frozen=True)
class Workspace:
    """Config, cache, voices, executor and events. Picklable; what it has opened is not copied with it."""

    config: Config = field(default_factory=Config)
    """The user's defaults, as values: another machine need not have the file."""
    cache: Path = field(default_factory=default_cache_root)
    """The root of the cache, made when it is first written to."""
    jobs: int | None = None
    """How many lines are spoken, and chunks encoded, at once; None means one a core."""
    find_voice: Callable[[VoiceChoice], Voice] | None = None
    """Who speaks; None looks among the installed engines and those of the config."""
    executor: Callable[[], Executor] | None = None
    """Makes what runs the builds of many sessions; None builds one after another in this process."""
    events: Sink = field(default=ignore, compare=False, repr=False)
    """Where events go."""

    @classmethod
    def of_user(cls, **changes: Any) -> Self:
        """The user's own: config and cache where the environment says. Raises `ConfigError`."""
        return cls(**{"config": user_config(), **changes})

    @cached_property
    def registry(self) -> Registry:
        """The engines that are installed here, and those of the config."""
        return installed().serving(self.config)

    @property
    def resolver(self) -> Installed:
        """Whether what a session names is there; for one session, as it remembers what it has looked for."""
        return Installed(self.registry, self.find_voice)

    def voice(self, choice: VoiceChoice) -> Voice:
        """The voice that `choice` means. Loads no model; raises as `Registry.find_voice` does."""
        return (self.find_voice or self.registry.find_voice)(choice)

    def identity(self, choice: VoiceChoice) -> tuple[str, str]:
        """The name and the engine of the voice that `choice` means. Raises as `Registry.resolve` does."""
        if self.find_voice:
            return self.find_voice(choice).name, choice.engine or ""
        found = self.registry.resolve(choice)
        return found.name or "", found.engine or ""

    def why(self, choice: VoiceChoice) -> Diagnostic | None:
        """What a person should know of a voice that only the language chose. Raises as `Registry.resolve` does."""
        return None if self.find_voice else self.registry.why(choice)

    def lacking(self, choice: VoiceChoice) -> Diagnostic | None:
        """That a voice is known and cannot speak here, and how it can. Raises as `Registry.resolve` does."""
        return None if self.find_voice else self.registry.lacking(choice)

    @cached_property
    def studio(self) -> "Studio":
        """Where lines become takes; it keeps the voices that it has opened."""
        from audiocoach.voice.studio import Studio
        from audiocoach.voice.take_store import TakeStore

        return Studio(TakeStore(self.cache), self.find_voice or self.registry.find_voice, jobs=self.jobs)

    def telling(self, events: Sink) -> Self:
        """The same, with what it has opened, whose events go elsewhere."""
        workspace = replace(self, events=events)
        opened = {name: value for name, value in self.__dict__.items() if name not in workspace.__dict__}
        workspace.__dict__.update(opened)
        return workspace

    def __getstate__(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != _STAYS_HERE}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, events=ignore)
