"""Everything that a session names and that somebody else must have: voices, soundscapes, recordings."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiocoach.errors import Place
from audiocoach.script.expand import Placed, expand
from audiocoach.spec.mistake import Loc
from audiocoach.spec.session import Session
from audiocoach.spec.speech import Played, Spoken, Talk, VoiceRef
from audiocoach.spec.steps import ActivityStep, BreatheStep, SayStep
from audiocoach.spec.values import SoundscapeRef


@dataclass(frozen=True, slots=True)
class Named:
    """One name, and where it stands."""

    what: VoiceRef | SoundscapeRef | Path | None
    """A path is a recording's; None is the voice that the language decides."""
    place: Place | None


def named(session: Session) -> Iterator[Named]:
    """Each name in `session` and in what it includes, once for each place."""
    document = session.source
    yield Named(session.voice, document.place(("voice",)) if document else None)
    if session.soundscape:
        yield Named(session.soundscape, document.place(("soundscape",)) if document else None)
    seen: set[tuple[int, Loc]] = set()
    for placed in expand(session):
        key = (id(placed.document), placed.loc)
        if key not in seen:
            seen.add(key)
            yield from _on_step(placed)


def _on_step(placed: Placed) -> Iterator[Named]:
    step = placed.step
    if step.voice:
        yield Named(step.voice, placed.place("voice"))
    if step.soundscape:
        yield Named(step.soundscape, placed.place("soundscape"))
    if isinstance(step, SayStep):
        for index, spoken in enumerate(step.say):
            yield from _in_speech(spoken, placed, ("say", index))
    if isinstance(step, (ActivityStep, BreatheStep)):
        for anchor, turns in (step.say or {}).items():
            for index, spoken in enumerate(turns):
                yield from _in_speech(spoken, placed, ("say", anchor.written, index))


def _in_speech(spoken: Spoken, placed: Placed, loc: Loc) -> Iterator[Named]:
    if isinstance(spoken, Played):
        yield Named(placed.folder / spoken.file, placed.place(*loc, "file"))
    elif isinstance(spoken, Talk):
        for index, turn in enumerate(spoken.talk):
            yield from _in_speech(turn, placed, (*loc, "talk", index))
    elif spoken.voice:
        yield Named(spoken.voice, placed.place(*loc, "voice"))
