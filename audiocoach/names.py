"""Whether what a session names is there: its language, voices, soundscapes and recordings."""

from collections.abc import Iterator
from pathlib import Path

from audiocoach.assets import asset
from audiocoach.errors import Problem, SpecError, UnknownName
from audiocoach.script.named import named
from audiocoach.script.own_phrases import book_of
from audiocoach.script.wording import choose
from audiocoach.spec.session import Session
from audiocoach.spec.speech import VoiceRef
from audiocoach.spec.values import NO_SOUNDSCAPE, SoundscapeRef
from audiocoach.voice.registry import resolve


def soundscapes() -> tuple[str, ...]:
    """The soundscapes that ship, by name."""
    return tuple(sorted(path.stem for path in asset("soundscapes").glob("*.yaml")))


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
    for name in named(session):
        try:
            _find(name.what, session.language)
        except UnknownName as error:
            yield Problem(error.message, name.place, error.hint)


def _find(what: VoiceRef | SoundscapeRef | Path | None, language: str) -> None:
    """Raise `UnknownName` where `what` is not there."""
    if isinstance(what, SoundscapeRef):
        if what.name != NO_SOUNDSCAPE and what.name not in soundscapes():
            raise UnknownName("soundscape", what.name, (NO_SOUNDSCAPE, *soundscapes()))
    elif isinstance(what, Path):
        if not what.is_file():
            beside = [str(path.relative_to(what.parent)) for path in what.parent.glob("*")]
            raise UnknownName("recording", what.name, beside)
    else:
        resolve(choose(what, language))
