"""A set-up without a network, one that is ended in the middle, and two at once: nobody waits in silence."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.checkouts import Checkout


class SilentIndex:
    """A package index that takes a request and never answers, until it hangs up."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.asked = threading.Event()
        self.calls: list[socket.socket] = []
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def settings(self) -> dict[str, str]:
        """What makes pip ask here."""
        port = self.server.getsockname()[1]
        return {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": f"http://127.0.0.1:{port}/simple"}

    def _listen(self) -> None:
        try:
            while True:
                call, _ = self.server.accept()
                self.calls.append(call)
                self.asked.set()
        except OSError:
            return

    def hang_up(self) -> None:
        """Take no more calls, and end those there are."""
        self.server.close()
        for call in self.calls:
            call.close()


@pytest.fixture
def silent() -> Iterator[SilentIndex]:
    index = SilentIndex()
    yield index
    index.hang_up()


def lives(process: int) -> bool:
    """Whether it works: one that has ended, and that nobody has asked how, is dead too."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # a system without such files
    except ProcessLookupError:
        return False


def ended(processes: list[int]) -> bool:
    """Whether all of them end: a signal that was sent reaches them when they have their turn."""
    for _ in range(600):
        if not any(map(lives, processes)):
            return True
        time.sleep(0.05)
    return False


def workers(checkout: Checkout) -> list[int]:
    """Who works on the environment, by what the lock says: the script first, then pip."""
    return [int(line) for line in (checkout.venv / ".setting-up").read_text().split()]


def end_group(child: "subprocess.Popen[str]") -> None:
    child.kill()
    child.communicate()


def test_without_a_network_it_says_so(checkout: Checkout) -> None:
    start = time.monotonic()
    nobody = {"PIP_NO_INDEX": "", "PIP_FIND_LINKS": "", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    out, err = checkout.run("audiocoach", code=1, **nobody)
    assert time.monotonic() - start < 100
    assert out == ""
    setting_up, *middle, message, hint = err.splitlines()
    assert setting_up.startswith("Setting up audiocoach in ")
    assert all(line.startswith("  fetching, ") for line in middle)
    assert message == (
        "audiocoach: the first run needs the network once, to fetch what it runs with, "
        "and the package index does not answer."
    )
    assert hint == (
        f"  hint: connect and start it again: what was fetched is kept; what pip said is in {checkout.venv}/setup.log"
    )
    assert "No matching distribution found for mortar==1.0" in checkout.log
    assert checkout.run("audiocoach")[0] == "coach 1.0\n"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGHUP, 129),
        *(pytest.param(*row, marks=pytest.mark.long) for row in ((signal.SIGINT, 130), (signal.SIGTERM, 143))),
    ],
)
def test_a_closed_terminal_leaves_nothing_that_the_next_one_waits_for(
    checkout: Checkout, silent: SilentIndex, number: signal.Signals, code: int
) -> None:
    child = checkout.start("audiocoach", **silent.settings)
    assert silent.asked.wait(300)
    own, *helpers = workers(checkout)
    assert own == child.pid
    os.kill(child.pid, number)
    _, err = child.communicate(timeout=300)
    assert child.returncode == code
    assert err.splitlines()[-1] == "Ended before it was ready; the next run starts with what was fetched."
    assert ended(helpers)
    out, err = checkout.run("audiocoach")
    assert out == "coach 1.0\n"
    assert "Waiting" not in err


@pytest.mark.long
def test_what_a_killed_one_left_at_work_is_waited_for_by_name(checkout: Checkout, silent: SilentIndex) -> None:
    child = checkout.start("audiocoach", **silent.settings)
    assert silent.asked.wait(300)
    _, pip = workers(checkout)[:2]
    end_group(child)
    assert lives(pip)
    following = checkout.start("audiocoach")
    assert following.stderr
    assert following.stderr.readline() == f"Waiting for process {pip}, which is setting up {checkout.venv} ...\n"
    silent.hang_up()
    out, err = following.communicate(timeout=300)
    assert out == "coach 1.0\n"
    assert re.match("Setting up audiocoach", err)
    assert ended([pip])


@pytest.mark.long
def test_a_lock_that_nobody_holds_is_taken_over(checkout: Checkout) -> None:
    checkout.venv.mkdir()
    (checkout.venv / ".setting-up").write_text(f"{os.getpid()}\n")  # lives, and has another number by now
    (checkout.venv / ".lock").mkdir()
    (checkout.venv / "bin").mkdir()
    out, err = checkout.run("audiocoach")
    assert out == "coach 1.0\n"
    assert "Waiting" not in err


@pytest.mark.parametrize("until", ["it is named", pytest.param("it is done", marks=pytest.mark.long)])
def test_who_holds_the_lock_is_named_once_it_is_at_work(checkout: Checkout, until: str) -> None:
    checkout.venv.mkdir()
    with (checkout.venv / ".setting-up").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        child = checkout.start("audiocoach")
        time.sleep(0.7)  # it comes to wait for a holder that has not said who it is
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        assert child.stderr
        assert (
            child.stderr.readline() == f"Waiting for process {os.getpid()}, which is setting up {checkout.venv} ...\n"
        )
        if until == "it is named":
            end_group(child)
            return
    out, err = child.communicate(timeout=300)
    assert out == "coach 1.0\n"
    assert "Waiting" not in err


@pytest.mark.long
def test_two_at_once_set_up_one_environment(checkout: Checkout) -> None:
    children = [checkout.start("audiocoach", str(number)) for number in range(3)]
    ends = [child.communicate(timeout=300) for child in children]
    assert [out for out, _ in ends] == ["coach 1.0 0\n", "coach 1.0 1\n", "coach 1.0 2\n"]
    says = [err.splitlines() for _, err in ends]
    (busy,) = (number for number, lines in enumerate(says) if any(line.startswith("Setting up") for line in lines))
    waited = f"Waiting for process {children[busy].pid}, which is setting up {checkout.venv} ..."
    assert all(set(lines) <= {waited} for number, lines in enumerate(says) if number != busy)
