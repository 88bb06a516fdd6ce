"""Music of the listener's own beneath a session: which files, in what order, how loud."""

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from audiocoach.conventions import CROSSFADE_MS, MUSIC_DUCK_DB, MUSIC_LUFS
from audiocoach.errors import short
from audiocoach.paths import at_home
from audiocoach.session.values import Duration, Model, as_list
from audiocoach.syntax.invalid import InvalidValue, shown
from audiocoach.syntax.template import check_characters
from audiocoach.units import Millis

NO_MUSIC: Final = "none"
"""The word that stands for no music."""
LONGEST_CROSSFADE: Final = Millis(30_000)

_HINT: Final = "write `music: running.mp3`, `music: [a.mp3, my-songs/]`, or `music: {files: my-songs/, order: shuffle}`"


def _path(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        what = "empty" if isinstance(value, str) else shown(value)
        raise InvalidValue(f"the path of a file or a folder is needed here, but this is {what}", _HINT)
    if "://" in value:
        raise InvalidValue(f"`{short(value)}` is an address, and music is played from files", "save it as a file first")
    check_characters(value)
    return value.strip()


def _brief(crossfade: Millis) -> Millis:
    if crossfade > LONGEST_CROSSFADE:
        raise InvalidValue(f"a crossfade lasts {LONGEST_CROSSFADE // 1000} s at most", "write `crossfade: 4s`")
    return crossfade


_PATH_SCHEMA: Final = {"type": "string", "pattern": r"\S"}

PATHS_SCHEMA: Final = {"anyOf": [_PATH_SCHEMA, {"type": "array", "minItems": 1, "items": _PATH_SCHEMA}]}
"""The JSON Schema of `files`, which may also stand alone for the mapping."""

MusicPath = Annotated[str, BeforeValidator(_path)]
"""A file, a folder or a playlist (`.m3u`, `.m3u8`), relative to the session's file or absolute."""
MusicPaths = Annotated[
    tuple[MusicPath, ...], BeforeValidator(as_list), Field(min_length=1), WithJsonSchema(PATHS_SCHEMA)
]


class MusicRef(Model):
    """`my-songs/`, `[a.mp3, b.mp3]`, or `{files: my-songs/, order: shuffle, duck: 20}`."""

    files: MusicPaths
    """Files, folders and playlists, relative to the session's file or absolute; or `none`."""
    order: Literal["name", "shuffle"] = "name"
    """`name`: a folder's files by name, lists and playlists as they stand; `shuffle`: another order in each round."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)] = 1
    """Another number shuffles otherwise."""
    level: float = Field(MUSIC_LUFS, ge=-60, le=-16, strict=True)
    """Loudness of each song in LUFS, dual-mono."""
    duck: float = Field(MUSIC_DUCK_DB, ge=MUSIC_DUCK_DB, le=40, strict=True)
    """How far it goes down beneath the voice, in dB; from 20 on it also stays 20 dB below the voice (WCAG)."""
    crossfade: Annotated[Duration, AfterValidator(_brief)] = CROSSFADE_MS
    """How long one song fades into the next."""

    @model_validator(mode="before")
    @classmethod
    def _from_paths(cls, value: object) -> object:
        return {"files": value} if isinstance(value, (str, list, tuple)) else value

    @model_validator(mode="after")
    def _none_stands_alone(self) -> "MusicRef":
        if NO_MUSIC in self.files and len(self.files) > 1:
            raise InvalidValue("`none` stands alone", "a file of that name is written `./none`", ("files",))
        return self

    @property
    def is_none(self) -> bool:
        """Whether it says that there is no music."""
        return self.files == (NO_MUSIC,)

    def paths(self, folder: Path) -> tuple[Path, ...]:
        """Where to look, in order; `folder` is that of the session's file."""
        return () if self.is_none else tuple(folder / at_home(file) for file in self.files)
