"""A small checkout with our scripts in it, and packages that weigh nothing: pip sets it up for real, offline."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from support import ROOT

BACKEND = '''"""Installs the package of a checkout from where it lies."""
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from wheel_of_nothing import PROGRAM, write_wheel

def build_editable(folder, config_settings=None, metadata_directory=None):
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    files = {"audiocoach.pth": str(Path.cwd()) + "\\n", "audiocoach-1.0.dist-info/entry_points.txt": PROGRAM}
    return write_wheel(Path(folder), "audiocoach-1.0", files, project["dependencies"]).name
'''
COACH = """import sys

def main():
    import pebble
    print("coach", pebble.VERSION, *sys.argv[1:])
"""


PROGRAM = "[console_scripts]\naudiocoach = coach:main\n"


def write_wheel(folder: Path, package: str, files: Mapping[str, str], requires: Iterable[str] = ()) -> Path:
    """A wheel of pure Python, of a package that is named with its version: `pebble-1.0`."""
    info = f"{package}.dist-info"
    name, version = package.split("-")
    needs = "".join(f"Requires-Dist: {text}\n" for text in requires)
    whole = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        **files,
    }
    rows = [f"{path},sha256={_digest(text)},{len(text.encode())}" for path, text in whole.items()]
    whole[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,", ""])
    path = folder / f"{package}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for place, text in whole.items():
            wheel.writestr(place, text)
    return path


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


class Checkout:
    """Our scripts beside a project of one module, which needs the package `pebble`."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "check out"  # people have folders with spaces in their names
        self.wheels = folder / "wheels"
        self.home = folder / "home"
        for place in (self.root, self.wheels, self.home):
            place.mkdir(parents=True)
        shutil.copytree(ROOT / "scripts", self.root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
        (self.root / "requirements").mkdir()
        (self.root / "coach.py").write_text(COACH)
        (self.root / "wheel_of_nothing.py").write_text(
            Path(__file__).read_text().replace("from support import ROOT", "")
        )
        (self.root / "backend.py").write_text(BACKEND)
        self.project(["pebble>=1"])
        self.lock("build", mortar="1.0")
        self.lock("run", pebble="1.0")
        self.lock("tests", sand="1.0")

    @property
    def venv(self) -> Path:
        """Where its environment is."""
        return self.root / ".venv"

    @property
    def log(self) -> str:
        """What pip said."""
        return (self.venv / "setup.log").read_text()

    def packages(self) -> set[str]:
        """What is installed, with versions."""
        return {path.stem for path in self.venv.glob("lib/python*/site-packages/*.dist-info")}

    def project(self, dependencies: Iterable[str]) -> None:
        """Write pyproject.toml."""
        listed = "".join(f'    "Programming Language :: Python :: 3.{minor}",\n' for minor in range(11, 15))
        (self.root / "pyproject.toml").write_text(
            '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
            f'[project]\nname = "audiocoach"\nversion = "1.0"\nclassifiers = [\n{listed}]\n'
            f"dependencies = {list(dependencies)}\n"
        )

    def lock(self, name: str, **versions: str) -> None:
        """Write a lock file, and the wheels that it names."""
        entries = []
        for package, version in versions.items():
            wheel = write_wheel(self.wheels, f"{package}-{version}", {f"{package}.py": f"VERSION = {version!r}\n"})
            entries.append(
                f"{package}=={version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
            )
        entries.append(f"never==1.0 ; python_full_version < '3' \\\n    --hash=sha256:{'0' * 64}\n")
        (self.root / "requirements" / f"{name}.txt").write_text("# Made by hand.\n" + "".join(entries))

    def start(self, script: str, *args: str, **changes: str) -> "subprocess.Popen[str]":
        """A script at work, in a process group of its own. pip finds the wheels and nothing else."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "AUDIOCOACH_PYTHON": sys.executable,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_NO_CACHE_DIR": "1",
            **changes,
        }
        return subprocess.Popen(
            ["sh", str(self.root / "scripts" / script), *args],
            cwd=self.home,
            env={name: value for name, value in env.items() if value},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, script: str, *args: str, code: int = 0, **changes: str) -> tuple[str, str]:
        """What a script prints to stdout and to stderr."""
        child = self.start(script, *args, **changes)
        out, err = child.communicate(timeout=300)
        assert child.returncode == code, err
        return out, err
