"""Which engine speaks: engines are plugins, found by the entry point `audiocoach.engines`, loaded when used."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint, distribution, entry_points
from typing import Final

from audiocoach.config import Config, OwnEngine, examine_config, raise_config_error
from audiocoach.errors import Diagnostic, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.fetching import fetchable, of_language, unknown_voice
from audiocoach.voice.guard import GuardedEngine, guarded
from audiocoach.voice.languages import base, best, is_tag
from audiocoach.voice.offers import Offering
from audiocoach.voice.plugins import Plugin, is_ours, load_plugin
from audiocoach.voice.voice import Voice, VoiceInfo

GROUP: Final = "audiocoach.engines"
DEFAULT_ENGINE: Final = "hibari"
PLAIN_ENGINE: Final = "espeak"
"""Speaks nearly every language offline, and no language naturally."""
_FIRST: Final = (DEFAULT_ENGINE, "piper", "kokoro")
"""Who is asked first for a language or a name; then the engines of others."""
_LAST: Final = (PLAIN_ENGINE, "gtts", "recording")
"""Who is asked where nobody else is found."""
_BEST: Final = (DEFAULT_ENGINE, "kokoro", "piper")
"""Whose voices are offered first: by NISQA-TTS heart has 4.1, those of Kokoro 3.5 to 4.2, joe 3.1."""
_DEFAULT_LANGUAGE: Final = "en"

_LOG: Final = logging.getLogger(__name__)


class Registry:
    """The engines of one process; each is loaded once, when it is first asked for."""

    def __init__(
        self,
        points: Iterable[EntryPoint],
        only: frozenset[str] | None = None,
        own: Callable[[], Mapping[str, OwnEngine]] = dict,
    ) -> None:
        """`only`: names of the engines of others that may load; None lets all. `own`: the `[engines]` of a config."""
        ours = {point.name: point for point in points if is_ours(point)}
        others = {point.name: point for point in points if not is_ours(point) and point.name not in ours}
        self._points = dict(sorted((ours | others).items(), key=lambda item: _rank(item[0], item[0] in ours)))
        self._own_settings = own
        self._left_out = frozenset() if only is None else frozenset(others) - only
        self._loaded: dict[str, Plugin] = {}

    def plugins(self) -> Iterator[Plugin]:
        """Every engine: the default, the user's own, then all others; each is loaded as it is reached."""
        names = list(self._points)
        yield from map(self._plugin, names[:1])
        yield from (Plugin(name, engine) for name, engine in self._own().items())
        yield from map(self._plugin, names[1:])

    def engine(self, name: str) -> GuardedEngine:
        """The engine called `name`. Raises `UnknownName`, and `VoiceError` for one that does not load."""
        if name not in self._points:
            own = self._own()
            if name not in own:
                raise UnknownName("voice engine", name, {*self._points, *own})
            return own[name]
        plugin = self._plugin(name)
        if plugin.engine is None:
            raise VoiceError(f"the voice engine `{name}` cannot be used: {plugin.problem}")
        return plugin.engine

    def sources(self) -> dict[str, Offering]:
        """The engines that can fetch voices, by name; the one with the best voices of a language first."""
        found = {engine.name: engine.offering for engine in self._engines() if engine.offering is not None}
        return {name: found[name] for name in sorted(found, key=_worth)}

    def resolve(self, choice: VoiceChoice) -> VoiceChoice:
        """`choice` with engine and name filled in (the name stays None where the engine decides it).

        Loads no model. Raises `UnknownName`, or `VoiceError` where nothing installed speaks the language.
        """
        if choice.engine is not None:
            return _named(self.engine(choice.engine), choice)
        if choice.name is None:
            return self._by_language(choice)
        if choice.name in self._points:
            return _named(self.engine(choice.name), replace(choice, engine=choice.name, name=None))
        known = set(self._points)
        for engine in self._engines():
            names = {voice.name for voice in engine.voices() if _is_a_name(voice)}
            if choice.name in names:
                return replace(choice, engine=engine.name)
            known |= names
        raise unknown_voice("voice", choice.name, known, self.sources())

    def speaks(self, choice: VoiceChoice) -> bool:
        """Whether the voice that `choice` names is one of its language, as far as is known. Raises as `resolve`."""
        found = self.resolve(choice)
        infos = self.engine(found.engine or DEFAULT_ENGINE).voices()
        languages = {base(voice.language) for voice in infos if voice.name == found.name}
        return not languages or base(choice.language) in languages

    def why(self, choice: VoiceChoice) -> Diagnostic | None:
        """What a person should know of a voice that only the language chose; None where nobody need be told.

        A warning where it is not a natural one, with what helps.
        """
        if choice.engine or choice.name or base(choice.language) == _DEFAULT_LANGUAGE:
            return None
        found = self.resolve(choice)
        if found.name is None:  # nobody speaks it: that is an error of its own
            return None
        if found.engine != PLAIN_ENGINE:
            return Diagnostic.info(f"no voice is named, and `{found.name}` ({found.engine}) speaks `{choice.language}`")
        unlike = (
            f"no voice is named, and no natural voice of `{choice.language}` is installed: {found.engine} speaks it"
        )
        return Diagnostic.warning(unlike, None, self._natural(choice.language))

    def lacking(self, choice: VoiceChoice) -> Diagnostic | None:
        """That the voice of `choice` is known and cannot speak here, and how it can. Raises as `resolve` does."""
        found = self.resolve(choice)
        engine = self.engine(found.engine or DEFAULT_ENGINE)
        listed = [voice for voice in engine.voices() if voice.name == found.name]
        if not listed or listed[0].installed:
            return None
        fetched = f"`audiocoach voices get {engine.name}:{found.name}` fetches it" if engine.offering else None
        yet = f"`{found.name}` ({engine.name}) cannot speak here yet"
        return Diagnostic.warning(yet, None, engine.missing() or fetched)

    def _natural(self, language: str) -> str | None:
        """How a language gets a natural voice."""
        ways = []
        if of_language(fetchable(self.sources()), language):
            ways.append(f"`audiocoach voices get {language}` fetches one")
        for engine in self._engines():
            info = best((voice for voice in engine.voices() if voice.sends_texts), language)
            if info:
                ways.append(f"`--voice {engine.name}` is natural too ({info.description})")
        return "; ".join(ways) or None

    def find_voice(self, choice: VoiceChoice) -> Voice:
        """The voice that `choice` means. Raises as `resolve` does, and `VoiceError` if it cannot speak."""
        found = self.resolve(choice)
        if found.name is None and choice.engine is None and choice.name is None:
            hint = self._natural(choice.language) or "`audiocoach voices doctor` tells how to get more voices"
            raise VoiceError(f"nobody here speaks `{choice.language}`", hint)
        return self.engine(found.engine or DEFAULT_ENGINE).voice(found, self.find_voice)

    def serving(self, config: Config) -> Registry:
        """The same engines with those of `config`; what is loaded is shared."""
        registry = copy(self)
        registry._own_settings = lambda: config.engines
        return registry

    def clashes(self, own: Iterable[str]) -> Iterator[Diagnostic]:
        """What is wrong with the names of a user's engines: each that an installed engine has."""
        for name in own:
            if name in self._points:
                wrong = f"`[engines.{name}]` in config.toml has the name of an engine"
                yield Diagnostic(wrong, None, "choose another name")

    def _by_language(self, choice: VoiceChoice) -> VoiceChoice:
        """Nobody speaks here to whom the texts would have to be sent: that is for a person to choose."""
        for plugin in map(self._plugin, self._points):
            voices = plugin.engine.voices() if plugin.engine else ()
            info = best((voice for voice in voices if not voice.sends_texts), choice.language)
            if info is not None:
                return replace(choice, engine=plugin.name, name=info.name)
        return replace(choice, engine=DEFAULT_ENGINE)

    def _engines(self) -> Iterator[GuardedEngine]:
        return (plugin.engine for plugin in self.plugins() if plugin.engine is not None)

    def _own(self) -> Mapping[str, GuardedEngine]:
        """What the user set up, read anew each time: it is cheap, and a config may change."""
        settings = self._own_settings()
        raise_config_error(self.clashes(settings))
        from audiocoach.voice.engines.own import own_engines

        return {name: GuardedEngine(name, engine) for name, engine in own_engines(settings).items()}

    def _plugin(self, name: str) -> Plugin:
        if name in self._left_out:
            return Plugin(name, None, "left out by AUDIOCOACH_LOAD_PLUGINS")
        if name not in self._loaded:
            self._loaded[name] = load_plugin(self._points[name])
        return self._loaded[name]


@cache
def installed() -> Registry:
    """The engines that are installed here; AUDIOCOACH_LOAD_PLUGINS names those of others that may load."""
    only = os.environ.get("AUDIOCOACH_LOAD_PLUGINS")
    names = None if only is None else frozenset(name.strip() for name in only.split(",") if name.strip())
    return Registry(_points(), names, _of_config)


def find_voice(choice: VoiceChoice) -> Voice:
    """`Registry.find_voice` over the engines installed here."""
    return installed().find_voice(choice)


def resolve(choice: VoiceChoice) -> VoiceChoice:
    """`Registry.resolve` over the engines installed here: cheap enough for `check`."""
    return installed().resolve(choice)


def _points() -> tuple[EntryPoint, ...]:
    """The entry points of all engines; ours alone where a package's metadata cannot be read."""
    try:
        return guarded("the voice engines of other packages cannot be found", lambda: _named_points(entry_points), ())
    except VoiceError as error:
        _LOG.warning("%s", error.message)
        return _named_points(distribution("audiocoach").entry_points.select)


def _named_points(select: Callable[..., Iterable[EntryPoint]]) -> tuple[EntryPoint, ...]:
    """Those of our group that have a name which a person can write."""
    return tuple(point for point in select(group=GROUP) if point.name and point.name.isprintable())


def _of_config() -> Mapping[str, OwnEngine]:
    """The engines of the user's config. Raises `ConfigError` where what it says of them has mistakes."""
    examined = examine_config()
    raise_config_error(examined.wrong.get("engines", ()))
    return examined.config.engines


def _rank(name: str, is_ours: bool) -> int:
    """The place of an engine; those of others stand between ours."""
    if is_ours and name in _LAST:
        return len(_FIRST) + 1 + _LAST.index(name)
    return _FIRST.index(name) if is_ours and name in _FIRST else len(_FIRST)


def _worth(name: str) -> int:
    return _BEST.index(name) if name in _BEST else len(_BEST)


def _is_a_name(voice: VoiceInfo) -> bool:
    """Whether a session may name it alone. One that is called by its language needs its engine: `{engine: espeak,
    name: de}`, since `voice: de` tells nothing of who speaks.
    """
    return voice.name.lower() != voice.language.lower()


def _named(engine: GuardedEngine, choice: VoiceChoice) -> VoiceChoice:
    """`choice`, whose engine is known, with the voice's name: the one given or the language's."""
    voices = engine.voices()
    if choice.name is None:
        info = best(voices, choice.language)
        return replace(choice, name=info.name if info else None)
    names = [voice.name for voice in voices]
    if choice.name in names:
        return choice
    accepted = engine.accepts(choice.name)
    if accepted or (accepted is None and not names):
        return choice
    # `espeak:en`: an engine that calls its voices by their languages has one of this.
    codes = (voice for voice in voices if not _is_a_name(voice)) if is_tag(choice.name) else ()
    by_code = best(codes, choice.name)
    if by_code is not None:
        return replace(choice, name=by_code.name)
    sources = {engine.name: engine.offering} if engine.offering else {}
    raise unknown_voice(f"{engine.name} voice", choice.name, names, sources)
