"""From a file to a plan: all of a session that is decided before anything is mixed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from audiocoach.build import library
from audiocoach.build.phrasebooks import book_of
from audiocoach.errors import Diagnostic, InputError, UnknownName, VoiceError
from audiocoach.script.compose import compose
from audiocoach.script.script import Line, Script, Utterance
from audiocoach.script.wording import choose
from audiocoach.session.lookup import find
from audiocoach.session.notation import parse_notation
from audiocoach.session.reader import Reader
from audiocoach.session.resolving import ResolverScope
from audiocoach.session.session import Session
from audiocoach.storage.store import default_cache_root
from audiocoach.syntax.amounts import Pace
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.template import check_characters
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan, PlannedCue
from audiocoach.timeline.preview import preview
from audiocoach.timeline.takes import Takes, guessed
from audiocoach.units import Millis, to_ms
from audiocoach.voice.registry import resolve, why
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore

Progress = Callable[[str, int, int], None]
"""Told the stage (`speaking` or `encoding`), what is done, and what of."""


def load(
    spec: str | Path, let: Mapping[str, str] | None = None, pace: Pace | None = None, scope: ResolverScope | None = None
) -> Session:
    """The session in a file, or in the library by its name.

    `let` replaces variables as `--set` does; `pace` is for distances that have none; `asking` knows whether the voices
    and sounds that it names are there, else that shows when they are used. Raises `SpecError` with all mistakes at
    once, and `InputError` where there is no such file.
    """
    path, name = find(str(spec), library.shipped, library.names())
    return Reader(library.shipped, let, pace, scope).read(path, name)


def quick(line: str, title: str = "Quick session", pace: Pace | None = None) -> Session:
    """The session that one line of notation says: `5m walk, 8x(30s run, 90s walk), 5m walk`."""
    try:
        check_characters(title)
    except InvalidValue as invalid:
        raise InputError(f"the title: {invalid.message}", invalid.hint) from invalid
    if not title.strip():
        raise InputError("the title is empty")
    return Reader(library.shipped, None, pace).compile(parse_notation(line), title)


def plan(
    session: Session,
    *,
    estimate: bool = False,
    digest: bool = False,
    studio: Studio | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The timeline of a session; missing takes are spoken into the cache, or with `estimate` guessed.

    With `digest` the plan of its preview: each distinct cue and tone once, in 90 s at most.
    """
    script = script_of(session)
    made = arrange(script, guessed()) if estimate else recorded(script, studio or default_studio(), progress)
    made = preview(made) if digest else made
    return replace(made, notes=(*made.notes, *_voice_notes(script)), cues=_with_voices(made.cues, session))


def _with_voices(cues: tuple[PlannedCue, ...], session: Session) -> tuple[PlannedCue, ...]:
    """`cues` with the name of who speaks where only the language has chosen."""
    try:
        name = resolve(choose(session.voice, session.language)).name
    except (UnknownName, VoiceError):  # a plan with guessed speech needs nobody
        return cues
    return tuple(_with_voice(cue, name or "") for cue in cues)


def _with_voice(cue: PlannedCue, name: str) -> PlannedCue:
    """`cue` with `name` wherever nobody is named."""
    said = tuple(said if said.voice else replace(said, voice=name) for said in cue.said)
    return replace(cue, voice=cue.voice or name, said=said)


def _voice_notes(script: Script) -> Iterator[Diagnostic]:
    """Who speaks where nobody is named, and why."""
    choices = dict.fromkeys(spoken.voice for spoken in script.spoken() if isinstance(spoken, Line))
    reasons = dict.fromkeys(why(choice) for choice in choices)
    yield from (Diagnostic.info(reason) for reason in reasons if reason)


def default_studio(jobs: int | None = None) -> Studio:
    """The installed voices, with the user's cache; `jobs` speak at once, else one a core."""
    return Studio(TakeStore(default_cache_root()), jobs=jobs)


def script_of(session: Session) -> Script:
    """What happens and is said in a session."""
    takes = guessed()

    def about(utterance: Utterance) -> Millis:
        return Millis(round(to_ms(takes.length(utterance))))

    return compose(session, book_of(session), about)


def recorded(script: Script, studio: Studio, progress: Progress | None = None) -> Plan:
    """The plan of a script with its true takes."""
    spoken = (lambda done, total: progress("speaking", done, total)) if progress else None
    return arrange(script, Takes(studio.record(script.spoken(), spoken)))
