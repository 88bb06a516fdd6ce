"""ID3v2.3 with chapters, read back by mutagen and ffprobe."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3

from audiocoach.deliver.cover import draw_cover
from audiocoach.deliver.mp3_file import write_mp3
from audiocoach.deliver.tags import Tags, id3
from audiocoach.timeline.timeline import Marker
from support.mp3 import request as asked

TITLES = ("Walk + Run 20", "Läufe für Anfänger", "Бег трусцой", "走る 🏃‍♀️", "Œuvre & “more” <3>")


def chapters(count):
    return [Marker(n * 44_100, (n + 1) * 44_100, f"Run {n} 🏃") for n in range(count)]


def read(data):
    return ID3(io.BytesIO(data), translate=False)


def probed(tool, path):
    shown = tool("ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_format", "-show_streams", path)
    return json.loads(shown.stdout)


@pytest.mark.parametrize("title", TITLES)
def test_titles_of_any_script_are_read_back(sound, tmp_path, tool, title):
    marks = (Marker(0, 22_050, title), Marker(22_050, 44_100, f"{title} 2"))
    cover = draw_cover(title, ())
    tags = Tags(title, title, title, title, "ru", 1000, cover, marks, {"audiocoach": title}, lyrics=title, track="3/9")
    path = tmp_path / "a.mp3"
    write_mp3(path, [sound(44_100)], asked(44_100, tags, "voice"))

    found = probed(tool, path)
    shown = found["format"]["tags"]
    assert [shown[key] for key in ("title", "artist", "album", "genre", "audiocoach")] == [title] * 5
    assert shown["track"] == "3/9" and shown["TLEN"] == "1000" and shown["language"] == "rus"
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == [title, f"{title} 2"]
    assert [chapter["start"] for chapter in found["chapters"]] == [0, 500]
    assert any(stream["codec_name"] == "png" for stream in found["streams"])

    tag = read(path.read_bytes())
    assert tag.version == (2, 3, 0)
    assert tag.getall("USLT")[0].text == title and tag.getall("USLT")[0].lang == "rus"
    assert tag.getall("APIC")[0].data == cover
    assert tag["CTOC:toc"].child_element_ids == ["chp0", "chp1"]
    assert tag["CTOC:toc"].flags == 3  # top level, ordered


@pytest.mark.parametrize("count", [1, 255, 256, 1000])
def test_any_number_of_chapters_is_read_in_order(sound, tmp_path, tool, count):
    path = tmp_path / "a.mp3"
    tags = Tags("a", "a", "a", "a", "en", count * 1000, chapters=list(reversed(chapters(count))))
    write_mp3(path, [sound(44_100)], asked(44_100, tags, "voice"))
    found = probed(tool, path)["chapters"]
    assert [chapter["tags"]["title"] for chapter in found] == [f"Run {n} 🏃" for n in range(count)]
    assert [chapter["start"] for chapter in found] == [1000 * n for n in range(count)]

    tag = read(path.read_bytes())
    tables = {table.element_id: table for table in tag.getall("CTOC")}
    assert [table.element_id for table in tables.values() if table.flags & 2] == ["toc"]
    assert all(0 < len(table.child_element_ids) <= 255 for table in tables.values())
    assert leaves("toc", tables) == [f"chp{n}" for n in range(count)]


def leaves(name, tables):
    return (
        [name] if name not in tables else [x for child in tables[name].child_element_ids for x in leaves(child, tables)]
    )


def test_chapters_stand_in_the_order_of_time_in_the_file():
    marks = [Marker(0, 10, "A long title is a large frame"), Marker(10, 20, "b"), Marker(20, 30, "Middle")]
    data = id3(Tags("a", "a", "a", "a", "en", 1, chapters=marks))
    places = [data.index(b"chp%d\0" % n, data.index(b"CHAP")) for n in range(3)]
    assert places == sorted(places)


def test_more_chapters_than_a_tag_holds_are_refused():
    with pytest.raises(ValueError, match="chapters"):
        id3(Tags("a", "a", "a", "a", "en", 1, chapters=chapters(255 * 255 + 1)))


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(words, st.dictionaries(words, words, max_size=4), words)
def test_any_words_come_back_and_the_bytes_are_the_same_again(title, extra, lyrics):
    tags = Tags(title, "", "b", "c", "de", 5, extra=extra, lyrics=lyrics)
    data = id3(tags)
    assert data == id3(Tags(title, "", "b", "c", "de", 5, extra=dict(reversed(extra.items())), lyrics=lyrics))
    tag = read(data)
    assert str(tag["TIT2"]) == title
    assert {frame.desc: str(frame) for frame in tag.getall("TXXX")} == extra
    assert tag.getall("USLT")[0].text == lyrics
    assert tag.size == len(data)  # no padding


def test_nothing_tells_when_or_where_it_was_made():
    ids = {frame.FrameID for frame in read(id3(Tags("a", "a", "a", "a", "en", 1))).values()}
    assert ids == {"TIT2", "TPE1", "TALB", "TCON", "TLAN", "TLEN", "TSSE"}
