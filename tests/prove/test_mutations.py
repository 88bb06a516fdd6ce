"""A thousand sessions with accidents, through the printed output of `check`."""

from pathlib import Path

import pytest

from support.mutations import accidents, copied, seeds
from support.printed import judge

pytestmark = pytest.mark.long

SEED, COUNT = 41, 1_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutations")
    copied(seeds(), folder)
    return folder


@pytest.mark.parametrize("part", range(10))
def test_what_is_printed_of_a_mistake_is_right(part: int, folder: Path) -> None:
    refused = 0
    for accident in list(accidents(SEED, COUNT))[part::10]:
        try:
            refused += judge(accident, folder / "mutated.yaml")
        except AssertionError as error:
            error.add_note(f"{accident.kind} of seed {SEED}")
            raise
    assert refused >= COUNT // 10 * 6 // 10, "most accidents are mistakes"
