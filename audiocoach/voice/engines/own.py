"""The voices that a user set up in `config.toml`, as engines."""

from collections.abc import Mapping

from audiocoach.config import OwnEngine
from audiocoach.voice.engines.command.command_engine import CommandEngine
from audiocoach.voice.engines.recording.recording_engine import FolderEngine
from audiocoach.voice.voice import Engine


def own_engines(settings: Mapping[str, OwnEngine]) -> dict[str, Engine]:
    """By name."""
    return {
        name: CommandEngine(name, its) if its.command else FolderEngine(name, its) for name, its in settings.items()
    }
