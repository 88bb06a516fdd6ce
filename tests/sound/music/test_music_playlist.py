"""Which files are meant, and in what order."""

import os
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.sound.music import playlist as module
from audiocoach.sound.music.playlist import in_turn, playlist


def touch(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return [folder / name for name in names]


def names(paths) -> list[str]:
    return [path.name for path in paths]


def test_a_folder_gives_its_songs_by_name(tmp_path):
    touch(tmp_path, "10 b.mp3", "2 c.flac", "Alpha.ogg", "beta.M4A", "1.opus", "cover.jpg", "notes.txt", ".hidden.mp3")
    touch(tmp_path, "inner/deep.mp3", "list.m3u")
    (tmp_path / "a folder.mp3").mkdir()
    paths, notes = playlist([tmp_path])
    assert names(paths) == ["1.opus", "2 c.flac", "10 b.mp3", "Alpha.ogg", "beta.M4A"]
    assert notes == []


def test_a_list_stands_as_it_stands(tmp_path):
    b, a, c = touch(tmp_path, "b.mp3", "a.mp3", "inner/c.mp3")
    assert playlist([b, tmp_path / "inner", a, b]) == ([b, c, a, b], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_playlist(tmp_path, encoding, end):
    a, b, c, d = touch(tmp_path, "songs/ä one.mp3", "b.mp3", "sub/c.flac", "d d.mp3")
    entries = ("#EXTM3U", "#EXTINF:123,Somebody", "songs/ä one.mp3", "", "  b.mp3  ", "# no", "sub\\c.flac")
    lines = [*entries, str(b), d.as_uri(), "d%20d.mp3"]
    path = tmp_path / "list.M3U8"
    path.write_bytes(end.join(lines).encode(encoding))
    paths, notes = playlist([path])
    assert paths == [a, b, c, b, d, d]
    assert notes == []


def test_names_in_no_encoding_are_found_as_they_are(tmp_path):
    for name in (b"caf\xe9.mp3", b"\xff.mp3"):
        Path(os.fsdecode(bytes(tmp_path) + b"/" + name)).write_bytes(b"x")
    expected = [tmp_path / os.fsdecode(b"caf\xe9.mp3"), tmp_path / os.fsdecode(b"\xff.mp3")]
    (tmp_path / "list.m3u").write_bytes(b"caf\xe9.mp3\n\xff.mp3\n")
    (tmp_path / "quoted.m3u").write_text("caf%E9.mp3\n%FF.mp3\n")
    for name in ("list.m3u", "quoted.m3u"):
        assert playlist([tmp_path / name]) == (expected, [])
    assert sorted(playlist([tmp_path])[0]) == sorted(expected)


def test_no_folder_and_no_playlist_is_read_without_a_limit(tmp_path, monkeypatch):
    touch(tmp_path, *(f"{number}.mp3" for number in range(6)))
    (tmp_path / "list.m3u").write_text("\n".join(f"{number}.mp3" for number in range(6)))
    monkeypatch.setattr(module, "MOST_SONGS", 4)
    for source in (tmp_path, tmp_path / "list.m3u"):
        paths, (note,) = playlist([source])
        assert names(paths) == [f"{number}.mp3" for number in range(4)]
        assert note.message == f"music: {source} has 6 songs; the first 4 are played"
    monkeypatch.setattr(module, "MOST_FILES", 6)
    paths, (note,) = playlist([tmp_path])
    assert paths == []
    assert "holds more than 6 files: name one with less in it" in note.message
    with (tmp_path / "long.m3u").open("wb") as file:
        file.truncate(1 << 23)
    paths, (note,) = playlist([tmp_path / "long.m3u"])
    assert paths == []
    assert "it is larger than 4 MiB" in note.message


def test_a_playlist_of_what_is_not_there_says_so_in_a_few_words(tmp_path):
    touch(tmp_path, "here.mp3")
    (tmp_path / "list.m3u").write_text("\n".join([*(f"gone {number}.mp3" for number in range(500)), "here.mp3"]))
    paths, notes = playlist([tmp_path / "list.m3u"])
    assert names(paths) == ["here.mp3"]
    assert len(notes) == 21
    assert notes[-1].message == "music: list.m3u names 480 more that cannot be played"


def test_a_playlist_that_would_wait_for_ever_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "list.m3u")
    paths, (note,) = playlist([tmp_path / "list.m3u"])
    assert paths == []
    assert "list.m3u cannot be read: it is a named pipe" in note.message


def test_what_a_playlist_lacks_is_named(tmp_path):
    touch(tmp_path, "here.mp3", "other.m3u")
    entries = ["gone.mp3", "here.mp3", "http://example.org/radio.mp3", "other.m3u", "x" * 5000, "nul\0.mp3"]
    (tmp_path / "list.m3u").write_text("\n".join(entries))
    paths, notes = playlist([tmp_path / "list.m3u"])
    assert names(paths) == ["here.mp3"]
    told = [note.message for note in notes]
    assert all(note.severity == "warning" for note in notes)
    assert len(told) == 5
    assert "list.m3u names 'gone.mp3', and there is no such file" in told[0]
    assert "radio.mp3" in told[1]
    assert "names another playlist, 'other.m3u'" in told[2]


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "is empty"), ("#EXTM3U\n# nothing\n", "is empty"), ("#EXTM3U\n#EXT-X-VERSION:3\na.ts\n", "a stream's list")],
)
def test_a_playlist_of_nothing(tmp_path, text, why):
    (tmp_path / "list.m3u8").write_text(text)
    paths, (note,) = playlist([tmp_path / "list.m3u8"])
    assert paths == []
    assert why in note.message


def test_what_is_not_there_is_named_with_what_may_be_meant(tmp_path):
    touch(tmp_path, "running.mp3")
    _, (note,) = playlist([tmp_path / "runing.mp3"])
    assert "there is no file" in note.message
    assert "did you mean `running.mp3`?" in note.message
    assert playlist([tmp_path / "no folder" / "x.mp3"])[1]


def test_a_folder_of_folders_says_so(tmp_path):
    touch(tmp_path, "one/a.mp3")
    (tmp_path / "none").mkdir()
    assert "only folders" in playlist([tmp_path])[1][0].message
    assert "there is no music in" in playlist([tmp_path / "none"])[1][0].message


MANY = st.lists(st.text("abc12", min_size=1, max_size=3), min_size=1, max_size=12).map(
    lambda many: list(map(Path, many))
)


@given(MANY, st.integers(0, 1000))
def test_each_round_has_every_song_once(paths, seed):
    for round_ in islice(in_turn(paths, seed), 4):
        assert sorted(round_) == sorted(paths)
    assert list(islice(in_turn(paths), 2)) == [paths, paths]


@given(
    st.lists(st.text("abc12", min_size=1), min_size=2, max_size=12, unique=True).map(lambda all_: list(map(Path, all_)))
)
def test_no_song_comes_twice_in_a_row(paths):
    played = [path for round_ in islice(in_turn(paths, 7), 20) for path in round_]
    assert all(before != after for before, after in pairwise(played))


def test_shuffling_depends_on_seed_round_and_name_alone():
    paths = [Path(f"{number}.mp3") for number in range(40)]
    first, second = islice(in_turn(paths, 1), 2)
    assert first != second != paths
    assert next(in_turn(paths, 1)) == first
    assert next(in_turn(paths, 2)) != first
    moved = [Path("/elsewhere") / path for path in paths]
    assert names(next(in_turn(moved, 1))) == names(first)
    assert [path for path in next(in_turn([*paths, Path("new.mp3")], 1)) if path.name != "new.mp3"] == first
