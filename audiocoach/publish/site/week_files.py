"""The weeks of the page: each a script that registers its sessions when it is loaded, which works from a file too."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from audiocoach.deliver.embedded_plan import EmbeddedPlan, EmbeddedStep
from audiocoach.publish.publication import Publication, PublishedEpisode
from audiocoach.publish.site.page_words import Words
from audiocoach.session.activities import QUIET_COLOUR
from audiocoach.timeline.frame import FINISH

SESSIONS: Final = 24
"""Single sessions that are shown together."""
LONGEST_NAME: Final = 80
"""Characters of a week's name in the list."""
FINISH_COLOUR: Final = "#8fd9b4"
"""Of the tail, in which the coach says farewell."""
VERSION_DIGITS: Final = 8
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class PublishedWeek:
    """A week of a program, or some of a folder's single sessions."""

    number: int | None
    """1-based; None for single sessions."""
    name: str
    """Empty where it has none."""
    episodes: tuple[PublishedEpisode, ...]

    @property
    def days(self) -> tuple[PublishedEpisode, ...]:
        """Its numbered days, or all single sessions: what is offered beside a day takes its place."""
        return tuple(episode for episode in self.episodes if episode.role in ("main", "bridge"))

    @property
    def minutes(self) -> int:
        """Of its days."""
        return round(sum(episode.duration_ms for episode in self.days) / 60_000)


def published_weeks(publication: Publication, words: Words) -> list[PublishedWeek]:
    """The weeks of a program; single sessions in groups that can be surveyed."""
    if publication.is_program:
        by_week = groupby(publication.episodes, key=lambda episode: episode.week)
        return [
            PublishedWeek(week, _week_name(publication, week, words), tuple(episodes)) for week, episodes in by_week
        ]
    if len(publication.episodes) <= SESSIONS:
        return [PublishedWeek(None, words["sessions"], publication.episodes)]
    return [
        PublishedWeek(None, words["group"].format(first=first + 1, last=first + len(group)), group)
        for first in range(0, len(publication.episodes), SESSIONS)
        if (group := publication.episodes[first : first + SESSIONS])
    ]


def _week_name(publication: Publication, week: int | None, words: Words) -> str:
    """What its program calls a week; episodes of none are just sessions."""
    return words["sessions"] if week is None else publication.weeks.get(week, "")[:LONGEST_NAME]


@dataclass(frozen=True, slots=True)
class Media:
    """Where the page finds what an episode sounds and looks like, from its root."""

    mp3: str
    cover: str
    """Empty for none."""


def week_script(number: int, week: PublishedWeek, media: Callable[[PublishedEpisode], Media]) -> bytes:
    """The file of a week, which is the `number`-th in the list, from 0.

    The plan of each episode is read from its file. Raises as `PublishedEpisode.plan`.
    """
    rows = [_row(episode, episode.plan(), media(episode)) for episode in week.episodes]
    return f"audiocoachWeek({number},{compact(rows)})\n".encode()


def compact(value: Any) -> str:
    """JSON that may stand in HTML and in a script, whatever texts are in it; characters that are none become `?`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode(errors="replace").decode()


def version(content: bytes) -> str:
    """What a file's address ends in, so that another content is asked for anew."""
    return hashlib.sha256(content).hexdigest()[:VERSION_DIGITS]


def _row(episode: PublishedEpisode, plan: EmbeddedPlan, media: Media) -> dict[str, Any]:
    """A session as `session.js` reads it; times are whole milliseconds, and what is not said is 0 or empty."""
    label, title = _parted(episode)
    several = len({caption.voice for caption in plan.captions if caption.voice}) > 1
    return {
        "id": episode.id,
        "role": episode.role,
        "label": label,
        "title": title,
        "notes": episode.notes,
        "lang": plan.language,
        "duration": round(plan.duration_ms),
        "media": media.mp3,
        "file": episode.path.name,
        "bytes": episode.bytes,
        "cover": media.cover,
        "steps": [_step(step) for step in plan.steps],
        "cues": [round(cue.start_ms) for cue in plan.cues if cue.is_heard],
        "lines": [
            [round(one.start_ms), one.text, *([one.voice] if several else [])] for one in plan.captions if one.text
        ],
        "chapters": [[round(chapter.start_ms), chapter.title] for chapter in plan.chapters],
    }


def _step(step: EmbeddedStep) -> Sequence[Any]:
    own = FINISH_COLOUR if step.id == FINISH else step.colour.lower()
    colour = own if _COLOUR.fullmatch(own) else QUIET_COLOUR
    times = round(step.start_ms), round(step.end_ms)
    return step.name, step.activity, colour, *times, step.effort or 0, step.round or 0, step.rounds or 0


def _parted(episode: PublishedEpisode) -> tuple[str, str]:
    """`Week 1, day 2` and what the session is called, of a program's day; else only the latter."""
    label, colon, title = episode.title.partition(": ")
    return (label, title) if colon and episode.week is not None else ("", episode.title)
