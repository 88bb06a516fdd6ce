"""Sessions that were made to hang a reader or to eat its memory are refused at once; `tests/prove` has them all."""

import sys

import pytest

from support.hostile import NAMED, NUMBERED, NUMBERS, PIECES, SPECIAL, Checked, checked, filled, hostile, numbers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits are set and read as Linux has them")

SHARE = 12
SESSIONS = {
    **hostile(SHARE),
    **dict(list(filled().items())[::21]),
    **dict(list(numbers().items())[::21]),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Checked]:
    return checked(SESSIONS, tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("name", [*SESSIONS, *SPECIAL])
def test_what_would_hang_a_reader_is_refused_at_once(name: str, found: dict[str, Checked]) -> None:
    assert found[name].is_right, found[name]


def test_there_are_many_of_each_kind() -> None:
    assert len(hostile()) >= 14 + 2 * len(NAMED)
    assert len(filled()) == 2 * len(PIECES)
    assert len(numbers()) == len(NUMBERS) * len(NUMBERED)
