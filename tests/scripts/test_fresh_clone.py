"""What a fresh clone has: everything that lies here and is not made by running."""

import shutil
import subprocess

import pytest

from support import ROOT


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="needs git, and a checkout by it")
def test_no_input_of_a_test_is_left_out() -> None:
    words = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "tests", "assets", "scripts"]
    ignored = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    made = ("__pycache__/", "tests/node/node_modules/")  # by Python, and by `npm ci`
    assert [name for name in ignored if not any(part in name for part in made)] == []
