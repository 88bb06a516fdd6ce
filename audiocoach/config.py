"""The user's `config.toml`: defaults for every build. Flags beat the session, the session beats these."""

import os
import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from audiocoach.errors import InputError, nearest


class OwnEngine(BaseModel):
    """A voice of the user's own, `[engines.NAME]`: a program that speaks, or a folder of recordings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: tuple[str, ...] = ()
    """The program and its arguments; in them `{text}`, `{out}` (the WAV to write) and `{rate}` are replaced."""
    folder: Path | None = None
    """Where the recordings lie, each called by what is said in it: `walk-briskly.wav`."""
    fallback: str | None = None
    """Who says what is not recorded, as `voice` names it; else the language's own voice."""
    language: str = "en"
    """What it speaks (BCP 47)."""
    fingerprint: str = ""
    """Anything: to be changed when the program sounds different, so that its lines are spoken anew."""
    timeout: float = Field(60.0, gt=0)
    """The longest that the program may take for one line, in seconds."""

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if bool(self.command) == bool(self.folder):
            raise ValueError("it needs either a `command` or a `folder`")
        if self.command and not any("{out}" in argument for argument in self.command[1:]):
            raise ValueError("the `command` needs an argument with `{out}`, the file that it writes")
        if self.command and self.fallback:
            raise ValueError("a `fallback` is for a `folder` of recordings")
        return self


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
    engines: dict[str, OwnEngine] = {}
    """Voices of the user's own, by name."""


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
        path_of = tuple(map(str, first["loc"]))
        fields = OwnEngine.model_fields if path_of[0] == "engines" and len(path_of) > 1 else Config.model_fields
        unknown = first["type"] == "extra_forbidden"
        hint = nearest(path_of[-1], fields) if unknown else None
        what = "unknown key" if unknown else first["msg"].removeprefix("Value error, ")
        raise InputError(f"{path}: `{'.'.join(path_of)}`: {what}", hint or f"known: {', '.join(fields)}") from error
