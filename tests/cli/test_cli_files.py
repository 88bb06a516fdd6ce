"""Commands that write: what they write, where, and what they leave alone."""

import json
import os
import subprocess
import wave
from pathlib import Path

import pytest

from support.commands import Cli, listing

OURS = ("build", "short.yaml", "-o", "x.mp3")


def test_what_new_writes_is_a_session(cli: Cli, here: Path) -> None:
    assert cli("new").out == "session.yaml\n"
    text = (here / "session.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=file:")
    schema = Path(text.split("file://", 1)[1].split("\n", 1)[0])
    assert json.loads(schema.read_text(encoding="utf-8"))["$defs"]
    assert "ok" in cli("check", "session.yaml").out
    cli("new", code=2)
    assert (here / "session.yaml").read_text(encoding="utf-8") == text


def test_new_from_the_library_and_copy_plan_as_the_original_does(cli: Cli) -> None:
    original = cli("plan", "walk-run-20", "--estimate", "--json").json
    cli("new", "mine.yml", "--from", "walk-run-20")
    cli("library", "copy", "walk-run-20")
    cli("library", "copy", "walk-run-20", "third.yaml")
    for name in ("mine.yml", "walk-run-20.yaml", "third.yaml"):
        assert cli("plan", name, "--estimate", "--json").json == original
    assert "rounds" not in cli("library", "show", "walk-run-20").err
    assert "Walk + Run 20" in cli("library", "show", "walk-run-20").out


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("new", "notes.txt"), "notes.yaml"),
        (("new", "--from", "walk-run-2"), "walk-run-20"),
        (("library", "copy", "easy-rum-20"), "easy-run-20"),
    ],
)
@pytest.mark.usefixtures("nothing_written")
def test_new_and_copy_refuse_with_a_hint(cli: Cli, args: tuple[str, ...], hint: str) -> None:
    assert hint in cli(*args, code=2).err


def test_a_second_build_changes_nothing(cli: Cli, here: Path) -> None:
    cli(*OURS)
    before = (here / "x.mp3").read_bytes(), (here / "x.mp3").stat().st_mtime_ns
    told = cli(*OURS, "--json").json
    assert told["files"][0]["unchanged"] is True
    assert told["takes"]["synthesized"] == 0
    assert told["chunks"] == {"encoded": 0, "reused": 0}
    assert ((here / "x.mp3").read_bytes(), (here / "x.mp3").stat().st_mtime_ns) == before
    assert "unchanged" in cli(*OURS).err


@pytest.mark.parametrize("change", [("--set", "run=11s"), ("--quality", "voice"), ("--voice", "slow")], ids=" ".join)
def test_a_flag_that_shapes_sound_builds_again(cli: Cli, here: Path, change: tuple[str, ...]) -> None:
    cli(*OURS)
    before = (here / "x.mp3").read_bytes()
    assert cli(*OURS, *change, "--json").json["files"][0]["unchanged"] is False
    assert (here / "x.mp3").read_bytes() != before


def test_a_damaged_file_of_ours_is_made_again(cli: Cli, here: Path) -> None:
    cli(*OURS)
    whole = (here / "x.mp3").read_bytes()
    (here / "x.mp3").write_bytes(whole[:-1000])
    assert cli(*OURS, "--json").json["files"][0]["unchanged"] is False
    assert (here / "x.mp3").read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"my shopping list", b"ID3\x03\x00\x00\x00\x00\x00\x00"], ids=repr)
def test_a_file_of_somebody_else_is_not_overwritten(cli: Cli, here: Path, content: bytes) -> None:
    (here / "x.mp3").write_bytes(content)
    said = cli(*OURS, code=2)
    assert "--force" in said.err
    assert (here / "x.mp3").read_bytes() == content
    cli(*OURS, "--force")
    assert (here / "x.mp3").stat().st_size > 100_000


def test_an_mp3_of_another_program_is_not_overwritten(cli: Cli, here: Path) -> None:
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", "-metadata", "title=Mine", "x.mp3"], check=True
    )
    before = (here / "x.mp3").read_bytes()
    assert "audiocoach did not write it" in cli(*OURS, code=2).err
    assert (here / "x.mp3").read_bytes() == before


def test_what_is_not_ours_beside_an_mp3_of_ours_is_not_overwritten(cli: Cli, here: Path) -> None:
    beside = ("--with", "vtt,srt,chapters,svg,json", "--stems", "st")
    cli(*OURS)
    (here / "st").mkdir()
    for name in ("x.vtt", "x.srt", "x.chapters.json", "x.svg", "x.json", "st/speech.wav", "st/music.wav"):
        (here / name).write_text("mine")
        assert f"{name} is there already, and audiocoach did not write it" in cli(*OURS, *beside, code=2).err
        assert (here / name).read_text() == "mine"
        (here / name).unlink()
    cli(*OURS, *beside)
    cli(*OURS, *beside, "--set", "run=12s")  # what it wrote itself, it writes again
    for name in ("x.vtt", "st/speech.wav"):
        with (here / name).open("ab") as file:
            file.write(b"edited")
        assert f"{name} is there already" in cli(*OURS, *beside, code=2).err
        (here / name).unlink()
    (here / "x.srt").write_text("mine")
    cli(*OURS, *beside, "--force")
    assert (here / "x.srt").read_text() != "mine"


def test_folders_are_made(cli: Cli, here: Path) -> None:
    cli("build", "short.yaml", "-d", "new/folder")
    cli("build", "short.yaml", "-o", "other/folder/x.MP3")
    assert (here / "new/folder/short.mp3").read_bytes() == (here / "other/folder/x.MP3").read_bytes()


def test_several_sessions_go_into_one_folder(cli: Cli, here: Path) -> None:
    (here / "other.yaml").write_text((here / "short.yaml").read_text().replace("Short", "Other"))
    told = cli("build", "short.yaml", "other.yaml", "-d", "out", "--json").json
    assert [Path(file["path"]).name for file in told["files"]] == ["short.mp3", "other.mp3"]
    assert [file["title"] for file in told["files"]] == ["Short", "Other"]
    assert told["takes"]["cached"] == 0  # each line is spoken once for both
    assert sorted(path.name for path in (here / "out").iterdir()) == ["other.mp3", "short.mp3"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("build", "short.yaml", "-o", "x.wav"), "x.mp3"),
        (("build", "short.yaml", "-o", "x"), "x.mp3"),
        (("build", "short.yaml", "-o", "v1.2"), "name it v1.2.mp3"),
        (("build", "short.yaml", "-o", "."), "folder"),
        (("build", "short.yaml", "--stems", "short.yaml"), "not a folder"),
        (("build", ""), "audiocoach library"),
        (("quick", "5m walk", "-o", "a.mp3", "-d", "b"), "-d"),
        (("quick", "5m walk", "--title", " "), "the title is empty"),
        (("quick", "5m walk", "--title", "a\x07b"), "the title: "),
        (("sounds", "render", "ocean-shor", "-o", "x.wav"), "did you mean `ocean-shore`?"),
        (("build", "short.yaml", "-o", "a.mp3", "-d", "b"), "-d"),
        (("build", "short.yaml", "walk-run-20", "-o", "a.mp3"), "-d"),
        (("build", "short.yaml", "./short.yaml"), "one file"),
        (("build", "short.yaml", "sub/short.yaml", "-d", "out"), "one file"),
        (("build", "short.yaml", "-d", "short.yaml"), "not a folder"),
        (("build", "short.yaml", "--with", "vtt,str"), "did you mean `srt`?"),
        (("build", "short.yaml", "--quality", "hihg"), "high"),
        (("build", "short.yaml", "--chatter", "lots"), "chatty"),
        (("build", "short.yaml", "--jobs", "0"), "--jobs"),
        (("build", "short.yaml", "--set", "rnu=45s"), "did you mean `run`?"),
        (("build", "short.yaml", "--set", "run"), "--set run=45s"),
        (("build", "short.yaml", "--set", "run=long"), "run"),
        (("build", "short.yaml", "--voice", "jo"), "did you mean `joe`?"),
        (("build", "short.yaml", "--voice", "piper:jo"), "did you mean `joe`?"),
        (("build", "short.yaml", "--voice", "pyper:joe"), "did you mean `piper`?"),
        (("build", "short.yaml", "--language", "xx-klingon"), "hint: "),
        (("build", "short.yaml", "--soundscape", "nowhere-at-all"), "hint: "),
        (("build", "walk-run-2O"), "did you mean `walk-run-20`?"),
        (("build", "shrot.yaml"), "shrot.yaml"),
        (("build", "."), "folder"),
        (("plan", "short.yaml", "--voice", "nobody"), "hint: "),
        (("plan", "short.yaml", "--svg", "short.yaml"), "short.svg"),
        (("plan", "short.yaml", "--svg", "."), "folder"),
        (("sounds", "render", "run", "-o", "."), "folder"),
        (("quick", "5m wlak"), "did you mean `walk`?"),
        (("quick", ""), ""),
        (("sounds", "render", "rnu", "-o", "x.wav"), "did you mean `run`?"),
        (("sounds", "render", "run", "-o", "x.mp3"), "x.wav"),
        (("voices", "say", "Hello.", "-o", "x.mp3"), "x.wav"),
        (("voices", "say", "", "-o", "x.wav"), "say"),
        (("voices", "say", "Hello.", "-o", "x.wav", "--voice", "nobody"), "hint: "),
        (("schema", "sesion"), "session"),
        (("bild", "short.yaml"), "build"),
        (("build", "short.yaml", "--softly"), "--softly"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_ends_with_2_a_hint_and_nothing_written(
    cli: Cli, here: Path, tmp_path: Path, args: tuple[str, ...], told: str
) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "short.yaml").write_text((here / "short.yaml").read_text())
    before = listing(tmp_path)
    said = cli(*args, code=2)
    assert said.out == ""
    assert told in said.err
    assert listing(tmp_path) == before


def test_what_lies_beside_has_the_plan(cli: Cli, here: Path) -> None:
    told = cli(
        "build", "short.yaml", "-o", "x.mp3", "--with", "vtt,srt,chapters,svg,json", "--stems", "stems", "--json"
    )
    plan = cli("plan", "short.yaml", "--json").json
    beside = json.loads((here / "x.json").read_text(encoding="utf-8"))
    (file,) = told.json["files"]
    assert beside == {key: value for key, value in file.items() if key not in ("path", "bytes", "unchanged")}
    assert beside["loudness"]["speech_lufs"] is not None
    assert beside == {"loudness": beside["loudness"], **plan}
    chapters = json.loads((here / "x.chapters.json").read_text(encoding="utf-8"))
    assert [chapter["title"] for chapter in chapters["chapters"]] == [chapter["title"] for chapter in plan["chapters"]]
    for text in ((here / "x.vtt").read_text(encoding="utf-8"), (here / "x.srt").read_text(encoding="utf-8")):
        assert "Let us go." in text
    assert "<svg" in (here / "x.svg").read_text(encoding="utf-8")
    assert {"speech.wav", "tones.wav"} <= {path.name for path in (here / "stems").iterdir()}


def test_plan_draws(cli: Cli, here: Path) -> None:
    said = cli("plan", "short.yaml", "--estimate", "--svg", "x.svg", "--json")
    assert said.json
    assert "<svg" in (here / "x.svg").read_text(encoding="utf-8")


def test_estimates_and_checks_leave_no_trace(cli: Cli, tmp_path: Path) -> None:
    before = listing(tmp_path)
    cli("check", "short.yaml", "walk-run-20")
    cli("plan", "short.yaml", "--estimate")
    cli("plan", "walk-run-20", "--estimate", "--json")
    cli("library")
    cli("voices")
    cli("sounds")
    cli("cache")
    assert listing(tmp_path) == before


def test_a_plan_fills_the_cache_for_the_build(cli: Cli) -> None:
    cli("plan", "short.yaml")
    assert cli("build", "short.yaml", "--json").json["takes"]["synthesized"] == 0


def test_tones_and_speech_are_written_as_wav(cli: Cli, here: Path) -> None:
    for tone in cli("sounds", "list", "--json").json:
        if tone["kind"] == "tone":
            cli("sounds", "render", tone["name"], "-o", "tone.wav")
            with wave.open("tone.wav") as file:
                assert file.getnframes() == round(tone["length_ms"] * 44.1)
    assert cli("voices", "say", "Hello. (1s) You.", "-o", "x.wav", "--voice", "fake").out == "x.wav\n"
    assert (here / "x.wav").stat().st_size > 44_100 * 8


def test_the_cache_is_told_and_cleared_in_parts(cli: Cli) -> None:
    cli(*OURS)
    full = cli("cache", "info", "--json").json
    assert full["raw_takes"]["number"] > 0
    assert full["mastered_takes"]["number"] > 0
    assert full["chunks"]["number"] > 0
    cli("cache", "clear", stdin="n\n", code=1)
    assert cli("cache", "info", "--json").json == full
    cli("cache", "clear", "--chunks", "--yes")
    left = cli("cache", "info", "--json").json
    assert left["chunks"]["number"] == 0
    assert left["raw_takes"] == full["raw_takes"]
    cli("cache", "clear", "--takes", stdin="y\n")
    assert cli("cache", "info", "--json").json["raw_takes"]["number"] == 0
    assert cli("build", "short.yaml", "-o", "y.mp3", "--json").json["takes"]["cached"] == 0


def test_the_config_gives_defaults_that_flags_beat(cli: Cli, here: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('quality = "voice"\nchatter = "quiet"\noutput = "music"\n')
    cli("build", "short.yaml")
    quiet = (here / "music" / "short.mp3").stat().st_size
    cli("build", "short.yaml", "--quality", "high")
    assert (here / "music" / "short.mp3").stat().st_size > 2.5 * quiet
    kinds = {cue["kind"] for cue in cli("plan", "walk-run-20", "--estimate", "--json").json["cues"]}
    more = cli("plan", "walk-run-20", "--estimate", "--chatter", "chatty", "--json").json["cues"]
    assert kinds < {cue["kind"] for cue in more}
    (tmp_path / "config.toml").write_text('qualty = "voice"\n')
    assert "did you mean `quality`?" in cli("build", "short.yaml", code=2).err


def test_set_replaces_a_value(cli: Cli) -> None:
    plan = cli("plan", "short.yaml", "--estimate", "--set", "run=45s", "--json").json
    run = next(step for step in plan["steps"] if step["activity"] == "run")
    assert run["end_ms"] - run["start_ms"] == 45_000


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_session_that_cannot_be_read_is_told(cli: Cli, here: Path) -> None:
    (here / "short.yaml").chmod(0)
    assert "short.yaml" in cli("check", "short.yaml", code=2).err


def test_the_next_command_is_of_the_same_session(cli: Cli, here: Path) -> None:
    err = cli("build", "short.yaml", "--chatter", "quiet", "--set", "run=45s", "-d", "out put", "--preview").err
    assert "Next: audiocoach plan short.yaml --chatter=quiet --set=run=45s --preview\n" in err
    cli("plan", "short.yaml", "--chatter=quiet", "--set=run=45s", "--preview", "--estimate")


def test_for_the_street_is_a_flag_wherever_sound_is_shaped(cli: Cli, here: Path) -> None:
    err = cli("build", "short.yaml", "--loud", "-o", "street.mp3").err
    assert "Next: audiocoach plan short.yaml --loud\n" in err
    assert cli("plan", "short.yaml", "--loud", "--json").json == cli("plan", "short.yaml", "--json").json
    assert cli("build", "short.yaml", "--loud", "-o", "street.mp3", "--json").json["files"][0]["unchanged"]
    assert not cli("build", "short.yaml", "-o", "street.mp3", "--json").json["files"][0]["unchanged"]
    cli("quick", "3s walk", "--voice", "fake", "--soundscape", "none", "--loud", "-o", "quick.mp3")


def test_a_quick_session_goes_into_the_folder_named(cli: Cli, here: Path) -> None:
    assert cli("quick", "3s walk", "--voice", "fake", "--soundscape", "none", "-d", "out").out == "out/quick.mp3\n"
    assert (here / "out" / "quick.mp3").is_file()
