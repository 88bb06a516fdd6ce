"""Sound files for tests."""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray


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
