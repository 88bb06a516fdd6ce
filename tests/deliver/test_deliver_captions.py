"""Captions: what is shown while it is heard."""

from itertools import pairwise
from pathlib import Path

from audiocoach.build.load import load
from audiocoach.build.planning import plan as planned
from audiocoach.deliver.captions import LONGEST, LONGEST_GAP_MS, captions
from audiocoach.sound.tones import tones

SESSION = """
coaching: {welcome: false}
steps:
  - check-in: before
  - walk: 60s
    say:
      15s: {talk: [{joe: What made you laugh today?}, {"espeak:en": Slowest talker first. Go. (2s) Then the other.}]}
      40s: {file: hello.wav}
"""


def shown(folder: Path) -> list[tuple[str, str, float, float]]:
    tones.write_tone("bell", folder / "hello.wav")
    (folder / "talk.yaml").write_text(SESSION)
    plan = planned(load(folder / "talk.yaml"), estimate=True)
    return [(each.text, each.voice, each.start_ms, each.end_ms) for each in captions(plan.cues)]


def test_each_speaker_and_each_question_has_its_own(tmp_path: Path) -> None:
    texts = [(text, voice) for text, voice, *_ in shown(tmp_path)]
    assert len([text for text, _ in texts[:2] if text.endswith("?")]) == 2
    assert ("What made you laugh today?", "joe") in texts
    assert ("Slowest talker first. Go.", "en") in texts
    assert ("Then the other.", "en") in texts
    assert ("[hello]", "recording") in texts


def test_they_follow_one_another_and_leave_silences_free(tmp_path: Path) -> None:
    found = shown(tmp_path)
    assert all(end <= later for (*_, end), (*_, later, _) in pairwise(found))
    answers = [later - end for (*_, end), (*_, later, _) in pairwise(found[:2])]
    assert answers == [6000]


def test_long_speech_is_cut_between_sentences(tmp_path: Path) -> None:
    text = " ".join(f"This is sentence number {number} of a long story." for number in range(12))
    (tmp_path / "long.yaml").write_text(f"steps: [{{walk: 3m, say: {text}}}]\n")
    plan = planned(load(tmp_path / "long.yaml"), estimate=True)
    told = [caption for caption in captions(plan.cues) if "story" in caption.text]
    assert len(told) > 3
    assert all(len(caption.text) <= LONGEST and caption.text.endswith(".") for caption in told)
    assert all(second.start_ms - first.end_ms <= LONGEST_GAP_MS for first, second in pairwise(told))
    (cue,) = (cue for cue in plan.cues if cue.kind == "say")
    assert " ".join(caption.text for caption in told) == cue.heard
