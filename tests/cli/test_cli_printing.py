"""What is printed is what was written: no markup, no emoji codes, no steering of terminals, every caret in place."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from audiocoach.cli.console import put_json, put_json_items
from audiocoach.errors import Diagnostic, Place
from support.commands import Cli
from support.terminal import shown_in_terminal

ODD_TEXTS = (
    ":x: :100: :warning:",
    "[bold]not bold[/bold]",
    "[/] x",
    "[link=http://a.b]here[/link]",
    "https://a.b/c 12 'q'",
)


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes, by the Unicode database alone."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_texts_of_a_session_are_printed_as_they_are(cli: Cli, here: Path, text: str) -> None:
    (here / "s.yaml").write_text(
        f"title: '{text.replace(chr(39), '')}'\nsteps: [{{walk: 1m, say: '{text}.'}}]\n".replace("'q'.", "q.")
    )
    plain = text.replace("'", "")
    out = cli("plan", "s.yaml", "--estimate").out
    assert plain in out.splitlines()[0]
    assert plain in " ".join(out.split())


def test_the_hundredth_line_is_line_100(cli: Cli, here: Path) -> None:
    lines = ["steps:", *["  - walk: 12s"] * 98, "  - walk: 100m"]
    (here / "s.yaml").write_text("\n".join(lines))
    first, source, caret, _ = cli("check", "s.yaml", code=2).err.splitlines()
    assert first.startswith("s.yaml:100:11: ")
    assert source.index("100m") == caret.index("^^^^")


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_a_source_line_is_printed_as_it_is(cli: Cli, here: Path, text: str) -> None:
    (here / "s.yaml").write_text(f"steps:\n  - {{wlak: 5m}} # {text}\n")
    assert f"  - {{wlak: 5m}} # {text}\n" in cli("check", "s.yaml", code=2).err


@pytest.mark.parametrize("before", ["x", "日本語 ", "e\u0301te\u0301 ", "x\ty ", "🏃 ", "\u200b"], ids=ascii)
def test_the_caret_stands_under_its_column(cli: Cli, here: Path, before: str) -> None:
    (here / "s.yaml").write_text(f'steps: [{{walk: 1m, name: "{before}", wlak: 5}}]\n', encoding="utf-8")
    _, source, caret, _ = cli("check", "s.yaml", code=2).err.splitlines()
    to_caret = len(caret) - len(caret.lstrip())
    to_word = source[: source.index("wlak")].replace("\u200b", "")
    assert to_caret == cells(to_word)
    assert caret.strip() == "^" * 4


@pytest.mark.parametrize("column", [1, 300, 590])
def test_of_a_long_line_what_lies_around_the_caret_fits(column: int) -> None:
    text = "".join(chr(97 + number % 26) for number in range(600))
    for room in (20, 60, 80):
        line, caret = Place("f", 1, column, text, 3).excerpt(room)
        assert len(line) <= room
        assert line[caret.index("^") : len(caret)] == text[column - 1 : column + 2]
        assert line.strip("…") in text


def test_a_line_of_a_megabyte_is_shown_at_once() -> None:
    shown = str(Diagnostic("wrong", Place("f", 1, 500_000, "日" * 1_000_000)))
    assert len(shown) < 3_000


def test_in_a_terminal_no_line_is_wider_than_it(here: Path) -> None:
    (here / "s.yaml").write_text(f"steps: [{{walk: 1m, name: {'long ' * 60}, wlak: 5}}]\n")
    shown = shown_in_terminal("check", "s.yaml", cwd=here, columns=40, code=2)
    source, caret = shown.splitlines()[1:3]
    assert len(source) <= 40
    assert source[caret.index("^") :].startswith("wlak")


STEERING = ("\x1b[31m", "\x9b31m", "\x07", "\x7f", "\r", "\u202e", "\u2028")


def test_no_name_steers_the_terminal(cli: Cli) -> None:
    odd = "".join(STEERING)
    name = f"a{'-'.join(STEERING)}b"
    said = [
        cli("build", "short.yaml", "-o", f"{name}.mp3"),
        cli("new", f"{name}.yaml"),
        cli("check", f"{name}.yaml", "short.yaml"),
        cli("check", f"{name}2.yaml", code=2),
        cli("plan", name, code=2),
        cli(name, code=2),
        cli("build", f"--{name}", code=2),
        cli("build", "short.yaml", "--quality", name, code=2),
        cli("build", "short.yaml", "--voice", name, code=2),
        cli("build", "short.yaml", "-d", f"{name}.yaml", code=2),
        cli("build", "short.yaml", "-o", "x.mp3", "--stems", f"{name}.yaml", code=2),
        cli("sounds", "render", name, "-o", "x.wav", code=2),
    ]
    for one in said:
        assert not set(one.out + one.err) & (set(odd) - set("31m["))


def test_json_escapes_what_would_steer(cli: Cli, here: Path) -> None:
    name = "a\x1b\x9b\u202eb.yaml"
    cli("new", name)
    said = cli("check", name, "--json")
    assert said.json[0]["spec"] == name
    assert r"\u001b\u009b\u202e" in said.out


def test_a_question_names_nothing_raw(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOCOACH_CACHE", str(here / "a\x1b[2Jb"))
    said = cli("cache", "clear", stdin="n\n", code=1)
    assert "\x1b" not in said.out + said.err
    assert "a�[2Jb" in said.err
    assert "\x1b" not in cli("cache").out


def test_wrong_usage_is_told_as_other_mistakes_are(cli: Cli) -> None:
    said = cli("build", "short.yaml", "--lod", code=2).err
    hint = "  hint: `audiocoach build --help` tells what it takes\n"
    assert said == f"no such option: --lod (Possible options: --day, --loud)\n{hint}"
    assert "is not one of `watch`, `voice`, `standard`, `high`\n" in cli("build", "s", "--quality", "hihg", code=2).err
    assert "no such command `bild`. Did you mean `build`?\n" in cli("bild", code=2).err


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (">&- 2>&- <&-", 0),
        (">/dev/full", 1),
        pytest.param(">/dev/full 2>/dev/full", 1, marks=pytest.mark.long),
    ],
)
def test_streams_that_are_closed_or_full_leave_no_traceback(here: Path, streams: str, code: int) -> None:
    """A table of `plan`, or the line of `check`."""
    (here / "short.yaml").write_text("steps: [{walk: 1m}]")
    command = "plan short.yaml --estimate" if streams == ">/dev/full" else "check short.yaml"
    words = f"exec {sys.executable} -m audiocoach {command} {streams}"
    done = subprocess.run(["sh", "-c", words], cwd=here, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    bad = subprocess.run(
        ["sh", "-c", words.replace("short.yaml", "x.yaml")], cwd=here, capture_output=True, check=False
    )
    assert bad.returncode == (1 if "2>/dev/full" in streams else 2)
    assert b"Traceback" not in bad.stderr


@pytest.mark.parametrize(
    "env",
    [
        pytest.param({"COLUMNS": "20", "NO_COLOR": "1"}, marks=pytest.mark.long),
        pytest.param({"COLUMNS": "0", "TERM": "dumb"}, marks=pytest.mark.long),
        {"COLUMNS": "1", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_every_terminal_will_do(here: Path, env: dict[str, str]) -> None:
    (here / "short.yaml").write_text("steps: [{walk: 1m}]")
    (here / "bad.yaml").write_text("title: 日本語\nsteps: [{wlak: 5m}]\n", encoding="utf-8")
    for args, code in (
        (("plan", "walk-run-20", "--estimate"), 0),
        (("check", "bad.yaml", "short.yaml"), 2),
        (("sounds",), 0),
        (("build", "--help"), 0),
    ):
        shown = shown_in_terminal(*args, cwd=here, env=env, code=code)
        assert "Traceback" not in shown
        assert shown.strip()


def test_the_path_of_an_mp3_stands_on_a_line_of_its_own(here: Path) -> None:
    shown = shown_in_terminal("quick", "2s walk", "--voice", "espeak", "--soundscape", "none", cwd=here)
    assert any(line.rpartition("\r")[2] == "quick.mp3" for line in shown.splitlines())


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_what_stands_in_tables_and_messages_is_no_markup(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.table import Table

    from audiocoach.cli.console import results, say

    table = Table(text, box=None)
    table.add_row(f"{text}\x1b[2J")
    results().print(table)
    say(text)
    printed = capsys.readouterr()
    assert [line.strip() for line in printed.out.splitlines()] == [text, f"{text}�[2J"]
    assert printed.err == f"{text}\n"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_by_the_item_is_the_json_of_all(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    items = [{"text": f"a \u2028 \udcff\n{number}", "list": [number, []], "none": {}} for number in range(count)]
    others = {"takes": {"cached": 1}, "empty": []}
    put_json({"files": items, **others})
    whole = capsys.readouterr().out
    put_json_items("files", iter(items), others)
    assert capsys.readouterr().out == whole
    assert json.loads(whole) == {"files": items, **others}
