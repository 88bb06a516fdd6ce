"""What a stranger's file can reach: nothing but itself, and no more memory or time than a sound needs."""

import http.server
import io
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from audiocoach.audio.decoder import about, decode, decode_folded, length_s
from audiocoach.audio.demuxer import SoundTrack
from audiocoach.audio.media_file import MediaFile, MediaReader, opened
from audiocoach.errors import UnreadableFile
from support import MEDIA, ROOT
from support.media_bombs import BOMBS, wav
from support.sounds import by_ffmpeg, decoded, tone

USES = {
    "about": about,
    "length": lambda media: length_s(media, 600),
    "recording": lambda media: decode_folded(media, 600),
    "music": lambda media: list(decode(media, 3600)),
}
USED = pytest.mark.parametrize("use", USES.values(), ids=USES)


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """A port on this machine where somebody listens, and what was asked for there."""
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield listening.server_port, asked
        listening.shutdown()
        thread.join()


LISTS = {
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{there}\n#EXT-X-ENDLIST\n",
    "concat": "ffconcat version 1.0\nfile '{there}'\n",
    "sdp": "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\n",
    "asx": "[Reference]\r\nRef1={there}\r\n",
    "rtsp": "RTSPtextrtsp://127.0.0.1:{port}/x",
    "dash": '<?xml version="1.0"?>\n<MPD type="static"><Period><BaseURL>{there}</BaseURL></Period></MPD>\n',
    "imf": '<?xml version="1.0"?>\n<CompositionPlaylist><Id>{there}</Id></CompositionPlaylist>\n',
}


@USED
@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("ending", ["m3u8", "mp3"])
def test_a_list_leads_nowhere(tmp_path: Path, server, kind: str, ending: str, use) -> None:
    port, asked = server
    secret = by_ffmpeg(tmp_path / "secret.wav", left=tone(400))
    for there in (
        f"http://127.0.0.1:{port}/a.ts",
        str(secret),
        "secret.wav",
        f"file:{secret}",
        f"tcp://127.0.0.1:{port}",
    ):
        path = tmp_path / f"list.{ending}"
        path.write_text(LISTS[kind].format(there=there, port=port), newline="")
        with opened(path) as media, pytest.raises(UnreadableFile, match="it is a text, and no sound"):
            use(media)
    assert asked == []


def test_a_picture_that_names_a_row_of_pictures_is_none(tmp_path: Path) -> None:
    for number in range(3):
        shutil.copy(MEDIA / "rate1.wav", tmp_path / f"{number:03}.png")
    path = by_ffmpeg(tmp_path / "%03d.png.wav", left=tone(400)).rename(tmp_path / "%03d.png")
    assert len(decoded(path)) == 88_200


NAMES = [
    *("10:30.mp3", "a:song.wav", "file:x.wav", "concat:a|b", "pipe:0", "data:audio,x", "subfile,,start,0,end,9,,:x"),
    *("http:x.mp3", "crypto:x", "-", "-i", "x\x1b[31m.mp3", "two\nlines.wav", "%s%n.wav", "*.wav", "caf\udce9.wav"),
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plain = by_ffmpeg(tmp_path / "plain.wav", left=tone(400))
    shutil.copy(plain, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert decoded(Path(name)).tobytes() == decoded(plain).tobytes()


def test_a_path_that_reads_like_an_address_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server) -> None:
    port, asked = server
    plain = by_ffmpeg(tmp_path / "plain.wav", left=tone(400))
    folder = tmp_path / "http:" / f"127.0.0.1:{port}"
    folder.mkdir(parents=True)
    shutil.copy(plain, folder / "x.mp3")
    monkeypatch.chdir(tmp_path)
    assert decoded(Path(f"http:/127.0.0.1:{port}/x.mp3")).tobytes() == decoded(plain).tobytes()
    assert asked == []


@USED
@pytest.mark.parametrize("name", BOMBS)
def test_what_lies_about_its_size_is_refused_in_our_words(tmp_path: Path, name: str, use) -> None:
    make, why = BOMBS[name]
    path = tmp_path / "bomb"
    path.write_bytes(make())
    with opened(path) as media, pytest.raises(UnreadableFile, match=why) as caught:
        use(media)
    assert caught.value.hint


@pytest.mark.parametrize("claims", [0, 1, 2**31, 2**32 - 1])
def test_a_length_in_the_header_is_not_believed(tmp_path: Path, claims: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(data=b"\0\1" * 44_100, claims=claims))
    length = len(decoded(path)) if claims > 1 else 44_100
    assert length == 44_100


def test_a_cover_is_not_decoded(tmp_path: Path) -> None:
    from mutagen.id3 import APIC, ID3
    from PIL import Image

    path = by_ffmpeg(tmp_path / "a.mp3", left=tone(400))
    plain = decoded(path)
    Image.new("RGB", (64, 64)).save(tmp_path / "cover.png")
    tag = ID3()
    tag.add(APIC(3, "image/png", 3, "", (tmp_path / "cover.png").read_bytes()))
    tag.save(path)
    assert decoded(path).tobytes() == plain.tobytes()
    with opened(path) as media, closing(SoundTrack(MediaReader(media))) as track:
        (cover,) = track._container.streams.video
        assert cover.codec_context.pix_fmt is None, "a picture of a gigabyte would have been unpacked"


def test_ffmpeg_may_not_ask_for_more_than_any_sound_needs() -> None:
    child = """
import av, sys
from pathlib import Path
from audiocoach.audio.decoder import about
from audiocoach.audio.media_file import opened
def fits(samples):
    try:
        return bool(av.AudioFrame("flt", "mono", samples))
    except (MemoryError, av.FFmpegError):
        return False
before = fits(40 << 20)
with opened(Path(sys.argv[1])) as media:
    about(media)
print(before, fits(40 << 20), fits(20 << 20))
"""
    command = [sys.executable, "-c", child, str(MEDIA / "latin1-tags.wav")]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=env, capture_output=True, check=True, text=True).stdout == "True False True\n"


@pytest.mark.parametrize("size", [1, 40_000])
def test_a_file_that_shrinks_or_changes_while_it_is_read_is_told(tmp_path: Path, size: int) -> None:
    path = by_ffmpeg(tmp_path / "a.wav", "-t", "20", left=tone(400))
    whole = path.read_bytes()
    for change in (whole[:-size], whole + bytes(size), whole[:-size] + bytes(255 - byte for byte in whole[-size:])):
        path.write_bytes(whole)
        with opened(path) as media:
            media.digest  # noqa: B018 - what is read from here on is what was hashed
            blocks = decode(media, 3600)
            next(blocks)
            path.write_bytes(change)
            with pytest.raises(UnreadableFile, match="it has changed while it was being read"):
                list(blocks)


def test_a_file_that_loses_its_name_is_read_to_its_end(tmp_path: Path) -> None:
    path = by_ffmpeg(tmp_path / "a.wav", "-t", "20", left=tone(400))
    with opened(path) as media:
        blocks = decode(media, 3600)
        first = next(blocks)
        path.unlink()
        assert len(first) + sum(map(len, blocks)) == 20 * 44_100


def test_a_disk_that_fails_is_told(tmp_path: Path) -> None:
    class Failing(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            self.reads += 1
            if self.reads > 5:
                raise OSError(5, "Input/output error")
            return super().read(size)

    path = by_ffmpeg(tmp_path / "a.wav", "-t", "20", left=tone(400))
    with pytest.raises(UnreadableFile, match="input/output error"):
        list(decode(MediaFile(Failing(path.read_bytes()), path), 3600))


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")])
def test_nothing_but_a_regular_file_is_opened(tmp_path: Path, make) -> None:
    make(tmp_path / "a.wav")
    with pytest.raises(UnreadableFile, match=r"it is a (named pipe|folder|device)"), opened(tmp_path / "a.wav"):
        pass


def test_a_file_larger_than_any_sound_is_not_even_hashed(tmp_path: Path) -> None:
    with (tmp_path / "a.wav").open("wb") as file:
        file.truncate((1 << 32) + 1)
    with pytest.raises(UnreadableFile, match="it is larger than 4 GiB"), opened(tmp_path / "a.wav"):
        pass
