"""From a session to its plan: all that is decided before anything is mixed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from audiocoach.build.cast import Cast
from audiocoach.build.events import Speaking
from audiocoach.build.load import shaped
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.phrasebooks import book_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import Diagnostic
from audiocoach.script.compose import compose
from audiocoach.script.script import Line, Script, Utterance, VoiceChoice
from audiocoach.session.session import Session
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.frame import length_of
from audiocoach.timeline.plan import Plan
from audiocoach.timeline.preview import preview
from audiocoach.timeline.takes import Takes, guessed
from audiocoach.units import Millis, Samples, to_ms


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
    script, cast = script_of(session), Cast(session, workspace)
    takes = guessed(cast) if estimate else recorded(script, cast, session, workspace)
    made = arrange(script, takes)
    made = preview(made) if options.preview else made
    choices = [spoken.voice for spoken in script.spoken() if isinstance(spoken, Line)]
    heard = {part.voice for cue in made.cues for part in cue.parts}
    voices = tuple(voice for voice in cast.planned(choices) if voice.name in heard)
    notices = () if estimate else workspace.studio.notices_of(script.spoken())
    notes = (*made.notes, *_voice_notes(choices, workspace), *map(Diagnostic.info, notices))
    return replace(made, voices=voices, notes=notes)


def about_length(session: Session) -> Samples:
    """How long a session is, with speech as long as it is guessed to be: what `plan` with `estimate` says."""
    return length_of(script_of(session), guessed())


def script_of(session: Session) -> Script:
    """What happens and is said in a session."""
    takes = guessed()

    def about(utterance: Utterance) -> Millis:
        return Millis(round(to_ms(takes.length(utterance))))

    return compose(session, book_of(session), about)


def recorded(script: Script, cast: Cast, session: Session, workspace: Workspace) -> Takes:
    """The true takes of a script."""

    def spoken(done: int, total: int) -> None:
        workspace.events(Speaking(session.id, done, total))

    return Takes(workspace.studio.record(script.spoken(), spoken), speakers=cast)


def _voice_notes(choices: Iterable[VoiceChoice], workspace: Workspace) -> Iterator[Diagnostic]:
    """Who speaks where nobody is named, and why."""
    reasons = dict.fromkeys(workspace.why(choice) for choice in dict.fromkeys(choices))
    yield from (Diagnostic.info(reason) for reason in reasons if reason)
