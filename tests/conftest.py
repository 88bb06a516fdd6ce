"""What holds in every test: a home, a config and a cache of the run's own, Ctrl-C heeded, and no network.

It also puts this folder on the path, so that every room's tests can share what lies in it (`sessions.py`).
"""

import contextlib
import ctypes
import fcntl
import functools
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

LOOPBACK = ("localhost", "127.", "::1", "0.0.0.0", "::ffff:127.")
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
NOBODY = "http://127.0.0.1:9"
"""A proxy that is not there: what child processes ask when they ask the network."""
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
Once = Callable[[str, Callable[[Path], None]], Path]


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # What a shell starts in the background ignores Ctrl-C, and so would the programs that tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _use_memory_again() -> None:
    """Keep the memory of large arrays for the next ones: to ask the system for it each time is a fifth of a run."""
    with contextlib.suppress(AttributeError, OSError, TypeError):  # no glibc; an older one takes no more than 32 MiB
        mallopt = ctypes.CDLL(None).mallopt
        for parameter, size in ((M_MMAP_THRESHOLD, 1 << 25), (M_MMAP_THRESHOLD, 1 << 28), (M_TRIM_THRESHOLD, 1 << 29)):
            mallopt(parameter, size)


_use_memory_again()

# A slow machine is no failure, and the same commit is tested with the same examples.
settings.register_profile(
    "hermetic", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)
settings.load_profile("hermetic")


class NetworkUsed(RuntimeError):
    """A test tried to reach another machine. No `OSError`, so that no code takes it for a network that is down."""


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def run_cache(request: pytest.FixtureRequest, run_folder: Path) -> Path:
    """The cache of this run. Its soundscapes are those of earlier runs too: all eleven take 45 s to render."""
    folder = run_folder / "cache"
    folder.mkdir(exist_ok=True)
    if hasattr(request.config, "cache"):
        kept = request.config.cache.mkdir("loops")
        _only_what_ships(kept)
        try:
            (folder / "soundscapes").symlink_to(kept)
        except FileExistsError:  # another worker was here first
            assert (folder / "soundscapes").resolve() == kept.resolve()
    return folder


def _only_what_ships(kept: Path) -> None:
    """Remove the loops of earlier code, and those that tests had made."""
    from audiocoach.sound.soundscapes.soundscape import loop_key, names, source
    from audiocoach.storage.kinds import SOUNDSCAPES
    from audiocoach.storage.store import Store

    store = Store(kept.parent, SOUNDSCAPES)
    ours = {store.name(loop_key(source(name))) for name in names()}
    for loop in kept.glob("??/*"):
        if loop.suffix != ".lock" and loop.name not in ours:
            loop.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def once(run_folder: Path) -> Once:
    """`once(name, make)` gives a folder that one worker fills, by `make(folder)`, for all."""

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = run_folder / name
        folder.mkdir(parents=True, exist_ok=True)
        done = folder / ".done"
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session", autouse=True)
def _own_home(run_folder: Path, run_cache: Path) -> Iterator[None]:
    """Nothing of the person who runs the tests is read or written, in child processes neither."""
    home = run_folder / "home"
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "AUDIOCOACH_CONFIG": home / "config.toml",
        "AUDIOCOACH_CACHE": run_cache,
        "AUDIOCOACH_VOICES": home / "voices",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, place in places.items():
            patch.setenv(name, str(place))
        for name in PROXIES:
            patch.setenv(name, NOBODY)
        patch.setenv("no_proxy", "localhost,127.0.0.1,::1")
        for name in ("AUDIOCOACH_LOAD_PLUGINS", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
            patch.delenv(name, raising=False)
        home.mkdir(parents=True, exist_ok=True)
        yield


@pytest.fixture(scope="session", autouse=True)
def _covers_drawn_once() -> Iterator[None]:
    """Hundreds of builds are of a few sessions, and a cover takes as long as the sound of one: each is drawn once.

    What a cover looks like, and that it is always the same, is tested where it is drawn.
    """
    from audiocoach.build import tagging

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagging, "draw_cover", functools.cache(tagging.draw_cover))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Sockets reach this machine only."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check_host(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _check(own: socket.socket, address: Any) -> None:
    if own.family in (socket.AF_INET, socket.AF_INET6):
        _check_host(address[0])


def _check_host(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if not name.startswith(LOOPBACK):
        raise NetworkUsed(name)
