"""What is said, as text: WebVTT, SubRip and the chapters of Podcasting 2.0."""

import json
import textwrap
from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from audiocoach.deliver.captions import Caption

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


def chapters_json(chapters: Iterable[tuple[float, str]]) -> str:
    """JSON chapters 1.2.0, of chapters by their start in milliseconds and their title, in the order of time."""
    listed = [{"startTime": start_ms / 1000, "title": title} for start_ms, title in sorted(chapters, key=itemgetter(0))]
    return json.dumps({"version": "1.2.0", "chapters": listed}, ensure_ascii=False, indent=1) + "\n"


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
