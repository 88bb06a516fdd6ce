"""A picture as a JPEG."""

from io import BytesIO
from typing import Final

from PIL import Image

_QUALITY: Final = 80
"""Flat colours and large letters show no blocks from here on."""
_HALF: Final = 2  # of Pillow: colours, not brightness, at half the resolution, 4:2:0


def jpeg(image: Image.Image) -> bytes:
    """A baseline JPEG; the same picture gives the same bytes.

    With Huffman tables of its own it is a third smaller: a show's cover stays under the 512 KB of NPR and Spotify.
    """
    file = BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, subsampling=_HALF, optimize=True)
    return file.getvalue()
