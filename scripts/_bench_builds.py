"""Whole builds, their start-up too, beside bare encoding, pydub and each other.

The voice is the one of the tests, which costs nothing: it is the rest that is measured, and the real voice by itself.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from _bench_tools import Cost, in_turn, run, table

ROOT = Path(__file__).resolve().parent.parent
OTHER = (sys.executable, str(ROOT / "scripts" / "_bench_other.py"))
SESSION = """title: Bench
voice: fake
soundscape: {soundscape}
coaching: {{chatter: quiet}}
steps:
  - repeat: {rounds}
    steps:
      - run: 45s
        say: {{10s: [{texts}]}}
      - walk: 45s
        say: {{20s: Let your breath settle now.}}
"""
MINUTES_A_ROUND = 1.5
MOST_BY_TWO = 0.75
"""Of the time of one process: start-up, and finding out what is to be spoken, are work of one."""
MOST_UNCHANGED_S = 2.0


class Bench:
    """A folder with sessions in it, and a cache of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        self.env = {
            **os.environ,
            "AUDIOCOACH_CACHE": str(self.cache),
            "AUDIOCOACH_CONFIG": str(folder / "config.toml"),
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests" / "support" / "plugin"))),
        }

    def session(self, name: str, minutes: float, soundscape: str = "mountain-lake", first: str = "Short steps") -> str:
        """A session file: two cues and nine tones every 90 seconds."""
        rounds = round(minutes / MINUTES_A_ROUND)
        texts = ", ".join(f"{first if n == 0 else 'Keep going'}: number {n}." for n in range(rounds)).replace(":", "")
        path = self.folder / f"{name}.yaml"
        path.write_text(SESSION.format(soundscape=soundscape, rounds=rounds, texts=texts))
        return str(path)

    def coach(self, *args: object) -> Cost:
        """audiocoach with `args`."""
        return self.run(sys.executable, "-m", "audiocoach", *args)

    def run(self, *words: object) -> Cost:
        """A process in this folder, which must succeed."""
        return run(*words, env=self.env, cwd=self.folder)

    def show(self, *words: object) -> None:
        """A process that prints its own table."""
        sys.stdout.flush()
        subprocess.run([str(word) for word in words], env=self.env, check=True)

    def mp3(self) -> Path:
        """A file that is not there yet."""
        path = self.folder / "out.mp3"
        path.unlink(missing_ok=True)
        return path

    def forget_chunks(self) -> None:
        """As after `cache clear --chunks`."""
        shutil.rmtree(self.cache / "chunks", ignore_errors=True)


def against_others(bench: Bench, minutes: float, times: int, *, pydub: bool) -> None:
    """A build beside bare encoding of the same sound, and beside pydub."""
    session, changed = bench.session("session", minutes), bench.session("changed", minutes, first="Shorter steps")
    clips = bench.folder / "clips"
    clips.mkdir()
    bench.run(*OTHER, "prepare", session, clips)
    bench.coach("plan", changed)
    wav = clips / "mixed.wav"
    bare = (
        ("lame", "--quiet", "--cbr", "-b", 128, "-m", "j", "-q", 3, wav)
        if shutil.which("lame")
        else (*OTHER, "lameenc", wav)
    )

    def cold(jobs: int) -> Cost:
        bench.forget_chunks()
        return bench.coach("build", session, "-o", bench.mp3(), "--jobs", jobs)

    def kept() -> Cost:
        return bench.coach("build", session, "-o", bench.mp3())

    def edited() -> Cost:
        bench.forget_chunks()
        bench.coach("build", session, "-o", bench.mp3())
        return bench.coach("build", changed, "-o", bench.mp3())

    def unchanged() -> Cost:
        path = bench.mp3()
        bench.coach("build", session, "-o", path)
        return bench.coach("build", session, "-o", path)

    encoding = f"bare encoding of the mix ({Path(bare[0]).name} -q 3)"
    ways: dict[str, Callable[[], Cost]] = {
        encoding: lambda: bench.run(*bare, bench.mp3()),
        "build, takes cached, 2 jobs": lambda: cold(2),
        "build, takes cached, 1 job": lambda: cold(1),
        "build again after one cue has changed": edited,
        "build again under another name": kept,
        "build again, nothing changed": unchanged,
    }
    runs = in_turn(ways, times)
    if pydub:
        runs["pydub: silent, overlay each clip, export"] = in_turn(
            {"pydub": lambda: bench.run(*OTHER, "pydub", clips, bench.mp3())}, 1
        )["pydub"]
    table(f"{minutes:g} minutes, stereo 128 kbps, soundscape; medians of {times}", runs, encoding)


def memory(bench: Bench) -> None:
    """Three hours against ten minutes, takes cached."""
    runs = {}
    for soundscape in ("none", "mountain-lake"):
        for name, minutes in (("10 min", 10), ("3 h", 180)):
            session = bench.session("memory", minutes, soundscape)
            bench.coach("plan", session)
            runs[f"{name}, soundscape {soundscape}"] = bench.coach("build", session, "-o", bench.mp3())
    table("memory of a build; ratios are of time", runs, next(iter(runs)))
    peaks = [run.peak_mb for run in runs.values()]
    print(f"  3 h needs {peaks[1] / peaks[0]:.2f} and {peaks[3] / peaks[2]:.2f} times the memory of 10 min")


def start_up(bench: Bench, times: int) -> None:
    """What a person waits for before anything is done."""
    session = bench.session("start", 30)
    bench.coach("plan", session)
    nothing = "python, nothing else"
    ways: dict[str, Callable[[], Cost]] = {
        nothing: lambda: bench.run(sys.executable, "-c", "pass"),
        "python, typer and rich imported": lambda: bench.run(
            sys.executable, "-c", "import typer.rich_utils, rich.table"
        ),
        "audiocoach --help": lambda: bench.coach("--help"),
        "audiocoach check walk-run-20": lambda: bench.coach("check", "walk-run-20"),
        "audiocoach library list": lambda: bench.coach("library", "list"),
        "audiocoach plan --estimate, 30 min": lambda: bench.coach("plan", session, "--estimate", "--json"),
        "audiocoach plan, takes cached, 30 min": lambda: bench.coach("plan", session, "--json"),
    }
    table(f"start-up and planning; medians of {times}", in_turn(ways, times), nothing)


def real_voice(bench: Bench) -> None:
    """The library's first run, with nothing cached, and again."""
    shutil.rmtree(bench.cache, ignore_errors=True)
    spoken = bench.coach("plan", "walk-run-20")
    first = bench.coach("build", "walk-run-20", "-o", bench.mp3())
    again = bench.coach("build", "walk-run-20", "-o", bench.mp3())
    runs = {
        "plan walk-run-20: every line spoken by heart": spoken,
        "then build it: soundscape rendered, encoded": first,
        "then build it again under another name": again,
    }
    table("a first session, from an empty cache", runs, "plan walk-run-20: every line spoken by heart")


def program(bench: Bench, times: int) -> bool:
    """Two weeks of a program by one process and by two, and again; gives whether all is within its limits."""
    folder, build = bench.folder / "program", ("build", "couch-to-5k", "--weeks", "1-2", "--voice", "fake")
    bench.coach(*build, "-d", folder)  # speaks, and renders what lies beneath

    def cold(jobs: int) -> Cost:
        bench.forget_chunks()
        shutil.rmtree(folder, ignore_errors=True)
        return bench.coach(*build, "-d", folder, "--jobs", jobs)

    def changed() -> Cost:
        """One day is gone, as where it was changed; its chunks are kept."""
        (folder / "w02d1-couch-to-5k.mp3").unlink()
        return bench.coach(*build, "-d", folder, "--jobs", 2)

    alone = "8 files by one process, takes cached"
    ways: dict[str, Callable[[], Cost]] = {
        alone: lambda: cold(1),
        "8 files by two processes": lambda: cold(2),
        "again, one of them gone": changed,
        "again, nothing changed": lambda: bench.coach(*build, "-d", folder, "--jobs", 2),
    }
    runs = in_turn(ways, times)
    table(f"two weeks of a program, 3 h 28 min; medians of {times}", runs, alone)
    ratio = runs["8 files by two processes"].seconds / runs[alone].seconds
    again = runs["again, nothing changed"].seconds
    print(f"  limits: two processes {MOST_BY_TWO} of one, nothing changed {MOST_UNCHANGED_S} s")
    return ratio <= MOST_BY_TWO and again <= MOST_UNCHANGED_S
