"""What is printed, whatever the names of files are and whatever the terminal can show."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*args: object, encoding: str, cwd: Path, code: int = 0) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "audiocoach", *args], env=env, cwd=cwd, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert done.returncode == code, done.stderr
    return done


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_what_is_no_terminal_is_written_in_utf_8(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "s.yaml").write_text("title: Żółw 🐢\nsteps: [{run: 1m, effort: 9}]\n", encoding="utf-8")
    told = json.loads(run("plan", "s.yaml", "--estimate", "--json", encoding=encoding, cwd=tmp_path).stdout)
    assert told["title"] == "Żółw 🐢"
    assert "▇" in run("plan", "s.yaml", "--estimate", encoding=encoding, cwd=tmp_path).stdout.decode()


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_names_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xffbad")
    (tmp_path / f"{odd}.wav").touch()
    (tmp_path / f"{odd}.yaml").write_text("steps: [{say: {file: bad.wav}}]\n")
    done = run("check", f"{odd}.yaml", encoding="utf-8:strict", cwd=tmp_path, code=2)
    assert b"\xffbad.yaml:1:22: unknown recording" in done.stderr
    told = run("check", f"{odd}.yaml", "--json", encoding="utf-8:strict", cwd=tmp_path, code=2)
    assert json.loads(told.stdout.decode())[0]["ok"] is False
    mute = ("--soundscape", "none", "--voice", "espeak")
    run("quick", "2s walk", *mute, "-o", f"{odd}.mp3", encoding="ascii", cwd=tmp_path)
    assert (tmp_path / f"{odd}.mp3").is_file()
