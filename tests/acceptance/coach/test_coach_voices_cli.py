"""`voices`: who speaks, how another comes, and what there is to record."""

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from audiocoach.voice.engines.kokoro import kokoro_engine, kokoro_files
from audiocoach.voice.engines.piper.piper_engine import PiperEngine
from audiocoach.voice.engines.piper.piper_model import joe
from audiocoach.voice.engines.recording.recording_engine import recording_name
from audiocoach.voice.registry import installed
from support.coach_ears import write_square

NAME = "en_GB-alba-medium"
OWN = """
title: Own voice
voice: {engine: espeak}
steps:
  - walk: 30s
    say: "Off we go: tall and light!"
  - repeat: 2
    steps: [{run: 40s}, {walk: 20s, say: {voice: {engine: espeak, name: de}, text: Gut gemacht.}}]
"""


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    """The address of a catalogue with one voice in it."""
    folder = tmp_path / "shop"
    model = folder / "en" / f"{NAME}.onnx"
    model.parent.mkdir(parents=True)
    model.write_bytes(bytes(range(256)) * 900)
    config = json.dumps(json.loads(joe().config) | {"language": {"code": "en_GB"}})
    model.with_name(f"{model.name}.json").write_text(config)
    model.with_name("MODEL_CARD").write_text("# Model card\n\n* URL: there\n* License: CC BY 4.0\n")
    files = {
        str(path.relative_to(folder)): {
            "size_bytes": path.stat().st_size,
            "md5_digest": hashlib.md5(path.read_bytes()).hexdigest(),
        }
        for path in model.parent.iterdir()
    }
    (folder / "voices.json").write_text(json.dumps({NAME: {"key": NAME, "files": files}}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_voices_are_listed_by_engine(coach: Any) -> None:
    lines = coach("voices", "list").out.splitlines()
    engines = [line for line in lines if line and not line.startswith(" ")]
    assert [engine for engine in engines if engine != "kokoro"][:4] == ["hibari", "piper", "espeak", "gtts"]
    assert lines[1].split()[:2] == ["heart", "en-US"]
    assert lines[lines.index("piper") + 1].split()[:2] == ["joe", "en-US"]
    (by_google,) = lines[lines.index("gtts") + 1 : lines.index("gtts") + 2]
    assert by_google.strip().startswith("69 languages, by their codes: af am ar")


def test_a_language_has_its_voices_listed_in_full(coach: Any) -> None:
    assert [line.split()[0] for line in coach("voices", "list", "--language", "de").out.splitlines()] == [
        *("espeak", "de"),
        *("gtts", "de"),
    ]
    assert "A natural voice of `de`: `" in coach("voices", "list", "--language", "de").err
    assert coach("voices", "list", "--language", "en").err == ""
    rows = coach("voices", "list", "--language", "pt-BR", "--json").json
    assert {row["language"].lower()[:2] for row in rows} == {"pt"}
    assert all(list(row) == ["engine", "name", "language", "description", "installed"] for row in rows)


def test_all_voices_are_those_too_that_can_be_fetched(coach: Any) -> None:
    rows = coach("voices", "list", "--all", "--language", "de", "--json").json
    names = {(row["engine"], row["name"]): row["installed"] for row in rows}
    assert names["piper", "de_DE-thorsten-medium"] is False
    assert names["espeak", "de"] is True
    text = coach("voices", "list", "--all", "--language", "de").out
    assert "de_DE-thorsten-medium" in text
    assert "German, Germany, medium quality" in text
    assert "en_US-joe-medium" not in coach("voices", "list", "--all", "--language", "en").out, "joe is here"


def test_a_language_that_nobody_speaks_is_told(coach: Any) -> None:
    said = coach("voices", "list", "--language", "xx", code=2)
    assert "no voice here speaks `xx`" in said.err
    assert "hint: " in said.err
    assert said.out == ""


def test_a_piper_voice_is_fetched_once_and_then_listed(coach: Any, shop: str, tmp_path: Path) -> None:
    said = coach("voices", "get", NAME, "--yes", "--catalogue", shop)
    path = tmp_path / "voices" / f"{NAME}.onnx"
    assert said.out == f"piper:{NAME}\n"
    assert "alba (piper, medium quality): 0 MB to fetch, licence: CC BY 4.0\n" in said.err
    assert f"--language en-GB --voice piper:{NAME}" in said.err
    assert path.read_bytes() == bytes(range(256)) * 900
    assert PiperEngine().accepts("alba")
    before = path.stat().st_mtime_ns
    assert "alba (piper, medium quality) is here already." in coach("voices", "get", "alba", "--catalogue", shop).err
    assert path.stat().st_mtime_ns == before


def test_a_voice_is_fetched_after_a_yes(coach: Any, shop: str, tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    for words in (("en",), ("alba",), ("piper:alba",), ("en-gb",)):
        said = coach("voices", "get", *words, "--catalogue", shop, stdin="n\n", code=1)
        assert "Fetch it? [y/N]" in said.err
        assert "Nothing was fetched." in said.err
        assert NAME not in said.out
        assert not list(folder.glob("*"))
    said = coach("voices", "get", "en", "--catalogue", shop, stdin="", code=2)
    assert "nobody is there to say yes, and nothing was fetched\n  hint: say it by `--yes`" in said.err
    coach("voices", "get", "en", "--catalogue", shop, stdin="y\n")
    assert len(list(folder.glob("*"))) == 2


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("albaa", "no voice `albaa` can be fetched\n  hint: did you mean `alba`?"),
        ("en_GB-alba-high", f"hint: did you mean `{NAME}`?"),
        ("xx", "no voice of `xx` can be fetched\n  hint: `--voice espeak` speaks many languages, offline"),
        ("../../etc", "write a language (`de`), or a voice as `"),
    ],
)
def test_a_name_that_is_none_is_taught(coach: Any, shop: str, name: str, message: str) -> None:
    assert message in coach("voices", "get", name, "--catalogue", shop, code=2).err


def test_a_catalogue_that_does_not_answer_is_told(coach: Any, tmp_path: Path) -> None:
    said = coach("voices", "get", NAME, "--catalogue", "http://127.0.0.1:9", code=1)
    assert "hint: see to the network and try again" in said.err
    assert not list((tmp_path / "voices").glob("*.onnx"))


@pytest.mark.parametrize("name", ["thorsten", "piper:thorsten", "de_DE-thorsten-medium"])
def test_an_unknown_voice_names_the_command_that_gets_it(coach: Any, here: Path, name: str) -> None:
    (here / "s.yaml").write_text(f"language: de\nvoice: {name}\nsteps: [{{walk: 1m}}]\n")
    own = name.removeprefix("piper:")
    for command in ("check", "plan", "build"):
        said = coach(command, "s.yaml", code=2)
        assert f"voices get {own}` fetches it" in said.err
    assert f"voices get {own}` fetches it" in coach("plan", "five-minutes", "--voice", name, code=2).err


def test_every_line_to_record_is_listed_with_its_file(coach: Any, here: Path) -> None:
    (here / "own.yaml").write_text(OWN)
    lines = coach("voices", "script", "own.yaml", "--json").json
    files = {line["text"]: line["file"] for line in lines}
    assert files["Off we go: tall and light!"] == "off-we-go-tall-and-light"
    first = "Run, forty seconds, round one of two."
    assert files[first] == "run-forty-seconds-round-one-of-two"
    assert all(line["file"] == recording_name(line["text"]) for line in lines)
    assert {line["text"]: line["voice"] for line in lines}["Gut gemacht."] == "de"
    spare = {line["text"] for line in lines if line["spare"]}
    assert "Run, round one." in spare
    assert first not in spare
    assert {line["text"]: line["times"] for line in lines}["Walk, twenty seconds."] == 2
    printed = coach("voices", "script", "own.yaml").out
    assert "off-we-go-tall-and-light.wav  (said by espeak)\n    Off we go: tall and light!\n" in printed
    assert "gut-gemacht.wav  (said by de, 2 times)" in printed


def test_the_script_is_written_once(coach: Any, here: Path) -> None:
    (here / "own.yaml").write_text(OWN)
    said = coach("voices", "script", "own.yaml", "-o", "lines.txt")
    assert said.out == "lines.txt\n"
    assert "--voice recording:FOLDER" in said.err
    assert (here / "lines.txt").read_text("utf-8") == coach("voices", "script", "own.yaml").out
    assert "is there already" in coach("voices", "script", "own.yaml", "-o", "lines.txt", code=2).err
    assert "lines.json" in coach("voices", "script", "own.yaml", "-o", "lines.mp3", "--json", code=2).err


def test_a_folder_of_recordings_made_from_the_script_speaks_the_whole_session(coach: Any, here: Path) -> None:
    (here / "own.yaml").write_text("steps: [{walk: 30s}, {run: 20s, say: 'Go, go!'}]\n")
    folder = here / "mine"
    folder.mkdir()
    for line in coach("voices", "script", "own.yaml", "--json").json:
        write_square(folder / f"{line['file']}.wav", 0.7)
    told = coach("build", "own.yaml", "--voice", "recording:mine", "--json").json["files"][0]
    assert not [note for note in told["notes"] if "not recorded" in note["message"]]
    assert {cue["end_ms"] - cue["start_ms"] for cue in told["cues"] if cue["text"] == "Go, go!"} == {700}


def test_the_doctor_tells_of_every_engine(coach: Any) -> None:
    rows = {row["engine"]: row for row in coach("voices", "doctor", "--json").json}
    assert list(rows) == ["hibari", "piper", "kokoro", "espeak", "gtts", "recording"]
    for engine in ("piper", "hibari"):
        assert rows[engine] == {"engine": engine, "ready": True, "missing": None}
    assert "piper: ready" in coach("voices", "doctor").out


def test_a_session_cannot_name_a_command(coach: Any, here: Path) -> None:
    (here / "bad.yaml").write_text("voice: {engine: command, command: [touch, pwned]}\nsteps: [{walk: 1m}]\n")
    for command in ("check", "plan", "build"):
        said = coach(command, "bad.yaml", code=2)
        assert "bad.yaml:1:" in said.err
    (here / "bad.yaml").write_text("voice: {engine: command, name: touch}\nsteps: [{walk: 1m}]\n")
    assert "command" in coach("check", "bad.yaml", code=2).err
    assert [path.name for path in here.iterdir()] == ["bad.yaml"]


def test_check_says_who_speaks_and_why(coach: Any, here: Path) -> None:
    (here / "plain.yaml").write_text("voice: joe\nsteps: [{walk: 1m, say: {voice: 'espeak:de', text: Los.}}]\n")
    said = coach("check", "plain.yaml")
    lines = said.out.splitlines()
    assert lines[1:] == [
        "  joe (piper) speaks: the session names it",
        "  de (espeak) speaks: the session names it",
    ]
    assert said.err == ""
    (here / "plain.yaml").write_text("language: de\nsteps: [{walk: 1m}]\n")
    said = coach("check", "plain.yaml")
    reason = "no voice is named, and no natural voice of `de` is installed: espeak speaks it"
    assert said.out.splitlines()[1:] == [f"  de (espeak) speaks: {reason}"]
    assert f"warning: {reason}\n  hint: `" in said.err
    assert (
        "voices get de` fetches one; `--voice gtts` is natural too (German, by Google, needs the network)" in said.err
    )
    text = " ".join(coach("plan", "plain.yaml", "--estimate").out.split())
    assert "voices get de` fetches one; " in text


def test_a_voice_that_is_known_and_cannot_speak_yet_is_warned_of(
    coach: Any, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (kokoro_engine, kokoro_files):
        monkeypatch.setattr(module, "find_spec", lambda _: None)
    monkeypatch.setattr(kokoro_engine, "_IS_TOO_NEW", False)
    installed.cache_clear()
    (here / "s.yaml").write_text("language: es\nvoice: ef_dora\nsteps: [{walk: 1m}]\n")
    said = coach("check", "s.yaml")
    assert "warning: `ef_dora` (kokoro) cannot speak here yet\n  hint: `" in said.err
    for err in (said.err, coach("plan", "s.yaml", code=1).err, coach("build", "s.yaml", code=1).err):
        assert "voices get kokoro` installs it and its model" in err
    row = next(row for row in coach("voices", "doctor", "--json").json if row["engine"] == "kokoro")
    assert not row["ready"]
    assert "`audiocoach voices get kokoro` installs it" in row["missing"]
    listed = coach("voices", "list", "--all", "--language", "es", "--json").json
    assert {row["name"]: row["installed"] for row in listed}["ef_dora"] is False
    installed.cache_clear()
