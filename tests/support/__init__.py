"""What the tests of several rooms share: factories of sessions and sounds, runners, servers, and ears."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
"""Of the checkout."""
TESTS: Final = ROOT / "tests"
BAD: Final = TESTS / "inputs" / "bad"
"""Session files with mistakes in them; `parts` are what they include."""
GOOD: Final = TESTS / "inputs" / "good"
MEDIA: Final = TESTS / "inputs" / "media"
"""Files of sound that are damaged, odd or lying."""
PLUGIN: Final = TESTS / "support" / "plugin"
"""An installed package with voices that cost nothing: `fake`, `slow`, `stuck` and `mute`."""
