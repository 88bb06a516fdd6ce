"""The user's `config.toml`: defaults for every build. Flags beat the session, the session beats these."""

import tomllib
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from audiocoach.errors import ConfigError, Diagnostic, nearest
from audiocoach.paths import named_by

_MESSAGES: Final = {
    "string_type": "a text is needed here",
    "tuple_type": "a list of texts is needed here",
    "dict_type": "a table is needed here",
    "model_type": "a table is needed here",
    "path_type": "a path is needed here",
    "float_type": "a number is needed here",
    "float_parsing": "a number is needed here",
    "literal_error": "{expected} is needed here",
}


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

    return named_by("AUDIOCOACH_CONFIG") or platformdirs.user_config_path("audiocoach") / "config.toml"


def read_config() -> Config:
    """The user's config, or the defaults where there is none; `ConfigError` with all its mistakes."""
    path = config_path()
    if not path.is_file():
        return Config()
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    except ValidationError as error:
        raise ConfigError("\n".join(str(_problem(path, details)) for details in error.errors())) from error


def _problem(path: Path, details: ErrorDetails) -> Diagnostic:
    """One mistake in the config, by the way to its key; TOML's reader knows no lines."""
    way = tuple(map(str, details["loc"]))
    if details["type"] == "extra_forbidden":
        fields = OwnEngine.model_fields if way[0] == "engines" else Config.model_fields
        message, hint = "unknown key", nearest(way[-1], fields) or f"known: {', '.join(fields)}"
    else:
        words, hint = _MESSAGES.get(details["type"]), None
        reason = details["msg"].removeprefix("Value error, ")
        message = words.format(**details.get("ctx", {})) if words else reason
    return Diagnostic(f"{path}: `{'.'.join(way)}`: {message}", None, hint)
