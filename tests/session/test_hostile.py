"""Sessions that were made to hang a reader or to eat its memory are refused at once; `tests/prove` has them all."""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.hostile import NAMED, NUMBERED, NUMBERS, PIECES, SPECIAL, Checked, checked, filled, hostile, numbers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are set and read as Linux has them")

Once = Callable[[str, Callable[[Path], None]], Path]
SHARE = 24
SESSIONS = {
    **hostile(SHARE),
    **dict(list(filled().items())[::42]),
    **dict(list(numbers().items())[::42]),
}


@pytest.fixture(scope="module")
def found(once: Once) -> dict[str, Checked]:
    def check(folder: Path) -> None:
        (folder / "sessions").mkdir()
        (folder / "found").write_bytes(pickle.dumps(checked(SESSIONS, folder / "sessions")))

    found: dict[str, Checked] = pickle.loads((once("hostile", check) / "found").read_bytes())
    return found


@pytest.mark.parametrize("name", [*SESSIONS, *SPECIAL])
def test_what_would_hang_a_reader_is_refused_at_once(name: str, found: dict[str, Checked]) -> None:
    assert found[name].is_right, found[name]


def test_there_are_many_of_each_kind() -> None:
    assert len(hostile()) >= 14 + 2 * len(NAMED)
    assert len(filled()) == 2 * len(PIECES)
    assert len(numbers()) == len(NUMBERS) * len(NUMBERED)
