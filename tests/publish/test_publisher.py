"""What is written in a folder: whole files of ours alone, which stay as they are while nothing changes."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from audiocoach.errors import DeliverError, InputError
from audiocoach.program import finished
from audiocoach.program.manifest import MANIFEST
from audiocoach.publish import publication
from audiocoach.publish import publisher as module
from audiocoach.publish.publication import read_publication
from audiocoach.publish.publisher import Placed, Privacy, publishing
from audiocoach.publish.slug import slug
from support.published import build_program, build_session

SECRET = "0123456789abcdef" * 2


def published(folder: Path, *, private: bool | None = None, feed: bytes = b"feed") -> list[Placed]:
    """Publish every MP3 with a transcript, and a feed."""
    with publishing(folder, "feed", Privacy(private, draw=lambda: SECRET)) as publisher:
        placed = [publisher.place(episode) for episode in publisher.publication.episodes]
        for one in placed:
            publisher.write(one.beside(".vtt"), one.path.encode())
        publisher.write("feed.xml", feed)
        publisher.finish(base_url="https://example.org")
    return placed


def files(folder: Path) -> dict[str, str]:
    """The digest of each published file, which must be true; and there are no others but the MP3s and the manifest."""
    record = read_publication(folder).record
    for path, digest in record.files.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
    below = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    mp3s = {path.name for path in folder.glob("*.mp3")}
    assert below - set(record.files) - mp3s - {".program.lock", MANIFEST} <= {"notes.txt"}
    return dict(record.files)


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file, with when it was written."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def test_an_mp3_is_published_by_its_content(program: Path) -> None:
    placed = published(program)
    episodes = read_publication(program).episodes
    assert [one.path for one in placed] == [
        f"media/{episode.path.stem}.{episode.sha256[:8]}.mp3" for episode in episodes
    ]
    assert all(one.is_new for one in placed)
    for one, episode in zip(placed, episodes, strict=True):
        assert (program / one.path).samefile(episode.path)
    assert sorted(files(program)) == sorted(
        ["feed.xml", *(one.path for one in placed), *(one.beside(".vtt") for one in placed)]
    )


def test_where_there_are_no_links_it_is_a_copy(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OSError(1, "not here")

    monkeypatch.setattr(os, "link", refuse)
    placed = published(program)
    assert len(files(program)) == 1 + 2 * len(placed)
    assert not (program / placed[0].path).samefile(program / "w01d1-builder.mp3")


@pytest.mark.parametrize("private", [False, True])
def test_publishing_again_changes_nothing(program: Path, private: bool) -> None:
    published(program, private=private)
    before = everything(program)
    assert not any(one.is_new for one in published(program))
    assert everything(program) == before


def test_a_file_that_is_built_again_has_a_new_address_and_the_one_before_stays_for_a_while(singles: Path) -> None:
    (old,) = (one.path for one in published(singles) if one.path.startswith("media/c."))
    content = (singles / old).read_bytes()

    def rebuilt(seconds: int) -> str:
        build_session(singles.parent / "source", singles / "c.mp3", f"title: Last\nsteps: [run: {seconds}s]\n")
        return next(one.path for one in published(singles) if one.is_new)

    second = rebuilt(21)
    assert second != old
    assert (singles / old).read_bytes() == content
    assert {old, old.replace(".mp3", ".vtt"), second} <= files(singles).keys()
    published(singles)
    published(singles, feed=b"another")
    assert old in files(singles)  # no MP3 has changed
    third = rebuilt(22)
    found = files(singles).keys()
    assert old not in found
    assert old.replace(".mp3", ".vtt") not in found
    assert {second, third} <= found


def test_a_file_that_comes_back_has_its_address_again(singles: Path) -> None:
    first = {one.path for one in published(singles)}
    away = singles.parent / "away.mp3"
    (singles / "c.mp3").rename(away)
    published(singles)
    away.rename(singles / "c.mp3")
    assert {one.path for one in published(singles)} == first
    assert not read_publication(singles).record.retired


def test_a_file_that_was_changed_in_place_is_not_served_under_its_old_address(singles: Path) -> None:
    (old,) = (one.path for one in published(singles) if one.path.startswith("media/c."))
    with (singles / "c.mp3").open("ab") as file:
        file.write(b"TAG")
    published(singles)
    assert old not in files(singles)


def test_a_file_that_was_renamed_keeps_its_old_address_for_a_while(singles: Path) -> None:
    (old,) = (one.path for one in published(singles) if one.path.startswith("media/c."))
    (singles / "c.mp3").rename(singles / "d.mp3")
    published(singles)
    assert old in files(singles)


def test_what_a_secret_that_was_given_up_left_is_taken_away_whatever_came_between(program: Path) -> None:
    published(program, private=True)
    with pytest.raises(KeyboardInterrupt), publishing(program, "feed", Privacy(new_address=True)) as publisher:
        publisher.write("feed.xml", b"other")
        raise KeyboardInterrupt
    assert (program / SECRET / "feed.xml").exists()
    published(program, private=False)
    assert not (program / SECRET).exists()
    assert {path.partition("/")[0] for path in read_publication(program).record.files} == {"feed.xml", "media"}


def test_a_private_publication_lies_below_its_secret_and_nowhere_else(program: Path) -> None:
    published(program)
    assert "feed.xml" in files(program)
    published(program, private=True)
    assert all(path.startswith(f"{SECRET}/") for path in files(program))
    assert not (program / "media").exists()
    published(program)
    assert f"{SECRET}/feed.xml" in files(program)
    published(program, private=False)
    assert "feed.xml" in files(program)
    assert not (program / SECRET).exists()
    assert read_publication(program).record.secret == SECRET


def test_each_part_leaves_the_other_alone(program: Path) -> None:
    placed = published(program)
    with publishing(program, "site") as publisher:
        for episode in publisher.publication.episodes:
            publisher.place(episode)
        publisher.write("index.html", b"page")
        publisher.write("site/week-1.json", b"{}")
        publisher.finish()
    both = files(program)
    assert {"feed.xml", "index.html", "site/week-1.json", placed[0].beside(".vtt")} <= both.keys()
    published(program, feed=b"other")
    assert files(program).keys() == both.keys()
    with publishing(program, "site") as publisher:
        for episode in publisher.publication.episodes:
            publisher.place(episode)
        publisher.write("index.html", b"page")
        publisher.finish()
    assert files(program).keys() == both.keys() - {"site/week-1.json"}
    assert not (program / "site").exists()


@pytest.mark.parametrize("name", ["feed.xml", "media"])
def test_a_file_of_somebody_else_is_not_replaced(program: Path, name: str) -> None:
    (program / name).write_bytes(b"mine")
    with pytest.raises((InputError, DeliverError)) as raised:
        published(program)
    assert str(program / name) in raised.value.message
    assert raised.value.hint
    assert (program / name).read_bytes() == b"mine"


def test_a_file_that_somebody_changed_is_not_replaced(program: Path) -> None:
    published(program)
    (program / "feed.xml").write_bytes(b"mine")
    with pytest.raises(InputError, match="was changed after audiocoach wrote it"):
        published(program, feed=b"newer")
    assert (program / "feed.xml").read_bytes() == b"mine"


def test_a_publication_that_was_killed_is_finished_by_the_next(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    with pytest.raises(Killed), publishing(program, "feed") as publisher:
        placed = publisher.place(publisher.publication.episodes[0])
        publisher.write(placed.beside(".vtt"), b"half of what it will be")
        publisher.write("feed.xml", b"half")
        raise Killed
    published(program)
    assert not read_publication(program).record.unfinished
    assert (program / "feed.xml").read_bytes() == b"feed"
    files(program)


def test_a_file_that_was_taken_away_is_written_again(program: Path) -> None:
    placed = published(program)
    before = files(program)
    (program / placed[0].path).unlink()
    (program / placed[1].beside(".vtt")).unlink()
    published(program)
    assert files(program) == before


def test_a_build_after_it_reads_no_mp3_again(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, folder = Path(shutil.copytree(once / "source", tmp_path / "source")), tmp_path / "program"
    build_program(source, folder)
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(source / "cache"))
    published(folder)
    published(folder, private=True)

    def refuse(path: Path) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(finished, "file_digest", refuse)
    build_program(source, folder)


def test_single_sessions_are_not_read_again(singles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(singles)

    def refuse(path: Path) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(publication, "file_digest", refuse)
    published(singles)


def test_a_record_that_leads_out_of_the_folder_is_refused(program: Path) -> None:
    published(program)
    text = (program / MANIFEST).read_text()
    victim = program.parent / "victim"
    victim.write_text("x")
    for path in ("../victim", str(victim), "a/../../victim", "..\\\\victim"):
        (program / MANIFEST).write_text(text.replace('"feed.xml"', f'"{path}"'))
        with pytest.raises(InputError, match=r"`published\.files\..* is not as audiocoach wrote it"):
            published(program)
    assert victim.exists()


def test_two_folders_are_not_made_in_one_that_is_none_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        published(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("w01d1-couch-to-5k", "w01d1-couch-to-5k"), ("läufe für Ana", "laufe-fur-Ana"), ("бег", "episode"),
        ("a/b?c#d%20", "a-b-c-d-20"), ("x" * 300, "x" * 100), ("", "episode"), ("..", "episode"),
    ],
)  # fmt: skip
def test_addresses_are_ascii(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_secret_is_long_and_another_each_time() -> None:
    drawn = {module.draw_secret() for _ in range(100)}
    assert len(drawn) == 100
    assert all(len(one) == 32 for one in drawn)
