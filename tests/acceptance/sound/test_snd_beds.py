"""Soundscapes beneath a session: what plays when, how one gives way to another, and sessions nobody expects."""

from pathlib import Path

import numpy as np
import pytest

from audiocoach import build, load
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.mix.ducking import Envelope
from audiocoach.mix.levels import BedLevels, depth_for, listen
from audiocoach.sound.soundscapes.soundscape import master_loop, names, source
from audiocoach.timeline.timeline import Bed
from audiocoach.units import Samples
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.hearing import RATE
from support.listening import clicks, decoded, ebur128, level, levels, ready, spoken, whole
from support.meters import k_weighted
from support.orchestra import write_song
from support.programs import audiocoach, environment

CROSSFADE = 4 * RATE
QUIET = "coaching: {announce: false, countdown: 0, halfway: false, chatter: quiet, safety: false}"


def written(folder: Path, text: str) -> Path:
    path = folder / "session.yaml"
    path.write_text(text)
    return path


def read(run_cache: Path, place: str | Path, start: int, stop: int) -> np.ndarray:
    return master_loop(source(place), run_cache).read(start, stop - start)


@pytest.fixture
def own_wav(tmp_path, rng) -> Path:
    """7.3 s of wide noise, far too loud: a recording from somebody's phone."""
    path = tmp_path / "brook.wav"
    noise = rng.standard_normal((round(7.3 * RATE), 2))
    shared = np.cumsum(noise.mean(axis=1))
    shared -= np.linspace(shared[0], shared[-1], len(shared))
    write_song(path, (0.25 * noise + 0.3 * (shared / np.abs(shared).max())[:, None]).clip(-0.9, 0.9))
    return path


def expected(plan, parts, ends) -> np.ndarray:
    """Beds written down by the rules: session sample n is loop sample n mod L, sine fades, 4 s from each boundary."""
    out = np.zeros((plan.length, 2))
    for number, (loop, stop) in enumerate(zip(parts, ends, strict=True)):
        start = ends[number - 1] if number else 0
        rise = 3 * RATE if number == 0 else CROSSFADE
        last = number == len(parts) - 1
        end, fall = (plan.length, 6 * RATE) if last else (stop + CROSSFADE, CROSSFADE)
        n = np.arange(start, end)
        gain = np.sin(np.pi / 2 * np.clip((n - start) / rise, 0, 1)) * np.sin(
            np.pi / 2 * np.clip((end - n) / fall, 0, 1)
        )
        out[start:end] += loop[n % len(loop)] * gain[:, None]
    return out


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_one_depth_holds_the_distance_wherever_a_word_falls(name, run_cache):
    """From the shortest word on, anywhere in the loop, by another K-weighting; and it is no deeper than that needs."""
    loop = master_loop(source(name), run_cache)
    length = loop.frames + 10 * RATE  # round the seam
    levels = BedLevels(Bed(Samples(0), Samples(length), name, -26.0, Samples(0), Samples(0)), listen(loop))
    depth = Envelope([(0, 1)], depth_for(levels.loudest)).depth_db
    ears = loop.read(0, length).T
    energy = np.cumsum(sum(np.square(k_weighted(np.ascontiguousarray(ear))) for ear in ears)[RATE // 10 :])
    least = {}
    for ms in (200, 270, 350, 500, 800, 1500, 3000, 6000):
        span = ms * RATE // 1000
        loudest = -0.691 + 10 * np.log10((energy[span:] - energy[:-span]).max() / span)
        least[ms] = -16 - (loudest - depth)
    assert min(least.values()) >= 20.5, least
    assert min(least.values()) <= 22.5, least


def test_a_switch_crossfades_from_the_boundary_on_and_loops_keep_step(tmp_path, run_cache, own_wav):
    text = (
        f"{QUIET}\nsteps:\n  - walk: 20s\n    soundscape: {own_wav}\n  - walk: 20s\n    soundscape: ocean-shore\n"
        f"  - walk: 30s\n    soundscape: {own_wav}\n"
    )
    made = ready(load(written(tmp_path, text)), fake=True)
    own, ocean = (master_loop(source(place), run_cache) for place in (own_wav, "ocean-shore"))
    assert own.frames < 8 * RATE  # three turns and more in the session
    loops = [loop.read(0, loop.frames) for loop in (own, ocean, own)]
    steps = made.plan.steps
    assert [step.end for step in steps[:3]] == [20 * RATE, 40 * RATE, 70 * RATE]
    by_rule = expected(made.plan, loops, [20 * RATE, 40 * RATE, 0])
    bed = whole(made.mixer.bus("bed"))
    outside = np.ones(len(bed), bool)
    for track in made.mixer.timeline.tracks:
        for clip in track.clips:  # a duck and its ways down and up
            outside[max(clip.start - RATE, 0) : clip.end + 2 * RATE] = False
    assert outside[20 * RATE : 24 * RATE].sum() > RATE
    assert np.abs(bed - by_rule)[outside].max() < 1e-4
    assert np.abs(by_rule[outside]).max() > 0.05


def test_the_same_soundscape_at_another_level_only_moves_to_it(tmp_path):
    """It is its own neighbour: with the fades of strangers the two would swell by 3 dB."""
    text = (
        f"{QUIET}\nsteps:\n  - walk: 20s\n    soundscape: {{name: deep-focus, level: -30}}\n"
        "  - walk: 20s\n    soundscape: {name: deep-focus, level: -26}\n"
    )
    made = ready(load(written(tmp_path, text)), fake=True)
    bed = whole(made.mixer.bus("bed"))
    tone_ends = max(tone.end for tone in made.plan.tones if tone.start < 21 * RATE)
    loop = ready(load(written(tmp_path, text.replace("level: -30", "level: -26"))), fake=True)
    steady = whole(loop.mixer.bus("bed"))
    part = slice(tone_ends + 2 * RATE, 24 * RATE)
    gain = (bed[part] * steady[part]).sum(axis=1) / np.square(steady[part]).sum(axis=1)
    assert 10 ** (-4 / 20) < gain[0] < 1
    assert gain.max() <= 1 + 1e-4
    assert np.diff(gain).min() > -1e-4
    assert gain[-1] == pytest.approx(1, abs=1e-3)


def test_a_file_of_ones_own_is_levelled_like_the_rest(tmp_path, own_wav):
    made = ready(
        load(written(tmp_path, f"soundscape: {own_wav}\n{QUIET}\nsteps: [{{walk: 40s, say: {{20s: Hello.}}}}]"))
    )
    bed = whole(made.mixer.bus("bed"))
    folded = bed[5 * RATE : 18 * RATE].mean(axis=1, keepdims=True).repeat(2, axis=1)
    assert level(folded) == pytest.approx(-26, abs=0.7)
    assert max(levels(made.mixer.bus("bed"), spoken(made.mixer))) <= -36


@pytest.mark.parametrize(
    ("steps", "quality"),
    [
        ("[{walk: 20s}]", "standard"),
        ("[{walk: 2s}]", "high"),
        ("[{run: 3s}, {walk: 2s, soundscape: deep-focus}, {run: 3s, soundscape: none}]", "voice"),
        ("[{walk: 12s, soundscape: none}, {say: One more thing., soundscape: mountain-lake}]", "voice"),
    ],
)
def test_odd_sessions(tmp_path, steps, quality):
    """Shorter than the fades, in one ear, with beds of a breath: whole files, no peak, no click, speech on top."""
    session = load(written(tmp_path, f"soundscape: mountain-lake\nsteps: {steps}\n"))
    workspace = Workspace(find_voice=fake_voice)
    built = build(session, tmp_path / "odd.mp3", BuildOptions(quality=quality), workspace=workspace)
    assert ebur128(built.path) <= -1
    sound = decoded(built.path, tmp_path / "odd.raw")
    assert len(sound) == built.plan.length
    assert clicks(sound) == []
    assert not np.abs(sound[:10]).max() > 1e-3
    assert not np.abs(sound[-10:]).max() > 1e-3
    made = ready(session, fake=True)
    assert max(levels(made.mixer.bus("bed"), spoken(made.mixer)), default=-99) <= -36


def test_the_fades_of_a_session_are_3_and_6_s(tmp_path, run_cache):
    made = ready(load(written(tmp_path, f"{QUIET}\nsoundscape: deep-focus\nsteps: [{{pause: 30s}}]")), fake=True)
    bed, length = whole(made.mixer.bus("bed")), made.plan.length
    raw = read(run_cache, "deep-focus", 0, length)
    rise = np.sin(np.pi / 2 * np.arange(RATE) / (3 * RATE))
    assert np.abs(bed[:RATE] - raw[:RATE] * rise[:, None]).max() < 1e-4
    assert np.abs(bed[3 * RATE : 10 * RATE] - raw[3 * RATE : 10 * RATE]).max() < 1e-6
    assert made.plan.tones[-1].start > length - 3 * RATE
    part = slice(length - 6 * RATE, length - 4 * RATE)  # before the finish ducks it
    fall = np.cos(np.pi / 2 * np.arange(2 * RATE) / (6 * RATE))
    assert np.abs(bed[part] - raw[part] * fall[:, None]).max() < 1e-4
    assert np.abs(bed[-10:]).max() < 1e-4


@pytest.mark.long
def test_two_builds_elsewhere_give_the_same_bytes(tmp_path, store):
    """Another process, a cold cache, another number of jobs and seed of hashes; a soundscape and shuffled music."""
    path = written(
        tmp_path,
        f"soundscape: deep-focus\nmusic: {{files: {store}/few, order: shuffle, level: -28, crossfade: 1s}}\n"
        "steps: [{walk: 14s, say: Walk on.}, {run: 15s, cadence: 160..175, say: Run.}]\n",
    )
    cold = environment(tmp_path / "cache", PYTHONHASHSEED="0", OMP_NUM_THREADS="1")
    warm = environment(PYTHONHASHSEED="4711", OMP_NUM_THREADS="5")
    made = []
    for jobs, env in ((1, cold), (5, warm)):
        mp3 = tmp_path / f"{jobs}.mp3"
        told = audiocoach("build", path, "--voice", "fake", "-o", mp3, "--jobs", jobs, "--json", env=env).json
        assert told["chunks"]["encoded"] > 20
        assert env is warm or told["takes"]["cached"] == 0
        made.append(mp3.read_bytes())
    assert made[0] == made[1]


def test_a_soundscape_that_is_not_there(tmp_path):
    told = audiocoach("build", "five-minutes", "--soundscape", "mountain-leak", "-d", tmp_path, code=2)
    assert "did you mean `mountain-lake`?" in told.err
    assert list(tmp_path.iterdir()) == []
