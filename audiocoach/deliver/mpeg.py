"""The numbers of our MP3 streams: frames, chunks of them, and how late a decoder is."""

from typing import Final

FRAME: Final = 1152
"""Samples in one frame of MPEG-1 layer III."""
CHUNK_FRAMES: Final = 49
"""Frames of a chunk: a whole cycle of padding bytes at 44.1 kHz and any bitrate, since 144,000/44,100 is 160/49."""
CHUNK: Final = CHUNK_FRAMES * FRAME
"""Samples of a chunk: 56,448, or 1.28 s."""
PRE_FRAMES: Final = 3
PRE: Final = PRE_FRAMES * FRAME
"""Samples before a chunk that its encoder hears first: its filters and its memory of loudness have settled then."""
DELAY: Final = 576
"""Samples of silence that LAME puts before the sound."""
DECODER_DELAY: Final = 529
"""How many samples later a decoder gives what it was given; players know it and cut it off, with LAME's."""
