"""Sound files for tests."""

import subprocess
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from audiocoach.audio.arrays import Stereo
from audiocoach.audio.decoder import decode
from audiocoach.audio.media_file import opened


def write_wav(path: Path, samples: NDArray[np.float32], rate: int = 22_050, codec: str = "pcm_f32le") -> Path:
    """`samples`, shape (frames,) or (frames, 2), as a file; the name's ending says which format."""
    channels = samples.reshape(len(samples), -1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo" if channels.shape[1] == 2 else "mono")
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(channels.reshape(1, -1)), format="flt", layout=stream.layout.name
        )
        frame.sample_rate = rate
        resampler = av.AudioResampler(format=stream.format, layout=stream.layout, rate=rate)
        for part in [*resampler.resample(frame), *resampler.resample(None), None]:
            container.mux(stream.encode(part))
    return path


def by_ffmpeg(path: Path, *options: str, left: str = "0", right: str | None = None, rate: int = 44_100) -> Path:
    """A file of two seconds, made by the program ffmpeg from expressions of `t`; `options` may say otherwise.

    One expression is mono, two are stereo.
    """
    expression, layout = (left, "mono") if right is None else (f"{left}|{right}", "stereo")
    expression = expression.replace(",", "\\,")
    source = f"aevalsrc={expression}:s={rate}:c={layout}"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-t", "2", *options, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path


def tone(hertz: int, level: float = 0.3) -> str:
    """A sine as an expression for `by_ffmpeg`."""
    return f"{level}*sin(2*PI*{hertz}*t)"


def decoded(path: Path) -> Stereo:
    """All of a file's sound, by our decoder."""
    with opened(path) as media:
        return np.concatenate(list(decode(media, 3600)))
