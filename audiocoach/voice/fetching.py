"""Which voice a person means to fetch, among what the engines offer; and the names that nobody here is called by."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from audiocoach.errors import InputError, UnknownName, VoiceError, nearest, short, visible
from audiocoach.voice.guard import GuardedEngine, guarded
from audiocoach.voice.languages import base, is_tag
from audiocoach.voice.offers import Fetched, Offering, VoiceOffer
from audiocoach.voice.voice import VoiceInfo

_HINT: Final = "write a language (`de`), or a voice as `audiocoach voices list --all` names it"
_LONGEST_LICENCE: Final = 200
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fetchable:
    """A voice that can be fetched, and by whom. Whatever the engine raises that it should not is a `VoiceError`."""

    engine: str
    source: Offering
    offer: VoiceOffer

    @property
    def reference(self) -> str:
        """As a session or `--voice` names it: `piper:de_DE-thorsten-medium`."""
        return f"{self.engine}:{self.offer.key}"

    @property
    def is_here(self) -> bool:
        """Whether it is here, and whole."""
        return guarded(self._failed, lambda: bool(self.source.is_here(self.offer)))

    @property
    def licence(self) -> str:
        """In its makers' words. Raises `VoiceError` where they cannot be had."""
        return guarded(self._failed, lambda: visible(self.source.licence(self.offer)[:_LONGEST_LICENCE]))

    def fetch(self, progress: Fetched) -> None:
        """Make it a voice that can speak. Raises `VoiceError`."""
        guarded(self._failed, lambda: self.source.fetch(self.offer, progress))

    @property
    def _failed(self) -> str:
        return f"the voice engine `{self.engine}` failed"


class UnknownVoice(UnknownName):
    """A name that nobody here has; where such a voice can be fetched, `remedy` is the hint: the command for it."""

    def __init__(self, kind: str, name: str, known: Iterable[str], remedy: str | None = None) -> None:
        super().__init__(kind, name, () if remedy else known)
        self.remedy = remedy

    @property
    def otherwise(self) -> str | None:
        """The command, or else some voices that are here, and the command that lists all."""
        known = super().otherwise
        return self.remedy or (f"{known}; `audiocoach voices list --all` has more" if known else None)


def unknown_voice(kind: str, name: str, known: Iterable[str], sources: Mapping[str, Offering]) -> UnknownVoice:
    """The error for a `name` that is not in `known`, which lists what is here; `sources` offer more."""
    here, every = sorted(known), fetchable(sources)
    if _named(every, name):
        return UnknownVoice(kind, name, here, f"`audiocoach voices get {name}` fetches it")
    error = UnknownVoice(kind, name, here)
    # A near one that is here comes before those that can be fetched, which are too many to list.
    if not nearest(name, error.known) and nearest(name, _names(every)):
        error.known = _names(every)
    return error


def fetchable(sources: Mapping[str, Offering]) -> tuple[Fetchable, ...]:
    """Every voice that is offered, by engines in the order in which they are preferred."""
    return tuple(Fetchable(name, source, offer) for name, source in sources.items() for offer in _offers(name, source))


def known_voices(engine: GuardedEngine) -> tuple[VoiceInfo, ...]:
    """Those that an engine has, and then those that it offers."""
    here = engine.voices()
    offers = _offers(engine.name, engine.offering) if engine.offering else ()
    names = {name for voice in here for name in (voice.name, f"{voice.language} {voice.name}")}
    more = (offer for offer in offers if not {offer.key, f"{offer.language} {offer.name}"} & names)
    return (*here, *(VoiceInfo(offer.key, offer.language, offer.description, False) for offer in more))


def find_fetchable(text: str, sources: Mapping[str, Offering]) -> Fetchable:
    """The voice that `text` means: ENGINE:NAME, an engine, a name, or a language, of which it is the preferred one.

    Raises `InputError` for what means none or several.
    """
    engine, colon, rest = text.strip().partition(":")
    if colon and engine in sources:
        return find_fetchable(rest, {engine: sources[engine]})
    every = fetchable(sources)
    called = _named(every, text)
    if len({found.offer.language for found in called}) > 1:
        keys = ", ".join(found.offer.key for found in called)
        raise InputError(f"several voices are called `{short(text)}`", f"name one: {keys}")
    meant = called or tuple(found for found in every if found.engine == text)
    meant = meant or (of_language(every, text) if is_tag(text) else ()) or tuple(_newer(text, sources))
    if meant:
        return meant[0]
    if is_tag(text):
        raise InputError(f"no voice of `{text}` can be fetched", "`--voice espeak` speaks many languages, offline")
    raise InputError(f"no voice `{short(text)}` can be fetched", nearest(text, _names(every)) or _HINT)


def of_language(every: Iterable[Fetchable], language: str) -> tuple[Fetchable, ...]:
    """Those that speak a language, the preferred one first; where a region is named, those of that region."""
    wanted = language.replace("_", "-").lower()
    speaking = [found for found in every if base(found.offer.language) == base(language)]
    return tuple(sorted(speaking, key=lambda found: "-" in wanted and found.offer.language.lower() != wanted))


def _named(every: Iterable[Fetchable], name: str) -> tuple[Fetchable, ...]:
    """The one of that key, or else all that are called so."""
    found = [one for one in every if name.lower() in (one.offer.key.lower(), one.offer.name.lower())]
    exact = [one for one in found if one.offer.key.lower() == name.lower()]
    return tuple(exact or found)


def _names(every: Iterable[Fetchable]) -> list[str]:
    return sorted({name for found in every for name in (found.offer.name, found.offer.key)})


def _newer(text: str, sources: Mapping[str, Offering]) -> Iterator[Fetchable]:
    """A voice of that key that only a network knows."""
    for name, source in sources.items():
        offer = guarded(f"the voice engine `{name}` failed", partial(source.offer, text))
        if offer is not None:
            yield Fetchable(name, source, offer)


def _offers(name: str, source: Offering) -> tuple[VoiceOffer, ...]:
    """What an engine offers; nothing, and a warning, of one that cannot say it."""
    try:
        offers = guarded(f"the voice engine `{name}` cannot say what it offers", lambda: tuple(source.offers()), ())
    except VoiceError as error:
        _LOG.warning("%s", error.message)
        return ()
    return tuple(offer for offer in offers if isinstance(offer, VoiceOffer))
