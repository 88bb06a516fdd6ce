"""An independent recogniser of speech (pocketsphinx, its own English model) hears the cues at their planned times.

What is decoded is cut out of the finished MP3 from 0.3 s before a cue to 0.3 s after it, without telling the
recogniser what to expect. It gets most of the key words.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.hearing import Session, decode

RATE = 16_000
AROUND_MS = 300
LONGEST_MS = 5_000
CUES = 16
"""How many are listened to: about a third of a second of computing for each second."""
HEARD = {"heart": 0.7, "joe": 0.8}
"""The share of the key words of each embedded voice that must be heard."""

Listen = Callable[[float, float], set[str]]
Once = Callable[[str, Callable[[Path], None]], Path]


def key_words(text: str) -> set[str]:
    """The words that carry a cue: those of four letters and more."""
    return {word for word in re.findall(r"[a-z']+", text.lower()) if len(word) >= 4}


@pytest.fixture(
    scope="module",
    params=[
        "five-minutes",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("walk-run-20", "joe/walk-run-20")),
    ],
)
def name(request: pytest.FixtureRequest) -> str:
    """What others listen to too, and the first run for most people in each embedded voice."""
    return str(request.param)


@pytest.fixture(scope="module")
def voice(name: str) -> str:
    """Heart is who speaks where nobody is named."""
    return "joe" if name.startswith("joe/") else "heart"


@pytest.fixture(scope="module")
def spoken(name: str, built: Callable[[str], Session]) -> Session:
    return built(name)


@pytest.fixture(scope="module")
def listen(spoken: Session, tmp_path_factory: pytest.TempPathFactory) -> Listen:
    """The words heard between two times in ms."""
    sphinx = pytest.importorskip("pocketsphinx", reason="it has no wheel for this Python")

    sound = decode(spoken.mp3, tmp_path_factory.mktemp("recogniser") / "sound.pcm", RATE)
    decoder = sphinx.Decoder(samprate=RATE, loglevel="FATAL")

    def heard(start_ms: float, end_ms: float) -> set[str]:
        cut = sound[max(round(start_ms * RATE / 1000), 0) : round(end_ms * RATE / 1000)]
        decoder.start_utt()
        decoder.process_raw(cut.tobytes(), full_utt=True)
        decoder.end_utt()
        told = decoder.hyp()
        return set(told.hypstr.split()) if told else set()

    return heard


@pytest.fixture(scope="module")
def cues(spoken: Session) -> list[dict[str, Any]]:
    """Short cues, each text once."""
    distinct = {cue["text"]: cue for cue in spoken.cues if len(key_words(cue["text"])) >= 2}
    short = [cue for cue in distinct.values() if cue["end_ms"] - cue["start_ms"] < LONGEST_MS]
    return short[:CUES]


@pytest.fixture(scope="module")
def heard(cues: list[dict[str, Any]], name: str, listen: Listen, once: Once) -> dict[str, set[str]]:
    """The words heard at each cue's time, by its text; listened to once a run."""

    def write(folder: Path) -> None:
        words = {cue["text"]: listen(cue["start_ms"] - AROUND_MS, cue["end_ms"] + AROUND_MS) for cue in cues}
        (folder / "words.json").write_text(json.dumps({text: sorted(found) for text, found in words.items()}))

    told = json.loads((once(f"recognised/{name}", write) / "words.json").read_text())
    return {text: set(found) for text, found in told.items()}


def test_the_key_words_are_heard_at_their_times(voice: str, heard: dict[str, set[str]]) -> None:
    said = sum(len(key_words(text)) for text in heard)
    understood = sum(len(key_words(text) & words) for text, words in heard.items())
    assert len(heard) >= 5
    assert understood >= HEARD[voice] * said, heard


def test_no_cue_is_heard_at_the_time_of_another(heard: dict[str, set[str]]) -> None:
    for text in heard:
        for other, words in heard.items():
            if not key_words(text) <= key_words(other):
                assert not key_words(text) <= words, (text, other)


def test_nothing_is_heard_between_them(cues: list[dict[str, Any]], spoken: Session, listen: Listen) -> None:
    starts = [cue["start_ms"] for cue in spoken.cues] + [tone["start_ms"] for tone in spoken.plan["tones"]]
    after = next(
        cue["end_ms"] + 1000
        for cue in cues
        if not any(cue["end_ms"] < start < cue["end_ms"] + 6000 for start in starts)
    )
    assert not any(key_words(word) for word in listen(after, after + 3000))
