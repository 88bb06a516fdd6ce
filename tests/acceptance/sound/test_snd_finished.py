"""A library session with its soundscape, heard through from the first sample to the last."""

from itertools import pairwise

import numpy as np
import pytest

from audiocoach import load
from audiocoach.mix.bed_source import BedLoop
from audiocoach.sound.soundscapes.soundscape import master_loop, source
from support.hearing import RATE, active_mask, speech_lufs
from support.listening import CLICK, MOMENT, clicks, cut, decoded, ebur128, gains, level, levels, ready, spoken
from support.programs import audiocoach, environment, tool

FADE_IN, FADE_OUT = 3 * RATE, 6 * RATE


@pytest.fixture(scope="module", params=["five-minutes", pytest.param("walk-run-20", marks=pytest.mark.long)])
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def made(name):
    return ready(load(name))


@pytest.fixture
def quiet(made) -> int:
    """Twenty seconds after any speech, where a minute without any begins."""
    pairs = pairwise(spoken(made.mixer))
    return next(end + 20 * RATE for (_, end), (start, _) in pairs if start - end > 81 * RATE)


@pytest.fixture(scope="module")
def loop(run_cache) -> BedLoop:
    return master_loop(source("mountain-lake"), run_cache)


@pytest.fixture(scope="module")
def finished(built, name):
    return built(name)


def test_the_true_peak_of_the_file_is_at_most_minus_one(finished):
    assert ebur128(finished.mp3) <= -1
    assert finished.told["files"][0]["loudness"]["true_peak_dbtp"] <= -1.4


def test_every_stretch_of_speech_is_at_minus_16(made):
    """Of the mix, with the bed beneath: from 1 s of active speech on."""
    ranges = spoken(made.mixer)
    heard = []
    for mix, speech in zip(cut(made.mixer.blocks(), ranges), cut(made.mixer.bus("speech"), ranges), strict=True):
        active = np.ascontiguousarray(mix.mean(axis=1)[active_mask(speech[:, 0])])
        if len(active) >= RATE:
            heard.append(speech_lufs(active))
    assert len(heard) >= 5
    assert np.abs(np.array(heard) + 16).max() <= 0.5


def test_the_bed_is_20_db_down_in_every_stretch_of_speech(made, finished):
    told = finished.told["files"][0]["loudness"]
    ranges = spoken(made.mixer)
    beneath = levels(made.mixer.bus("bed"), ranges)
    assert len(beneath) >= 7
    assert max(beneath) <= -36
    assert told["speech_to_bed_db"] >= 20
    assert told["speech_to_bed_db"] == pytest.approx(-16 - max(beneath), abs=0.3)
    starts = {round(start / RATE * 1000): loudness for (start, _), loudness in zip(ranges, beneath, strict=True)}
    where = round(told["speech_to_bed_at_ms"])
    assert -16 - starts[where] >= told["speech_to_bed_db"] - 0.3  # what fades in is counted as if it were all there


def test_between_speech_the_bed_is_heard(made, quiet):
    """At its -26 LUFS, or the duck would be no duck."""
    (part,) = cut(made.mixer.bus("bed"), [(quiet, quiet + 60 * RATE)])
    assert level(part.mean(axis=1, keepdims=True).repeat(2, axis=1)) == pytest.approx(-26, abs=2)


def test_the_buses_add_up_to_the_mix(made):
    buses = [made.mixer.bus(name) for name in made.mixer.buses]
    assert set(made.mixer.buses) == {"speech", "tones", "bed"}
    for mix, *parts in zip(made.mixer.blocks(), *buses, strict=True):
        assert np.abs(mix - sum(parts)).max() <= 1e-3


def test_the_gain_of_the_bed_moves_smoothly_and_plays_the_loop_in_step(made, loop):
    turns = (loop.read(start, min(RATE, made.plan.length - start)) for start in range(0, made.plan.length, RATE))
    gain = gains(made.mixer.bus("bed"), turns)
    full = gain[FADE_IN // MOMENT + 1 : (made.plan.length - FADE_OUT) // MOMENT]
    assert np.abs(np.diff(20 * np.log10(full))).max() <= 0.5
    assert full.max() == pytest.approx(1, abs=1e-3)  # back where it was, in step with the loop: else it would be less
    assert np.quantile(full, 0.5) == pytest.approx(1, abs=1e-3)
    assert 20 * np.log10(full.min()) < -10
    assert gain[0] < 0.01
    assert gain[-1] < 0.01


def test_nothing_clicks_in_the_whole_file(finished, made, tmp_path):
    sound = decoded(finished.mp3, tmp_path / "sound.raw")
    assert len(sound) == made.plan.length
    assert clicks(sound) == []


@pytest.mark.parametrize("where", ["bed", "speech", "tone"])
@pytest.mark.parametrize("kind", ["step", "gap", "spike"])
def test_a_click_would_be_found(made, quiet, tmp_path, where, kind):
    """Control: as a badly cut clip would have it, put into the mix and through an encoder."""
    tone = next(tone.start for tone in made.plan.tones if "-" not in tone.name) + 4_000
    cue = next(cue for cue in made.plan.cues if cue.start_ms > 20_000)
    (said,) = cut(made.mixer.bus("speech"), [(cue.start, cue.end)])
    say = cue.start + int(np.abs(said[:, 0]).argmax())  # in a vowel, whatever the words are
    at = {"bed": quiet + 12 * RATE, "speech": say, "tone": tone}[where]
    (part,) = cut(made.mixer.blocks(), [(at - 2 * RATE, at + 2 * RATE)])
    if kind == "step":
        part[2 * RATE :] += 0.04
    elif kind == "spike":
        part[2 * RATE] += 0.05
    else:
        part[2 * RATE : 2 * RATE + 60] = 0
    pcm, mp3 = tmp_path / "part.pcm", tmp_path / "part.mp3"
    pcm.write_bytes(np.rint(part.clip(-1, 1) * 32_767).astype("<i2").tobytes())
    tool("ffmpeg", "-v", "error", "-f", "s16le", "-ar", RATE, "-ac", 2, "-i", pcm, "-b:a", "128k", mp3)
    found = [place for place in clicks(decoded(mp3, tmp_path / "part.raw")) if 0.1 < place < 3.9]
    assert found, CLICK
    assert np.abs(np.array(found) - 2).min() < 0.03


def test_stems_are_files_that_add_up(tmp_path):
    """From the command line: a short session with a bed, in another program's hands."""
    (tmp_path / "short.yaml").write_text(
        "soundscape: deep-focus\nsteps: [{walk: 20s, say: Walk on.}, {run: 10s, cadence: 165}]\n"
    )
    told = audiocoach(
        *("build", "short.yaml", "--voice", "fake", "--stems", "stems", "--json"), env=environment(), cwd=tmp_path
    ).json["files"][0]
    stems = sorted((tmp_path / "stems").iterdir())
    assert [stem.name for stem in stems] == ["bed.wav", "cadence.wav", "speech.wav", "tones.wav"]
    made = ready(load(tmp_path / "short.yaml"), fake=True)
    total = sum(np.asarray(decoded(stem, tmp_path / f"{stem.stem}.raw")) for stem in stems)
    assert np.abs(total - np.concatenate(list(made.mixer.blocks()))).max() <= 1e-3
    assert len(total) * 1000 == pytest.approx(told["duration_ms"] * RATE, abs=RATE)
