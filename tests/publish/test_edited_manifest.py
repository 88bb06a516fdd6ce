"""A `program.json` that somebody has edited: what is wrong is said, and what the hint says leads to the end."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.errors import AudiocoachError, InputError, UnreadableFile
from audiocoach.program import manifest as module
from audiocoach.program.manifest import MANIFEST, read_manifest
from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.feed.write_feed import write_feed
from audiocoach.publish.publication import read_publication
from audiocoach.publish.server.published_folder import PublishedFolder
from audiocoach.publish.site.write_site import write_site
from support.published import build_program

URL = FeedOptions("https://example.org/x")
DAY = "w01d1-builder.mp3"
COMMANDS: list[Callable[[Path], object]] = [
    lambda folder: write_feed(folder, FeedOptions()),
    write_site,
    lambda folder: PublishedFolder(folder).read(),
]
WRONG_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.sampled_from(["", "x", "../x", "a\0b", "\ud800", "0001-01-01T00:00:00Z", "2026-01-01T00:00:00", "9" * 5000]),
    st.text(max_size=5),
    st.sampled_from([[], ["x"], [1, 2], {}, {"x": "y"}, {"1": 5}, {"9" * 5000: "x"}]),
)


@pytest.fixture(scope="module")
def published_once(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(once / "program", tmp_path_factory.mktemp("edited") / "program"))
    write_feed(folder, URL)
    write_site(folder)
    return folder


@pytest.fixture
def published(published_once: Path, tmp_path: Path) -> Path:
    """A copy of a published program that a test may spoil."""
    return Path(shutil.copytree(published_once, tmp_path / "published"))


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest as an editor does that leaves the white space behind it alone."""
    text = (folder / MANIFEST).read_text()
    values = json.loads(text)
    change(values)
    (folder / MANIFEST).write_text(json.dumps(values, indent=2) + text[len(text.rstrip()) :])


def trim(folder: Path) -> None:
    """Take the white space at the end away, which our mark is."""
    path = folder / MANIFEST
    path.write_text(path.read_text().rstrip() + "\n")


def places(values: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value of a document."""
    if way:
        yield way
    for key in values if isinstance(values, dict) else range(len(values)) if isinstance(values, list) else ():
        yield from places(values[key], (*way, key))


def put(values: Any, way: tuple[Any, ...], value: Any) -> None:
    for key in way[:-1]:
        values = values[key]
    values[way[-1]] = value


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_value_anywhere_gives_a_message_or_is_right(published_once: Path, data: st.DataObject) -> None:
    values = json.loads((published_once / MANIFEST).read_text())
    depth = data.draw(st.integers(1, 4))  # else nearly all would be digests of files
    way = data.draw(st.sampled_from([way for way in places(values) if len(way) == depth]))
    value = data.draw(WRONG_VALUES)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(published_once, Path(temporary) / "program"))
        edit(folder, lambda values: put(values, way, value))
        for command in COMMANDS:
            try:
                command(folder)
            except AudiocoachError as error:
                assert error.message


@pytest.mark.parametrize(
    ("way", "value", "message"),
    [
        (("title",), ["x"], "`title` in {path} is not as audiocoach wrote it: it should be a valid string"),
        (("title",), None, "`title` in {path} is not as audiocoach wrote it: it should be a valid string"),
        (("title",), "", "`title` in {path} is not as audiocoach wrote it: it is empty"),
        (("about", "weeks"), [1, 2], "`about.weeks` in {path} is not as audiocoach wrote it: it should be an object"),
        (("about", "weeks"), {"x": "y"}, "`about.weeks.x` in {path} is not as audiocoach wrote it: "),
        (("about", "weeks"), {"9" * 5000: "y"}, "`about.weeks.999"),
        (("about", "weeks"), {"1": 5}, "`about.weeks.1` in {path} is not as audiocoach wrote it: it should be a valid"),
        (("about", "language"), 5, "`about.language` in {path} is not as audiocoach wrote it: it should be a valid"),
        (("about", "language"), "a b", "`about.language` in {path} is not as audiocoach wrote it: "),
        (("about", "description"), 7, "`about.description` in {path} is not as audiocoach wrote it: it should be"),
        (("files", DAY, "id"), 5, "`files.w01d1-builder.mp3.id` in {path} is not as audiocoach wrote it: it should"),
        (("files", DAY, "id"), f"w{'9' * 5000}d1", "`files.w01d1-builder.mp3.id` in {path} is not as audiocoach"),
        (("files", DAY, "title"), None, "`files.w01d1-builder.mp3.title` in {path} is not as audiocoach wrote it: "),
        (("files", DAY, "role"), "king", "`files.w01d1-builder.mp3.role` in {path} is not as audiocoach wrote it: "),
        (("files", DAY, "sha256"), "../../x", "`files.w01d1-builder.mp3.sha256` in {path} is not as audiocoach wrote"),
        (("published", "first"), "2026-01-01T00:00:00", "`published.first` in program.json is not as"),
        (
            ("published", "first"),
            "0001-01-01T00:00:00Z",
            "`published.first` in program.json is not as",
        ),
        (("published", "first"), 5, "`published.first` in program.json is not as audiocoach wrote it: "),
        (("published", "guid"), "x", "`published.guid` in program.json is not as audiocoach wrote it: "),
        (
            ("published", "known", DAY, "sha256"),
            "a/../..",
            "`published.known.w01d1-builder.mp3.sha256` in ",
        ),
    ],
)
def test_each_command_says_which_value_is_wrong(
    published: Path, way: tuple[str, ...], value: object, message: str
) -> None:
    edit(published, lambda values: put(values, way, value))
    for command in COMMANDS:
        with pytest.raises(InputError) as raised:
            command(published)
        assert raised.value.message.startswith(message.format(path=published / MANIFEST))
        assert raised.value.hint


def test_what_is_no_json_is_said_with_its_line(published: Path) -> None:
    text = (published / MANIFEST).read_text()
    (published / MANIFEST).write_text(text.replace(",\n", "\n", 1))
    for command in COMMANDS:
        with pytest.raises(InputError, match=r"is no JSON, and not as audiocoach wrote it: .* line 3, column 3"):
            command(published)


def test_one_that_may_not_be_read_is_said(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, limit: int) -> bytes:
        raise UnreadableFile(path, "permission denied")

    monkeypatch.setattr(module, "read_bounded", refuse)
    for command in COMMANDS:
        with pytest.raises(InputError, match=r"^cannot read .*program\.json: permission denied"):
            command(published)


def test_one_whose_mark_was_trimmed_is_read(published: Path) -> None:
    trim(published)
    for command in COMMANDS:
        command(published)
    assert read_publication(published).record.base_url == URL.base_url


def test_a_build_keeps_what_was_published_of_a_manifest_that_is_not_right(
    once: Path, published: Path, tmp_path: Path
) -> None:
    source = Path(shutil.copytree(once / "source", tmp_path / "source"))
    before = read_publication(published).record
    edit(published, lambda values: put(values, ("title",), 5))
    trim(published)
    build_program(source, published)
    manifest = read_manifest(published)
    assert manifest is not None
    assert manifest.title == "Builder & Co <5k>"
    assert read_publication(published).record == before


@pytest.mark.parametrize("trimmed", [False, True])
def test_a_record_that_was_taken_out_begins_anew(published: Path, trimmed: bool) -> None:
    def content() -> dict[str, bytes]:
        paths = (path for path in published.rglob("*") if path.is_file() and path.name != MANIFEST)
        return {str(path): re.sub(rb"<pubDate>[^<]*", b"", path.read_bytes()) for path in paths}

    before, record = content(), read_publication(published).record
    edit(published, lambda values: values.pop("published"))
    if trimmed:
        trim(published)
    write_feed(published, URL)
    write_site(published)
    assert content() == before
    after = read_publication(published).record
    assert (after.files.keys(), after.guids) == (record.files.keys(), record.guids)


def test_without_a_record_what_somebody_changed_is_not_replaced(published: Path) -> None:
    edit(published, lambda values: values.pop("published"))
    changed = next((published / "media").glob("*.vtt"))
    changed.write_text("mine")
    with pytest.raises(InputError, match="is there already") as raised:
        write_feed(published, URL)
    assert raised.value.hint == "move the folder `media` away, and it is written anew"
    assert changed.read_text() == "mine"
    (published / "media").rename(published.parent / "away")
    write_feed(published, URL)
    write_site(published)
