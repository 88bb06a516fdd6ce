"""The one decoder: what players play of damaged, joined and changing files, as music and as a recording."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from audiocoach.audio.decoder import About, about, decode, decode_folded, length_s
from audiocoach.audio.media_file import opened
from audiocoach.errors import UnreadableFile
from audiocoach.units import SAMPLE_RATE
from support import MEDIA
from support.sounds import by_ffmpeg, decoded, tone, write_wav

LIMIT = 3600
FRAME_S = 0.027
"""One packet of MP3."""


def folded(path: Path, **how: bool) -> tuple[np.ndarray, int]:
    with opened(path) as media:
        return decode_folded(media, LIMIT, **how)


def guessed_s(path: Path) -> float:
    with opened(path) as media:
        return length_s(media, LIMIT)


def tags(path: Path) -> About:
    with opened(path) as media:
        return about(media)


def as_players_do(path: Path) -> float:
    """The length in seconds of what the program ffmpeg decodes."""
    command = ["ffmpeg", "-v", "quiet", "-i", str(path), "-f", "f32le", "-ac", "1", "-ar", "44100", "-"]
    return len(subprocess.run(command, capture_output=True, timeout=60, check=False).stdout) / 4 / SAMPLE_RATE


def hertz(sound: np.ndarray, start_s: float, end_s: float) -> int:
    """The strongest frequency of both ears' mean between two times."""
    part = sound[round(start_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)].mean(axis=1)
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    return round(spectrum.argmax() * SAMPLE_RATE / len(part))


def loudness(sound: np.ndarray, start_s: float, end_s: float) -> float:
    return float(np.sqrt(np.mean(np.square(sound[round(start_s * SAMPLE_RATE) : round(end_s * SAMPLE_RATE)]))))


@pytest.mark.parametrize("name", ["latin1-tags.wav", "mp3-hole.mp3", "mp3-44-then-48.mp3"])
def test_what_players_play_is_played_at_its_length(name: str) -> None:
    path = MEDIA / name
    expected = as_players_do(path)
    assert expected > 1
    sound = decoded(path)
    mono, rate = folded(path)
    assert len(sound) / SAMPLE_RATE == pytest.approx(expected, abs=FRAME_S)
    assert len(mono) / rate == pytest.approx(expected, abs=FRAME_S)
    assert guessed_s(path) == pytest.approx(expected, abs=4 * FRAME_S)
    assert decoded(path).tobytes() == sound.tobytes()


def test_tags_that_are_no_utf_8_are_latin_1(tmp_path: Path) -> None:
    path = by_ffmpeg(tmp_path / "old.wav", "-metadata", "title=Grüße", left=tone(300))
    path.write_bytes(path.read_bytes().replace("Grüße".encode(), "Grüße".encode("latin-1") + b"\0\0"))
    assert tags(path).title == "Grüße"
    assert tags(MEDIA / "latin1-tags.wav")


def test_what_comes_before_and_after_damage_is_kept(tmp_path: Path) -> None:
    """In each format: a piece of a tenth of the file is overwritten in its middle."""
    options = {"mp3": ("-b:a", "128k"), "flac": (), "ogg": ("-c:a", "libvorbis"), "opus": ("-c:a", "libopus")}
    for ending, codec in {**options, "aac": (), "m4a": (), "ac3": ()}.items():
        path = by_ffmpeg(tmp_path / f"a.{ending}", *codec, "-t", "6", left=f"if(lt(t,3),{tone(400)},{tone(900)})")
        data = bytearray(path.read_bytes())
        middle, piece = len(data) // 2, len(data) // 10
        data[middle : middle + piece] = np.random.default_rng(1).bytes(piece)
        path.write_bytes(data)
        sound = decoded(path)
        assert hertz(sound, 0.5, 1.5) == pytest.approx(400, abs=5), ending
        assert hertz(sound[::-1], 0.3, 1.3) == pytest.approx(900, abs=5), ending
        assert 4.5 < len(sound) / SAMPLE_RATE < 6.5, ending


CHAINS = {
    "other-channels": [("libvorbis", 44_100, 2), ("libvorbis", 44_100, 1)],
    "other-rate": [("libvorbis", 44_100, 1), ("libvorbis", 22_050, 1)],
    "other-codec": [("libvorbis", 44_100, 2), ("libopus", 48_000, 2)],
    "opus": [("libopus", 48_000, 2), ("libopus", 48_000, 1), ("libopus", 48_000, 2)],
    "flac": [("flac", 44_100, 2), ("flac", 22_050, 1)],
}


@pytest.mark.parametrize("chain", CHAINS)
def test_every_link_of_a_chained_ogg_is_heard_whole(tmp_path: Path, chain: str) -> None:
    whole, expected = b"", 0.0
    for number, (codec, rate, channels) in enumerate(CHAINS[chain]):
        wave = tone(400 + 200 * number)
        link = by_ffmpeg(
            *(tmp_path / f"{number}.ogg", "-c:a", codec, "-f", "ogg"),
            left=wave,
            right=wave if channels == 2 else None,
            rate=rate,
        )
        whole += link.read_bytes()
        expected += len(decoded(link)) / SAMPLE_RATE
    path = tmp_path / "chain.ogg"
    path.write_bytes(whole)
    sound = decoded(path)
    assert len(sound) / SAMPLE_RATE == pytest.approx(expected, abs=0.001)
    assert expected == pytest.approx(2 * len(CHAINS[chain]), abs=0.02)
    for number in range(len(CHAINS[chain])):
        assert hertz(sound, 2 * number + 0.5, 2 * number + 1.5) == pytest.approx(400 + 200 * number, abs=5)
    mono, rate = folded(path)
    assert len(mono) / rate == pytest.approx(expected, abs=0.001)


def test_a_damaged_link_does_not_silence_the_others(tmp_path: Path) -> None:
    parts = [by_ffmpeg(tmp_path / f"{n}.ogg", "-c:a", "libvorbis", left=tone(n)).read_bytes() for n in (400, 600, 800)]
    parts[1] = parts[1][:40] + bytes(len(parts[1]) - 40)
    path = tmp_path / "chain.ogg"
    path.write_bytes(b"".join(parts))
    sound = decoded(path)
    assert hertz(sound, 0.5, 1.5) == pytest.approx(400, abs=5)
    assert hertz(sound[::-1], 0.5, 1.5) == pytest.approx(800, abs=5)


def test_mono_is_as_loud_as_the_same_in_both_ears_also_where_a_file_changes(tmp_path: Path) -> None:
    wave = tone(400)
    parts = [
        by_ffmpeg(tmp_path / "stereo.mp3", "-b:a", "128k", left=wave, right=wave),
        by_ffmpeg(tmp_path / "mono.mp3", "-b:a", "128k", left=wave),
    ]
    path = tmp_path / "both.mp3"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    sound = decoded(path)
    assert loudness(sound, 0.5, 1.5) == pytest.approx(loudness(sound, 2.5, 3.5), rel=0.02)
    mono, rate = folded(path)
    first, second = mono[rate // 2 : 3 * rate // 2], mono[5 * rate // 2 : 7 * rate // 2]
    assert np.std(first) == pytest.approx(np.std(second), rel=0.02)


def test_a_mono_file_comes_back_bit_by_bit(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-1, 1, 50_000).astype(np.float32)
    path = write_wav(tmp_path / "a.wav", noise, SAMPLE_RATE)
    assert decoded(path)[:, 0].tobytes() == decoded(path)[:, 1].tobytes() == noise.tobytes()
    assert folded(path)[0].tobytes() == noise.tobytes()


@pytest.mark.parametrize(("rate", "kept"), [(8_000, 8_000), (48_000, 48_000), (96_000, 48_000), (192_000, 48_000)])
def test_a_recording_keeps_its_rate_up_to_48_khz(tmp_path: Path, rate: int, kept: int) -> None:
    path = by_ffmpeg(tmp_path / "a.wav", left=tone(400), rate=rate)
    mono, found = folded(path)
    assert found == kept
    assert len(mono) == pytest.approx(2 * kept, abs=64)


def test_the_left_ear_alone_is_there_where_the_right_is_the_left_turned_over(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-1, 1, 50_000).astype(np.float32)
    path = write_wav(tmp_path / "a.wav", np.stack((noise, -noise), axis=1))
    assert np.abs(folded(path)[0]).max() == 0
    assert folded(path, left_alone=True)[0].tobytes() == noise.tobytes()


@pytest.mark.parametrize("channels", range(1, 9))
def test_up_to_eight_channels_are_folded(tmp_path: Path, channels: int) -> None:
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=400:d=1", "-ac", str(channels)]
    subprocess.run([*command, str(tmp_path / "a.wav")], check=True, timeout=60)
    assert len(decoded(tmp_path / "a.wav")) == SAMPLE_RATE


@pytest.mark.parametrize("codec", ["flac", "aac", "mp3"])
def test_behind_a_tag_of_any_size_the_sound_is_found(tmp_path: Path, codec: str) -> None:
    plain = by_ffmpeg(tmp_path / f"plain.{codec}", left=tone(400))
    size = 3_000_000  # a large cover: more than FFmpeg looks at
    digits = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    tagged = tmp_path / "tagged"
    tagged.write_bytes(b"ID3\3\0\0" + digits + bytes(size) + plain.read_bytes())
    assert decoded(tagged).tobytes() == decoded(plain).tobytes()


def test_a_name_decides_nothing(tmp_path: Path) -> None:
    path = by_ffmpeg(tmp_path / "a.flac", left=tone(400))
    for name in ("a.mp3", "a.txt", "a", "%03d.png", "a.m3u8"):
        (tmp_path / name).write_bytes(path.read_bytes())
        assert decoded(tmp_path / name).tobytes() == decoded(path).tobytes()


@pytest.mark.parametrize(
    "use",
    [guessed_s, *(pytest.param(use, marks=pytest.mark.long) for use in (folded, decoded))],
    ids=["length", "recording", "music"],
)
def test_what_is_too_long_is_refused_in_every_way(tmp_path: Path, use: Callable[[Path], object]) -> None:
    path = by_ffmpeg(tmp_path / "a.flac", "-t", "3700", rate=8_000)
    with pytest.raises(UnreadableFile, match="it is longer than") as caught:
        use(path)
    assert caught.value.hint == "cut it"


def test_a_length_is_told_in_hours_and_minutes(tmp_path: Path) -> None:
    path = by_ffmpeg(tmp_path / "a.flac", "-t", "125", rate=8_000)
    with opened(path) as media, pytest.raises(UnreadableFile, match="it is longer than 2 minutes"):
        list(decode(media, 120))
