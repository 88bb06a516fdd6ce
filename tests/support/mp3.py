"""MP3s for tests."""

from typing import Any

from audiocoach.deliver.encoder import Encoder
from audiocoach.deliver.mp3_file import Mp3Request
from audiocoach.deliver.quality import QUALITIES
from audiocoach.deliver.tags import Tags
from audiocoach.units import Samples


class Chunks(dict[str, bytes]):
    """A store of chunks in memory."""

    put = dict.__setitem__


def request(length: int, tags: Tags, quality: str = "standard", **options: Any) -> Mp3Request:
    """What `write_mp3` makes of so many samples."""
    return Mp3Request(Samples(length), tags, Encoder(QUALITIES[quality], **options))
