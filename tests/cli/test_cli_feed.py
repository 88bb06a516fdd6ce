"""`feed` and `build --publish`: what they print, and what they refuse."""

import shutil
from pathlib import Path

import pytest

from audiocoach.publish.publication import read_publication
from support.commands import Cli
from support.published import build_session

URL = "https://example.org/runs"
SESSION = "title: Short\nsteps: [walk: 20s, run: 10s]\n"
PROGRAM = "title: Builder\nsession: short.yaml\nweeks: [{days: [{easier: short.yaml}, {}]}]\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "runs").mkdir()
    build_session(folder, folder / "runs" / "x.mp3", SESSION)
    return folder / "runs"


@pytest.fixture
def runs(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "runs"))


def test_the_feeds_address_is_the_result(cli: Cli, runs: Path) -> None:
    (runs / "song.mp3").write_bytes(b"x")
    said = cli("feed", runs, "--base-url", f"{URL}/")
    assert said.out == f"{URL}/feed.xml\n"
    assert f"{runs}/feed.xml: 1 episode; 7 files written or taken away" in said.err
    assert "`song.mp3` is not built by audiocoach, and left alone" in said.err
    assert "site" in said.err
    again = cli("feed", runs)
    assert again.out == said.out
    assert "nothing has changed" in again.err


def test_its_json_says_what_stands_in_the_feed(cli: Cli, runs: Path) -> None:
    told = cli("feed", runs, "--base-url", URL, "--json").json
    (episode,) = read_publication(runs).episodes
    assert told.keys() == {"url", "path", "guid", "title", "type", "private", "changed", "episodes", "notes"}
    assert (told["url"], told["path"], told["type"], told["private"]) == (
        f"{URL}/feed.xml", str(runs / "feed.xml"), "episodic", False,
    )  # fmt: skip
    (one,) = told["episodes"]
    assert one.keys() == {
        *("id", "title", "guid", "url", "bytes", "duration_s", "published", "type", "number", "week", "watch")
    }
    assert (one["id"], one["title"], one["bytes"]) == ("x", "Short", episode.bytes)
    assert one["url"] == f"{URL}/media/x.{episode.sha256[:8]}.mp3"


def test_a_private_address_comes_with_a_word(cli: Cli, runs: Path) -> None:
    said = cli("feed", runs, "--base-url", URL, "--private")
    secret = read_publication(runs).record.secret
    assert said.out == f"{URL}/{secret}/feed.xml\n"
    assert "Whoever has this address can listen" in said.err
    assert cli("feed", runs, "--public").out == f"{URL}/feed.xml\n"


def test_what_to_upload_is_said_after_each_command(cli: Cli, runs: Path) -> None:
    said = cli("feed", runs, "--base-url", URL).err
    assert f"To upload from {runs}: cover.jpg, feed.xml, media/; program.json and the rest stay here" in said
    names = "cover.jpg, feed.xml, index.html, manifest.webmanifest, media/, site/, sw.js"
    assert f"To upload from {runs}: {names}; program.json and the rest stay here" in cli("site", runs).err
    for path in names.split(", "):
        assert (runs / path).exists()


def test_of_a_private_feed_one_folder_is_to_be_uploaded(cli: Cli, runs: Path) -> None:
    for words in (("feed", runs, "--base-url", URL, "--private"), ("site", runs)):
        said = cli(*words).err
        secret = read_publication(runs).record.secret
        assert f"To upload: the folder {runs}/{secret}, by this name, and nothing else of {runs}:\n" in said
        assert "program.json names the secret" in said
    assert (runs / str(secret) / "index.html").exists()


def test_what_was_uploaded_before_is_named_when_the_address_changes(cli: Cli, runs: Path) -> None:
    stays = "warning: what you have put on a server under the address before stays there: "
    assert stays not in cli("feed", runs, "--base-url", URL).err
    said = cli("feed", runs, "--private").err
    assert f"{stays}`cover.jpg`, `feed.xml`, `media`\n  hint: take it away there\n" in said
    assert stays not in cli("feed", runs).err
    secret = read_publication(runs).record.secret
    (note,) = cli("feed", runs, "--public", "--json").json["notes"]
    assert note["message"].endswith(f"`{secret}`")


def test_a_secret_that_got_about_is_replaced(cli: Cli, runs: Path) -> None:
    cli("feed", runs, "--base-url", URL, "--private")
    cli("site", runs)
    before = read_publication(runs).record
    said = cli("feed", runs, "--new-address")
    after = read_publication(runs).record
    assert after.secret != before.secret
    assert said.out == f"{URL}/{after.secret}/feed.xml\n"
    assert f"stays there: `{before.secret}`\n" in said.err
    assert not (runs / str(before.secret)).exists()
    assert (runs / str(after.secret) / "feed.xml").exists()
    assert (after.guid, after.guids) == (before.guid, before.guids)  # an app that follows it sees the same show
    assert cli("feed", runs).out == said.out


def test_only_a_private_feed_has_another_address(cli: Cli, runs: Path) -> None:
    cli("feed", runs, "--base-url", URL)
    for flags in (["--new-address"], ["--new-address", "--public"]):
        assert cli("feed", runs, *flags, code=2).err == (
            "--new-address is for a private feed\n  hint: say `--private` too, or leave it out\n"
        )
    assert cli("feed", runs, "--new-address", "--private").out.startswith(f"{URL}/")
    assert not (runs / "feed.xml").exists()


def test_the_users_address_is_taken_where_none_is_named(cli: Cli, runs: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('base_url = "https://example.org/{folder}"\n')
    assert cli("feed", runs).out == f"{URL}/feed.xml\n"


@pytest.mark.parametrize("url", ["https://example.org/{fold}", "https://example.org/{folder}/{", "https://x.org/{}"])
def test_another_name_in_braces_than_the_folder_is_told(cli: Cli, runs: Path, tmp_path: Path, url: str) -> None:
    (tmp_path / "config.toml").write_text(f'base_url = "{url}"\n')
    said = cli("feed", runs, code=2).err
    assert f"`{url}` has other braces in it than `{{folder}}`" in said
    assert "hint: `{folder}` is all that it knows" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{runs}"], "nobody has said where {runs} is published\n  hint: say it by `--base-url https://example.org/runs`"),
        (["{runs}", "--base-url", "ftp://x"], "the base URL `ftp://x` is of the scheme `ftp`; podcast apps know"),
        (["{runs}", "--base-url", URL, "--release", "weekly"], "{runs} holds single sessions, which have no weeks"),
        (["{runs}", "--base-url", URL, "--start", "2027-01-04"], "--start is for a program that comes out week"),
        (["{runs}", "--base-url", URL, "--start", "4.1.2027"], "`4.1.2027` is no day\n  hint: write it as year, month"),
        (["{runs}", "--base-url", URL, "--start", "2027-02-30"], "`2027-02-30` is no day"),
        (["{runs}/x.mp3", "--base-url", URL], "{runs}/x.mp3 is a file, not a folder"),
        (["{runs}/none", "--base-url", URL], "there is no folder {runs}/none"),
        (["{runs}", "--base-url", URL, "--private", "--public"], "`--private` and `--public` exclude each other\n"),
        (["{runs}", "--base-url", "javascript:alert(1)"], "the base URL `javascript:alert(1)` begins with neither"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(cli: Cli, runs: Path, arguments: list[str], message: str) -> None:
    said = cli("feed", *(argument.format(runs=runs) for argument in arguments), code=2)
    assert said.err.startswith(message.format(runs=runs))
    assert not said.out
    assert sorted(path.name for path in runs.iterdir() if path.name != ".program.lock") == ["x.mp3"]


def test_one_command_builds_and_publishes(cli: Cli, here: Path) -> None:
    (here / "builder.yaml").write_text(PROGRAM)
    flags = ("--quality", "voice", "--publish", URL)
    said = cli("build", "builder.yaml", *flags, "-d", "out")
    assert said.out.splitlines()[-2:] == [f"{URL}/feed.xml", "out/index.html"]
    assert "2 episodes and 1 extra; " in said.err
    told = cli("build", "builder.yaml", *flags, "-d", "out", "--json").json
    assert told.keys() == {"files", "feed", "site", "takes", "chunks"}
    assert [one["id"] for one in told["feed"]["episodes"]] == ["w01d2", "w01d1-easier", "w01d1"]
    assert (told["feed"]["changed"], told["site"]["changed"]) == (0, 0)
    single = cli("build", "short.yaml", *flags, "-d", "one")
    assert single.out.splitlines() == ["one/short.mp3", f"{URL}/feed.xml", "one/index.html"]
    for said_of, folder in ((said, "out"), (single, "one")):
        assert said_of.err.count("To upload from ") == 1
        assert said_of.err.endswith(f" serve {folder}\n")


def test_the_days_on_which_weeks_come_out_are_told(cli: Cli, here: Path) -> None:
    weeks = "[{days: 1}, {days: 2}, {days: 1}]"
    (here / "builder.yaml").write_text(f"title: Builder\nsession: short.yaml\nweeks: {weeks}\n")
    cli("build", "builder.yaml", "--quality", "voice", "-d", "out")
    said = cli("feed", "out", "--base-url", URL, "--release", "weekly", "--start", "2027-01-04")
    line = "  week 1 comes out on 2027-01-04, week 3 on 2027-01-18; another first day by --start\n"
    assert line in said.err
    assert "comes out" not in cli("feed", "out", "--release", "at-once").err
    first = read_publication(here / "out").record.first
    assert first is not None
    assert f"  week 1 comes out on {first.date()}, week 3 on " in cli("feed", "out", "--release", "weekly").err


@pytest.mark.parametrize("week", ["1", "2"])
def test_weeks_that_are_built_later_move_no_episode(cli: Cli, here: Path, week: str) -> None:
    (here / "builder.yaml").write_text("title: Builder\nsession: short.yaml\nweeks: [{days: 2}, {days: 1}]\n")
    flags = ("--quality", "voice", "--publish", URL, "-d", "out", "--json")
    for weeks in (week, "1-2"):
        episodes = cli("build", "builder.yaml", "--weeks", weeks, *flags).json["feed"]["episodes"]
        found = {one["id"]: (one["guid"], one["published"], one["number"]) for one in episodes}
        if weeks == week:
            before = found
    assert len(before) < len(found) == 3
    assert before.items() < found.items()
    assert [found[name][2] for name in ("w01d1", "w01d2", "w02d1")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["-d", "out", "--publish", "x"], "the base URL `x` has no scheme"),
        (["--publish", URL], "--publish publishes a whole folder, and none is named for `short.yaml`\n  hint: name"),
        (
            ["-d", "out", "--publish", ""],
            "the base URL is empty\n  hint: write e.g. `--publish https://example.org/runs`",
        ),
        (["-o", "x.mp3", "--publish", URL], "--publish is for a folder, and -o names a file"),
        (["-d", "out", "--publish", URL, "--preview"], "--publish is for whole sessions, and --preview for none"),
    ],
)  # fmt: skip
def test_what_cannot_be_published_is_not_built(cli: Cli, here: Path, flags: list[str], message: str) -> None:
    assert cli("build", "short.yaml", *flags, code=2).err.startswith(message)
    assert [path.name for path in here.iterdir()] == ["short.yaml"]
