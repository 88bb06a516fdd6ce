"""The guard tone in finished files: no player that trims silence finds any, and nobody hears the tone or its ends."""

from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from audiocoach import load
from audiocoach.deliver.hearing import FileMeter, MeasuredFile
from audiocoach.deliver.mp3_file import write_mp3
from audiocoach.deliver.quality import QUALITIES
from audiocoach.deliver.tags import Tags
from audiocoach.mix.guard_tone import PEAK
from support.ebur128 import by_ffmpeg
from support.hearing import RATE
from support.listening import clicks, ready
from support.mp3 import Chunks, request
from support.players import DECODERS, cut_by_players
from support.programs import tool

TAGS = Tags(title="Guard", artist="", album="", genre="", language="en", length_ms=1000)
TENTH = RATE // 10
STILL = "coaching: still\nsteps: [{meditate: 8s, say: {2s: Breathe.}}, {pause: 6s}]\n"
RUN = "steps: [{walk: 8s, say: {2s: Walk briskly.}}, {run: 6s, cadence: 165}]\n"


def session(folder: Path, text: str, *, soundscape: str = "none", music: str = "none", guard: bool = True) -> Path:
    path = folder / f"{soundscape}-{guard}.yaml"
    path.write_text(f"guard: {str(guard).lower()}\nsoundscape: {soundscape}\nmusic: {music}\n{text}")
    return path


def encoded(path: Path, quality: str, store: Chunks | None = None) -> tuple[Path, MeasuredFile]:
    """The MP3 of a session and what is told of it."""
    made, meter, mp3 = ready(load(path), fake=True), FileMeter(), path.with_suffix(f".{quality}.mp3")
    write_mp3(mp3, made.mixer.master(), request(made.plan.length, TAGS, quality, jobs=2, store=store, meter=meter))
    return mp3, meter.finish(made.plan.length)


@pytest.fixture(scope="module")
def clipped(once: Callable[..., Path]) -> Mapping[str, Path]:
    """Songs that were clipped when they were mastered."""
    from support.orchestra import dense, write_song

    def make(folder: Path) -> None:
        rng, time = np.random.default_rng(7), np.arange(20 * RATE) / RATE
        drums = 9 * rng.standard_normal((len(time), 2)) * np.exp(-((time % 0.25) / 0.03))[:, None]
        loud = np.where(time % 4 < 1, 1.0, 0.2)[:, None]
        chord = 4 * sum(np.sin(2 * np.pi * hz * time) for hz in (110, 165, 220, 277, 330, 440))
        write_song(folder / "drums.flac", np.clip(drums, -1, 1) * loud)
        write_song(folder / "squares.flac", np.clip(np.stack((chord, np.roll(chord, 9)), axis=1), -1, 1) * loud)
        write_song(folder / "dense.flac", dense(20))

    return {path.stem: path for path in sorted(once("clipped", make).glob("*.flac"))}


CASES = [
    row if row[1:] in (("none", "watch"), ("deep-focus", "standard")) else pytest.param(*row, marks=pytest.mark.long)
    for row in product((RUN, STILL), ("none", "deep-focus", "campfire"), QUALITIES)
]


@pytest.mark.parametrize(("text", "soundscape", "quality"), CASES)
def test_no_player_finds_a_silence_to_trim(tmp_path: Path, text: str, soundscape: str, quality: str) -> None:
    """Decoded by three programs, and gone through as players do."""
    mp3, told = encoded(session(tmp_path, text, soundscape=soundscape), quality)
    assert told.trim_s == 0
    for name, decode in DECODERS.items():
        assert cut_by_players(decode(mp3, QUALITIES[quality].channels)) == (0, 0, 0, 0), name


@pytest.mark.parametrize("soundscape", ["none", pytest.param("deep-focus", marks=pytest.mark.long)])
def test_without_the_tone_the_report_is_what_players_cut(tmp_path: Path, soundscape: str) -> None:
    mp3, told = encoded(session(tmp_path, RUN, soundscape=soundscape, guard=False), "standard")
    worst = max(cut_by_players(DECODERS["ffmpeg"](mp3, 2))) / RATE
    assert told.trim_s == pytest.approx(worst, abs=0.01)
    assert worst > (8 if soundscape == "none" else 0.1)


@pytest.mark.parametrize(
    ("soundscape", "quality"),
    [
        row if row in (("none", "watch"), ("none", "standard")) else pytest.param(*row, marks=pytest.mark.long)
        for row in product(("none", "deep-focus"), QUALITIES)
    ],
)
def test_neither_end_of_it_is_heard(tmp_path: Path, soundscape: str, quality: str) -> None:
    """In every decoder: what lies above 100 Hz in the first and the last tenth of a second is as good as silence."""
    mp3, _ = encoded(session(tmp_path, STILL, soundscape=soundscape), quality)
    for name, decode in DECODERS.items():
        sound = decode(mp3, QUALITIES[quality].channels)
        ends = np.repeat(np.concatenate((sound[:, :RATE], sound[:, -RATE:]), axis=1), 3 - len(sound), axis=0)
        assert [place for place in clicks(ends.T) if abs(place - 1) > 0.1] == [], name  # they meet after 1 s
        assert max(np.abs(sound[:, :10]).max(), np.abs(sound[:, -10:]).max()) < 1e-3, name
        for end in (sound[:, :TENTH], sound[:, : -TENTH - 1 : -1]):
            assert np.abs(end).max() > PEAK / 2, name
            # A part must not end as abruptly as it would be cut, or that were heard.
            spectrum = np.fft.rfft(np.pad(end * np.cos(np.arange(TENTH) * np.pi / TENTH / 2), ((0, 0), (TENTH, TENTH))))
            spectrum[:, : 100 * 3 * TENTH // RATE] = 0
            assert np.abs(np.fft.irfft(spectrum)).max() < 10 ** (-54 / 20), name


@pytest.mark.parametrize("quality", ["standard"])
@pytest.mark.parametrize(("soundscape", "more", "louder"), [("none", 2, 0.3), ("deep-focus", 0, 0.1)])
def test_it_costs_no_chunk_no_byte_and_hardly_any_loudness(
    tmp_path: Path, quality: str, soundscape: str, more: int, louder: float
) -> None:
    chunks, sizes, loudness = [], [], []
    for guard in (True, False):
        store = Chunks()
        mp3, told = encoded(session(tmp_path, RUN, soundscape=soundscape, guard=guard), quality, store)
        chunks.append(len(store))
        sizes.append(mp3.stat().st_size)
        loudness.append(told.integrated_lufs)
    assert 0 <= chunks[0] - chunks[1] <= more
    assert sizes[0] == sizes[1]
    assert loudness[0] == pytest.approx(loudness[1], abs=louder)


@pytest.mark.parametrize(
    ("song", "quality"),
    [
        row if row in (("drums", "standard"), ("squares", "watch")) else pytest.param(*row, marks=pytest.mark.long)
        for row in product(("drums", "squares", "dense"), QUALITIES)
    ],
)
def test_a_clipped_song_stays_below_minus_one_in_the_file(
    tmp_path: Path, clipped: Mapping[str, Path], song: str, quality: str
) -> None:
    """At the highest level that a session may ask for, where the limiter has the most to do."""
    mp3, told = encoded(session(tmp_path, RUN, music=f"{{files: {clipped[song]}, level: -16}}"), quality)
    heard = by_ffmpeg(mp3)
    assert heard.true_peak_dbtp <= -1
    assert told.true_peak_dbtp == pytest.approx(heard.true_peak_dbtp, abs=0.1)
    assert told.integrated_lufs == pytest.approx(heard.integrated_lufs, abs=0.1)
    assert told.trim_s == 0


@pytest.mark.long
@pytest.mark.parametrize(
    "codec", [("libmp3lame", "-b:a", "96k"), ("aac", "-b:a", "64k"), ("libopus", "-application", "audio")]
)
def test_it_survives_another_codec(tmp_path: Path, codec: tuple[str, ...]) -> None:
    """A host that encodes again; and a high-pass of 10 Hz."""
    mp3, _ = encoded(session(tmp_path, STILL), "standard")
    again = tmp_path / "again.mka"
    tool("ffmpeg", "-v", "error", "-i", mp3, "-c:a", *codec, again)
    pcm = tool("ffmpeg", "-v", "error", "-i", again, "-ar", RATE, "-ac", 2, "-f", "f32le", "-").stdout
    sound = np.frombuffer(pcm, "<f4").reshape(-1, 2).T
    assert max(cut_by_players(sound)) < RATE // 20
