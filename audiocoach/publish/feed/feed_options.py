"""What a feed stands by from one time to the next: its address, its identities, its dates."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from audiocoach.errors import InputError
from audiocoach.publish.feed.base_url import FOLDER, checked_base_url
from audiocoach.publish.publication import Publication
from audiocoach.publish.published_record import PublishedRecord
from audiocoach.publish.publisher import Privacy, draw_secret
from audiocoach.publish.slug import slug

FEED: Final = "feed.xml"
NAMESPACE: Final = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of the identities of feeds (podcast namespace, guid)."""

Release = Literal["weekly", "at-once"]


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What the flags of `feed` say; what they do not say is as it was the last time."""

    base_url: str | None = None
    private: bool | None = None
    release: Release | None = None
    start: date | None = None
    """The first day of a program that comes out week by week."""
    default_url: str | None = None
    """The user's, for a folder that has no address yet; `{folder}` in it is the slug of the folder's name."""
    now: Callable[[], datetime] = utc_now
    """Asked for a folder's first feed, and where other episodes follow on those that have dates."""
    new_address: bool = False
    """Whether a private feed gets another secret."""
    draw_secret: Callable[[], str] = draw_secret

    @property
    def privacy(self) -> Privacy:
        """What they say of the secret."""
        return Privacy(self.private, self.new_address, self.draw_secret)


def check(options: FeedOptions) -> None:
    """Raise `InputError` for what is wrong whatever the folder is."""
    if options.base_url is not None:
        checked_base_url(options.base_url)
    if options.start and not date(2000, 1, 1) <= options.start <= date(9000, 1, 1):
        raise InputError(f"{options.start} is no day on which a program starts", "write e.g. `--start 2027-01-04`")


def decided(record: PublishedRecord, publication: Publication, options: FeedOptions) -> PublishedRecord:
    """The record with all that the feed stands by. Raises `InputError` for options that do not fit the folder."""
    base_url = _base_url(record, publication, options)
    first = record.first or options.now().astimezone(UTC).replace(second=0, microsecond=0)
    address = f"{base_url}/{record.root}{FEED}"
    guid = record.guid or str(uuid.uuid5(NAMESPACE, address.partition("://")[2]))
    unnamed = sorted({episode.key for episode in publication.episodes} - record.guids.keys())
    new = {key: str(uuid.uuid5(uuid.UUID(guid), key)) for key in unnamed}
    about = {"base_url": base_url, "first": first, "guid": guid, "guids": {**record.guids, **new}}
    return record.model_copy(update={**about, **_release(record, publication, options)})


def _base_url(record: PublishedRecord, publication: Publication, options: FeedOptions) -> str:
    if options.base_url is not None:
        return checked_base_url(options.base_url)
    if record.base_url is not None:
        return checked_base_url(record.base_url)
    if options.default_url is not None:
        name = slug(publication.folder.resolve().name)
        return checked_base_url(options.default_url.replace(FOLDER, name))
    hint = "say it by `--base-url https://example.org/runs`, or once for all by `base_url` in your config.toml"
    raise InputError(f"nobody has said where {publication.folder} is published", hint)


def _release(record: PublishedRecord, publication: Publication, options: FeedOptions) -> dict[str, Any]:
    """Whether a program comes out week by week, and from when on."""
    release = record.release if options.release is None else options.release
    if release != "weekly":
        if options.start:
            hint = "without `--release weekly` all of a program is there at once"
            raise InputError("--start is for a program that comes out week by week", hint)
        return {"release": None, "start": None}
    if not publication.is_program:
        raise InputError(f"{publication.folder} holds single sessions, which have no weeks", "leave out `--release`")
    return {"release": "weekly", "start": options.start or record.start}
