"""The documents: what they show works, and they name all that there is."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from audiocoach.build import library
from audiocoach.build.load import load
from audiocoach.voice.engines.kokoro import kokoro_engine
from audiocoach.voice.engines.kokoro.kokoro_voices import shipped_names
from audiocoach.voice.fetching import find_fetchable
from audiocoach.voice.registry import installed
from support import ROOT
from support.commands import run
from support.plan_contract import CONTRACT
from support.programs import environment

DOCS = ROOT / "docs"


def blocks(name: str, language: str) -> list[str]:
    """The code of one language in a document."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def keys_of(schema: object) -> Iterator[str]:
    """Every key that a JSON Schema names."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for inner in schema.values():
            yield from keys_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from keys_of(inner)


def test_the_page_on_json_names_every_key_of_a_plan() -> None:
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[`{\" ]([a-z_]+)[`}\",]", page))
    assert set(keys_of(CONTRACT.schema)) <= named


def test_the_map_names_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "audiocoach").iterdir() if (path / "__init__.py").exists()]
    assert len(rooms) == 15
    for room in rooms:
        assert f"[`{room}/`](#{room})" in page
        assert f"\n## {room}\n" in page


def test_the_session_on_the_page_of_tables_is_one() -> None:
    (session,) = blocks("variables.md", "yaml")
    assert load(session).steps[1].rounds == 10


def test_the_program_on_its_page_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, words, *_ = blocks("programs.md", "yaml")
    (tmp_path / "builder.yaml").write_text(program)
    (tmp_path / "builder.de.yaml").write_text(words)
    monkeypatch.chdir(tmp_path)
    assert run("check", "builder.yaml").out.startswith("builder.yaml: ok, 5 days in 2 weeks")
    assert "Gehen und laufen" in run("plan", "builder.yaml", "--language", "de", "--estimate").out


def test_the_collection_on_its_page_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    *_, collection, words = blocks("programs.md", "yaml")
    (tmp_path / "bad-day.yaml").write_text(collection)
    (tmp_path / "bad-day.de.yaml").write_text(words, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("check", "bad-day.yaml").out.startswith("bad-day.yaml: ok, 3 sessions, ")
    in_german = run("plan", "bad-day.yaml", "--language", "de", "--estimate").out
    for word in ("Für einen schlechten Tag", "Nur atmen", "Zwei kurze Läufe."):
        assert word in in_german
    (tmp_path / "bad-day.de.yaml").write_text("texts: {2: {name: Nur atmen}}\n")
    message = "bad-day.de.yaml:1:1: the words of session 3 are missing: `notes`"
    said = run("plan", "bad-day.yaml", "--language", "de", code=2).err
    assert said.startswith(message)
    assert said.endswith("  hint: add them under `texts`: `3: {notes: ...}`\n")


def test_the_page_on_programs_names_all_that_ship() -> None:
    page = (DOCS / "programs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page, re.M))
    assert named >= {*library.program_names(), *library.collection_names()}


def test_the_soundscape_on_its_page_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe, session = blocks("soundscapes.md", "yaml")
    (tmp_path / "river.yaml").write_text(recipe)
    (tmp_path / "session.yaml").write_text(session)
    monkeypatch.chdir(tmp_path)
    assert run("check", "session.yaml").out.startswith("session.yaml: ok, 20:08\n")


def test_the_phrasebook_on_its_page_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (book,) = blocks("phrasebooks.md", "yaml")
    (tmp_path / "mine.yaml").write_text(book)
    session = {"phrases": "mine.yaml", "voice": "espeak:en-us", "steps": [{"repeat": 2, "steps": [{"jog": "1m"}]}]}
    (tmp_path / "session.yaml").write_text(yaml.safe_dump(session))
    monkeypatch.chdir(tmp_path)
    texts = [cue["text"] for cue in run("plan", "session.yaml", "--estimate", "--json").json["cues"]]
    assert any(text.endswith(", lap one of two.") for text in texts)


def test_the_engine_on_its_page_speaks(tmp_path: Path) -> None:
    """The package as the page shows it, installed as a folder on `sys.path`."""
    _, project = blocks("engines.md", "toml")
    (code,) = blocks("engines.md", "python")
    (tmp_path / "audiocoach_choir.py").write_text(code)
    info = tmp_path / "audiocoach_choir-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: audiocoach-choir\nVersion: 1.0\n")
    point = re.search(r'^choir = "(.+)"$', project, re.M)
    assert point
    (info / "entry_points.txt").write_text(f"[audiocoach.engines]\nchoir = {point[1]}\n")
    env = environment(tmp_path / "cache", PYTHONPATH=str(tmp_path), plugin=False)
    words = [sys.executable, "-m", "audiocoach"]
    listed = subprocess.run([*words, "voices", "list", "--json"], env=env, capture_output=True, check=True)
    assert ("choir", "alto") in [(row["engine"], row["name"]) for row in json.loads(listed.stdout)]
    say = [*words, "voices", "say", "Run now.", "--voice", "choir:alto", "-o", str(tmp_path / "a.wav")]
    subprocess.run(say, env=env, capture_output=True, check=True)
    assert (tmp_path / "a.wav").stat().st_size > 100_000


def shown() -> Iterator[object]:
    """The Python of its page; what builds a session of twenty minutes takes its time."""
    for code in blocks("python.md", "python"):
        marks = pytest.mark.long if "walk-run-20" in code else ()
        yield pytest.param(code, marks=marks, id=code.split("\n", 1)[0][:30])


@pytest.mark.parametrize("code", list(shown()))
def test_the_python_on_its_page_runs(code: str, tmp_path: Path) -> None:
    """With a voice that costs nothing, which the config names, and one setting of names for all blocks."""
    config = tmp_path / "config.toml"
    config.write_text('voice = "fake"\nsoundscape = "none"\nquality = "voice"\n')
    start = 'import audiocoach\nsession = audiocoach.quick("10s walk, 10s run")\n'
    program = tmp_path / "shown.py"
    program.write_text(start + code)
    env = environment(tmp_path / "cache", AUDIOCOACH_CONFIG=str(config))
    done = subprocess.run(
        [sys.executable, program], env=env, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_the_page_on_voices_names_what_a_language_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DOCS / "voices.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w\w)` \w+ \| `([\w:-]+)`.*\| (?:`([\w:-]+)` )?\|$", page, re.M)
    assert {code for code, *_ in rows} == {"de", "es", "fr", "it", "nl", "pt"}
    for is_too_new in (False, True):
        monkeypatch.setattr(kokoro_engine, "_IS_TOO_NEW", is_too_new)
        sources = installed().sources()
        found = {code: find_fetchable(code, sources).reference for code, *_ in rows}
        assert found == {code: (otherwise or first) if is_too_new else first for code, first, otherwise in rows}
    assert set(shipped_names()) == set(re.findall(r"`([a-z]{2}_[a-z]+)`", page))
