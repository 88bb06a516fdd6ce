"""What a person sees of the set-up: a few words once, nothing when it is ready; and what is installed then."""

import os
import sys
from pathlib import Path

import pytest

from support.checkouts import Checkout, write_wheel


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that is set up, and that each test leaves so."""
    checkout = Checkout(tmp_path_factory.mktemp("made"))
    out, err = checkout.run("audiocoach", "check", "two words")
    assert out == "coach 1.0 check two words\n"
    first, *_, last = err.splitlines()
    assert first == f"Setting up audiocoach in {checkout.venv}, once: 220 MB to fetch, about 1 min."
    assert last.startswith("Ready, after ")
    assert "pip" not in err
    assert "WARNING" not in err
    return checkout


def remade(checkout: Checkout) -> bool:
    """Whether the next run sets everything up again; it works, and the one after it is silent."""
    left = checkout.venv / "left"
    left.touch()
    out, _ = checkout.run("audiocoach")
    assert out == "coach 1.0\n"
    assert checkout.run("audiocoach") == ("coach 1.0\n", "")
    return not left.exists()


def test_it_is_silent_when_it_is_ready(made: Checkout) -> None:
    log = made.log
    assert "Successfully installed pebble-1.0" in log
    assert made.packages() >= {"mortar-1.0", "pebble-1.0", "audiocoach-1.0"}
    assert made.run("audiocoach", "again") == ("coach 1.0 again\n", "")
    assert made.log == log


def test_the_tests_add_to_what_is_there(made: Checkout) -> None:
    script = made.root / "scripts" / "more"
    script.write_text('set -eu\n. "$(dirname -- "$0")/_environment"\nenvironment tests "$@"\necho more "$@"\n')
    left = made.venv / "left"
    left.touch()
    out, err = made.run("more", "x")
    assert (out, "Setting up" in err) == ("more x\n", True)
    assert left.exists()
    assert "sand-1.0" in made.packages()
    assert made.run("audiocoach") == ("coach 1.0\n", "")
    assert made.run("more") == ("more\n", "")


def test_another_pyproject_installs_the_project_again_and_nothing_else(made: Checkout) -> None:
    made.project(["pebble>=1", "mortar"])
    assert not remade(made)
    (metadata,) = made.venv.glob("lib/python*/site-packages/audiocoach-*/METADATA")
    assert "Requires-Dist: mortar" in metadata.read_text()


@pytest.mark.parametrize(
    "harm", ["half", *(pytest.param(harm, marks=pytest.mark.long) for harm in ("python", "version"))]
)
def test_a_broken_environment_is_made_again(made: Checkout, harm: str) -> None:
    mark = made.venv / ".ready"
    if harm == "python":
        (made.venv / "bin" / "python").unlink()
    elif harm == "version":  # as after an upgrade: the same path is another Python
        mark.write_text(mark.read_text().replace("Python 3.", "Python 2."))
    else:  # killed in the middle
        mark.unlink()
        next(made.venv.glob("lib/python*/site-packages/pebble.py")).unlink()
    assert remade(made)


def test_what_is_left_of_one_that_was_being_emptied_makes_no_other(made: Checkout) -> None:
    """Its Python takes itself for the one that it is a link to, and would be replaced by a link to itself."""
    (made.venv / ".ready").unlink()
    (made.venv / "pyvenv.cfg").unlink()
    out, err = made.run("audiocoach", AUDIOCOACH_PYTHON="")
    assert (out, "Setting up" in err) == ("coach 1.0\n", True)


@pytest.mark.long
def test_a_checkout_that_was_moved_runs_its_own_code(made: Checkout) -> None:
    made.root = made.root.rename(made.root.with_name("elsewhere"))
    assert remade(made)


@pytest.mark.long
def test_a_python_that_is_named_is_the_one(made: Checkout, tmp_path: Path) -> None:
    assert made.run("audiocoach", AUDIOCOACH_PYTHON="") == ("coach 1.0\n", "")
    named = tmp_path / "python"
    named.write_text(f'#!/bin/sh\n[ "$1" = -V ] && echo Python 3.99.0 && exit\nexec "{sys.executable}" "$@"\n')
    named.chmod(0o755)
    _, err = made.run("audiocoach", AUDIOCOACH_PYTHON=str(named), code=1)
    assert err.startswith("Setting up audiocoach")
    assert err.endswith("still not ready: its Python is not the one that is named, or what it is made of changed.\n")


@pytest.mark.long
def test_another_lock_makes_another_environment(checkout: Checkout) -> None:
    """What the new one does not name is gone: a package that is left over can change what others do."""
    checkout.lock("run", pebble="1.0", moss="1.0")
    checkout.run("audiocoach")
    assert "moss-1.0" in checkout.packages()
    checkout.lock("run", pebble="2.0")
    out, err = checkout.run("audiocoach")
    assert (out, "Setting up" in err) == ("coach 2.0\n", True)
    assert checkout.packages() == {"mortar-1.0", "pebble-2.0", "audiocoach-1.0"}


@pytest.mark.long
def test_a_dependency_that_the_lock_has_not_is_said(checkout: Checkout) -> None:
    checkout.project(["pebble>=2", "moss>=1"])
    out, err = checkout.run("audiocoach", code=1)
    assert out == ""
    assert "audiocoach: pyproject.toml and the lock files in `requirements/` disagree: audiocoach 1.0" in err
    assert "requires moss, which is not installed" in err
    assert "but you have pebble 1.0" in err
    assert err.endswith("  hint: `scripts/lock` renews the lock files\n")


def test_a_python_that_cannot_be_used_is_named(checkout: Checkout, tmp_path: Path) -> None:
    old = tmp_path / "bin" / "python3"
    old.parent.mkdir()
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.10.1\n[ "$1" = -V ]\n')
    old.chmod(0o755)
    assert checkout.run("audiocoach", AUDIOCOACH_PYTHON=str(old), code=1) == (
        "",
        f"audiocoach needs Python 3.11 to 3.14, and AUDIOCOACH_PYTHON is `{old}`.\n",
    )
    for name in ("sh", "dirname", "sed", "cksum", "grep", "cat"):
        (old.parent / name).symlink_to(next(p for p in (Path("/bin") / name, Path("/usr/bin") / name) if p.exists()))
    out, err = checkout.run("audiocoach", AUDIOCOACH_PYTHON="", PATH=str(old.parent), code=1)
    assert out == ""
    assert err.startswith("audiocoach needs Python 3.11 to 3.14; on PATH there is Python 3.10.1.\n  hint: ")
    assert not checkout.venv.exists()


def test_a_place_that_cannot_be_written_is_said_at_once(checkout: Checkout) -> None:
    checkout.venv.touch()
    out, err = checkout.run("audiocoach", code=1)
    assert out == ""
    assert err.startswith(f"audiocoach: cannot write in `{checkout.venv}`, where what it runs with is installed (")
    assert "hint: name another folder for it: AUDIOCOACH_VENV=/a/folder" in err


@pytest.mark.long
def test_it_is_set_up_in_a_folder_that_is_named(checkout: Checkout) -> None:
    checkout.venv.touch()
    elsewhere = checkout.home / "environment"
    assert checkout.run("audiocoach", AUDIOCOACH_VENV=str(elsewhere))[0] == "coach 1.0\n"
    assert checkout.run("audiocoach", AUDIOCOACH_VENV=str(elsewhere)) == ("coach 1.0\n", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_said(checkout: Checkout) -> None:
    checkout.root.chmod(0o555)
    try:
        assert "cannot write in" in checkout.run("audiocoach", code=1)[1]
    finally:
        checkout.root.chmod(0o755)


def test_a_folder_with_other_things_in_it_is_left_alone(checkout: Checkout) -> None:
    theirs = checkout.home / "theirs"
    theirs.mkdir()
    (theirs / "diary").write_text("mine")
    out, err = checkout.run("audiocoach", AUDIOCOACH_VENV=str(theirs), code=1)
    assert out == ""
    assert f"`{theirs}` has other things in it" in err
    assert [path.name for path in theirs.iterdir()] == ["diary"]


def test_a_package_that_was_swapped_is_refused(checkout: Checkout) -> None:
    write_wheel(checkout.wheels, "pebble-1.0", {"pebble.py": "VERSION = 'evil'\n"})
    out, err = checkout.run("audiocoach", code=1)
    assert out == ""
    assert "what the package index sent is not what `requirements/` names" in err
    assert f"what pip said is in {checkout.venv}/setup.log" in err
    assert "pebble-1.0" not in checkout.packages()


@pytest.mark.long
def test_a_persons_settings_for_pip_decide_where_it_looks_and_nothing_else(checkout: Checkout) -> None:
    harm = {"PIP_TARGET": str(checkout.home / "t"), "PIP_USER": "1", "PIP_QUIET": "3", "PIP_ONLY_BINARY": ":none:"}
    out, _ = checkout.run("audiocoach", PYTHONPATH=str(checkout.home), PYTHONDONTWRITEBYTECODE="1", **harm)
    assert out == "coach 1.0\n"
    assert not (checkout.home / "t").exists()
