"""The show notes of an episode: its own words, its steps with their times, and what to know before it is played.

Apps make a link of a time that stands as `00:05:00` (AntennaPod, Apple, Overcast). HTML is that which Apple knows:
`<p>`, `<ul>`, `<li>` and `<a>`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal

from audiocoach.deliver.embedded_plan import EmbeddedMark, EmbeddedPlan
from audiocoach.deliver.picture import xml_text
from audiocoach.publish.notes.helplines import ELSEWHERE, helplines
from audiocoach.publish.notes.note_words import NoteWords, note_words
from audiocoach.script.places import RUNNING
from audiocoach.timeline.frame import FINISH

MOST_BYTES: Final = 4_000
"""Of a description, in UTF-8 (Apple Podcasts, RSS feed guide)."""
_LONGEST_NOTES: Final = 1_500
"""Bytes of the author's own words, as HTML, so that there is room for the steps."""
_LONGEST_TITLE: Final = 100
"""Characters of a step's."""
_LATER_ROUND: Final = re.compile(r" (?!1/)\d+/\d+$")
_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class ShowNotes:
    """The same, twice; neither has more than `MOST_BYTES`."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or the entries of a list; the last line may end with a link."""

    lines: Sequence[str]
    is_list: bool = False
    link: str = ""

    def html(self) -> str:
        lines = [xml_text(line) for line in self.lines]
        if self.link:
            lines[-1] += f' <a href="https://{self.link}/">{self.link}</a>'
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if self.is_list else f"<p>{lines[0]}</p>"

    def text(self) -> str:
        return "\n".join(self.lines) + (f" https://{self.link}/" if self.link else "")


def show_notes(notes: str, plan: EmbeddedPlan) -> ShowNotes:
    """The notes of an episode, in the language that it is spoken in; the same arguments give the same.

    They do not say its title again, for lists of episodes show their first words below it.

    Of many steps those of later rounds are left out first, so that the shape of a session is still to be seen.
    """
    words = note_words(plan.language)
    last = [_Block([words.speed]), _Block([words.advice])]
    if plan.helplines:
        last += _care(plan.language, words)
    first = [*_paragraphs(notes), _Block([_totals(plan, words)])]
    room = MOST_BYTES - sum(_size(block) for block in (*first, *last))
    return _written([*first, _steps(plan.chapters, words, room), *last])


def about_show(description: str, language: str) -> ShowNotes:
    """What a feed says of itself: its description, and what holds for all its episodes."""
    words = note_words(language)
    return _written([*_paragraphs(description), _Block([words.speed]), _Block([words.advice])])


def _written(blocks: Sequence[_Block]) -> ShowNotes:
    return ShowNotes("\n".join(block.html() for block in blocks), "\n\n".join(block.text() for block in blocks) + "\n")


def _size(block: _Block) -> int:
    """Bytes as HTML, with the line's end."""
    return len(block.html().encode()) + 1


def _paragraphs(notes: str) -> Iterator[_Block]:
    """As they are parted by empty lines, as many as there is room for; the last may end in an ellipsis."""
    room = _LONGEST_NOTES
    for part in re.split(r"\n\s*\n", notes):
        if line := " ".join(part.split()):
            block = _Block([_cut(line, room)])
            yield block
            room -= _size(block)
            if block.lines[0] != line or room < _LONGEST_NOTES // 10:
                return


def _cut(line: str, most: int) -> str:
    """`line`, or as many of its words as fit into so many bytes of HTML before an ellipsis."""
    if len(xml_text(line).encode()) <= most:
        return line
    while len(xml_text(line).encode()) > most - 4:
        shorter = line[: -max((len(xml_text(line).encode()) - most) // 8, 1)]
        line = shorter.rsplit(" ", 1)[0] if " " in shorter[len(shorter) // 2 :] else shorter
    return f"{line.rstrip()}…"


def _totals(plan: EmbeddedPlan, words: NoteWords) -> str:
    steps = [step for step in plan.steps if step.id != FINISH]
    total = max((step.end_ms for step in steps), default=plan.duration_ms)
    running = sum(step.end_ms - step.start_ms for step in steps if step.activity in RUNNING)
    text = words.running if running else words.total
    return text.format(total=_minutes(total, words), running=_minutes(running, words))


def _minutes(ms: float, words: NoteWords) -> str:
    """Minutes to a tenth, as the language writes figures."""
    return format_decimal(round(ms / _MINUTE_MS, 1), "0.#", locale=words.language)


def _steps(chapters: Sequence[EmbeddedMark], words: NoteWords, room: int) -> _Block:
    """All of them, or those of first rounds, or as many of these as fit into so many bytes."""
    shown = list(chapters)
    if _size(_listed(shown, 0, words)) > room:
        shown = [chapter for chapter in chapters if not _LATER_ROUND.search(chapter.title)]
    while len(shown) > 1 and _size(_listed(shown, len(chapters) - len(shown), words)) > room:
        del shown[-max(len(shown) // 20, 1) :]
    return _listed(shown, len(chapters) - len(shown), words)


def _listed(chapters: Iterable[EmbeddedMark], left_out: int, words: NoteWords) -> _Block:
    lines = [f"{_time(chapter.start_ms)} {_title(chapter.title)}" for chapter in chapters]
    return _Block([*lines, *([words.more.format(count=left_out)] if left_out else ())], is_list=True)


def _title(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST_TITLE else f"{line[: _LONGEST_TITLE - 1]}…"


def _time(ms: float) -> str:
    minutes, seconds = divmod(int(ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def _care(language: str, words: NoteWords) -> list[_Block]:
    lines = [
        words.helpline.format(country=country, number=number) for country, number in helplines(language, words.language)
    ]
    return [_Block([words.care]), _Block([*lines, words.elsewhere], is_list=True, link=ELSEWHERE)]
