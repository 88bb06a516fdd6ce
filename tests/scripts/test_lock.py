"""The lock files: in step with pyproject.toml, for every Python and platform, with hashes, and no place by name."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from support import ROOT
from support.checkouts import write_wheel

KOKORO = "assets/voices/kokoro/requirements.txt"
FILES = (*(f"requirements/{name}.txt" for name in ("build", "run", "tests", "lock", "hear")), KOKORO)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The part of a checkout that locks are made from."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def check(project: Path) -> list[str]:
    """What `scripts/lock --check` finds, a line each."""
    words = [sys.executable, project / "scripts" / "_lock.py", "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    lines = done.stderr.splitlines()
    assert done.returncode == bool(lines)
    if lines:
        assert lines.pop() == "  hint: `scripts/lock` renews the lock files"
    return lines


def change(path: Path, pattern: str, by: str) -> None:
    text = path.read_text()
    changed = re.sub(pattern, by, text, count=1, flags=re.M)
    assert changed != text
    path.write_text(changed)


def test_the_lock_files_are_those_of_pyproject(project: Path) -> None:
    assert check(project) == []


def test_no_host_is_named() -> None:
    for name in FILES:
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert not re.search(r"^\s*-(?!-hash=sha256:[0-9a-f]{64}( \\)?$)", text, re.M)


@pytest.mark.parametrize(
    ("name", "pattern", "by", "said"),
    [
        (
            "pyproject.toml",
            r"^dependencies = \[",
            'dependencies = [\n    "tomli>=2,<3",',
            r"pyproject.toml asks for `tomli.*`, and the lock files have none \(Python 3.11, Linux x86_64\)",
        ),
        (
            "pyproject.toml",
            r'"rich>=\d+,<\d+"',
            '"rich>=90,<91"',
            r"pyproject.toml asks for `rich.*`, and the lock files have [\d.]+ \(Python 3.11, Linux x86_64\)",
        ),
        (
            "requirements/run.txt",
            r"^av==(\S+) ; python_full_version >= '3.12'",
            r"av==\1 ; python_full_version >= '3.13'",
            r"pyproject.toml asks for `av.*`, and the lock files have none \(Python 3.12, Linux x86_64\)",
        ),
        (
            "requirements/tests.txt",
            r"^pytest==\S+ \\\n(?:    --hash.*\n)+",
            "",
            r"pyproject.toml asks for `pytest.*`, and the lock files have none \(Python 3.11, Linux x86_64\)",
        ),
        (
            "requirements/lock.txt",
            r"^uv==\S+ \\\n(?:    --hash.*\n)+",
            "",
            r"pyproject.toml asks for `uv.*`, and the lock files have none \(Python 3.11, Linux x86_64\)",
        ),
        (
            "requirements/run.txt",
            r"^(pydub==\S+) \\\n(?:    --hash.*\n)+",
            r"\1\n",
            r"requirements/run.txt: `pydub==\S+` has no hash",
        ),
        (
            "requirements/run.txt",
            r"^annotated-doc",
            "--extra-index-url file:///elsewhere\nannotated-doc",
            r"requirements/run.txt: `--extra-index-url .*`: a lock file names packages, and no place to get them from",
        ),
        (
            "pyproject.toml",
            r'"numpy>=2\.4,',
            '"numpy>=1.26,',
            r"pyproject.toml: `numpy.*` begins below 2\.4\S*, the oldest version that is locked",
        ),
        (
            "pyproject.toml",
            r'"av>=18\.1,<20"',
            '"av>=18.1"',
            r"pyproject.toml: `av.*` does not end after \S+, the newest version that is locked",
        ),
        (
            KOKORO,
            r"^dlinfo==\S+",
            "dlinfo==1.0.0",
            "`dlinfo` of the engine kokoro is another one than that of the tests",
        ),
        (
            KOKORO,
            r"^(dlinfo==[^\\]+) \\\n(?:    --hash.*\n)+",
            r"\1\n",
            KOKORO + r": `dlinfo==\S+ .*` has no hash",
        ),
    ],
    ids=["new", "range", "marker", "tests", "lock", "hash", "host", "oldest", "newest", "untested", "no hash"],
)
def test_what_is_out_of_step_is_said(project: Path, name: str, pattern: str, by: str, said: str) -> None:
    change(project / name, pattern, by)
    (line,) = check(project)
    assert re.fullmatch(said, line), line


def names_in(*files: str) -> set[str]:
    return {name.lower() for file in files for name in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(), re.M)}


@pytest.mark.skipif(not find_spec("kokoro_onnx"), reason="needs the extra: pip install 'audiocoach[test-kokoro]'")
def test_what_a_person_gets_for_kokoro_needs_nothing_more() -> None:
    """It is installed without asking what it needs."""
    waiting, needed = [*names_in(KOKORO)], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            found = (Requirement(text) for text in requires(name) or ())
            waiting += [one.name.lower() for one in found if not one.marker or one.marker.evaluate({"extra": ""})]
    assert "kokoro-onnx" in needed
    assert needed <= names_in(KOKORO, "requirements/run.txt", "requirements/build.txt")


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What `without_wheel` finds for a package with these wheels."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    from _lock_places import Place  # type: ignore[import-not-found]
    from _lock_wheels import without_wheel  # type: ignore[import-not-found]

    places = [Place("3.11", "linux", "x86_64"), Place("3.14", "linux", "x86_64"), Place("3.12", "darwin", "arm64")]

    def found(*wheels: str, **more: Any) -> list[str]:
        package = {"name": "moss", "version": "1", "wheels": [{"name": f"moss-1-{tag}.whl"} for tag in wheels], **more}
        return list(without_wheel({"packages": [package]}, places))

    return found


def test_a_package_that_would_need_a_compiler_somewhere_is_found(lacking: Callable[..., list[str]]) -> None:
    assert lacking("py3-none-any") == []
    assert lacking("cp39-abi3-manylinux_2_28_x86_64", "py3-none-macosx_11_0_arm64") == []
    assert lacking("cp311-cp311-manylinux_2_28_x86_64", "cp312-cp312-macosx_11_0_universal2") == [
        "moss 1 (Python 3.14, Linux x86_64)"
    ]
    assert len(lacking("cp311-cp311-win_amd64", "cp314-cp314t-manylinux_2_28_x86_64")) == 3
    assert lacking("cp311-cp311-manylinux_2_28_x86_64", marker="python_version < '3.12'") == []
    assert len(lacking()) == 3
    assert lacking(name="docopt") == []


def test_a_package_that_refuses_a_python_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pure Python, so that its wheel's name does not tell."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    from _lock_files import Block  # type: ignore[import-not-found]
    from _lock_wheels import refused  # type: ignore[import-not-found]

    only = "Metadata-Version: 2.1\nName: moss\nVersion: 1.0\nRequires-Python: <3.14\n"
    write_wheel(tmp_path, "moss-1.0", {"moss.py": "", "moss-1.0.dist-info/METADATA": only})
    settings = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    hashes = f" \\\n    --hash=sha256:{'0' * 64}\n"
    (line,) = refused([Block(f"moss==1.0{hashes}")], ["3.11", "3.14"])
    assert line == "Package 'moss' requires a different Python: 3.14.0 not in '<3.14' (Python 3.14)"
    assert list(refused([Block(f"moss==1.0 ; python_version < '3.14'{hashes}")], ["3.14"])) == []


def test_every_file_that_a_script_names_is_there() -> None:
    for script in (path for path in (ROOT / "scripts").iterdir() if path.is_file()):
        for named in re.findall(r"\b(?:tests|scripts|requirements)/[\w/.*-]*\w", script.read_text()):
            assert list(ROOT.glob(named)), f"{script.name}: {named}"


def test_every_script_can_be_called_by_its_name() -> None:
    scripts = [path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.name.startswith("_")]
    assert {"audiocoach", "test", "check", "bench", "generate", "lock", "newest", "matrix"} <= {s.name for s in scripts}
    for script in scripts:
        assert script.stat().st_mode & 0o111, script
        text = script.read_text()
        assert text.startswith("#!/bin/sh\n# ")
        assert '\n. "$(dirname -- "$0")/_environment"\n' in text
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
