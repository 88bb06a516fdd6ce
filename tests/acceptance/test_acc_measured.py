"""Each session of the library, heard through to its end by measurement: the MP3 that ships is the plan that is told."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from support.hearing import (
    RATE,
    Session,
    Wave,
    active_mask,
    at,
    decode,
    everywhere,
    length_by_ffmpeg,
    length_by_mpg123,
    loudest_moment,
    near,
    part,
    ranges,
    speech_lufs,
    treble,
    true_peak,
)
from support.programs import audiocoach, tool

ALONE = 0.97
"""A tone out of an MP3 without a soundscape is as like its template as this; another tone at most 0.8."""
OVER_A_BED = 0.9
CLICK = 10 ** (-58 / 20)
"""Amplitude above 13 kHz; voice and tones stay below -65 dBFS there."""


def test_the_plan_is_what_was_built(session: Session) -> None:
    built = session.told["files"][0]
    assert {key: built[key] for key in session.plan} == session.plan


@pytest.mark.parametrize("length", [length_by_ffmpeg, length_by_mpg123])
def test_decoders_find_the_planned_length_to_the_sample_and_nothing_to_complain_about(
    session: Session, length: Callable[[Path, int], int]
) -> None:
    assert length(session.mp3, 2) == session.plan["duration_ms"] * RATE / 1000


def test_every_tone_starts_within_a_millisecond_of_its_time(
    session: Session, bare: Session, templates: dict[str, Wave]
) -> None:
    assert session.plan["tones"] == bare.plan["tones"] != []
    for heard, least in ((session, OVER_A_BED), (bare, ALONE)):
        for tone in heard.plan["tones"]:
            late, alike = near(heard.sound, templates[tone["name"]], tone["start_ms"])
            assert alike >= least, tone
            assert abs(late) <= 1, tone


def test_no_tone_is_taken_for_another(bare: Session, templates: dict[str, Wave]) -> None:
    for tone in {tone["name"]: tone for tone in bare.plan["tones"]}.values():
        others = {
            name: near(bare.sound, template, tone["start_ms"])[1]
            for name, template in templates.items()
            if name != tone["name"]
        }
        assert max(others.values()) < 0.8, (tone, others)


def test_tones_sound_where_they_are_planned_and_nowhere_else(bare: Session, templates: dict[str, Wave]) -> None:
    for name, found in everywhere(bare.sound, templates, ALONE).items():
        planned = [tone["start_ms"] for tone in bare.plan["tones"] if tone["name"] == name]
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


def test_speech_has_one_loudness(session: Session, bare: Session) -> None:
    """In the finished MP3, soundscape and all, where the voice is heard."""
    measured = {}
    for cue in session.cues:
        place = at(cue["start_ms"]), at(cue["end_ms"])
        spoken = active_mask(part(bare.sound, *place))
        if spoken.sum() >= RATE:
            for heard in (session, bare):
                measured[heard.name, cue["text"]] = speech_lufs(part(heard.sound, *place)[spoken])
    assert len(measured) >= 10
    assert {cue: level for cue, level in measured.items() if abs(level + 16) > 0.5} == {}


def test_the_true_peak_is_below_minus_one(session: Session, templates: dict[str, Wave], tmp_path: Path) -> None:
    loud = list(ranges(session.plan, templates, margin_ms=50))
    assert true_peak(np.concatenate([part(session.sound, *place) for place in loud]), tmp_path) <= -1
    sound = np.array(session.sound)
    for first, last in loud:
        sound[first:last] = 0
    assert max(sound.max(), -int(sound.min())) < 32_768 / 2  # elsewhere nothing comes near
    assert session.told["files"][0]["loudness"]["true_peak_dbtp"] <= -1.5


def test_the_receipt_tells_what_is_measured(session: Session, bare: Session) -> None:
    spoken = [part(bare.sound, at(cue["start_ms"]), at(cue["end_ms"])) for cue in bare.cues]
    heard = speech_lufs(np.concatenate([sound[active_mask(sound)] for sound in spoken]))
    for told in (session.told["files"][0]["loudness"], bare.told["files"][0]["loudness"]):
        assert told["speech_lufs"] == pytest.approx(heard, abs=0.5)
        assert told["speech_lufs"] == pytest.approx(-16, abs=0.5)
    assert bare.told["files"][0]["loudness"]["speech_to_bed_db"] is None
    assert session.told["files"][0]["loudness"]["speech_to_bed_db"] >= 20


def test_the_soundscape_is_20_db_below_every_word(built, tmp_path: Path) -> None:
    """WCAG 2 SC 1.4.7, measured in the stems: the loudest three seconds of the bed under each cue, against that cue."""
    session = built("five-minutes")
    audiocoach("build", "five-minutes", "-o", session.mp3, "--stems", tmp_path)
    speech = decode(tmp_path / "speech.wav", tmp_path / "speech.pcm")
    (bed,) = (path for path in tmp_path.glob("*.wav") if path.stem not in ("speech", "tones"))
    assert len(session.cues) >= 5
    for cue in session.cues:
        sound = part(speech, at(cue["start_ms"]), at(cue["end_ms"]))
        voice = speech_lufs(sound[active_mask(sound)])
        assert voice - loudest_moment(bed, cue["start_ms"], cue["end_ms"]) >= 20, cue["text"]
    assert loudest_moment(bed, 40_000, 50_000) > -36  # and it comes back between them


def test_between_cues_and_tones_there_is_digital_silence(bare: Session, templates: dict[str, Wave]) -> None:
    quiet = np.ones(len(bare.sound), bool)
    for start, end in ranges(bare.plan, templates, margin_ms=40):  # an MP3 smears by a frame and a half
        quiet[start:end] = False
    assert quiet.mean() > 0.5
    ends = RATE // 6  # in which the guard tone rises and falls: a little of that lies above 30 Hz
    assert np.abs(np.concatenate((bare.sound[:ends], bare.sound[-ends:]))).max() < 32_768 / 1_000
    quiet[:ends] = quiet[-ends:] = False
    left = np.abs(bare.sound[quiet])
    assert left.max() <= 1  # the last of 16 bits, where the filter that takes the guard tone out rings after a word
    assert left.mean() < 1e-5


def test_nothing_clicks(bare: Session, templates: dict[str, Wave]) -> None:
    for start, end in ranges(bare.plan, templates, margin_ms=40):
        assert np.abs(treble(part(bare.sound, start, end))).max() < CLICK, start / RATE


def test_a_click_would_be_found(built) -> None:
    bare = built("bare/five-minutes")
    cue = bare.cues[1]
    sound = part(bare.sound, at(cue["start_ms"]), at(cue["end_ms"]))
    sound[len(sound) // 2 :] += 0.01  # a step of a hundredth, as a badly cut take has
    assert np.abs(treble(sound)).max() > CLICK


def test_the_voice_waits_a_second_and_begins_with_a_volume_check(bare: Session) -> None:
    heard = np.flatnonzero(np.abs(bare.sound) > 32)
    assert heard[0] / RATE >= 1.0
    assert "set your volume" in " ".join(cue["text"] for cue in bare.cues[:2]).lower()
