"""MP3s for tests."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from audiocoach.deliver.encoder import Encoder
from audiocoach.deliver.mp3_file import Mp3Request
from audiocoach.deliver.quality import QUALITIES, Quality
from audiocoach.deliver.tags import Tags
from audiocoach.units import Samples

LOWEST: Final = Quality("lowest", channels=1, kbps=48, lowpass_hz=13_500, noise_shaping=2, lame_scale=0.95)
"""What is the hardest for LAME: the lowest bitrate at which 49 frames are a whole number of bytes."""
EVERY_QUALITY: Final[Mapping[str, Quality]] = MappingProxyType({LOWEST.name: LOWEST, **QUALITIES})


class Chunks(dict[str, bytes]):
    """A store of chunks in memory."""

    put = dict.__setitem__


def request(length: int, tags: Tags, quality: str = "standard", **options: Any) -> Mp3Request:
    """What `write_mp3` makes of so many samples."""
    return Mp3Request(Samples(length), tags, Encoder(EVERY_QUALITY[quality], **options))
