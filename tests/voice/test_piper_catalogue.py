"""Fetching voices from a catalogue, which is a server on this machine here."""

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from audiocoach.errors import InputError, UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines import remote_file
from audiocoach.voice.engines.network import SILENCE_S
from audiocoach.voice.engines.piper import piper_catalogue
from audiocoach.voice.engines.piper.piper_catalogue import PiperCatalogue
from audiocoach.voice.engines.piper.piper_engine import PiperEngine
from audiocoach.voice.engines.piper.piper_model import joe
from audiocoach.voice.registry import resolve
from support.servers import Talk, answering, dripping, dripping_head, endless, moved, silent, tcp_server

NAME = "en_GB-alba-medium"
PLACE = f"en/en_GB/alba/medium/{NAME}.onnx"


def download(name: str, *, base_url: str, folder: Path, progress: Callable[[int, int], None] | None = None) -> Path:
    """The model of a voice that a catalogue lists."""
    return PiperCatalogue.at(base_url).fetch(name, folder, progress or (lambda *_: None))


@dataclass(slots=True)
class Shop:
    """What the server has, and what was asked for."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    short: bool = False
    """Whether connections end before the last byte."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    config = json.dumps(json.loads(joe().config) | {"language": {"code": "en_GB"}}).encode()
    shop.files = {PLACE: bytes(range(256)) * 9000, f"{PLACE}.json": config}
    _list(shop)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/main/")
            shop.asked.append(name)
            body = shop.files.get(name)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write((body or b"")[: -1 if shop.short and name.endswith(".onnx") else None])

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shop.url = f"http://127.0.0.1:{server.server_port}/main/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield shop
    server.shutdown()
    server.server_close()
    thread.join()


def _list(shop: Shop) -> None:
    entries = {
        name: {"size_bytes": len(body), "md5_digest": hashlib.md5(body).hexdigest()}
        for name, body in shop.files.items()
    }
    shop.files["voices.json"] = json.dumps({NAME: {"key": NAME, "files": entries}}).encode()


def _listing(**wrong: object) -> bytes:
    entry = {"size_bytes": 9, "md5_digest": "0" * 32} | wrong
    return json.dumps({NAME: {"files": {PLACE: entry, f"{PLACE}.json": entry}}}).encode()


def test_a_voice_is_fetched_whole_and_is_then_there(shop: Shop, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = download(NAME, base_url=shop.url, folder=tmp_path / "new", progress=lambda *bytes_: told.append(bytes_))
    size = sum(found.stat().st_size for found in path.parent.iterdir())
    assert told == sorted(told)
    assert told[-1] == (size, size)
    assert path.read_bytes() == shop.files[PLACE]
    assert sorted(found.name for found in path.parent.iterdir()) == [path.name, f"{path.name}.json"]
    engine = PiperEngine(path.parent)
    assert engine.voice(VoiceChoice("en", name="alba")).model.path == path
    assert engine.voice(VoiceChoice("en", name=NAME)).model.path == path
    shop.asked.clear()
    assert download(NAME, base_url=shop.url, folder=path.parent) == path
    assert shop.asked == ["voices.json"], "what is there and whole is not fetched again"


def test_a_damaged_or_broken_off_file_is_refused_and_leaves_nothing(shop: Shop, tmp_path: Path) -> None:
    good = shop.files[PLACE]
    for bad in (good[:-1] + b"x", good[:-1], good + b"x", b""):
        shop.files[PLACE] = bad
        with pytest.raises(VoiceError, match="damaged or incomplete"):
            download(NAME, base_url=shop.url, folder=tmp_path)
        assert not list(tmp_path.glob("*.onnx"))
    shop.files[PLACE], shop.short = good, True
    with pytest.raises(VoiceError):
        download(NAME, base_url=shop.url, folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.onnx.json"]
    shop.short = False
    assert download(NAME, base_url=shop.url, folder=tmp_path).is_file()


def test_a_damaged_file_that_is_there_is_replaced(shop: Shop, tmp_path: Path) -> None:
    path = download(NAME, base_url=shop.url, folder=tmp_path)
    path.write_bytes(b"x" * len(shop.files[PLACE]))
    assert download(NAME, base_url=shop.url, folder=tmp_path).read_bytes() == shop.files[PLACE]


def test_what_cannot_be_fetched_is_told(shop: Shop, tmp_path: Path) -> None:
    for name in ("en_GB-alda-medium", "../../etc/passwd", "", "alba/x-y"):
        with pytest.raises(VoiceError, match="does not say where"):
            download(name, base_url=shop.url, folder=tmp_path)
    with pytest.raises(InputError, match="address"):
        download(NAME, base_url="file:///etc", folder=tmp_path)
    with pytest.raises(VoiceError, match="cannot fetch"):
        download(NAME, base_url="http://127.0.0.1:9/", folder=tmp_path)
    del shop.files[PLACE]
    with pytest.raises(VoiceError, match="404"):
        download(NAME, base_url=shop.url, folder=tmp_path)
    for catalogue in (
        *(b"{", b"[]", b"[" * 200_000, b'{"a":' * 100_000, b"9" * 9000),
        json.dumps({NAME: {"files": {}}}).encode(),
        json.dumps({NAME: 3}).encode(),
        *(_listing(size_bytes=size) for size in (-1, 1.5, "9", None, 1 << 40, True)),
        *(_listing(md5_digest=md5) for md5 in ("", "../x", 3, None)),
    ):
        shop.files["voices.json"] = catalogue
        with pytest.raises(VoiceError, match="catalogue"):
            download(NAME, base_url=shop.url, folder=tmp_path)


@pytest.mark.parametrize("talk", [silent, dripping, dripping_head, endless], ids=["silent", "body", "head", "endless"])
@pytest.mark.parametrize("what", ["catalogue", "model"])
def test_a_server_that_is_no_use_is_told_in_time(
    talk: Talk, what: str, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a fiftieth of the times that users have."""
    monkeypatch.setattr(remote_file, "WHOLE_S", remote_file.WHOLE_S / 50)
    monkeypatch.setattr(remote_file, "STALL_S", remote_file.STALL_S / 50)
    catalogue = answering("200 OK", shop.files["voices.json"])

    asked: list[int] = []

    def once(connection: socket.socket) -> None:
        first, _ = not asked, asked.append(1)
        (catalogue if what == "model" and first else talk)(connection)

    start = time.monotonic()
    with tcp_server(once) as url, pytest.raises(VoiceError, match="cannot fetch http"):
        download(NAME, base_url=url, folder=tmp_path)
    assert time.monotonic() - start < 60 / 50 + 10  # and not for as long as it drips
    assert not list(tmp_path.iterdir())
    assert remote_file.WHOLE_S * 50 < 60, "as it is set for users"
    assert remote_file.STALL_S * 50 * 2 + SILENCE_S < 60


def test_an_address_of_another_host_is_not_followed(shop: Shop, tmp_path: Path) -> None:
    with tcp_server(moved(f"{shop.url}voices.json")) as url, pytest.raises(VoiceError, match="another address"):
        download(NAME, base_url=url, folder=tmp_path)
    assert shop.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files")
def test_a_full_disk_is_told_and_leaves_nothing(shop: Shop, tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from audiocoach.voice.engines.piper.piper_catalogue import PiperCatalogue\n"
        "from audiocoach.errors import DeliverError\n"
        f"shop = PiperCatalogue.at({shop.url!r})\n"
        f"try: shop.fetch({NAME!r}, Path({str(tmp_path)!r}), lambda *_: None)\n"
        "except DeliverError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "the disk is full\n  hint: free some space" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.onnx.json"]


def test_a_voice_of_another_kind_is_refused_before_its_model_is_fetched(shop: Shop, tmp_path: Path) -> None:
    shop.files[f"{PLACE}.json"] = json.dumps({"language": {"code": "zh_CN"}, "phoneme_type": "pinyin"}).encode()
    _list(shop)
    with pytest.raises(VoiceError, match=r"this version cannot use the voice: .*phoneme_type"):
        download(NAME, base_url=shop.url, folder=tmp_path)
    assert not list(tmp_path.iterdir())
    assert PLACE not in shop.asked


def test_a_folder_that_cannot_be_made_is_told(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VoiceError, match="cannot make the folder"):
        download(NAME, base_url=shop.url, folder=tmp_path / "file" / "voices")


def test_the_address_is_that_of_pipers_own_downloader() -> None:
    from piper import download_voices

    base = piper_catalogue._own_root()
    assert base.startswith("https://")
    assert base.endswith("/")
    assert download_voices.VOICES_JSON.startswith(f"{base}voices.json")


def test_a_voice_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "my voice.onnx"
    model.symlink_to(joe().path)
    shutil.copy(f"{joe().path}.json", f"{model}.json")
    monkeypatch.chdir(tmp_path)
    for name in (str(model), "my voice.onnx", "./my voice.onnx"):
        choice = resolve(VoiceChoice("en", engine="piper", name=name))
        assert PiperEngine(tmp_path / "none").voice(choice).name == "my voice"
    for name in (str(tmp_path / "gone.onnx"), "gone.onnx", "joe.onnx"):
        with pytest.raises(UnknownName):
            resolve(VoiceChoice("en", engine="piper", name=name))
