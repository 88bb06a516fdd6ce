"""The same input made again from nothing: fresh processes, fresh caches, any number of threads."""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from support import TESTS
from support.programs import audiocoach, environment

LINES = (
    "Walk briskly, with your arms loose.",
    "Halfway through the warm-up, keep it easy.",
    "Run.",
    "Easy. You should be able to talk.",
    "Half a minute, and we run.",
    "Walk, ninety seconds.",
    "Last round. Run, thirty seconds.",
    "Shoulders down, short steps.",
)
"""Of few lengths, as in a session: threads then make the same filters at once."""

_TAKES = """
import sys, tempfile; from pathlib import Path
sys.modules.update(dict.fromkeys({without!r}))  # None: as if it was not installed
sys.path.insert(0, {tests!r})
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore
from support.cold import LINES
with tempfile.TemporaryDirectory() as folder:
    voice, studio = VoiceChoice("en", name={voice!r}), Studio(TakeStore(Path(folder)), jobs={jobs})
    takes = studio.record(Line(voice, text) for text in LINES)
    print(*(take.digest for take in takes.values()))
"""


def builds(session: Path, jobs: Iterable[int], *options: object) -> set[str]:
    """The SHA-256 of the MP3 of `session`, of each of as many cold builds as there are numbers of `jobs`."""
    return {_built(session, number, options) for number in jobs}


def takes(times: int, jobs: int, voice: str, without: tuple[str, ...] = ()) -> set[str]:
    """The digests of all takes of `LINES` by `voice`, of each of so many processes that lack the modules `without`."""
    code = _TAKES.format(tests=str(TESTS), jobs=jobs, voice=voice, without=without)
    command = (sys.executable, "-c", code)
    return {subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(times)}


def _built(session: Path, jobs: int, options: Iterable[object]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        mp3 = Path(folder) / "cold.mp3"
        env = environment(Path(folder) / "cache")
        audiocoach("build", session, "-o", mp3, "--jobs", jobs, *options, env=env, cwd=Path(folder))
        return hashlib.sha256(mp3.read_bytes()).hexdigest()
