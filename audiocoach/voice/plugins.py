"""Engines as packages bring them: each is loaded from its entry point, or has something wrong with it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import Distribution, EntryPoint
from typing import Final

from audiocoach.errors import VoiceError, short
from audiocoach.voice.guard import GuardedEngine, guarded
from audiocoach.voice.voice import Engine

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plugin:
    """An engine as the registry found it: usable, or with what is wrong with it."""

    name: str
    engine: GuardedEngine | None
    problem: str | None = None
    """Why it is not used: broken, left out by AUDIOCOACH_LOAD_PLUGINS, or a second one of its name."""


def load_plugin(point: EntryPoint) -> Plugin:
    """The engine behind an entry point. Whatever is wrong with it is warned of, and the others work on."""
    what = f"the voice engine `{short(point.name)}` does not load"

    def made() -> Engine:
        engine: Engine = point.load()()
        return engine

    try:
        return Plugin(point.name, GuardedEngine(point.name, guarded(what, made, ())))
    except VoiceError as error:
        _LOG.warning("%s", error.message)
        return Plugin(point.name, None, error.message.removeprefix(f"{what}: "))


def is_ours(point: EntryPoint) -> bool:
    """Whether audiocoach itself brings it; a package without readable metadata is somebody else's."""
    try:
        return guarded("a package", lambda: point.dist is not None and _name_of(point.dist) == "audiocoach", ())
    except VoiceError:
        return False


@lru_cache(maxsize=64)
def _name_of(package: Distribution) -> str:
    """What a package is called: all of its metadata is read for that, README and all, and it brings several engines."""
    return package.name
