"""What is said, as text: WebVTT, SubRip and the chapters of Podcasting 2.0."""

import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from audiocoach.deliver.captions import Caption
from audiocoach.timeline.timeline import Marker
from audiocoach.units import to_ms

LINE: Final = 65
"""Characters of a line, at most (podcast namespace, transcripts)."""
_NO_MARKUP: Final = str.maketrans("<>", "‹›")


def vtt(captions: Iterable[Caption]) -> str:
    """A WebVTT file, with each caption's voice as its speaker."""
    blocks = ["WEBVTT\n"]
    for caption in captions:
        lines = _lines(caption.text)
        if lines:
            # A name is one line, and a `>` would end it: its escape is not read inside a tag by every player.
            speaker = " ".join(_escape(caption.voice.replace(">", " ")).split())
            said = "\n".join(_escape(line) for line in lines)
            voiced = f"<v {speaker}>{said}</v>" if speaker else said
            blocks.append(f"{_range(caption, '.')}\n{voiced}\n")
    return "\n".join(blocks)


def srt(captions: Iterable[Caption]) -> str:
    """A SubRip file: plain text, numbered from 1. It knows no escapes, so `<` and `>` become `‹` and `›`."""
    spoken = [(caption, lines) for caption in captions if (lines := _lines(caption.text))]
    return "\n".join(
        f"{number}\n{_range(caption, ',')}\n" + "\n".join(lines).translate(_NO_MARKUP) + "\n"
        for number, (caption, lines) in enumerate(spoken, 1)
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


def _range(caption: Caption, point: str) -> str:
    return f"{_time(caption.start_ms, point)} --> {_time(caption.end_ms, point)}"


def _time(ms: float, point: str) -> str:
    seconds, thousandths = divmod(round(ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
