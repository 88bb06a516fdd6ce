"""What arrays of sound are called, a name for each shape; full scale is 1.0, the rate 44.1 kHz where none is told."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Mono = NDArray[np.float32]
"""Shape (samples,): one channel."""
Stereo = NDArray[np.float32]
"""Shape (samples, 2): left and right beside each other, as blocks flow from room to room."""
Channels = NDArray[np.float32]
"""Shape (samples, channels): one channel or two, laid out as `Stereo`."""
Planar = NDArray[np.float32]
"""Shape (channels, samples): each channel in one piece, as transforms and encoders take it."""
Pcm = NDArray[np.int16]
"""Shape (samples,) or (samples, channels): whole numbers, full scale 32768."""

Precise = NDArray[np.float64]
"""Of any shape: what is computed before it is rounded to one of the others."""
Gain = NDArray[np.float32]
"""Shape (samples,) or (n, channels): factors on an amplitude."""
Energies = NDArray[np.float32]
"""Shape (cells,) or (channels, cells): the K-weighted energy of each 10 ms; the last cell may be a shorter one."""
Places = NDArray[np.intp]
"""Shape (n,): positions of samples, or places in a list."""

Spectrum = NDArray[np.complexfloating[Any, Any]]
"""Shape (..., bins): what a real transform gives, from 0 Hz to half the rate."""
Response = NDArray[np.complex128]
"""Shape (bins,): what a filter does to each bin."""
Curve = NDArray[np.float32]
"""Shape (bins,): frequencies in Hz, or what a filter without phase does to each."""
