"""A session: what its author wrote, whole."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

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
from audiocoach.session.context import context_of, reading_steps
from audiocoach.session.day_words import NO_DAY_WORDS, DayWords, ProgramPlace
from audiocoach.session.extent import Extent
from audiocoach.session.lead_in import LeadIn, lead_in_of
from audiocoach.session.let import Let
from audiocoach.session.lookup import file_below
from audiocoach.session.music_ref import MusicRef
from audiocoach.session.pronounce import Pronounce
from audiocoach.session.resolving import resolve
from audiocoach.session.steps import ActivityStep, Steps
from audiocoach.session.values import Label, LanguageCode, Model, Pace, SoundscapeRef, Switch, check_soundscape
from audiocoach.session.voice_ref import VoiceRef, check_voice
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue

MOST_VARIETY: Final = 9_999
"""The largest number that `variety` may be."""

VoiceOrigin = Literal["session", "option", "config"]
"""Where a voice is named: in the session, by a flag or in the config."""


class Session(Model):
    """One session file, or one line of notation."""

    model_config = ConfigDict(title="audiocoach session")

    title: Label = "Session"
    """Shown by players and in the feed; without one, the file's stem."""
    description: Label | None = None
    """What a person reads before choosing it."""
    author: Label | None = None
    """Shown as the artist."""
    language: LanguageCode = "en"
    """What the coach speaks: `en`, `de`, `pt-BR`."""
    phrases: str | None = Field(None, min_length=1)
    """A phrasebook of one's own, below this file's folder: its lines replace the language's."""
    voice: VoiceRef | None = None
    """Who speaks; without it the language decides."""
    soundscape: SoundscapeRef | None = None
    """What sounds beneath, until a step names another."""
    music: MusicRef | None = None
    """The listener's own songs beneath it."""
    guard: Switch = True
    """Whether a tone that nobody hears keeps players from trimming its silences."""
    helplines: Switch = False
    """Whether its show notes say whom to call: for a session for anger, grief, fear or a low day."""
    coaching: Coaching = Coaching()
    """What the coach says without being told to."""
    pace: Pace | None = None
    """How long a kilometre or a mile takes, for distances."""
    pronounce: Pronounce = {}
    """How names sound, for every engine: `Xoana: SHWA-na`."""
    lead_in: LeadIn | None = Field(None, alias="lead-in")
    """Time to get ready before the first step; without it 10 s where there is `work` and no `run`, else none."""
    variety: Annotated[int, Field(ge=1, le=MOST_VARIETY, strict=True)] = 1
    """Which of the coach's words: another number opens, praises and ends with others."""
    let: Let = {}
    """Variables: `$name` stands for the value."""
    steps: Steps
    """What happens, in order."""
    _source: Document | None = PrivateAttr(None)
    _voice_origin: VoiceOrigin = PrivateAttr("session")
    _words_language: str | None = PrivateAttr(None)
    _day_words: DayWords = PrivateAttr(NO_DAY_WORDS)
    _program_place: ProgramPlace | None = PrivateAttr(None)

    @property
    def source(self) -> Document | None:
        """What it was read from."""
        return self._source

    @property
    def voice_origin(self) -> VoiceOrigin:
        """Who named its voice."""
        return self._voice_origin

    def spoken_by(self, voice: VoiceRef | None, origin: VoiceOrigin) -> Self:
        """The same in another voice."""
        session = self.model_copy(update={"voice": voice})
        session._voice_origin = origin
        return session

    @property
    def words_language(self) -> str:
        """What its author's words are written in."""
        return self._words_language or self.language

    def with_words_in(self, language: str) -> Self:
        """The same, whatever else it is spoken in."""
        session = self.model_copy()
        session._words_language = language
        return session

    @property
    def day_words(self) -> DayWords:
        """What is said in it alone, in place of the phrasebook's words."""
        return self._day_words

    def on_day(self, words: DayWords) -> Self:
        """The same on a day of a program."""
        session = self.model_copy()
        session._day_words = words
        return session

    @property
    def program_place(self) -> ProgramPlace | None:
        """Where in a program it stands; None for a session by itself."""
        return self._program_place

    def placed(self, place: ProgramPlace) -> Self:
        """The same in a program."""
        session = self.model_copy()
        session._program_place = place
        return session

    @property
    def id(self) -> str:
        """What it is known by while it is built: its day, or its file as it was named, or else its title."""
        if self._program_place:
            return self._program_place.id
        return self.source.name if self.source else self.title

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
            resolve(context.scope, lambda scope: scope.names.phrases(context.folder / phrases), hint)
        return phrases

    @field_validator("language", "voice", "soundscape", "music")
    @classmethod
    def _is_there(cls, value: Any, info: ValidationInfo) -> Any:
        scope, key = context_of(info).scope, str(info.field_name)
        if value is not None and scope is not None and scope.counts(key):
            _CHECKS[key](value, info)
        return value

    @field_validator("steps", mode="wrap")
    @classmethod
    def _come_once(cls, value: object, read: ValidatorFunctionWrapHandler) -> Steps:
        with reading_steps(in_repeat=False):
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
    def lead_in_step(self) -> ActivityStep | None:
        """The step that its `lead-in` is."""
        return lead_in_of(self.lead_in, self.steps)

    @property
    def extent(self) -> Extent:
        """How much all steps are together."""
        return sum((step.extent(1) for step in self.steps), Extent())


def _check_language(language: str, info: ValidationInfo) -> None:
    hint = "a language is written `en`, `de` or `pt-BR`"
    resolve(context_of(info).scope, lambda scope: scope.names.language(language), hint)


def _check_music(music: MusicRef, info: ValidationInfo) -> None:
    context, hint = context_of(info), "name a file, a folder or a playlist (.m3u)"
    resolve(context.scope, lambda scope: scope.names.music(music, context.folder), hint)


_CHECKS: Final[Mapping[str, Callable[[Any, ValidationInfo], None]]] = {
    "language": _check_language,
    "voice": check_voice,
    "soundscape": check_soundscape,
    "music": _check_music,
}
"""What raises an `InvalidValue` where the session as a whole names something under a key that is not there."""
