"""What is said, as text: WebVTT, SubRip and the chapters of Podcasting 2.0."""

import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from audiocoach.timeline.model import Marker
from audiocoach.units import to_ms

LINE: Final = 65
"""Characters of a line, at most (podcast namespace, transcripts)."""
_NO_MARKUP: Final = str.maketrans("<>", "‹›")


class SpokenCue(Protocol):
    """Something that is said at a time."""

    @property
    def start_ms(self) -> float:
        """When it starts, in ms."""

    @property
    def end_ms(self) -> float:
        """When it has ended, in ms."""

    @property
    def text(self) -> str:
        """What is said, as the listener hears it."""

    @property
    def voice(self) -> str:
        """Who says it."""


def vtt(cues: Iterable[SpokenCue]) -> str:
    """A WebVTT file, with each cue's voice as its speaker."""
    blocks = ["WEBVTT\n"]
    for cue in cues:
        lines = _lines(cue.text)
        if lines:
            # A name is one line, and a `>` would end it: its escape is not read inside a tag by every player.
            speaker = " ".join(_escape(cue.voice.replace(">", " ")).split())
            said = "\n".join(_escape(line) for line in lines)
            voiced = f"<v {speaker}>{said}</v>" if speaker else said
            blocks.append(f"{_range(cue, '.')}\n{voiced}\n")
    return "\n".join(blocks)


def srt(cues: Iterable[SpokenCue]) -> str:
    """A SubRip file: plain text, numbered from 1. It knows no escapes, so `<` and `>` become `‹` and `›`."""
    spoken = [(cue, lines) for cue in cues if (lines := _lines(cue.text))]
    return "\n".join(
        f"{number}\n{_range(cue, ',')}\n" + "\n".join(lines).translate(_NO_MARKUP) + "\n"
        for number, (cue, lines) in enumerate(spoken, 1)
    )


def chapters_json(markers: Sequence[Marker]) -> str:
    """JSON chapters 1.2.0 (times in seconds), in the order of time."""
    chapters = [
        {"startTime": to_ms(marker.start) / 1000, "title": marker.title}
        for marker in sorted(markers, key=lambda marker: marker.start)
    ]
    return json.dumps({"version": "1.2.0", "chapters": chapters}, ensure_ascii=False, indent=1) + "\n"


def _lines(text: str) -> list[str]:
    """`text` in lines of at most `LINE` characters; words that are longer are cut."""
    return textwrap.wrap(text, LINE, break_on_hyphens=False)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _range(cue: SpokenCue, point: str) -> str:
    return f"{_time(cue.start_ms, point)} --> {_time(cue.end_ms, point)}"


def _time(ms: float, point: str) -> str:
    seconds, thousandths = divmod(round(ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
