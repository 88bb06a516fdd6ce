"""Sessions with accidents: whatever is printed of them has its place, its line, a caret under it and a hint.

`tests/prove` has many more of them.
"""

from pathlib import Path

import pytest

from support.mutations import Accident, accidents, copied, seeds
from support.printed import judge

SEED, COUNT = 7, 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutations")
    copied(seeds(), folder)
    return folder


def test_the_seeds_are_many_and_accidents_are_the_same_every_time() -> None:
    assert len(seeds()) >= 7
    assert list(accidents(SEED, 20)) == list(accidents(SEED, 20))
    assert sum(accident.place is not None for accident in accidents(SEED, COUNT)) >= COUNT // 4


@pytest.mark.parametrize("accident", list(accidents(SEED, COUNT)), ids=lambda accident: accident.kind)
def test_what_is_printed_of_a_mistake_is_right(accident: Accident, folder: Path) -> None:
    judge(accident, folder / "mutated.yaml")
