"""The qualities of an MP3, as numbers. Imports nothing heavy: the command line checks names with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from audiocoach.deliver.mpeg import CHUNK, FRAME
from audiocoach.errors import UnknownName
from audiocoach.units import SAMPLE_RATE

LAME_QUALITY: Final = 3
"""What `lame` and ffmpeg take by default, of 0 to 9."""
FULL_SCALE: Final = 32_768
"""Of the floats that LAME takes: they are 16-bit integers in size."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How an MP3 is encoded: constant bitrate, so that seeking on a phone is exact."""

    name: str
    channels: int
    """1 is mono, 2 is joint stereo."""
    kbps: int
    """Thousand bits a second, one of MPEG-1's: of each of them a chunk of 1.28 s is a whole number of bytes."""
    lowpass_hz: int
    """Where LAME 3.100 cuts off at this bitrate; the tag tells it."""
    noise_shaping: int
    """LAME's method at this bitrate; the tag tells it."""

    lame_scale: float
    """What LAME 3.100 multiplies its input by at this bitrate, to be undone: a mix is heard as loud as it is made."""

    @property
    def frame_bytes(self) -> int:
        """Bytes of a frame without the padding byte."""
        return _frame_bytes(self.kbps)

    @property
    def info_kbps(self) -> int:
        """Of the Info frame: in one of less there is no room for what it says."""
        return max(self.kbps, 64)

    @property
    def info_bytes(self) -> int:
        """Bytes of the Info frame."""
        return _frame_bytes(self.info_kbps)

    @property
    def chunk_bytes(self) -> int:
        """Bytes of a chunk, with all its padding."""
        return CHUNK * self.kbps * 1000 // 8 // SAMPLE_RATE


QUALITIES: Final[Mapping[str, Quality]] = MappingProxyType(
    {
        quality.name: quality
        for quality in (
            Quality("watch", channels=1, kbps=48, lowpass_hz=11_250, noise_shaping=2, lame_scale=0.95),
            Quality("voice", channels=1, kbps=64, lowpass_hz=16_500, noise_shaping=2, lame_scale=0.95),
            Quality("standard", channels=2, kbps=128, lowpass_hz=17_000, noise_shaping=2, lame_scale=0.95),
            Quality("high", channels=2, kbps=192, lowpass_hz=18_600, noise_shaping=1, lame_scale=0.97),
        )
    }
)
"""By name: `watch` for a watch that plays, `voice` for speech alone, `standard` for all else, `high` for music."""


def _frame_bytes(kbps: int) -> int:
    return FRAME // 8 * kbps * 1000 // SAMPLE_RATE


def quality_of(name: str) -> Quality:
    """The quality of that name. Raises `UnknownName`."""
    if name not in QUALITIES:
        raise UnknownName("quality", name, QUALITIES)
    return QUALITIES[name]
