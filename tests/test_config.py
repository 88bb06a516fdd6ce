"""The user's config: what is wrong is told at once, each with what would be right."""

import os
import time
from pathlib import Path

import pytest

from audiocoach.config import examine_config, read_config
from audiocoach.errors import ConfigError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.registry import resolve
from support import TESTS
from support.limits import limited

INPUTS = TESTS / "inputs" / "voices"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("AUDIOCOACH_CONFIG", str(path))
    return path


def error() -> str:
    with pytest.raises(ConfigError) as caught:
        read_config()
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_without_a_config_all_is_as_it_is() -> None:
    assert read_config() == examine_config().config
    assert read_config().quality == "standard"


@pytest.mark.usefixtures("config")
def test_the_null_device_is_no_config(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_CONFIG", os.devnull)
    assert read_config().quality == "standard"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("voice = 3", "`voice`: a text is needed here", 'write it as `voice = "heart"`'),
        ("quality = 'best'", "`quality`: 'watch', 'voice', 'standard' or 'high' is needed here", "standard"),
        ("chatter = 1", "`chatter`: 'quiet', 'normal' or 'chatty' is needed here", 'chatter = "normal"'),
        ("output = ['x']", "`output`: a path is needed here", 'output = "~/runs"'),
        ("engines = 3", "`engines`: a table is needed here", "[engines.mine]"),
        ("[engines]\nmine = 3", "`engines.mine`: a table is needed here", "[engines.mine]"),
        ("[engines.mine]\ncommand = 'say {out}'", "`engines.mine.command`: a list of texts", 'command = ["my-tts"'),
        ("[engines.mine]\ncommand = ['say', 3]", "`engines.mine.command.1`: a text is needed", 'command = ["my-tts"'),
        ("[engines.mine]\ncommand = ['', '{out}']", "names no program", "first text"),
        ("[engines.mine]\ncommand = ['say']", "needs an argument with `{out}`", '"{out}"'),
        ("[engines.mine]\nfolder = 'x'\ntimeout = inf", "`engines.mine.timeout`: a number", "timeout = 60"),
        ("[engines.mine]\nfolder = 'x'\ntimeout = nan", "`engines.mine.timeout`: a number", "timeout = 60"),
        ("[engines.mine]\nfolder = 'x'\ntimeout = 0", "it must be more than 0", "timeout = 60"),
        ("[engines.mine]\nfolder = 'x'\ntimeout = 1e300", "3600 is the most", "timeout = 60"),
        ("[engines.mine]\nfolder = 'x'\nvolume = 3", "`engines.mine.volume`: unknown key", "known: command"),
        ('[engines."\\u001b[31mred"]\nfolder = "x"', "is no name of a voice", "letters"),
        ("[engines.'a:b']\nfolder = 'x'", "`a:b` is no name of a voice", "letters"),
        ("voise = 'joe'", "`voise`: unknown key", "did you mean `voice`?"),
        ("voice = joe", "config.toml:1:9: Invalid value", "a text stands in quotes"),
        ("voice = 'joe'\nvoice 'x'", "config.toml:2:7: Expected '='", "`key = value`"),
        ("voice = 'joe", "config.toml: Expected", "a text stands in quotes"),
    ],
)
def test_each_wrong_thing_is_told_with_what_would_be_right(config: Path, text: str, message: str, hint: str) -> None:
    config.write_text(text)
    said, _, hinted = error().partition("hint: ")
    assert message in said
    assert hint in hinted
    assert "\x1b" not in said


def test_all_that_is_wrong_is_told_at_once_and_the_rest_is_known(config: Path) -> None:
    config.write_text("voice = 3\nsoundscape = 'none'\nquality = 4\nnew = 5\n[engines.a]\n[engines.b]\nfolder = 'x'\n")
    assert error().count("hint: ") == 4
    examined = examine_config()
    assert sorted(examined.wrong) == ["engines", "new", "quality", "voice"]
    assert examined.config.soundscape == "none"
    assert resolve(VoiceChoice("en", name="heart"))
    with pytest.raises(ConfigError, match=r"engines\.a"):
        resolve(VoiceChoice("en", name="b"))


@pytest.mark.parametrize(
    ("pairs", "circles"),
    [
        ("a:a", ["a -> a"]),
        ("a:b b:a", ["a -> b -> a"]),
        ("c:a a:b b:a d:c", ["a -> b -> a"]),
        ("a:b b:c c:b d:d e:joe f:e", ["b -> c -> b", "d -> d"]),
        ("a:b b:joe c:b", []),
    ],
)
def test_recordings_that_fall_back_on_one_another_are_told_with_the_way(
    config: Path, pairs: str, circles: list[str]
) -> None:
    engines = (pair.split(":") for pair in pairs.split())
    config.write_text("".join(f"[engines.{name}]\nfolder = '.'\nfallback = '{other}'\n" for name, other in engines))
    found = [one.message.rpartition(": ")[2] for one in examine_config().wrong.get("engines", ())]
    assert found == circles


def test_a_thousand_in_a_circle_take_no_time(config: Path) -> None:
    config.write_text("".join(f"[engines.v{i}]\nfolder='.'\nfallback='v{(i + 1) % 1000}'\n" for i in range(1000)))
    started = time.process_time()
    assert "falls back on itself" in error()
    assert time.process_time() - started < 10


@pytest.mark.parametrize("name", ["deep.toml", "cyc.toml"])
def test_the_inputs_of_others_are_told(name: str, config: Path) -> None:
    config.write_bytes((INPUTS / name).read_bytes())
    assert {"deep.toml": "nested too deeply", "cyc.toml": "a -> b -> a"}[name] in error()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = " + "[\n" * 30_000, "nested too deeply"),
        ("x = " + "{a=" * 600 + "[\n" * 30_000, "nested too deeply"),
        ((".".join("a" * 3_900) + ".b = 1\n") * 8, "Cannot overwrite"),
        ("".join(f"{'.'.join('a' * 3_900)}.b{i} = 1\n" for i in range(8)), "`a`: unknown key"),
        ("".join(f"a{i} = 1\n" for i in range(6_000)), "and 5,900 more mistakes"),
        ("[" + "a." * 900 + "b]\nx = 1\n[" + "a." * 900 + "b]\n", "Cannot declare"),
        ("x = 1 # " + "x" * 8_000, "config.toml:1:1: this line has 8,008 characters; 8,000 is the most"),
        ("# x\n" * 30_000, "larger than 64 KiB"),
    ],
    ids=["brackets", "tables", "dots", "many dots", "keys", "headers", "line", "bytes"],
)
def test_what_is_too_much_is_refused_quickly(text: str, message: str, config: Path) -> None:
    config.write_text(text)
    started = time.process_time()
    assert message in error()
    assert time.process_time() - started < 20


def test_what_is_no_file_of_text_is_told(config: Path) -> None:
    os.mkfifo(config)
    assert "it is a named pipe" in error()
    config.unlink()
    config.symlink_to("/dev/zero")
    assert "it is a device" in error()
    config.unlink()
    config.mkdir()
    assert "it is a folder" in error()
    config.rmdir()
    config.write_bytes(b"voice = '\xff'")
    assert "not UTF-8" in error()


@pytest.mark.parametrize("name", ["brackets", "a device", "a pipe", "a terabyte"])
def test_a_config_that_is_none_takes_no_time_and_no_memory(name: str, config: Path) -> None:
    if name == "brackets":
        config.write_bytes((INPUTS / "deep.toml").read_bytes())
    elif name == "a device":
        config.symlink_to("/dev/zero")
    elif name == "a pipe":
        os.mkfifo(config)
    else:
        with config.open("wb") as file:
            file.truncate(1 << 40)
    for command in (("voices", "list"), ("check", "walk-run-20")):
        ended = limited(*command, memory=700_000_000)
        assert ended.code == 2
        assert ended.err.startswith(("cannot read the config", str(config)))
        assert "Traceback" not in ended.err
