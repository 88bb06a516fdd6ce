"""Whether what a session names is there: its language, voices, soundscapes and recordings."""

from collections.abc import Iterator
from pathlib import Path

from audiocoach.errors import InputError, Problem, SpecError, UnknownName
from audiocoach.script.named import named
from audiocoach.script.own_phrases import book_of
from audiocoach.script.wording import choose
from audiocoach.sound import recipe
from audiocoach.spec.session import Session
from audiocoach.spec.speech import VoiceRef
from audiocoach.spec.values import NO_SOUNDSCAPE, SoundscapeRef
from audiocoach.voice.registry import resolve


def check_names(session: Session) -> None:
    """Raise `SpecError` with each name that is not there, at its place.

    Nothing is spoken and no model is loaded.
    """
    problems = tuple(dict.fromkeys(_problems(session)))
    if problems:
        raise SpecError(problems)


def _problems(session: Session) -> Iterator[Problem]:
    try:
        book_of(session)
    except UnknownName as error:
        place = session.source.place(("language",)) if session.source else None
        yield Problem(error.message, place, error.hint)
    except SpecError as error:
        yield from error.problems
    for path in session.music.paths(session.folder) if session.music else ():
        if not path.exists():
            place = session.source.place(("music",)) if session.source else None
            yield Problem(f"there is no music at `{path}`", place, "name a file, a folder or a playlist (.m3u)")
    for name in named(session):
        try:
            _find(name.what, session)
        except SpecError as error:
            yield from error.problems
        except InputError as error:
            yield Problem(error.message, name.place, error.hint)


def _find(what: VoiceRef | SoundscapeRef | Path | None, session: Session) -> None:
    """Raise `UnknownName` where `what` is not there."""
    if isinstance(what, SoundscapeRef):
        if what.name != NO_SOUNDSCAPE:
            recipe.find(recipe.located(what.name, session.folder))
    elif isinstance(what, Path):
        if not what.is_file():
            beside = [str(path.relative_to(what.parent)) for path in what.parent.glob("*")]
            raise UnknownName("recording", what.name, beside)
    else:
        resolve(choose(what, session.language))
