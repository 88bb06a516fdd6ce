"""Texts with their variables spoken, cut into what a voice is asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from audiocoach.errors import InputError, Place, short
from audiocoach.script.condition import Situation
from audiocoach.script.phrase import FORMS, Form, Way
from audiocoach.script.phrasebook import Phrasebook
from audiocoach.script.script import Line, Part, Recording, Silence, VoiceChoice, Words
from audiocoach.script.sentences import sentences
from audiocoach.script.variety import in_turn
from audiocoach.session.spoken import RecordingRef, Spoken, Talk
from audiocoach.session.voice_ref import VoiceRef
from audiocoach.syntax import template
from audiocoach.syntax.amounts import Amount, Pace, parse_duration
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.silences import fill_silences, split_silences
from audiocoach.syntax.variables import as_written, fill, fill_as_written
from audiocoach.units import Millis
from audiocoach.verbalize.pronounced import phonemes
from audiocoach.verbalize.spoken_words import spoken_words


@dataclass(frozen=True, slots=True)
class TextScope:
    """What a text may ask for: where in the session it is spoken."""

    name: str
    """The step's, as inside a sentence."""
    amount: Amount | None
    """The step's length; None where speech decides it."""
    left: Millis
    """Until the step's end."""
    session_left: Millis
    """Until the session's end."""
    next_name: str
    next_amount: Amount | None
    effort: int | None = None
    pace: Pace | None = None
    round: int = 1
    rounds: int = 1
    let: Mapping[str, Any] = field(default_factory=dict)
    here: Situation = Situation()
    """What decides which words fit."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes what one voice says in one language."""

    book: Phrasebook
    voice: VoiceChoice
    variety: int = 1
    """Which of the coach's words."""

    def speaking(self, ref: VoiceRef | None) -> "Writer":
        """The same for the voice that a step or a text names."""
        return self if ref is None else replace(self, voice=choose(ref, self.voice.language))

    def phrase(
        self, name: str, scope: TextScope, more: Mapping[str, str] = {}, position: int = 0
    ) -> tuple[Words, Words]:
        """A phrase of the book, in full and in short: whose turn it is at a position (from 0) of the session.

        Of those that fit, where any does: what is said here cannot be left out.
        """
        full, short = (self.way(name, form, scope.here, position) for form in FORMS)
        return self.say(full, scope, **more), self.say(short, scope, **more)

    def way(self, name: str, form: Form, here: Situation, position: int = 0) -> Way:
        """The way of saying a phrase whose turn it is at a position (from 0): of those that fit, where any does."""
        ways = self.book.ways(name, form, here) or tuple(self.book.phrases[name].ways(name, form))
        return next(in_turn(ways, self.variety, position))

    def briefly(self, name: str, scope: TextScope, more: Mapping[str, str] = {}) -> tuple[Words, Words]:
        """The same in short both times, for what needs no telling in full."""
        short = self.say(self.way(name, "short", scope.here), scope, **more)
        return short, short

    def say(self, way: Way, scope: TextScope, **more: str) -> Words:
        """A phrase in one of its ways."""
        return replace(self.text(way.text, scope, **more), phrase=way.name)

    def text(self, text: str, scope: TextScope, **more: str) -> Words:
        """A text with `$name` and `(4s)`."""
        values = dict(more)
        if names := template.names_in(text):
            text = fill_silences(text, _lengths(scope))
            values = {**self._values(scope, names), **more}
        for name in ("name", "next"):
            if name in values:
                values[name] = template.inside(text, name, values[name])
        filled = fill(text, values)
        return Words(tuple(self._parts(filled)))

    def named(self, text: str, scope: TextScope) -> str:
        """A step's name with its variables in place, as one reads it."""
        numbers = {"round": scope.round, "rounds": scope.rounds, "effort": scope.effort or 0}
        values = {name: str(number) for name, number in numbers.items()}
        if scope.amount:
            values["duration"] = self.book.amount(scope.amount)
        return fill_as_written(text, {**scope.let, **values}, scope.round - 1)

    def author(self, spoken: Spoken, scope: TextScope, place: Place | None = None) -> Words:
        """Something that the author says at `place`: a text, a recording or a dialogue."""
        if isinstance(spoken, RecordingRef):
            return Words((Recording(Path(spoken.file), place),))
        if isinstance(spoken, Talk):
            return _joined([self.author(turn, scope) for turn in spoken.talk])
        words = self.speaking(spoken.voice).text(spoken.text, scope)
        if not words.utterance:
            raise InputError(f"there is no word to say in `{short(spoken.text)}`", "give its variables words")
        return words

    def questions(self, texts: Iterable[str], answer: Millis, scope: TextScope) -> Words:
        """Questions, each with a silence to answer it."""
        silence = Words((Silence(answer),))
        return _joined([words for text in texts for words in (self.text(text, scope), silence)])

    def _parts(self, text: str) -> Iterator[Part]:
        for part in split_silences(text):
            if isinstance(part, str):
                for sentence in sentences(self.book.sentence(part), self.voice.language):
                    words = spoken_words(sentence, self.voice.language, self.book.pronounce)
                    if words:
                        sounds = phonemes(words, self.book.pronounce)
                        yield Line(self.voice, sentence, None if words == sentence else words, sounds)
            else:
                yield Silence(part)

    def _values(self, scope: TextScope, names: frozenset[str]) -> dict[str, str]:
        """What the variables in `names` say here."""
        book = self.book
        spoken: dict[str, Callable[[], str]] = {
            "name": lambda: scope.name,
            "duration": lambda: book.amount(scope.amount) if scope.amount else "",
            "round": lambda: book.number(scope.round),
            "rounds": lambda: book.number(scope.rounds),
            "next": lambda: scope.next_name,
            "next_duration": lambda: book.amount(scope.next_amount) if scope.next_amount else "",
            "left": lambda: book.duration(scope.left),
            "session_left": lambda: book.duration(scope.session_left),
            "effort": lambda: book.number(scope.effort or 0),
            "pace": lambda: book.pace(scope.pace) if scope.pace else "",
        }
        values = {name: say() for name, say in spoken.items() if any(asked.startswith(name) for asked in names)}
        own = {name: self._literal(value, scope.round - 1) for name, value in scope.let.items()}
        return {**values, **own}

    def _literal(self, value: Any, turn: int) -> str:
        """A variable of the author's: a duration as one says it, of a list this round's, else as it is written."""
        if isinstance(value, (list, tuple)):
            return self._literal(value[turn % len(value)], turn)
        try:
            return self.book.duration(parse_duration(value))
        except InvalidValue:
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            return self.book.number(value) if is_number else as_written(value)


def choose(ref: VoiceRef | None, language: str) -> VoiceChoice:
    """The voice that a session asks for, in its language."""
    if ref is None:
        return VoiceChoice(language)
    options = (("tld", ref.tld),) if ref.tld else ()
    return VoiceChoice(language, ref.name, ref.engine, ref.rate, options)


def _lengths(scope: TextScope) -> dict[str, str]:
    """The author's variables that are durations, as they are written; of a list this round's."""
    lengths = {}
    for name, value in scope.let.items():
        literal = value[(scope.round - 1) % len(value)] if isinstance(value, (list, tuple)) else value
        with suppress(InvalidValue):
            parse_duration(literal)
            lengths[name] = str(literal)
    return lengths


def _joined(words: list[Words]) -> Words:
    return Words(tuple(part for one in words for part in one.utterance))
