"""A session: what its author wrote, whole."""

from pathlib import Path
from typing import Any, Self

from pydantic import (
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from audiocoach.session.coaching import Coaching
from audiocoach.session.context import context_of, rounds_are
from audiocoach.session.extent import Extent
from audiocoach.session.let import Let
from audiocoach.session.lookup import file_below
from audiocoach.session.music_ref import MusicRef
from audiocoach.session.resolving import ResolverScope, ask
from audiocoach.session.spoken import VoiceRef
from audiocoach.session.steps import Steps
from audiocoach.session.values import Label, Model, Pace, SoundscapeRef
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue


class Session(Model):
    """One session file, or one line of notation."""

    model_config = ConfigDict(title="audiocoach session")

    title: Label = "Session"
    """Shown by players and in the feed; without one, the file's stem."""
    description: Label | None = None
    """What a person reads before choosing it."""
    author: Label | None = None
    """Shown as the artist."""
    language: str = Field("en", pattern=r"^[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|\d{3}))?$")
    """What the coach speaks: `en`, `de`, `pt-BR`."""
    phrases: str | None = Field(None, min_length=1)
    """A phrasebook of one's own, below this file's folder: its lines replace the language's."""
    voice: VoiceRef | None = None
    """Who speaks; without it the language decides."""
    soundscape: SoundscapeRef | None = None
    """What sounds beneath, until a step names another."""
    music: MusicRef | None = None
    """The listener's own songs beneath it."""
    coaching: Coaching = Coaching()
    """What the coach says without being told to."""
    pace: Pace | None = None
    """How long a kilometre or a mile takes, for distances."""
    let: Let = {}
    """Variables: `$name` stands for the value."""
    steps: Steps
    """What happens, in order."""
    _source: Document | None = PrivateAttr(None)

    @property
    def source(self) -> Document | None:
        """What it was read from."""
        return self._source

    @property
    def folder(self) -> Path:
        """Where files that it names are looked for: beside its own."""
        return self.source.folder if self.source else Path()

    @field_validator("phrases")
    @classmethod
    def _is_below(cls, phrases: str | None, info: ValidationInfo) -> str | None:
        if phrases is None:
            return None
        context = context_of(info)
        hint = "a phrasebook lies below this file's folder, e.g. `phrases: my-phrases.yaml`"
        file_below(phrases, context.folder, "beside this one", hint)
        if context.scope and context.scope.is_whole:
            ask(context.scope, lambda scope: scope.names.phrases(context.folder / phrases))
        return phrases

    @field_validator("language", "voice", "soundscape", "music")
    @classmethod
    def _is_there(cls, value: Any, info: ValidationInfo) -> Any:
        key = str(info.field_name)
        context = context_of(info)
        ask(context.scope, lambda scope: _look_for(key, value, scope, context.folder))
        return value

    @field_validator("steps", mode="wrap")
    @classmethod
    def _come_once(cls, value: object, read: ValidatorFunctionWrapHandler) -> Steps:
        with rounds_are(1):
            steps: Steps = read(value)
            return steps

    @model_validator(mode="after")
    def _remember_source(self, info: ValidationInfo) -> Self:
        self._source = context_of(info).document
        return self

    @model_validator(mode="after")
    def _within_limits(self) -> Self:
        if excess := self.extent.excess:
            sizes = [step.extent(1) for step in self.steps]
            worst = max(range(len(sizes)), key=lambda index: (sizes[index].ms, sizes[index].cues))
            raise InvalidValue(excess, "build it as several sessions", ("steps", worst))
        return self

    @property
    def extent(self) -> Extent:
        """How much all steps are together."""
        return sum((step.extent(1) for step in self.steps), Extent())


def _look_for(key: str, value: Any, scope: ResolverScope, folder: Path) -> None:
    """Ask whether what the whole session names under `key` is there."""
    if value is None or not scope.counts(key):
        return
    match key:
        case "language":
            scope.names.language(value)
        case "voice":
            scope.names.voice(value, scope.language)
        case "soundscape":
            scope.names.soundscape(value)
        case "music":
            scope.names.music(value, folder)
