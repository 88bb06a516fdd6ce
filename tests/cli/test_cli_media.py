"""Files of sound through the program itself: any name, any damage, nothing taken for an address, each error placed."""

import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import MEDIA
from support.commands import Cli
from support.sounds import by_ffmpeg, tone

HEAD = "soundscape: none\ncoaching: silent\n"
WAYS = ("check", "plan --estimate", "plan", "build -o out.mp3 --force")


def recording(here: Path, name: str) -> Path:
    path = here / "s.yaml"
    quoted = name.replace("\x1b", "\\e")
    path.write_text(f'{HEAD}steps:\n  - say: {{file: "{quoted}"}}\n  - walk: 5s\n')
    return path


@pytest.fixture
def server() -> Iterator[tuple[int, list[str]]]:
    """A port on this machine, and who came there."""
    came: list[str] = []

    class Door(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            came.append(str(self.client_address))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield listening.server_address[1], came
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["latin1-tags.wav", "mp3-hole.mp3", "mp3-44-then-48.mp3"])
def test_what_players_play_is_a_recording_and_music_and_a_soundscape(cli: Cli, here: Path, name: str) -> None:
    shutil.copy(MEDIA / name, here)
    spec = recording(here, name)
    for way in WAYS:
        cli(*way.split(), spec)
    beneath = f'music: ["{name}"]\nsoundscape: "{name}"\n'
    (here / "m.yaml").write_text(f"coaching: silent\n{beneath}steps: [walk: 6s]\n")
    cli("build", "m.yaml", "-o", "out.mp3", "--force")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["rate1.wav", "ratemax.wav"])
def test_a_rate_that_no_sound_has_is_an_error_at_its_place(cli: Cli, here: Path, name: str, way: str) -> None:
    shutil.copy(MEDIA / name, here)
    said = cli(*way.split(), recording(here, name), code=2)
    assert "s.yaml:4:17: cannot use the recording" in said.err
    assert f"{name}: its header says" in said.err
    assert "^" * len(name) in said.err
    assert "hint: save it at 44.1 kHz; 4 to 384 kHz can be played" in said.err


@pytest.mark.parametrize("where", ["music: [{}]", "soundscape: {}"])
@pytest.mark.parametrize("name", ["rate1.wav", "ratemax.wav"])
def test_such_a_rate_is_no_music_and_no_soundscape(cli: Cli, here: Path, name: str, where: str) -> None:
    shutil.copy(MEDIA / name, here)
    (here / "m.yaml").write_text(f"coaching: silent\n{where.format(name)}\nsteps: [walk: 6s]\n")
    said = cli("build", "m.yaml", "-o", "out.mp3", code=2)
    assert "its header says" in said.err
    assert "hint:" in said.err
    assert not (here / "out.mp3").exists()


def test_a_silent_recording_is_an_error_at_its_place(cli: Cli, here: Path) -> None:
    by_ffmpeg(here / "silent.wav")
    spec = recording(here, "silent.wav")
    for way in ("plan", "build -o out.mp3"):
        said = cli(*way.split(), spec, code=2)
        assert "s.yaml:4:17: cannot use the recording" in said.err
        assert "it is silent" in said.err
        assert "hint: record it again, or leave it out" in said.err
    (here / "m.yaml").write_text("coaching: silent\nmusic: silent.wav\nsteps: [walk: 6s]\n")
    assert "it is silent" in cli("build", "m.yaml", "-o", "out.mp3", code=2).err


@pytest.mark.parametrize("way", WAYS)
def test_a_path_that_reads_like_an_address_makes_no_request(cli: Cli, here: Path, server, way: str) -> None:
    port, came = server
    folder = here / "http:" / f"127.0.0.1:{port}"
    folder.mkdir(parents=True)
    shutil.copy(by_ffmpeg(here / "plain.wav", left=tone(400)), folder / "x.mp3")
    cli(*way.split(), recording(here, f"http:/127.0.0.1:{port}/x.mp3"))
    assert came == []


NAMES = ["10:30.mp3", "a:song.wav", "file:x.wav", "concat:a|b", "pipe:0", "data:audio,x", "subfile,,start,0,end,9,,:x"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_file_like_others(cli: Cli, here: Path, name: str) -> None:
    shutil.copy(by_ffmpeg(here / "plain.wav", "-t", "6", left=tone(400)), here / name)
    beneath = f'coaching: silent\nmusic: ["./{name}"]\nsoundscape: "./{name}"\n'
    (here / "m.yaml").write_text(f'{beneath}steps:\n  - say: {{file: "{name}"}}\n  - walk: 6s\n')
    cli("build", "m.yaml", "-o", "out.mp3", "--force")


@pytest.mark.parametrize("kind", ["list.m3u8", "list.mp3"])
def test_a_stream_list_leads_out_of_no_folder(cli: Cli, here: Path, server, kind: str) -> None:
    port, came = server
    secret = by_ffmpeg(here.parent / "secret.wav", left=tone(400))
    for there in (f"http://127.0.0.1:{port}/a.ts", secret, "../secret.wav"):
        (here / kind).write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{there}\n#EXT-X-ENDLIST\n")
        said = cli("check", recording(here, kind), code=2)
        assert "it is a text, and no sound" in said.err
        (here / "m.yaml").write_text(f"coaching: silent\nmusic: {kind}\nsteps: [walk: 6s]\n")
        cli("build", "m.yaml", "-o", "out.mp3", code=2)
    assert came == []


def test_songs_whose_names_are_in_no_encoding_are_played_and_shown(cli: Cli, here: Path) -> None:
    from mutagen.id3 import ID3

    songs = here / "songs"
    songs.mkdir()
    for number, name in enumerate((b"caf\xe9.wav", b"esc\x1b[31m.wav", b"\xff\xfe.wav")):
        shutil.copy(by_ffmpeg(here / "plain.wav", "-t", "6", left=tone(400 + number)), songs / os.fsdecode(name))
    (here / "m.yaml").write_text("coaching: silent\nsoundscape: none\nmusic: songs\nsteps: [walk: 12s]\n")
    said = cli("build", "m.yaml", "-o", "out.mp3", "--with", "json,vtt")
    assert "\x1b" not in said.out + said.err
    comment = ID3(here / "out.mp3").getall("COMM")[0].text[0]
    assert set(comment.splitlines()) == {"Music:", "caf\ufffd", "esc\ufffd[31m", "\ufffd\ufffd"}


def test_the_name_of_a_recording_is_shown_without_what_steers_a_terminal(cli: Cli, here: Path) -> None:
    shutil.copy(by_ffmpeg(here / "plain.wav", left=tone(400)), here / "esc\x1b[31m.wav")
    spec = recording(here, "esc\x1b[31m.wav")
    for way in ("plan --estimate", "plan", "build -o out.mp3 --with json,vtt,srt"):
        said = cli(*way.split(), spec)
        assert "\x1b" not in said.out + said.err
    assert "\x1b" not in (here / "out.vtt").read_text()
