"""From a session to its plan: all that is decided before anything is mixed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from audiocoach.build.cast import Cast
from audiocoach.build.events import Speaking
from audiocoach.build.load import shaped
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.own_bells import own_bells
from audiocoach.build.phrasebooks import book_of
from audiocoach.build.playing import music_of
from audiocoach.build.workspace import Workspace
from audiocoach.errors import Diagnostic, InputError, VoiceError, short
from audiocoach.script.compose import compose
from audiocoach.script.expand import with_own_words
from audiocoach.script.script import Line, Script, Spoken, Utterance, VoiceChoice
from audiocoach.session.session import Session
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.frame import length_of
from audiocoach.timeline.plan import Plan, PlannedVoice
from audiocoach.timeline.preview import preview
from audiocoach.timeline.takes import Takes, guessed
from audiocoach.timeline.timeline import Marker
from audiocoach.units import Millis, Samples, to_ms
from audiocoach.voice.voice import Take

if TYPE_CHECKING:  # a plan without music needs nothing of what is decoded
    from audiocoach.sound.music.session_music import Music
    from audiocoach.sound.tones.own_bell import OwnBell


@dataclass(frozen=True, slots=True)
class Decided:
    """All that is decided about a session before it is mixed."""

    plan: Plan
    music: "Music | None"
    """The songs of the plan, measured; None where there are none, or only guessed."""
    bells: "Mapping[str, OwnBell]"
    """The author's own, by what the plan's tones call them."""
    is_loud: bool = False
    """Whether it is for the street: `BuildOptions.loud`."""


def plan(
    session: Session,
    options: BuildOptions = AS_IT_STANDS,
    *,
    estimate: bool = False,
    workspace: Workspace | None = None,
) -> Plan:
    """The timeline of a session as `build` with the same options makes it.

    Missing takes are spoken into the cache, or with `estimate` guessed, and so are the lengths of songs. With
    `options.preview` the plan of its preview.
    """
    return decide(session, options, workspace or Workspace.of_user(), estimate=estimate).plan


def decide(session: Session, options: BuildOptions, workspace: Workspace, *, estimate: bool = False) -> Decided:
    """The plan of a session, and the songs in it; as `plan`."""
    session = shaped(session, options, workspace)
    script, cast = script_of(session), Cast(session, workspace)
    bells = own_bells(script)
    lengths = {path: bell.length for path, bell in bells.items()}
    if estimate:
        takes = guessed(cast, lengths)
    else:
        takes = Takes(_recorded(script, session, workspace, is_loud=options.loud), speakers=cast, bells=lengths)
    made = arrange(script, takes)
    made = preview(made) if options.preview else made
    found = music_of(session, made.length, None if estimate else workspace.cache)
    choices = _choices(script)
    heard = {part.voice for cue in made.cues for part in cue.parts}
    notes = (
        *made.notes,
        *found.notes,
        *_foreign_words(session),
        *_voice_notes(choices, workspace),
        *_notices(script, workspace),
    )
    made = replace(
        made,
        voices=tuple(voice for voice in cast.planned(choices) if voice.name in heard),
        music=tuple(Marker(played.start, played.end, played.title) for played in found.played),
        notes=notes,
    )
    return Decided(made, found.music, bells, options.loud)


class Outline(NamedTuple):
    """What is known of a session before anything is spoken."""

    length: Samples
    """With speech as long as it is guessed to be."""
    voices: tuple[PlannedVoice, ...]
    """Who speaks in it."""
    warnings: tuple[Diagnostic, ...]
    """What its author should change."""


def outline(session: Session, workspace: Workspace) -> Outline:
    """How long a session is, who speaks in it, and what its author should change."""
    script = script_of(session)
    length = length_of(script, guessed(bells={path: bell.length for path, bell in own_bells(script).items()}))
    warnings = (*(note for note in script.notes if note.severity == "warning"), *_foreign_words(session))
    return Outline(length, Cast(session, workspace).planned(_choices(script)), warnings)


def script_of(session: Session) -> Script:
    """What happens and is said in a session."""
    takes = guessed()

    def about(utterance: Utterance) -> Millis:
        return Millis(round(to_ms(takes.length(utterance))))

    return compose(session, book_of(session), about)


def _recorded(script: Script, session: Session, workspace: Workspace, *, is_loud: bool) -> Mapping[Spoken, Take]:
    """The true takes of a script."""

    def spoken(done: int, total: int) -> None:
        workspace.events(Speaking(session.id, done, total))

    return workspace.studio.record(script.spoken(), spoken, is_loud=is_loud)


def _choices(script: Script) -> list[VoiceChoice]:
    """Who says each line."""
    return [spoken.voice for spoken in script.spoken() if isinstance(spoken, Line)]


def _notices(script: Script, workspace: Workspace) -> Iterator[Diagnostic]:
    """What a person should know of the voices; nothing where they cannot be had, which a plan can do without."""
    with suppress(InputError, VoiceError):
        yield from map(Diagnostic.info, workspace.studio.notices_of(script.spoken()))


def _foreign_words(session: Session) -> Iterator[Diagnostic]:
    """That the author's words are in another language than the coach's, of each file that has any."""
    spoken = session.language
    for one in with_own_words(session):
        written = one.words_language
        if written.replace("_", "-").split("-")[0] == spoken.replace("_", "-").split("-")[0]:
            continue
        whose = (
            "the session's own words"
            if one is session
            else f"the own words of the included `{short(PurePath(one.id).name)}`"
        )
        stem = PurePath(one.source.name if one.source else one.id).stem  # a program's day has an id of its own
        file = f"`{short(stem)}.{spoken}.yaml`"
        message = f"the coach speaks `{spoken}`, and {whose} are written in `{written}`"
        place = one.source.place(("language",), key=True) if one.source else None
        yield Diagnostic.warning(message, place, f"put its words in `{spoken}` into {file} beside it")


def _voice_notes(choices: Iterable[VoiceChoice], workspace: Workspace) -> Iterator[Diagnostic]:
    """Who speaks where nobody is named, and why."""
    yield from filter(None, dict.fromkeys(workspace.why(choice) for choice in dict.fromkeys(choices)))
