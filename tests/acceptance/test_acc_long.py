"""A session of two hours: as exact in its last minute as in its first, and read by the same decoders."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import audiocoach
from audiocoach.build.options import BuildOptions
from audiocoach.build.workspace import Workspace
from audiocoach.timeline.plan import Plan
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.hearing import RATE, Pcm, Wave, decode, everywhere, near
from support.programs import tool

pytestmark = pytest.mark.long

MARATHON = """
title: Two hours
language: en
steps:
  - warm-up: 7m30s
  - repeat: 42
    steps:
      - run: 1m40.123s
      - walk: 59.877s
        say: {20s: Let your breath settle.}
  - cool-down: 30s
"""
HOURS_MS = 7_200_000


@pytest.fixture(scope="module")
def two_hours(once: Callable[[str, Callable[[Path], None]], Path]) -> tuple[Path, dict[str, Any]]:
    """The MP3 (mono, for speed) and its plan."""

    def make(folder: Path) -> None:
        (folder / "long.yaml").write_text(MARATHON)
        session = audiocoach.load(folder / "long.yaml")
        workspace = Workspace(cache=folder / "cache", find_voice=fake_voice)
        built = audiocoach.build(session, folder / "long.mp3", BuildOptions(quality="voice"), workspace=workspace)
        assert isinstance(built.plan, Plan)
        (folder / "plan.json").write_text(json.dumps(built.plan.as_json()))
        decode(folder / "long.mp3", folder / "sound.pcm")

    folder = once("two-hours", make)
    return folder, json.loads((folder / "plan.json").read_text())


@pytest.fixture(scope="module")
def sound(two_hours: tuple[Path, dict[str, Any]]) -> Pcm:
    return np.memmap(two_hours[0] / "sound.pcm", np.dtype("<i2"), "r")


def test_two_hours_are_two_hours_to_the_sample(two_hours: tuple[Path, dict[str, Any]], sound: Pcm) -> None:
    _, plan = two_hours
    work = [step for step in plan["steps"] if step["id"] != "finish"]
    assert work[-1]["end_ms"] == HOURS_MS
    assert len(sound) == round(plan["duration_ms"] * RATE / 1000)


def test_every_tone_of_two_hours_starts_within_a_millisecond(
    two_hours: tuple[Path, dict[str, Any]], sound: Pcm, templates: dict[str, Wave]
) -> None:
    _, plan = two_hours
    assert len(plan["tones"]) > 300
    late = {}
    for tone in plan["tones"]:
        off, alike = near(sound, templates[tone["name"]], tone["start_ms"])
        assert alike > 0.95, tone
        late[tone["start_ms"]] = off
    assert max(map(abs, late.values())) <= 1
    last_hour = [off for start, off in late.items() if start > HOURS_MS / 2]
    assert abs(np.mean(last_hour)) < 0.05  # nothing drifts


def test_the_tones_of_the_last_minutes_are_found_without_the_plan(
    two_hours: tuple[Path, dict[str, Any]], sound: Pcm, templates: dict[str, Wave]
) -> None:
    _, plan = two_hours
    first_ms = HOURS_MS - 600_000
    few = {name: templates[name] for name in ("run", "ease", "finish", "rise-1")}
    found = everywhere(sound[first_ms * RATE // 1000 :], few, 0.95)
    for name, starts in found.items():
        planned = [t["start_ms"] - first_ms for t in plan["tones"] if t["name"] == name and t["start_ms"] >= first_ms]
        assert starts == pytest.approx(planned, abs=1), name
    assert found["finish"] == pytest.approx([600_000], abs=1)


def test_two_hours_of_chapters_are_read(two_hours: tuple[Path, dict[str, Any]]) -> None:
    folder, plan = two_hours
    told = json.loads(tool("ffprobe", "-v", "error", "-show_chapters", "-of", "json", folder / "long.mp3").stdout)
    read = [(chapter["tags"]["title"], round(float(chapter["start_time"]) * 1000)) for chapter in told["chapters"]]
    assert read == [(chapter["title"], round(chapter["start_ms"])) for chapter in plan["chapters"]]


def test_seeking_lands_where_it_should(
    two_hours: tuple[Path, dict[str, Any]], templates: dict[str, Wave], tmp_path: Path
) -> None:
    """A phone seeks by the bitrate: ffmpeg too, in a file at a constant one."""
    folder, plan = two_hours
    tone = [tone for tone in plan["tones"] if tone["name"] == "run"][-1]
    cut = tmp_path / "cut.wav"
    start = tone["start_ms"] / 1000 - 2
    tool("ffmpeg", "-v", "error", "-ss", start, "-t", 4, "-i", folder / "long.mp3", "-ac", 1, cut)
    heard = np.frombuffer(cut.read_bytes()[44:], np.dtype("<i2"))
    assert near(heard, templates["run"], 2000, 100)[0] == pytest.approx(0, abs=30)
