"""Keys hold the code that decides: whatever a maker imports, the table of kinds names."""

import ast
import shutil
from functools import cache
from pathlib import Path

import pytest

from audiocoach.storage import code_version as versions
from audiocoach.storage.code_version import code_version
from audiocoach.storage.kinds import CHUNKS, KINDS, MASTERED_TAKES, MP3_CODE, REPORTS, SONGS, SOUNDSCAPES
from support import ROOT

PACKAGE = ROOT / "audiocoach"
TEXTURES = tuple(f"sound/textures/{path.name}" for path in (PACKAGE / "sound" / "textures").glob("*.py"))


@cache
def imports(name: str) -> frozenset[str]:
    """The files of ours that a file of the package imports, anywhere in it, unless only for types."""
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only or not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module.split(".")[0] == "audiocoach":
            place = "/".join(node.module.split(".")[1:])
            candidates = [place, *(f"{place}/{alias.name}" for alias in node.names)]
            found |= {f"{each}.py" for each in candidates if (PACKAGE / f"{each}.py").is_file()}
    return frozenset(found)


def closure(*names: str) -> set[str]:
    """These files, and all that they import in the end."""
    seen, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += imports(name)
    return seen


INPUT = (
    *("errors.py", "paths.py", "assets.py", "storage", "syntax", "verbalize", "session", "script", "timeline"),
    "voice/voice.py",
)
"""What only carries names, places and numbers, which are in the keys themselves."""
MAKERS = {
    "mastered takes": (MASTERED_TAKES.code, ("voice/mastering.py", "voice/recording.py")),
    "chunks": (CHUNKS.code, ("deliver/encoder.py",)),
    "reports": ((*REPORTS.code, *MP3_CODE), ("build/loudness_report.py",)),  # an MP3's fingerprint is its key
    "soundscapes": (SOUNDSCAPES.code, ("sound/soundscapes/soundscape.py", *TEXTURES)),
    "music": (SONGS.code, ("sound/music/songs.py",)),
    "MP3": (MP3_CODE, ("mix/mixer.py", "deliver/mp3_file.py", "deliver/cover.py")),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_key_names_all_the_code_that_decides(name: str) -> None:
    rooms, makers = MAKERS[name]
    named = (*rooms, *INPUT)
    assert not [file for file in closure(*makers) if not any(Path(file).is_relative_to(room) for room in named)]


def test_every_kind_that_code_decides_is_looked_at() -> None:
    assert {kind.name for kind in KINDS if kind.code} == MAKERS.keys() - {"MP3"}
    rooms = {room for kind in KINDS for room in kind.code} | set(MP3_CODE)
    assert not [room for room in rooms if not (PACKAGE / room).exists()]


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package, in the place of ours."""
    copy = tmp_path / "audiocoach"
    shutil.copytree(PACKAGE, copy)
    monkeypatch.setattr(versions, "files", lambda _: copy)
    return copy


def test_line_ends_and_compiled_files_do_not_count(copied: Path) -> None:
    ours = code_version.__wrapped__(*MP3_CODE)
    assert ours == code_version(*MP3_CODE)
    for file in copied.rglob("*.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    (copied / "mix" / "__pycache__").mkdir(exist_ok=True)
    (copied / "mix" / "__pycache__" / "mixer.pyc").write_bytes(b"compiled")
    assert code_version.__wrapped__(*MP3_CODE) == ours
    assert code_version.__wrapped__(*reversed(MP3_CODE)) == ours


@pytest.mark.parametrize("file", ["mix/ducking.py", "audio/limiter.py", "deliver/tags.py", "sound/music/programme.py"])
def test_a_change_anywhere_counts(copied: Path, file: str) -> None:
    versions_seen = {code_version.__wrapped__(*MP3_CODE)}
    changed = copied / file
    changed.write_text(changed.read_text(encoding="utf-8").replace("1", "2", 1), encoding="utf-8")
    versions_seen.add(code_version.__wrapped__(*MP3_CODE))
    (copied / "mix" / "another.py").write_text("")
    versions_seen.add(code_version.__wrapped__(*MP3_CODE))
    assert len(versions_seen) == 3
