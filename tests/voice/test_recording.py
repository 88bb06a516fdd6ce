import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audiocoach.errors import InputError, Place, SpecError, VoiceError
from audiocoach.script.script import Line, Recording, VoiceChoice
from audiocoach.units import SAMPLE_RATE
from audiocoach.voice import recording
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.estimate import estimate
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore
from support.sounds import write_wav

SPEECH = FakeVoice().speak("Hello there, my friends of the hills").samples


def test_a_wave_file_comes_back_bit_by_bit(tmp_path: Path) -> None:
    raw = recording.decode(Recording(write_wav(tmp_path / "a.wav", SPEECH)))
    assert raw.rate == 22_050
    assert raw.samples.tobytes() == SPEECH.tobytes()


def test_both_channels_are_heard_in_the_fold(tmp_path: Path) -> None:
    both = np.stack((SPEECH, np.roll(SPEECH, 3000)), axis=1)
    raw = recording.decode(Recording(write_wav(tmp_path / "a.wav", both)))
    assert np.array_equal(raw.samples, both.mean(axis=1, dtype=np.float32))


@pytest.mark.parametrize(
    ("name", "codec"), [("a.flac", "flac"), ("a.m4a", "aac"), ("a.mp3", "mp3"), ("a.ogg", "libopus")]
)
def test_the_formats_of_phones_are_read(tmp_path: Path, name: str, codec: str) -> None:
    rate = 48_000 if codec == "libopus" else 22_050
    raw = recording.decode(Recording(write_wav(tmp_path / name, SPEECH, rate, codec)))
    assert raw.rate == rate
    assert len(raw.samples) == pytest.approx(len(SPEECH), abs=3000)
    assert np.std(raw.samples) == pytest.approx(np.std(SPEECH), rel=0.2)


@pytest.mark.parametrize("content", [None, b"", b"this is not a sound" * 99])
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "coach.m4a"
    if content is not None:
        path.write_bytes(content)
    for use in (recording.decode, recording.seconds):
        with pytest.raises(InputError, match=r"coach\.m4a") as caught:
            use(Recording(path))
        assert caught.value.exit_code == 2
    with pytest.raises(InputError, match="cannot use the recording"):
        recording.decode(Recording(tmp_path))


def test_a_picture_is_no_recording(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (32, 32)).save(tmp_path / "a.png")
    with pytest.raises(InputError, match="no sound"):
        recording.decode(Recording(tmp_path / "a.png"))


def test_the_fingerprint_is_the_content_not_the_name(tmp_path: Path) -> None:
    one, other = write_wav(tmp_path / "a.wav", SPEECH), write_wav(tmp_path / "b.wav", SPEECH)
    assert recording.fingerprint(Recording(one)) == recording.fingerprint(Recording(other))
    write_wav(other, SPEECH[::2])
    assert recording.fingerprint(Recording(one)) != recording.fingerprint(Recording(other))
    with pytest.raises(InputError, match="missing"):
        recording.fingerprint(Recording(tmp_path / "missing.wav"))


def test_one_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "LIMIT_S", 1)
    with pytest.raises(InputError, match="longer than"):
        recording.decode(Recording(write_wav(tmp_path / "a.wav", SPEECH)))


PLACE = Place("s.yaml", 3, 17, "  - say: {file: a.wav}", 5)
QUIET = 1e-4 * SPEECH


@pytest.mark.parametrize(
    ("samples", "why"),
    [
        (np.zeros(22_050, np.float32), "it is silent"),
        (np.full(22_050, 0.25, np.float32), "it is silent"),
        (QUIET, "it is silent"),
        (SPEECH[:2_000], "it is shorter than 0.1 s"),
    ],
    ids=["nothing", "direct-current", "quiet", "short"],
)
def test_one_in_which_nothing_is_heard_is_told_where_it_is_named(
    tmp_path: Path, samples: NDArray[np.float32], why: str
) -> None:
    path = write_wav(tmp_path / "a.wav", samples)
    with pytest.raises(InputError, match=f"cannot use the recording .*a.wav: {why}") as plain:
        recording.decode(Recording(path))
    assert plain.value.exit_code == 2
    assert plain.value.hint
    with pytest.raises(SpecError) as placed:
        Studio(TakeStore(tmp_path / "cache")).record([Recording(path, PLACE)])
    (diagnostic,) = placed.value.diagnostics
    assert (diagnostic.place, diagnostic.hint) == (PLACE, plain.value.hint)
    assert why in diagnostic.message


def test_one_with_an_ear_turned_over_is_heard_from_the_left(tmp_path: Path) -> None:
    raw = recording.decode(Recording(write_wav(tmp_path / "a.wav", np.stack((SPEECH, -SPEECH), axis=1))))
    assert raw.samples.tobytes() == SPEECH.tobytes()


def test_what_is_decoded_is_what_was_known(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", SPEECH)
    known = recording.fingerprint(Recording(path))
    assert len(recording.decode(Recording(path), known).samples) == len(SPEECH)
    write_wav(path, SPEECH[::2])
    with pytest.raises(InputError, match="it has changed while it was being read"):
        recording.decode(Recording(path), known)


@pytest.mark.parametrize("source", [b"", b"no sound at all " * 99], ids=["nothing", "text"])
def test_what_an_engine_gave_and_is_no_sound_is_its_fault(tmp_path: Path, source: bytes) -> None:
    (tmp_path / "answer").write_bytes(source)
    for given in (io.BytesIO(source), tmp_path / "answer"):
        with pytest.raises(VoiceError, match=r"it is (empty|a text, and no sound)"):
            recording.decode_sound(given)


def test_an_estimate_of_a_recording_is_its_length(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "a.wav", SPEECH)
    assert estimate(Recording(path)) == pytest.approx(len(SPEECH) * 2, abs=SAMPLE_RATE // 500)


def test_an_estimate_grows_with_the_text_and_shrinks_with_the_rate() -> None:
    short, long = (Line(VoiceChoice("en"), text) for text in ("Run.", "Run, and keep your shoulders low."))
    assert 0 < estimate(short) < estimate(long)
    faster = Line(VoiceChoice("en", rate=2.0), long.text)
    assert estimate(long) / 2 <= estimate(faster) < estimate(long)
