"""Hostile and broken files of sound: an answer or an error in our words, in bounded time and memory."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiocoach.audio.decoder import about, decode, decode_folded, length_s
from audiocoach.audio.media_file import MediaFile
from audiocoach.errors import UnreadableFile
from support import MEDIA, ROOT
from support.media_bombs import BOMBS
from support.sounds import by_ffmpeg, tone

MOST_MB = 400
"""Python, numpy and FFmpeg take 55 of them; ten minutes at 48 kHz are 115, and twice that while they are joined."""
MOST_CPU_S = 60
"""For all files together, each used in three ways; on an idle machine it is less than ten."""

CHILD = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
from audiocoach.audio.decoder import decode, decode_folded, length_s
from audiocoach.audio.media_file import opened
from audiocoach.errors import UnreadableFile
for path in sorted(Path(sys.argv[1]).iterdir()):
    for use, longest_s in ((length_s, 600), (decode_folded, 600), (lambda *what: sum(map(len, decode(*what))), 60)):
        try:
            with opened(path) as media:
                media.digest
                use(media, longest_s)
        except UnreadableFile as error:
            assert error.reason
status = Path("/proc/self/status").read_text().splitlines()
print(next(line.split()[1] for line in status if line.startswith("VmHWM")))  # not ru_maxrss, which is the parent's too
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a program took since it began")
def test_no_file_takes_more_than_a_sound_needs(tmp_path: Path) -> None:
    import resource

    for name, (make, _) in BOMBS.items():
        (tmp_path / name).write_bytes(make())
    for path in MEDIA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    by_ffmpeg(tmp_path / "silence.flac", "-sample_fmt", "s16", "-t", "620")
    by_ffmpeg(tmp_path / "silence.m4a", "-c:a", "alac", "-sample_fmt", "s16p", "-t", "620")
    opus = by_ffmpeg(tmp_path / "silence.opus", "-b:a", "6k", "-t", "4", rate=48_000)
    opus.write_bytes(160 * opus.read_bytes())
    assert max(path.stat().st_size for path in tmp_path.iterdir()) < 1_000_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) / 1024 < MOST_MB
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MOST_CPU_S


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A third of a second in each format."""
    folder = tmp_path_factory.mktemp("originals")
    wave = (tone(400), tone(700))
    made = {
        "wav": by_ffmpeg(folder / "a.wav", "-t", "0.3", left=wave[0], right=wave[1], rate=22_050),
        "flac": by_ffmpeg(folder / "a.flac", "-t", "0.3", left=wave[0], right=wave[1]),
        "ogg": by_ffmpeg(folder / "a.ogg", "-t", "0.3", "-c:a", "libvorbis", left=wave[0], right=wave[1]),
        "mp3": by_ffmpeg(folder / "a.mp3", "-t", "0.3", left=wave[0], right=wave[1]),
        "m4a": by_ffmpeg(folder / "a.m4a", "-t", "0.3", left=wave[0], right=wave[1]),
    }
    files = {name: path.read_bytes() for name, path in made.items()}
    return {**files, "chain": files["ogg"] * 2}


DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["change", "remove", "insert", "repeat"]), st.binary(min_size=1, max_size=9)
    ),
    min_size=1,
    max_size=12,
)


def damaged(content: bytes, damage: list[tuple[float, str, bytes]]) -> bytes:
    """`content` with pieces overwritten, taken out, put in or said again; half of them near its start."""
    data = bytearray(content)
    for number, (place, how, piece) in enumerate(damage):
        at = round(place * (min(len(data), 200) if number % 2 else len(data)))
        if how == "change":
            data[at : at + len(piece)] = piece
        elif how == "remove":
            del data[at : at + 7 * len(piece)]
        else:
            data[at:at] = piece if how == "insert" else data[at : at + 99 * len(piece)]
    return bytes(data)


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3", "m4a", "chain"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damage=DAMAGE)
def test_damage_gives_sound_or_an_error_in_our_words(originals, kind: str, damage) -> None:
    content = damaged(originals[kind], damage)
    try:
        media = MediaFile(io.BytesIO(content), Path("damaged"))
        tags = about(media)
        assert all(map(str.isprintable, (tags.title, tags.artist, tags.album)))
        assert 0 <= length_s(media, 600) <= 600
        sound = list(decode(media, 600))
        again = list(decode(media, 600))
        mono, rate = decode_folded(media, 600)
    except UnreadableFile as error:
        assert error.reason
        assert error.hint
    else:
        assert all(np.isfinite(block).all() and np.abs(block).max() <= 4 for block in [*sound, mono])
        assert [block.tobytes() for block in sound] == [block.tobytes() for block in again]
        assert 4_000 <= rate <= 48_000
