"""The voices that a user set up in `config.toml`, as engines."""

from audiocoach.config import examine_config, raise_config_error
from audiocoach.voice.engines.command.command_engine import CommandEngine
from audiocoach.voice.engines.recording.recording_engine import FolderEngine
from audiocoach.voice.voice import Engine


def own_engines() -> dict[str, Engine]:
    """By name. Raises `ConfigError` where what the config says of them has mistakes."""
    examined = examine_config()
    raise_config_error(examined.wrong.get("engines", ()))
    return {
        name: CommandEngine(name, settings) if settings.command else FolderEngine(name, settings)
        for name, settings in examined.config.engines.items()
    }
