"""The same bits on processors that lack this one's newer instructions; `tests/prove/` renders every soundscape so."""

import json
import os
import subprocess
import sys

import pytest

from support import TESTS
from support.everything_computed import everything
from support.processors import OTHERS


@pytest.mark.parametrize(
    "other",
    [pytest.param(other, marks=pytest.mark.long) if number else other for number, other in enumerate(OTHERS)],
    ids=["the oldest", "of about 2013"][: len(OTHERS)],
)
def test_all_that_is_computed_is_the_same_on_another_processor(other: dict[str, str]) -> None:
    env = os.environ | other | {"PYTHONPATH": str(TESTS)}
    command = (sys.executable, "-m", "support.everything_computed")
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    there, here = json.loads(done.stdout), everything()
    assert {name for name, digest in here.items() if there[name] != digest} == set()
