"""Long proofs, by `scripts/prove`: whatever happens to a build or to the cache, nothing is lost, the bytes are right.

`test_acc_nothing_lost.py`, `test_cli_outputs.py` and `test_damage.py` hold a small version of each.
"""

import random
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from audiocoach.storage.housekeeping import SCRATCH
from audiocoach.storage.kinds import KINDS, MASTERED_TAKES, RAW_TAKES
from support.caches import DAMAGES, Place, emptied, entries
from support.programs import audiocoach, contents, environment, started
from support.sounds import write_wav

pytestmark = pytest.mark.long

SEED, KILLS, PARTS = 20_261, 60, 6
BUILD = ("-o", "out/x.mp3", "--with", "vtt,srt,chapters,svg,json", "--stems", "out/stems")
SESSION = """title: {title}
voice: fake
soundscape: ./bed.wav
music: ./song.wav
steps:
  - walk: {walk}
    say: {{start: Walk briskly with loose arms., 8s: Look up., 12s: Drop your shoulders.}}
  - repeat: 2
    steps: [{{run: 20s, cadence: 165}}, {{walk: 12s, say: Breathe out and let go.}}]
"""


def noise(seconds: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.05, (int(seconds * 44_100), 2)).astype(np.float32)


@dataclass(frozen=True)
class Stage:
    """Two sessions, what each gives when nothing disturbs it, and a cache in which both were built."""

    folder: Path
    wholes: dict[str, dict[str, bytes]]
    seconds: float
    """That a cold build takes."""

    def copied(self, folder: Path) -> Path:
        """The sessions in another folder."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("out", "cache"), dirs_exist_ok=True)
        return folder


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("stage")
    write_wav(folder / "bed.wav", noise(4, 1), 44_100)
    write_wav(folder / "song.wav", noise(9, 2), 44_100)
    wholes, seconds = {}, 0.0
    for name, walk in (("one", "20s"), ("two", "28s")):
        (folder / f"{name}.yaml").write_text(SESSION.format(title=name.title(), walk=walk))
        shutil.rmtree(folder / "cache", ignore_errors=True)
        begun = time.monotonic()
        audiocoach("build", f"{name}.yaml", *BUILD, "--force", env=environment(folder / "cache"), cwd=folder)
        seconds = max(seconds, time.monotonic() - begun)
        wholes[name] = contents(folder / "out")
    audiocoach("build", "one.yaml", "-d", "warm", env=environment(folder / "cache"), cwd=folder)
    return Stage(folder, wholes, seconds)


def litter(cache: Path) -> list[Path]:
    """What is unfinished in a cache."""
    return [path for path in cache.rglob("*") if not path.is_dir() and (path.parent.name == SCRATCH)]


@pytest.mark.parametrize("part", range(PARTS))
def test_random_kills_lose_nothing(stage: Stage, tmp_path: Path, part: int) -> None:
    for number in range(part, KILLS, PARTS):
        dice = random.Random(f"{SEED} {number}")
        folder, cache = stage.copied(tmp_path / str(number)), tmp_path / str(number) / "cache"
        env, is_warm = environment(cache), dice.random() < 0.5
        if is_warm:
            shutil.copytree(stage.folder / "cache", cache)
        build = ("build", "two.yaml", *BUILD, "--jobs", dice.choice((1, 2, 4)))
        if dice.random() < 0.8:  # over earlier files of another session
            shutil.copytree(stage.folder / "out", folder / "out")
            for name, content in stage.wholes["one"].items():
                (folder / "out" / name).write_bytes(content)
        earlier = contents(folder / "out") if (folder / "out").exists() else {}
        after = dice.uniform(0.2, 1.0) * stage.seconds
        with started(*build, env=env, cwd=folder) as child:
            time.sleep(after)
            child.send_signal(signal.SIGKILL)
            child.wait()
        case = f"kill {number} after {after:.2f} s, {'warm' if is_warm else 'cold'}"
        left = contents(folder / "out") if (folder / "out").exists() else {}
        for name, content in left.items():
            if not Path(name).name.startswith("."):
                assert content in (earlier.get(name), stage.wholes["two"][name]), f"{case}: half a {name}"
        assert earlier.keys() <= left.keys(), f"{case}: lost"
        audiocoach(*build, env=env, cwd=folder)
        assert contents(folder / "out") == stage.wholes["two"], case
        assert not litter(cache), case
        shutil.rmtree(folder)


@pytest.mark.parametrize("number", range(4))
def test_two_rival_builds_into_one_folder_and_one_cache(stage: Stage, tmp_path: Path, number: int) -> None:
    dice = random.Random(f"{SEED} rivals {number}")
    folder, env = stage.copied(tmp_path), environment(tmp_path / "cache")
    names = ("two", "two") if number % 2 else ("one", "two")
    builds = [("build", f"{name}.yaml", *BUILD) for name in names]
    with started(*builds[0], env=env, cwd=folder) as one:
        time.sleep(dice.uniform(0, stage.seconds / 2))
        with started(*builds[1], env=env, cwd=folder) as other:
            said = [child.communicate(timeout=120) for child in (one, other)]
        assert (one.returncode, other.returncode) == (0, 0), said
    for name, content in contents(folder / "out").items():
        assert content in (stage.wholes["one"].get(name), stage.wholes["two"].get(name)), name
    audiocoach(*builds[1], env=env, cwd=folder)
    assert contents(folder / "out") == stage.wholes["two"]
    assert not litter(tmp_path / "cache")


@pytest.mark.parametrize("number", range(6))
def test_a_cache_that_is_cleared_while_a_build_runs(stage: Stage, tmp_path: Path, number: int) -> None:
    dice = random.Random(f"{SEED} cleared {number}")
    folder, cache = stage.copied(tmp_path), tmp_path / "cache"
    if number % 2:
        shutil.copytree(stage.folder / "cache", cache)
    with started("build", "two.yaml", *BUILD, env=environment(cache), cwd=folder) as child:
        while child.poll() is None:
            time.sleep(dice.uniform(0.01, 0.4))
            emptied(cache)
        out, err = child.communicate()
    assert child.returncode == 0, (out, err)
    assert contents(folder / "out") == stage.wholes["two"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_damaged_entries_give_the_right_bytes_or_a_clear_error(stage: Stage, tmp_path: Path, kind) -> None:
    """Of each kind, whatever there is, by each damage: the next build is right."""
    dice = random.Random(f"{SEED} damaged {kind.name}")
    folder, cache = stage.copied(tmp_path), tmp_path / "cache"
    shutil.copytree(stage.folder / "cache", cache)
    (cache / "precious").write_bytes(b"somebody's own")
    env = environment(cache)
    if not entries(cache, kind):
        pytest.skip("a build with this voice keeps none")
    for name, damage in DAMAGES.items():
        shutil.rmtree(cache)
        shutil.copytree(stage.folder / "cache", cache)
        (cache / "precious").write_bytes(b"somebody's own")
        if kind is RAW_TAKES:  # which are read where no mastered ones are
            shutil.rmtree(cache / MASTERED_TAKES.folder)
        places = sorted(entries(cache, kind))
        foreign = next(iter(sorted(set().union(*(entries(cache, other) for other in KINDS if other is not kind)))))
        for entry in places if len(places) < 4 else dice.sample(places, 4):
            damage(Place(cache, kind, entry, dice.choice(places), foreign))
        shutil.rmtree(folder / "out", ignore_errors=True)
        if name == "a folder with a file":
            _is_right_or_tells(stage, folder, env)
            for entry in [path for path in (cache / kind.folder).glob("??/*") if path.is_dir()]:
                shutil.rmtree(entry)
            shutil.rmtree(folder / "out", ignore_errors=True)
        audiocoach("build", "two.yaml", *BUILD, env=env, cwd=folder)
        assert contents(folder / "out") == stage.wholes["two"], name
        assert (cache / "precious").read_bytes() == b"somebody's own"


def _is_right_or_tells(stage: Stage, folder: Path, env: dict[str, str]) -> None:
    """Somebody's folder in the place of an entry is not removed: what only costs time goes on, the rest says so."""
    with started("build", "two.yaml", *BUILD, env=env, cwd=folder) as child:
        out, err = child.communicate(timeout=120)
    if child.returncode:
        assert (child.returncode, out) == (1, "")
        assert "cannot write the cache" in err
        assert "Traceback" not in err
    else:
        assert contents(folder / "out") == stage.wholes["two"]
