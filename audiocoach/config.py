"""The user's `config.toml`: defaults for every build. Flags beat the session, the session beats these."""

import os
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from audiocoach.errors import ConfigError, Diagnostic, Place, UnreadableFile, nearest, short
from audiocoach.paths import named_by
from audiocoach.storage.regular import read_bounded

LONGEST_TIMEOUT_S: Final = 3600.0
_LIMIT: Final = 1 << 16
"""The most bytes: a config has some dozens of lines."""
_LONGEST_LINE: Final = 8000
"""TOML's reader needs time in the square of the parts of a key."""
_MOST_SHOWN: Final = 100
_MESSAGES: Final = {
    "string_type": "a text is needed here",
    "tuple_type": "a list of texts is needed here",
    "dict_type": "a table is needed here",
    "model_type": "a table is needed here",
    "path_type": "a path is needed here",
    "float_type": "a number is needed here",
    "float_parsing": "a number is needed here",
    "finite_number": "a number is needed here",
    "greater_than": "it must be more than {gt:g}",
    "less_than_equal": "{le:g} is the most",
    "literal_error": "{expected} is needed here",
}
_NAME: Final = re.compile(r"\w[\w.+-]{0,59}")
_AT: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")


class OwnEngine(BaseModel):
    """A voice of the user's own, `[engines.NAME]`: a program that speaks, or a folder of recordings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: tuple[str, ...] = Field((), examples=['command = ["my-tts", "{text}", "{out}"]'])
    """The program and its arguments; in them `{text}`, `{out}` (the WAV to write) and `{rate}` are replaced."""
    folder: Path | None = Field(None, examples=['folder = "~/recordings/anna"'])
    """Where the recordings lie, each called by what is said in it: `walk-briskly.wav`."""
    fallback: str | None = Field(None, examples=['fallback = "joe"'])
    """Who says what is not recorded, as `voice` names it; else the language's own voice."""
    language: str = Field("en", examples=['language = "en"'])
    """What it speaks (BCP 47)."""
    fingerprint: str = Field("", examples=['fingerprint = "2"'])
    """Anything: to be changed when the program sounds different, so that its lines are spoken anew."""
    timeout: float = Field(60.0, gt=0, le=LONGEST_TIMEOUT_S, allow_inf_nan=False, examples=["timeout = 60"])
    """The longest that the program may take for one line, in seconds; an hour is the most."""

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if bool(self.command) == bool(self.folder):
            raise _wrong("it needs either a `command` or a `folder`", "a program speaks, a folder holds recordings")
        if self.command and not self.command[0].strip():
            raise _wrong("the `command` names no program", "its first text is the program")
        if self.command and not any("{out}" in argument for argument in self.command[1:]):
            raise _wrong(
                "the `command` needs an argument with `{out}`, the file that it writes",
                'e.g. `command = ["my-tts", "{text}", "{out}"]`',
            )
        if self.command and self.fallback:
            raise _wrong("a `fallback` is for a `folder` of recordings", "leave it out: a program says everything")
        return self


class Config(BaseModel):
    """What a user sets once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    voice: str | None = Field(None, examples=['voice = "heart"'])
    """Who speaks where a session names nobody."""
    soundscape: str | None = Field(None, examples=['soundscape = "mountain-lake"'])
    """What sounds beneath where a session names nothing."""
    chatter: Literal["quiet", "normal", "chatty"] | None = Field(None, examples=['chatter = "normal"'])
    """How much the coach says where a session does not say."""
    quality: Literal["watch", "voice", "standard", "high"] = Field("standard", examples=['quality = "standard"'])
    """Of the MP3."""
    output: Path | None = Field(None, examples=['output = "~/runs"'])
    """The folder that MP3s go into; else the current one."""
    pace: str | None = Field(None, examples=['pace = "6:00/km"'])
    """For distances without one, e.g. `6:00/km`."""
    base_url: str | None = Field(None, examples=['base_url = "https://example.org/{folder}"'])
    """Where folders are published that have no address yet; `{folder}` in it is the slug of the folder's name."""
    pronounce: dict[str, str] = Field({}, examples=['pronounce = { Xoana = "SHWA-na" }'])
    """How names sound, in every session."""
    engines: dict[str, OwnEngine] = Field({}, examples=["[engines.mine]"])
    """Voices of the user's own, by name."""

    @field_validator("base_url")
    @classmethod
    def _names_the_folder_alone(cls, url: str | None) -> str | None:
        if url and set("{}").intersection(url.replace("{folder}", "")):
            raise _wrong(f"`{short(url)}` has other braces in it than `{{folder}}`", "`{folder}` is all that it knows")
        return url

    @field_validator("engines", mode="before")
    @classmethod
    def _have_names(cls, engines: object) -> object:
        for name in engines if isinstance(engines, Mapping) else ():
            if not _NAME.fullmatch(name):
                raise _wrong(f"`{short(name)}` is no name of a voice", "use letters, digits and hyphens")
        return engines


def config_path() -> Path:
    """Where the config lies, or would: AUDIOCOACH_CONFIG, or the system's place for it."""
    import platformdirs

    return named_by("AUDIOCOACH_CONFIG") or platformdirs.user_config_path("audiocoach") / "config.toml"


@dataclass(frozen=True, slots=True)
class Examined:
    """A config file after it was read."""

    path: Path
    config: Config
    """Without the keys that have mistakes."""
    wrong: Mapping[str, tuple[Diagnostic, ...]]
    """What is wrong, by the key of the first level."""


def read_config() -> Config:
    """The user's config, or the defaults where there is none; `ConfigError` with all its mistakes."""
    examined = examine_config()
    raise_config_error(one for wrong in examined.wrong.values() for one in wrong)
    return examined.config


def examine_config() -> Examined:
    """What is right in the user's config, and what is wrong. Raises `ConfigError` for a file that is no TOML."""
    path = config_path()
    values = _values(path)
    wrong: dict[str, list[Diagnostic]] = defaultdict(list)
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        for details in error.errors():
            wrong[str(details["loc"][0])].append(_problem(path, details))
        config = Config.model_validate({key: value for key, value in values.items() if key not in wrong})
    for circle in _circles(path, config.engines):
        wrong["engines"].append(circle)
    return Examined(path, config, {key: tuple(found) for key, found in wrong.items()})


def raise_config_error(wrong: Iterable[Diagnostic]) -> None:
    """Raise `ConfigError` that tells all of `wrong`, if there is anything; of very many the first."""
    lines = [str(one) for one in wrong]
    if len(lines) > _MOST_SHOWN:
        lines[_MOST_SHOWN:] = [f"and {len(lines) - _MOST_SHOWN:,} more mistakes"]
    if lines:
        raise ConfigError("\n".join(lines))


def _values(path: Path) -> dict[str, Any]:
    """The values in the file; none where it is not there."""
    if str(path) == os.devnull:
        return {}
    try:
        text = read_bounded(path, _LIMIT).decode()
        _check_lines(path, text)
        return tomllib.loads(text)
    except UnreadableFile as error:
        if error.missing:
            return {}
        raise ConfigError(f"cannot read the config {path}: {error.reason}", error.hint) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the file is not UTF-8 text", "save it as UTF-8") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: nested too deeply", "no value of the config is a list of lists") from error
    except tomllib.TOMLDecodeError as error:
        hint = 'a line is `key = value`, and a text stands in quotes: `voice = "heart"`'
        message, place = str(error), None
        if at := _AT.search(message):
            line, column = map(int, at.groups())
            message, place = message[: at.start()], Place(str(path), line, column, _line(text, line))
        raise ConfigError(str(Diagnostic(message if place else f"{path}: {message}", place, hint))) from error


def _check_lines(path: Path, text: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            wrong = f"this line has {len(line):,} characters; {_LONGEST_LINE:,} is the most"
            hint = "a list may stand on several lines"
            raise ConfigError(str(Diagnostic(wrong, Place(str(path), number, 1), hint)))


def _line(text: str, number: int) -> str:
    """A line for the message, if it is short enough to be shown."""
    lines = text.split("\n")
    line = lines[number - 1].rstrip("\r") if number <= len(lines) else ""
    return line if len(line) <= 200 else ""


def _problem(path: Path, details: ErrorDetails) -> Diagnostic:
    """One mistake in the config, by the way to its key; TOML's reader knows no lines."""
    way = tuple(map(str, details["loc"]))
    model: type[BaseModel] = OwnEngine if way[0] == "engines" and len(way) > 2 else Config
    context = details.get("ctx", {})
    if details["type"] == "extra_forbidden":
        message = "unknown key"
        hint = nearest(way[-1], model.model_fields) or f"known: {', '.join(model.model_fields)}"
    else:
        words = _MESSAGES.get(details["type"])
        message = words.format(**context) if words else details["msg"]
        hint = str(context.get("hint") or _example(model, way))
    return Diagnostic(f"{path}: `{short('.'.join(way))}`: {message}", None, hint)


def _example(model: type[BaseModel], way: tuple[str, ...]) -> str:
    """How the key at `way` is written: every field has an example."""
    examples = next(model.model_fields[key].examples for key in reversed(way) if key in model.model_fields)
    return f"write it as `{examples[0] if examples else ''}`"


def _circles(path: Path, engines: Mapping[str, OwnEngine]) -> Iterator[Diagnostic]:
    """A mistake for each circle of recordings that fall back on one another."""
    seen: set[str] = set()
    for start in engines:
        way: list[str] = []
        name: str | None = start
        while name is not None and name in engines and name not in seen:
            seen.add(name)
            way.append(name)
            name = engines[name].fallback
        if name is not None and name in way:
            circle = " -> ".join([*way[way.index(name) :], name])
            hint = "let the last one fall back on a voice that can say everything"
            yield Diagnostic(f"{path}: `engines.{name}`: it falls back on itself: {circle}", None, hint)


def _wrong(message: str, hint: str) -> PydanticCustomError:
    """What is wrong with a value, with what would be right."""
    return PydanticCustomError("wrong", "{message}", {"message": message, "hint": hint})
