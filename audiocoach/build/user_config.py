"""The user's config, of which everything that is wrong is told at once: its form, and what its values mean."""

from audiocoach.build.overrides import wrong_defaults
from audiocoach.build.resolver import Installed
from audiocoach.config import Config, examine_config, raise_config_error
from audiocoach.voice.registry import installed

_LANGUAGE = "en"
"""In which a voice is looked for that no session asks for."""


def user_config() -> Config:
    """The config, or the defaults where there is none. Raises `ConfigError`.

    A voice or a soundscape that is not there is no reason not to build a session that has its own: it is told with
    other mistakes, and where it is used.
    """
    examined, registry = examine_config(), installed()
    config = examined.config
    wrong = [one for several in examined.wrong.values() for one in several]
    wrong += registry.clashes(config.engines)
    if "engines" in examined.wrong:  # who is called how, nobody knows then
        config = config.model_copy(update={"voice": None})
    names = Installed(registry.serving(config))
    if wrong or any(wrong_defaults(Config(pace=config.pace), _LANGUAGE, names)):
        raise_config_error([*wrong, *(found for _, found in wrong_defaults(config, _LANGUAGE, names))])
    return examined.config
