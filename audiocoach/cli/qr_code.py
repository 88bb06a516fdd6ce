"""An address as a QR code in the terminal, for a phone's camera."""

import io
from typing import Final

from audiocoach.cli.console import messages, say

_BLOCKS: Final = " ▀▄█"
"""What a code is drawn with: each character is two modules, one above the other, so that it fits into 24 lines."""
_COLOURS: Final = "#ffffff on #000000"
"""Of light modules and dark ones, whatever the terminal's own are: not every camera reads a negative."""


def show_qr_code(address: str) -> None:
    """Show an address as a QR code; where the terminal cannot, say so. Nothing where nobody looks at it."""
    console = messages()
    if not console.is_terminal:
        return
    lines = qr_code(address)
    try:
        _BLOCKS.encode(console.encoding)
    except UnicodeError:
        say(f"A QR code needs a terminal in UTF-8, and this one is in {console.encoding}", style="yellow")
        return
    if len(lines[0]) > console.width:
        say(f"A QR code of this address needs {len(lines[0])} columns, and this terminal has {console.width}")
        return
    for line in lines:
        say(line, style=_COLOURS)


def qr_code(address: str) -> list[str]:
    """The lines of a QR code, with the border of four modules that readers need (ISO/IEC 18004).

    A screen has no stains, so of the four levels of error correction the lowest will do; it makes the smallest code.
    """
    import segno

    out = io.StringIO()
    segno.make_qr(address, error="l").terminal(out, compact=True)
    return out.getvalue().splitlines()
