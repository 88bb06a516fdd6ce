"""What is kept of a folder's publications from one to the next: the section `published` of its `program.json`."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from audiocoach.program.manifest import MANIFEST, ByteCount, Manifest, Sha256, not_as_written

Part = Literal["feed", "site"]
"""What is written in a folder by one command."""


def _inside(path: str) -> str:
    """A path that leads to no place outside the folder, on any system."""
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or any(char in path for char in "\\:\0"):
        raise ValueError("it leads out of the folder")
    return path


def _sensible(moment: datetime) -> datetime:
    """A moment that a feed can have been written at, in UTC."""
    if not _EARLIEST <= moment <= _LATEST:
        raise ValueError("no feed was written then")
    return moment.astimezone(UTC)


_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
InFolder = Annotated[str, AfterValidator(_inside)]
"""A path relative to the folder, with `/`."""
Secret = Annotated[str, Field(pattern=r"^[0-9a-z]{32}$")]
Guid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Moment = Annotated[AwareDatetime, AfterValidator(_sensible)]
Day = Annotated[date, Field(ge=_EARLIEST.date(), le=_LATEST.date())]

_BELOW_SECRET: Final = re.compile(r"[0-9a-z]{32}/")
"""How a path in a private publication begins: below this secret, or one that was given up."""
_FROZEN: Final = ConfigDict(frozen=True, extra="ignore")


class KnownFile(BaseModel):
    """An MP3 whose content is known while nobody writes to it."""

    model_config = _FROZEN

    bytes: ByteCount
    mtime_ns: int
    sha256: Sha256


class PublishedRecord(BaseModel):
    """What a folder's publications have to agree on."""

    model_config = _FROZEN

    base_url: str | None = None
    """Where it was last said to be published."""
    guid: Guid | None = None
    """Of the feed, for as long as it lives (podcast:guid)."""
    guids: Mapping[str, Annotated[str, Field(min_length=1)]] = {}
    """Of each episode, by its id and the program's name, or its file's stem; kept of those that are gone."""
    first: Moment | None = None
    """When the first feed was written, in UTC."""
    dates: Mapping[str, Moment] = {}
    """When each episode is dated where all is there at once, as `guids`."""
    is_private: bool = False
    """Whether all is published below the secret."""
    secret: Secret | None = None
    """A part of a private feed's address, drawn once."""
    release: Literal["weekly"] | None = None
    """Whether a program comes out week by week."""
    start: Day | None = None
    """The first day of such a program."""
    files: Mapping[InFolder, Sha256] = {}
    """The SHA-256 of each file that is published, by its path in the folder, with `/`."""
    retired: tuple[InFolder, ...] = ()
    """Those of them that stay for who has the last feed but one: the next change takes them away."""
    unfinished: tuple[Part, ...] = ()
    """What was being written when its process ended."""
    made_by: Mapping[Part, str] = {}
    """A digest of the code that wrote each part: by another one, what lies beside the MP3s is written anew."""
    known: Mapping[str, KnownFile] = {}
    """The folder's MP3s, by their names."""

    @property
    def root(self) -> str:
        """What the paths of all published files begin with: empty, or the secret and a `/`."""
        return f"{self.secret}/" if self.is_private and self.secret else ""

    def is_below_root(self, path: str) -> bool:
        """Whether a path belongs to the publication as it is: private, or for everybody."""
        return path.startswith(self.root) if self.root else not _BELOW_SECRET.match(path)

    def as_json(self) -> dict[str, Any]:
        """As it stands in `program.json`; what is not said is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


def record_in(manifest: Manifest | None) -> PublishedRecord:
    """The record in a folder's manifest; an empty one where nothing was published. Raises `InputError`."""
    try:
        return PublishedRecord.model_validate_json(json.dumps(manifest.published if manifest else {}), strict=True)
    except ValidationError as error:
        hint = "take the section `published` out, and say the options of `feed` again: the feed then begins anew"
        raise not_as_written(error, "published", MANIFEST, hint) from error
