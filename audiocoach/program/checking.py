"""What `check` finds: all that is known of a session or a program before anything is spoken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from audiocoach.build.cast import choice_notes
from audiocoach.build.load import Source
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import outline
from audiocoach.build.workspace import Workspace
from audiocoach.errors import Diagnostic
from audiocoach.program.collection import OpenCollection
from audiocoach.program.opening_spec import OpenProgram, open_spec
from audiocoach.program.training_program import Episode
from audiocoach.session.session import Session
from audiocoach.timeline.plan import PlannedVoice
from audiocoach.units import Samples

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a SPEC that has no mistakes."""

    length: Samples = Samples(0)
    """With speech as long as it is guessed to be; of a program, of its numbered days, of a collection of all."""
    voices: tuple[PlannedVoice, ...] = ()
    """Who speaks."""
    days: str = ""
    """Of a program `27 days in 9 weeks, `, of a collection `7 sessions, `."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What its author should change."""


def checked(source: Source, options: BuildOptions, workspace: Workspace) -> Checked:
    """What is known of a SPEC. Raises as `open_spec`."""
    opened = open_spec(source, options, workspace)
    if isinstance(opened, OpenProgram):
        return _program(opened, workspace)
    return _collection(opened, workspace) if isinstance(opened, OpenCollection) else _session(opened, workspace)


def counted(number: int, what: str) -> str:
    """`1 day`, `2 days`."""
    return f"{number} {what}{'s' * (number != 1)}"


def _session(session: Session, workspace: Workspace) -> Checked:
    length, voices, warnings = outline(session, workspace)
    return Checked(length, voices, "", (*choice_notes(session, workspace), *warnings))


def _program(opened: OpenProgram, workspace: Workspace) -> Checked:
    """Days that are alike but for the coach's words are looked at once."""
    found: dict[str, Checked] = {}
    length = 0
    for episode in opened.program.episodes():
        alike = _alike(episode)
        if alike not in found:
            found[alike] = _session(opened.session(episode), workspace)
        length += found[alike].length if episode.role == "main" else 0
    voices = _once(voice for one in found.values() for voice in one.voices)
    diagnostics = _once(diagnostic for one in found.values() for diagnostic in one.diagnostics)
    size = f"{counted(opened.program.days, 'day')} in {counted(len(opened.program.weeks), 'week')}, "
    return Checked(Samples(length), tuple(voices), size, (*opened.program.notes, *diagnostics))


def _collection(opened: OpenCollection, workspace: Workspace) -> Checked:
    found = [_session(session, workspace) for _, session in opened.all()]
    voices = _once(voice for one in found for voice in one.voices)
    diagnostics = _once(diagnostic for one in found for diagnostic in one.diagnostics)
    length = Samples(sum(one.length for one in found))
    return Checked(length, voices, f"{counted(len(found), 'session')}, ", diagnostics)


def _alike(episode: Episode) -> str:
    return repr((episode.session, sorted(episode.let.items()), episode.words, episode.ease, episode.has_check_ins))


def _once(several: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(several))
