"""Subtitles and chapters as text, read back by ffmpeg."""

import html
import json
import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.deliver.transcript import chapters_json, srt, vtt


@dataclass(frozen=True)
class Cue:
    start_ms: float
    end_ms: float
    text: str
    voice: str = "joe"


CUES = (
    Cue(1000, 2500.4, "Walk briskly, arms loose."),
    Cue(3_599_999.6, 3_602_000, "Läufer & <friends> --> go! " + "Run easy, and talk if you can. " * 5, "amy > joe"),
    Cue(36_000_000, 36_001_000, "Бег 🏃"),
)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)
cues = st.lists(st.builds(Cue, st.integers(0, 10**8), st.integers(0, 10**8), words, words), max_size=6)


def spoken(text):
    return " ".join(text.split())


@pytest.mark.parametrize(("write", "suffix"), [(vtt, "vtt"), (srt, "srt")])
def test_ffmpeg_reads_every_cue_with_its_time_and_words(tmp_path, tool, write, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_text(write(CUES), encoding="utf-8")
    packets = json.loads(tool("ffprobe", "-v", "error", "-of", "json", "-show_packets", "-show_data", path).stdout)[
        "packets"
    ]
    assert [round(float(packet["pts_time"]) * 1000) for packet in packets] == [1000, 3_600_000, 36_000_000]
    assert [round(float(packet["duration_time"]) * 1000) for packet in packets] == [1500, 2000, 1000]
    again = tool("ffmpeg", "-v", "error", "-i", path, "-f", "srt", "-").stdout.decode()
    assert "Walk briskly, arms loose." in again and "Бег 🏃" in again and "friends" in again


def test_a_transcript_looks_as_players_want_it():
    assert vtt(CUES[:1]) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v joe>Walk briskly, arms loose.</v>\n"
    assert srt(CUES[:1]) == "1\n00:00:01,000 --> 00:00:02,500\nWalk briskly, arms loose.\n"
    assert "<v amy joe>Läufer &amp; &lt;friends&gt; --&gt; go!" in vtt(CUES)
    assert "10:00:00.000 --> 10:00:01.000" in vtt(CUES)


@given(cues)
def test_no_words_break_the_format(said):
    said = [cue for cue in said if spoken(cue.text)]
    blocks = vtt(said).strip("\n").split("\n\n")[1:]
    assert len(blocks) == len(said)
    for cue, block in zip(said, blocks, strict=True):
        head, _, body = block.partition("\n")
        assert re.fullmatch(r"\d\d+:\d\d:\d\d\.\d{3} --> \d\d+:\d\d:\d\d\.\d{3}", head)
        assert "-->" not in body
        plain = html.unescape(re.sub(r"</?v[^>]*>", "", body))
        assert all(len(line) <= 65 for line in plain.split("\n"))
        assert "".join(plain.split()) == "".join(cue.text.split())


@given(cues)
def test_subrip_is_numbered_and_its_lines_short(said):
    said = [cue for cue in said if spoken(cue.text)]
    blocks = srt(said).strip("\n").split("\n\n") if said else []
    assert [block.split("\n")[0] for block in blocks] == [str(n + 1) for n in range(len(said))]
    for block in blocks:
        assert block.count("-->") == 1
        assert all(len(line) <= 65 for line in block.split("\n"))


def test_chapters_are_sorted_and_in_seconds():
    assert json.loads(chapters_json([(1500, "Бег 🏃"), (0, "Warm-up")])) == {
        "version": "1.2.0",
        "chapters": [{"startTime": 0.0, "title": "Warm-up"}, {"startTime": 1.5, "title": "Бег 🏃"}],
    }
