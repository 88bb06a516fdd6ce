"""Sessions that were made to hang a reader or to eat its memory: every one, in its full size."""

import sys
from pathlib import Path

import pytest

from support.hostile import checked, filled, hostile, numbers

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="the limits are set and read as Linux has them"),
]


def test_what_would_hang_a_reader_is_refused_at_once(tmp_path: Path) -> None:
    found = checked({**hostile(), **filled(), **numbers()}, tmp_path)
    assert not {name: one for name, one in found.items() if not one.is_right}
