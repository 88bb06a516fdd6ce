"""A file with many mistakes: all told at once, in the order of the file, as one reads them in the terminal.

The printed text stands in goldens/dozen.txt; with AUDIOCOACH_GOLDENS=write in the environment, this test renews it.
"""

import os
from pathlib import Path

import pytest

from audiocoach.errors import SpecError
from audiocoach.session.reader import Reader

GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture(scope="module")
def error() -> SpecError:
    with pytest.raises(SpecError) as caught:
        Reader(lambda name: None).read(GOLDENS / "dozen.yaml", "dozen.yaml")
    return caught.value


def test_every_mistake_is_told(error: SpecError) -> None:
    lines = (GOLDENS / "dozen.yaml").read_text().splitlines()
    mistaken = {1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 13, 16, 18, 19, 22, 23, 25, 27, 28, 29, 30}
    assert {diagnostic.place.line for diagnostic in error.diagnostics if diagnostic.place} == mistaken, lines
    assert len(error.diagnostics) >= 24


def test_they_come_in_the_order_of_the_file(error: SpecError) -> None:
    places = [(diagnostic.place.line, diagnostic.place.column) for diagnostic in error.diagnostics if diagnostic.place]
    assert places == sorted(places)


def test_they_read_well(error: SpecError) -> None:
    golden = GOLDENS / "dozen.txt"
    if os.environ.get("AUDIOCOACH_GOLDENS") == "write":
        golden.write_text(f"{error}\n", "utf-8")
    assert f"{error}\n" == golden.read_text("utf-8")
