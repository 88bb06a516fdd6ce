"""A checkout that nothing is set up in."""

from pathlib import Path

import pytest

from support.checkouts import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)
