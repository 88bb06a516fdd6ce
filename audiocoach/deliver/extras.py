"""What can lie beside an MP3: transcripts, chapters, the picture, the plan."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from audiocoach.conventions import JSON, SRT, SVG, VTT
from audiocoach.deliver import picture, transcript
from audiocoach.deliver.captions import captions
from audiocoach.deliver.written import Written, digest_of
from audiocoach.timeline.frame import FINISH
from audiocoach.timeline.plan import Plan
from audiocoach.units import to_ms


def bars(plan: Plan) -> tuple[picture.Bar, ...]:
    """The session's intervals as a profile; the tail is none."""
    return tuple(
        picture.Bar(to_ms(step.start), to_ms(step.end), step.effort or 0, step.colour, step.name)
        for step in plan.steps
        if step.id != FINISH
    )


def picture_of(plan: Plan) -> str:
    """The session's profile as an SVG."""
    return picture.svg(plan.title, bars(plan), to_ms(plan.length))


Loudness = Mapping[str, float | None]
"""The figures of a build by name, as `build --json` has them."""


def _chapters(plan: Plan) -> Iterator[tuple[float, str]]:
    return ((to_ms(mark.start), mark.title) for mark in plan.chapters)


def _all_in_json(plan: Plan, loudness: Loudness) -> str:
    return json.dumps({"loudness": dict(loudness), **plan.as_json()}, ensure_ascii=False, indent=2) + "\n"


EXTRAS: Final[Mapping[str, tuple[str, Callable[[Plan, Loudness], str]]]] = {
    "vtt": (VTT, lambda plan, _: transcript.vtt(captions(plan.cues))),
    "srt": (SRT, lambda plan, _: transcript.srt(captions(plan.cues))),
    "chapters": (".chapters.json", lambda plan, _: transcript.chapters_json(_chapters(plan))),
    "svg": (SVG, lambda plan, _: picture_of(plan)),
    "json": (JSON, _all_in_json),
}
"""By the name in `--with`: what is added to the file's name, and its text."""


def extra_paths(mp3: Path, kinds: Iterable[str]) -> tuple[Path, ...]:
    """Where the extras named lie, beside `mp3`."""
    return tuple(mp3.with_suffix(EXTRAS[kind][0]) for kind in kinds)


def write_extras(plan: Plan, loudness: Loudness, mp3: Path, kinds: Iterable[str], written: Written) -> tuple[Path, ...]:
    """Write the extras named, beside `mp3`."""
    kinds = tuple(kinds)
    paths = extra_paths(mp3, kinds)
    for kind, path in zip(kinds, paths, strict=True):
        written.write(path, EXTRAS[kind][1](plan, loudness).encode())
    return paths


def subtitles_digest(plan: Plan) -> str:
    """What the subtitles of a plan in SubRip are known by."""
    return digest_of(EXTRAS["srt"][1](plan, {}).encode())
