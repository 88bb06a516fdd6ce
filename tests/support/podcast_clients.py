"""Podcast clients that others have written, each in a home of its own."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_TIMEOUT_S = 120
_PKG_RESOURCES = '''"""What greg asks of setuptools, which has it no more."""
import importlib.util
import pathlib


def resource_filename(package, name):
    return str(pathlib.Path(importlib.util.find_spec(package).origin).parent / name)
'''


def _needed(program: str, package: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"there is no {program}: install {package}, as .ci/run does")


def _run(home: Path, words: Sequence[object], **changes: str) -> str:
    """What a client prints; it must end well."""
    env = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8", **changes}
    if "PYTHONPATH" not in changes:
        env.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(word) for word in words], env=env, capture_output=True, text=True, check=False, timeout=_TIMEOUT_S
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Gpodder:
    """Debian's gPodder, by `gpo`."""

    home: Path

    def __post_init__(self) -> None:
        _needed("gpo", "gpodder")

    def run(self, *words: object) -> str:
        """A command of it."""
        places = {"GPODDER_HOME": str(self.home / "gpodder"), "GPODDER_DOWNLOAD_DIR": str(self.home / "downloads")}
        return _run(self.home, ("gpo", *words), **places)

    def episodes(self, url: str) -> list[tuple[str, str]]:
        """GUID and title of each episode, as they are listed."""
        lines = self.run("episodes", "--guid", url).splitlines()
        found = (re.fullmatch(r" *\d+\. (\S+) +(?:[*\u2589\u2593] +)?(.+)", line) for line in lines)
        return [(each[1], each[2]) for each in found if each]

    def downloads(self) -> dict[str, bytes]:
        """What was downloaded, by the file's name."""
        return {path.name: path.read_bytes() for path in (self.home / "downloads").rglob("*.mp3")}


@dataclass(frozen=True)
class Newsboat:
    """A reader of feeds in the terminal."""

    home: Path

    def __post_init__(self) -> None:
        _needed("newsboat", "newsboat")

    def run(self, url: str, *commands: str) -> str:
        """Some of what `-x` takes."""
        (self.home / "urls").write_text(f"{url}\n")
        places = ("-u", self.home / "urls", "-c", self.home / "cache.db", "-C", os.devnull)
        return _run(self.home, ("newsboat", *places, "-x", *commands))

    def episodes(self) -> list[tuple[str, str, str, str]]:
        """GUID, title, address and type of each episode, the newest first."""
        with sqlite3.connect(self.home / "cache.db") as cache:
            columns = "guid, title, enclosure_url, enclosure_type"
            found = cache.execute(f"SELECT {columns} FROM rss_item ORDER BY pubDate DESC, id").fetchall()
        cache.close()
        return found

    def show(self) -> tuple[str, str]:
        """Title and link."""
        with sqlite3.connect(self.home / "cache.db") as cache:
            (found,) = cache.execute("SELECT title, url FROM rss_feed").fetchall()
        cache.close()
        return tuple(found)


@dataclass(frozen=True)
class Greg:
    """A client that downloads what is newest."""

    home: Path

    def run(self, *words: object) -> str:
        """A command of it."""
        shim = self.home / "shim"
        shim.mkdir(exist_ok=True)
        (shim / "pkg_resources.py").write_text(_PKG_RESOURCES)
        config = self.home / "greg.conf"
        folders = f"download directory = {self.home / 'downloads'}\ndata directory = {self.home / 'data'}\n"
        config.write_text(f"[DEFAULT]\n{folders}")
        greg = Path(sys.executable).parent / "greg"
        return _run(self.home, (greg, "--configfile", config, *words), PYTHONPATH=str(shim))

    def downloads(self) -> dict[str, bytes]:
        """What was downloaded, by the file's name."""
        return {path.name: path.read_bytes() for path in (self.home / "downloads").rglob("*.mp3")}
