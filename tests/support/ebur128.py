"""FFmpeg's meter for EBU R128: an ear for finished files that knows nothing of ours."""

import re
from dataclasses import dataclass
from pathlib import Path

from support.programs import tool

_METER = "ebur128=peak=true:dualmono=true:framelog=verbose"


@dataclass(frozen=True)
class Figures:
    """Of a file."""

    integrated_lufs: float
    true_peak_dbtp: float


def by_ffmpeg(path: Path) -> Figures:
    """What it reads of a sound file; one channel counts for two ears."""
    said = tool("ffmpeg", "-hide_banner", "-nostats", "-i", path, "-af", _METER, "-f", "null", "-").stderr.decode()
    summary = said[said.rindex("Summary:") :]
    loudness = re.search(r"\bI:\s+(\S+) LUFS", summary)
    peak = re.search(r"True peak:\s+Peak:\s+(\S+) dBFS", summary)
    assert loudness and peak, said
    return Figures(float(loudness[1]), float(peak[1]))
