"""Each session of the library, heard through to its end by measurement: the MP3 that ships is the plan that is told."""

import json
from pathlib import Path

import numpy as np
import pytest
from hearing import (
    RATE,
    Session,
    Wave,
    active,
    at,
    everywhere,
    length_by_ffmpeg,
    length_by_mpg123,
    near,
    ranges,
    speech_lufs,
    treble,
    true_peak,
)
from programs import tool

LEAST_LIKENESS = 0.97
"""A tone out of the MP3 is as like its template as this; another tone at most 0.8."""
CLICK = 10 ** (-58 / 20)
"""Amplitude above 13 kHz; the sessions stay below -65 dBFS."""


def test_the_plan_is_what_was_built(session: Session) -> None:
    built = session.told["files"][0]
    assert {key: built[key] for key in session.plan} == session.plan


@pytest.mark.parametrize("length", [length_by_ffmpeg, length_by_mpg123])
def test_the_decoded_length_is_the_planned_one_to_the_sample(session: Session, length) -> None:
    assert length(session.mp3, 2) == session.plan["duration_ms"] * RATE / 1000


def test_decoders_find_nothing_to_complain_about(session: Session) -> None:
    strict = ("-err_detect", "crccheck+bitstream+buffer+explode")
    assert tool("ffmpeg", "-v", "error", *strict, "-i", session.mp3, "-f", "null", "-").stderr == b""
    told = tool("mpg123", "-t", "-q", session.mp3)
    assert told.stderr + told.stdout == b""


def test_every_tone_starts_within_a_millisecond_of_its_time(session: Session, templates: dict[str, Wave]) -> None:
    assert session.plan["tones"]
    for tone in session.plan["tones"]:
        late, alike = near(session.sound, templates[tone["name"]], tone["start_ms"])
        assert alike >= LEAST_LIKENESS, tone
        assert abs(late) <= 1, tone


def test_no_tone_is_taken_for_another(session: Session, templates: dict[str, Wave]) -> None:
    for tone in {tone["name"]: tone for tone in session.plan["tones"]}.values():
        others = {
            name: near(session.sound, template, tone["start_ms"])[1]
            for name, template in templates.items()
            if name != tone["name"]
        }
        assert max(others.values()) < 0.8, (tone, others)


def test_tones_sound_where_they_are_planned_and_nowhere_else(session: Session, templates: dict[str, Wave]) -> None:
    for name, found in everywhere(session.sound, templates, LEAST_LIKENESS).items():
        planned = [tone["start_ms"] for tone in session.plan["tones"] if tone["name"] == name]
        assert found == pytest.approx(planned, abs=1), name


def test_players_read_the_planned_chapters(session: Session) -> None:
    told = json.loads(tool("ffprobe", "-v", "error", "-show_chapters", "-of", "json", session.mp3).stdout)
    read = [
        (chapter["tags"]["title"], float(chapter["start_time"]) * 1000, float(chapter["end_time"]) * 1000)
        for chapter in told["chapters"]
    ]
    planned = session.plan["chapters"]
    assert [title for title, _, _ in read] == [chapter["title"] for chapter in planned]
    for (_, start, end), chapter in zip(read, planned, strict=True):
        assert (start, end) == pytest.approx((chapter["start_ms"], chapter["end_ms"]), abs=1)
    assert planned[0]["start_ms"] == 0
    assert planned[-1]["end_ms"] == session.plan["duration_ms"]


def test_speech_has_one_loudness(session: Session) -> None:
    measured = {}
    for cue in session.cues:
        speech = active(session.sound[at(cue["start_ms"]) : at(cue["end_ms"])])
        if len(speech) >= RATE:
            measured[cue["text"]] = speech_lufs(speech)
    assert len(measured) >= 5
    assert {text: level for text, level in measured.items() if abs(level + 16) > 0.5} == {}


def test_the_true_peak_is_below_minus_one(session: Session, tmp_path: Path) -> None:
    assert true_peak(session.sound, tmp_path) <= -1
    assert session.told["files"][0]["loudness"]["true_peak_dbtp"] <= -1.5


def test_the_receipt_tells_what_is_measured(session: Session) -> None:
    speech = [active(session.sound[at(cue["start_ms"]) : at(cue["end_ms"])]) for cue in session.cues]
    told = session.told["files"][0]["loudness"]
    assert told["speech_lufs"] == pytest.approx(speech_lufs(np.concatenate(speech)), abs=0.5)
    assert told["speech_lufs"] == pytest.approx(-16, abs=0.5)


def test_between_cues_and_tones_there_is_digital_silence(session: Session, templates: dict[str, Wave]) -> None:
    quiet = np.ones(len(session.sound), bool)
    for start, end in ranges(session.plan, templates, margin_ms=40):  # an MP3 smears by a frame and a half
        quiet[start:end] = False
    assert quiet.mean() > 0.5
    assert not np.asarray(session.sound)[quiet].any()


def test_nothing_clicks(session: Session, templates: dict[str, Wave]) -> None:
    for start, end in ranges(session.plan, templates, margin_ms=40):
        part = treble(np.asarray(session.sound[start:end]))
        assert np.abs(part).max() < CLICK, start / RATE


def test_a_click_would_be_found(walk_run: Session) -> None:
    cue = walk_run.cues[1]
    part = np.array(walk_run.sound[at(cue["start_ms"]) : at(cue["end_ms"])])
    part[len(part) // 2 :] += 0.01  # a step of a hundredth, as a badly cut take has
    assert np.abs(treble(part)).max() > CLICK


def test_the_first_sound_leaves_a_second_to_put_the_phone_away(session: Session) -> None:
    heard = np.flatnonzero(np.abs(np.asarray(session.sound)) > 0.001)
    assert heard[0] / RATE >= 1.0
    assert "set your volume" in " ".join(cue["text"] for cue in session.cues[:2]).lower()
