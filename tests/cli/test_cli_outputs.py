"""What a build writes over and what it leaves alone; a cache that was tampered with, and code that has changed."""

import contextlib
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import mutagen.id3
import pytest

from audiocoach.storage.kinds import CHUNKS, KINDS, MP3_CODE
from support.caches import emptied
from support.commands import Cli, run

Once = Callable[[str, Callable[[Path], None]], Path]
EVERY = "vtt,srt,chapters,svg,json"
BUILD = ("build", "short.yaml", "-o", "x.mp3", "--with", EVERY, "--stems", "st")
BESIDE = ("x.vtt", "x.srt", "x.chapters.json", "x.svg", "x.json", "st/speech.wav", "st/tones.wav")


@pytest.fixture
def built(once: Once, here: Path, tmp_path: Path) -> None:
    """`BUILD` has been run here: once for all tests, each of which has a copy of its files and of its cache."""

    def make(folder: Path) -> None:
        shutil.copytree(here, folder / "here")
        with contextlib.chdir(folder / "here"), pytest.MonkeyPatch.context() as patch:
            patch.setenv("AUDIOCOACH_CACHE", str(folder / "cache"))
            run(*BUILD)

    kept = once("outputs", make)
    shutil.copytree(kept / "here", here, dirs_exist_ok=True)
    shutil.copytree(kept / "cache", tmp_path / "cache")


def edit(path: Path) -> None:
    """Change a byte far from both ends."""
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def unchanged(cli: Cli, *args: str) -> bool:
    (file,) = cli(*args, "--json").json["files"]
    return bool(file["unchanged"])


@pytest.mark.parametrize("forgotten", ["the cache", pytest.param("nothing", marks=pytest.mark.long)])
@pytest.mark.usefixtures("built")
def test_what_it_wrote_itself_it_writes_again(cli: Cli, here: Path, tmp_path: Path, forgotten: str) -> None:
    if forgotten == "the cache":
        shutil.rmtree(tmp_path / "cache")
    cli(*BUILD, "--set", "run=12s")
    emptied(tmp_path / "cache")
    cli(*BUILD, "--set", "run=13s")
    before = {name: (here / name).read_bytes() for name in (*BESIDE, "x.mp3")}
    cli(*BUILD, "--set", "run=13s", "--force")
    assert {name: (here / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("name", [*BESIDE[:2], *(pytest.param(name, marks=pytest.mark.long) for name in BESIDE[2:])])
@pytest.mark.usefixtures("built")
def test_what_somebody_has_edited_in_its_middle_stays(cli: Cli, here: Path, name: str) -> None:
    edit(here / name)
    edited = (here / name).read_bytes()
    said = cli(*BUILD, "--set", "run=12s", code=2).err
    assert f"{name} is there already, and " in said
    assert name == "x.srt" or "was changed after audiocoach wrote it" in said
    assert "hint: use --force to replace it" in said
    assert (here / name).read_bytes() == edited
    cli(*BUILD, "--set", "run=12s", "--force")
    assert (here / name).read_bytes() != edited


@pytest.mark.usefixtures("built")
def test_an_mp3_that_is_damaged_in_its_middle_is_made_again(cli: Cli, here: Path) -> None:
    whole = (here / "x.mp3").read_bytes()
    start = len(whole) // 2
    (here / "x.mp3").write_bytes(whole[:start] + bytes(30_000) + whole[start + 30_000 :])
    assert not unchanged(cli, *BUILD)
    assert (here / "x.mp3").read_bytes() == whole
    assert unchanged(cli, *BUILD)


@pytest.mark.usefixtures("built")
def test_a_title_that_another_program_wrote_is_written_over(cli: Cli, here: Path) -> None:
    whole = (here / "x.mp3").read_bytes()
    tag = mutagen.id3.ID3(here / "x.mp3")
    tag.add(mutagen.id3.TIT2(encoding=3, text=["Monday"]))
    tag.save()
    assert not unchanged(cli, *BUILD)
    assert (here / "x.mp3").read_bytes() == whole


@pytest.mark.usefixtures("built")
def test_mixing_code_that_has_changed_makes_an_mp3_anew(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (here / "x.mp3").read_bytes()
    named = []
    monkeypatch.setattr("audiocoach.build.tagging.code_version", lambda *rooms: named.append(rooms) or "other code")
    assert not unchanged(cli, *BUILD)
    assert named == [MP3_CODE]
    assert (here / "x.mp3").read_bytes() != before
    monkeypatch.undo()


@pytest.mark.parametrize("library", ["numpy", *(pytest.param(name, marks=pytest.mark.long) for name in ("soxr", "av"))])
@pytest.mark.usefixtures("built")
def test_another_library_encodes_nothing_anew(
    cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """Its version is in the keys of what is kept, and not in the MP3."""
    from audiocoach.storage import kinds

    real = kinds.library_version
    monkeypatch.setattr(kinds, "library_version", lambda name: real(name) + (" newer" if name == library else ""))
    monkeypatch.setattr(kinds, "_version", kinds._version.__wrapped__)
    assert any(library in kind.version for kind in KINDS)
    assert unchanged(cli, *BUILD)


def entries(cache: Path) -> list[Path]:
    return sorted((cache / CHUNKS.folder).glob("??/*"))


@pytest.mark.usefixtures("built")
def test_chunks_that_are_swapped_give_the_same_mp3(cli: Cli, here: Path, tmp_path: Path) -> None:
    whole = (here / "x.mp3").read_bytes()
    first, second, *_ = (path for path in entries(tmp_path / "cache"))
    first.rename(tmp_path / "held")
    second.rename(first)
    (tmp_path / "held").rename(second)
    (here / "x.mp3").unlink()
    told = cli(*BUILD, "--json").json
    assert told["chunks"]["encoded"] >= 2
    assert (here / "x.mp3").read_bytes() == whole


@pytest.mark.usefixtures("built")
def test_links_in_the_cache_are_replaced_and_never_written_through(cli: Cli, here: Path, tmp_path: Path) -> None:
    whole = (here / "x.mp3").read_bytes()
    mine = tmp_path / "mine.txt"
    mine.write_text("precious")
    places = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    for path in places:
        path.unlink()
        path.symlink_to(mine)
    (here / "x.mp3").unlink()
    (here / "x.srt").unlink()
    cli(*BUILD)
    assert mine.read_text() == "precious"
    assert (here / "x.mp3").read_bytes() == whole


@pytest.fixture
def at_once() -> Iterator[None]:
    """Whoever waits for the other end of a pipe is woken, and fails."""

    def ring(*_: object) -> None:
        raise TimeoutError("it waits")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(120)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("linked", [False, True], ids=["itself", "by-a-link"])
@pytest.mark.parametrize("name", ["x.mp3", *BESIDE])
@pytest.mark.usefixtures("at_once")
def test_a_pipe_in_the_place_of_a_file_is_refused(
    cli: Cli, here: Path, tmp_path: Path, name: str, linked: bool
) -> None:
    path = here / name
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / "pipe" if linked else path)
    if linked:
        path.symlink_to(tmp_path / "pipe")
    for force in ((), ("--force",)):
        said = cli(*BUILD, *force, code=2)
        assert f"{name} is a named pipe" in said.err
        assert "hint: name a file" in said.err
    assert not (here / "x.mp3").is_file()


@pytest.mark.parametrize(
    "args",
    [
        ("sounds", "render", "run", "-o", "pipe.wav"),
        ("voices", "say", "Hello.", "--voice", "fake", "-o", "pipe.wav"),
        ("plan", "short.yaml", "--estimate", "--svg", "pipe.svg"),
        ("new", "pipe.yaml"),
        ("library", "copy", "walk-run-20", "pipe.yaml"),
        ("check", "pipe.yaml"),
        ("build", "pipe.yaml"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("at_once")
def test_a_pipe_is_refused_by_every_command(cli: Cli, here: Path, args: tuple[str, ...]) -> None:
    for name in ("pipe.wav", "pipe.svg", "pipe.yaml"):
        os.mkfifo(here / name)
    assert "pipe" in cli(*args, code=2).err


@pytest.mark.usefixtures("at_once")
def test_a_config_that_is_a_pipe_is_refused(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    assert "config.toml" in cli("check", "short.yaml", code=2).err


@pytest.mark.usefixtures("built")
def test_a_link_to_an_mp3_stays_and_what_it_leads_to_is_replaced(cli: Cli, here: Path) -> None:
    (here / "x.mp3").rename(here / "phone.mp3")
    (here / "x.mp3").symlink_to("phone.mp3")
    cli(*BUILD, "--set", "run=12s")
    assert (here / "x.mp3").is_symlink()
    whole = (here / "phone.mp3").read_bytes()
    assert unchanged(cli, *BUILD, "--set", "run=12s")
    assert (here / "phone.mp3").read_bytes() == whole


@pytest.mark.usefixtures("built")
def test_cache_info_and_clear_know_every_kind(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "cache" / "models" / "ab").mkdir(parents=True)
    (tmp_path / "cache" / "models" / "ab" / "abcd").write_bytes(bytes(1000))
    told = cli("cache", "info", "--json").json
    assert told.keys() == {"path"} | {kind.name.replace(" ", "_") for kind in KINDS}
    assert told["models"] == {"number": 1, "bytes": 1000}
    assert told["written"]["number"] == 1
    cli("cache", "clear", "--written", "--models", "--yes")
    told = cli("cache", "info", "--json").json
    assert (told["models"]["number"], told["written"]["number"]) == (0, 0)
    assert told["chunks"]["number"] > 0
    cli("cache", "clear", "--yes")
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.suffix != ".lock"]
