"""A user's own audio as a soundscape."""

import av
import numpy as np
import pytest

from audiocoach.conventions import CYCLE
from audiocoach.errors import InputError
from audiocoach.sound.soundscapes.level import fold_loss, fold_loudness
from audiocoach.sound.soundscapes.render import MASTER_FRAMES
from audiocoach.sound.soundscapes.soundscape import master_loop, source
from audiocoach.units import SAMPLE_RATE


def audio(path, samples, rate=SAMPLE_RATE, codec="pcm_s16le"):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo")
        pcm = (samples * 32767).astype("<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="stereo")
        frame.sample_rate = rate
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    return path


def hum(seconds, rate=SAMPLE_RATE):
    rng = np.random.default_rng(3)
    return 0.02 * rng.standard_normal((int(seconds * rate), 2))


@pytest.mark.parametrize("rate", [22_050, 48_000])
def test_an_audio_file_becomes_a_loop_of_its_own_length(tmp_path, rate):
    path = audio(tmp_path / "mine.wav", hum(20, rate), rate)
    made = master_loop(source(path), tmp_path)
    assert made.frames % CYCLE == 0
    assert 15 * SAMPLE_RATE < made.frames <= 20 * SAMPLE_RATE
    sound = made.read(0, made.frames).astype(float)
    assert fold_loudness(sound.astype(np.float32)) == pytest.approx(-26, abs=0.1)
    around = made.read(made.frames - 2, 4).astype(float)
    assert np.abs(np.diff(around, axis=0)).max() <= np.abs(np.diff(sound, axis=0)).max()
    level = np.sqrt(np.square(sound[: made.frames // 4410 * 4410, 0]).reshape(-1, 4410).mean(1))
    assert level.max() < 1.4 * level.min()  # the fade too
    assert list((tmp_path / "soundscapes").glob("tmp*")) == []


def test_a_short_audio_file(tmp_path):
    made = master_loop(audio(tmp_path / "mine.wav", hum(4)), tmp_path)
    assert made.frames == 3 * SAMPLE_RATE


def test_a_recording_of_a_minute_becomes_a_loop_as_long_as_a_recipes(tmp_path):
    path = audio(tmp_path / "mine.wav", hum(60))
    made = master_loop(source(path), tmp_path)
    assert made.frames == MASTER_FRAMES
    assert fold_loudness(made.read(0, made.frames)) == pytest.approx(-26, abs=0.1)
    assert master_loop(source(path), tmp_path / "elsewhere").digest == made.digest
    assert list((tmp_path / "soundscapes").glob("tmp*")) == []
    shorter = master_loop(audio(tmp_path / "shorter.wav", hum(59.9)), tmp_path)
    assert 50 * SAMPLE_RATE < shorter.frames < 60 * SAMPLE_RATE


def test_ears_that_cancel_are_made_to_fold(tmp_path):
    noise = hum(6)
    for number, right in enumerate((-noise[:, 0], 0.3 * noise[:, 1] - 0.6 * noise[:, 0])):
        path = audio(tmp_path / f"{number}.wav", np.stack((noise[:, 0], right), axis=1))
        made = master_loop(path, tmp_path)
        sound = made.read(0, made.frames)
        assert fold_loss(sound) <= 4
        assert fold_loudness(sound) == pytest.approx(-26, abs=0.1)


@pytest.mark.parametrize(("samples", "why"), [(np.zeros((SAMPLE_RATE * 4, 2)), "silent"), (hum(1), "shorter than 2 s")])
def test_audio_that_cannot_be_used(tmp_path, samples, why):
    with pytest.raises(InputError, match=why):
        master_loop(audio(tmp_path / "mine.wav", samples), tmp_path)


def test_what_is_no_audio(tmp_path):
    path = tmp_path / "mine.mp3"
    path.write_text("not a sound")
    with pytest.raises(InputError, match=r"cannot use .*mine\.mp3 as a soundscape: it is a text, and no sound"):
        master_loop(source(path), tmp_path)
