"""The user's `config.toml`: defaults for every build. Flags beat the session, the session beats these."""

import os
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from audiocoach.errors import InputError, nearest


class Config(BaseModel):
    """What a user sets once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    voice: str | None = None
    """Who speaks where a session names nobody."""
    soundscape: str | None = None
    """What sounds beneath where a session names nothing."""
    chatter: Literal["quiet", "normal", "chatty"] | None = None
    """How much the coach says where a session does not say."""
    quality: Literal["voice", "standard", "high"] = "standard"
    """Of the MP3."""
    output: Path | None = None
    """The folder that MP3s go into; else the current one."""
    pace: str | None = None
    """For distances without one, e.g. `6:00/km`."""


def config_path() -> Path:
    """Where the config lies, or would: AUDIOCOACH_CONFIG, or the system's place for it."""
    import platformdirs

    named = os.environ.get("AUDIOCOACH_CONFIG")
    return Path(named).expanduser() if named else platformdirs.user_config_path("audiocoach") / "config.toml"


def read_config() -> Config:
    """The user's config, or the defaults where there is none; `InputError` where it has mistakes."""
    path = config_path()
    if not path.is_file():
        return Config()
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0])
        hint = nearest(key, Config.model_fields) if first["type"] == "extra_forbidden" else None
        known = f"known: {', '.join(Config.model_fields)}"
        what = "unknown key" if first["type"] == "extra_forbidden" else first["msg"]
        raise InputError(f"{path}: `{key}`: {what}", hint or known) from error
