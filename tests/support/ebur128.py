"""FFmpeg's meter for EBU R128: an ear for finished files that knows nothing of ours."""

import re
from dataclasses import dataclass
from math import log10
from pathlib import Path

from support.programs import tool

_METER = "ebur128=peak=true:dualmono=true:metadata=1,ametadata=mode=print:file=-"


@dataclass(frozen=True)
class Figures:
    """Of a file of 400 ms or more."""

    integrated_lufs: float
    """To a thousandth, where the summary that it prints has tenths."""
    true_peak_dbtp: float
    """To a hundredth from -14 on."""


def by_ffmpeg(path: Path) -> Figures:
    """What it reads of a sound file; one channel counts for two ears."""
    command = ("-hide_banner", "-nostats", "-i", path, "-map", "0:a", "-af", _METER, "-f", "null", "-")
    said = tool("ffmpeg", *command).stdout.decode()
    loudness, peak = (re.findall(rf"lavfi\.r128\.{key}=(\S+)", said) for key in ("I", "true_peak"))
    assert loudness and peak, said
    return Figures(float(loudness[-1]), 20 * log10(float(peak[-1])))
