"""The voices that a user set up in `config.toml`, as engines."""

from audiocoach.config import read_config
from audiocoach.voice.engines.command.command_engine import CommandEngine
from audiocoach.voice.engines.recording.recording_engine import FolderEngine
from audiocoach.voice.voice import Engine


def own_engines() -> dict[str, Engine]:
    """By name. Raises `InputError` where the config has mistakes."""
    return {
        name: CommandEngine(name, settings) if settings.command else FolderEngine(name, settings)
        for name, settings in read_config().engines.items()
    }
