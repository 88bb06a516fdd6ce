"""From a session to its plan: all that is decided before anything is mixed."""

from collections.abc import Iterator
from dataclasses import replace

from audiocoach.build.events import Speaking
from audiocoach.build.load import shaped
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.phrasebooks import book_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import Diagnostic, UnknownName, VoiceError
from audiocoach.script.compose import compose
from audiocoach.script.script import Line, Script, Utterance
from audiocoach.script.wording import choose
from audiocoach.session.session import Session
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan, PlannedCue
from audiocoach.timeline.preview import preview
from audiocoach.timeline.takes import Takes, guessed
from audiocoach.units import Millis, to_ms


def plan(
    session: Session,
    options: BuildOptions = AS_IT_STANDS,
    *,
    estimate: bool = False,
    workspace: Workspace | None = None,
) -> Plan:
    """The timeline of a session as `build` with the same options makes it.

    Missing takes are spoken into the cache, or with `estimate` guessed. With `options.preview` the plan of its preview.
    """
    workspace = workspace or Workspace.of_user()
    session = shaped(session, options, workspace)
    script = script_of(session)
    takes = guessed() if estimate else recorded(script, session, workspace)
    made = arrange(script, takes)
    made = preview(made) if options.preview else made
    notes = (*made.notes, *_voice_notes(script, workspace))
    return replace(made, notes=notes, cues=_with_voices(made.cues, session, workspace))


def script_of(session: Session) -> Script:
    """What happens and is said in a session."""
    takes = guessed()

    def about(utterance: Utterance) -> Millis:
        return Millis(round(to_ms(takes.length(utterance))))

    return compose(session, book_of(session), about)


def recorded(script: Script, session: Session, workspace: Workspace) -> Takes:
    """The true takes of a script."""

    def spoken(done: int, total: int) -> None:
        workspace.events(Speaking(session.id, done, total))

    return Takes(workspace.studio.record(script.spoken(), spoken))


def _with_voices(cues: tuple[PlannedCue, ...], session: Session, workspace: Workspace) -> tuple[PlannedCue, ...]:
    """`cues` with the name of who speaks where only the language has chosen."""
    try:
        name = workspace.voice_name(choose(session.voice, session.language))
    except (UnknownName, VoiceError):  # a plan with guessed speech needs nobody
        return cues
    return tuple(_with_voice(cue, name or "") for cue in cues)


def _with_voice(cue: PlannedCue, name: str) -> PlannedCue:
    """`cue` with `name` wherever nobody is named."""
    said = tuple(said if said.voice else replace(said, voice=name) for said in cue.said)
    return replace(cue, voice=cue.voice or name, said=said)


def _voice_notes(script: Script, workspace: Workspace) -> Iterator[Diagnostic]:
    """Who speaks where nobody is named, and why."""
    if workspace.find_voice is not None:
        return
    choices = dict.fromkeys(spoken.voice for spoken in script.spoken() if isinstance(spoken, Line))
    reasons = dict.fromkeys(workspace.registry.why(choice) for choice in choices)
    yield from (Diagnostic.info(reason) for reason in reasons if reason)
