"""Who speaks in a session: their names and engines, why they do, and what each is given for a line."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from audiocoach.build.workspace import Workspace
from audiocoach.errors import Diagnostic, InputError, VoiceError
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.script.wording import choose
from audiocoach.session.session import Session
from audiocoach.timeline.plan import PlannedVoice
from audiocoach.voice.voice import Casting, Voice, handed_on

_NAMED_BY: Final = {
    "session": "the session names it",
    "option": "`--voice` names it",
    "config": "config.toml names it",
}


def choice_notes(session: Session, workspace: Workspace) -> Iterator[Diagnostic]:
    """What an author should know of the session's voice before anything is planned.

    That it is not a natural one where only the language has chosen it, or that it cannot speak here yet. Who speaks
    else, `Cast.planned` tells.
    """
    with suppress(InputError, VoiceError):
        choice = choose(session.voice, session.language)
        notes = (workspace.why(choice), workspace.lacking(choice))
        yield from (note for note in notes if note and note.severity != "info")


class Cast:
    """The voices of one session. Nobody has to be there: a plan with guessed speech needs no engine."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self._workspace = workspace
        self._own = choose(session.voice, session.language)
        self._own_is_named_by = session.voice_origin
        self._names: dict[VoiceChoice, str] = {}
        self._voices: dict[VoiceChoice, Voice | None] = {}
        self._said: dict[Line, tuple[str, str]] = {}

    def name(self, choice: VoiceChoice) -> str:
        """What people call a voice: as the session names it, or else as its engine does; empty where it has none."""
        if choice not in self._names:
            self._names[choice] = choice.label or self._found(choice)[0]
        return self._names[choice]

    def said(self, line: Line) -> tuple[str, str]:
        """Who says a line, and what they are given for it; nothing where it is a recording."""
        if line not in self._said:
            self._said[line] = self._said_by(line, self._voice(line.voice))
        return self._said[line]

    def _said_by(self, line: Line, voice: Voice | None) -> tuple[str, str]:
        if isinstance(voice, Casting):
            try:
                part, _ = voice.part(line.text)
            except (InputError, VoiceError):  # it is told when it is to be recorded
                return self.name(line.voice), line.words
            part = handed_on(line, part)
            return self.said(part) if isinstance(part, Line) else (self.name(line.voice), "")
        return self.name(line.voice), line.words

    def planned(self, choices: Iterable[VoiceChoice]) -> tuple[PlannedVoice, ...]:
        """Each of `choices` once, the session's own first."""
        ordered = sorted(dict.fromkeys(choices), key=lambda choice: choice != self._own)
        voices = (PlannedVoice(self.name(choice), self._found(choice)[1], self._why(choice)) for choice in ordered)
        return tuple({voice.name: voice for voice in reversed(list(voices))}.values())[::-1]

    def _why(self, choice: VoiceChoice) -> str:
        """Who named a voice, or why the language chose it."""
        if choice.label:
            return _NAMED_BY[self._own_is_named_by if choice == self._own else "session"]
        if not self._found(choice)[0]:
            return f"no voice is named, and nobody here speaks `{choice.language}`"
        note = self._workspace.why(choice)
        return note.message if note else f"no voice is named, and the language is `{choice.language}`"

    def _found(self, choice: VoiceChoice) -> tuple[str, str]:
        """The name and the engine of a voice; empty where nobody is found."""
        try:
            return self._workspace.identity(choice)
        except (InputError, VoiceError):
            return "", choice.engine or ""

    def _voice(self, choice: VoiceChoice) -> Voice | None:
        if choice not in self._voices:
            try:
                self._voices[choice] = self._workspace.voice(choice)
            except (InputError, VoiceError):
                self._voices[choice] = None
        return self._voices[choice]
