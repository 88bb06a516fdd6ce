"""A session in a minute and a half: each distinct cue and tone once, to audition it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from audiocoach.errors import Diagnostic
from audiocoach.session.activities import QUIET_COLOUR
from audiocoach.timeline.beds import CROSSFADE, FADE_IN, FADE_OUT
from audiocoach.timeline.plan import Plan, PlannedCue, PlannedStep, PlannedTone
from audiocoach.timeline.timeline import Bed, Clip, Marker
from audiocoach.units import Samples, to_samples

LONGEST: Final = to_samples(90_000)
"""Of a preview."""
FIRST: Final = to_samples(1_000)
GAP: Final = to_samples(400)
"""Between two things that are heard, and the longest silence within a cue."""
STEP: Final = "preview"
"""The id of its only step."""

Heard = PlannedCue | PlannedTone


def preview(plan: Plan) -> Plan:
    """The digest of `plan`; where 90 s do not hold all, every kind is heard before any is heard again."""
    distinct = list(_distinct(plan))
    at, chosen = FIRST, list[Heard]()
    for heard in _by_turn(distinct):
        length = _length(heard)
        if at + length + GAP <= LONGEST:
            chosen.append(heard)
            at = Samples(at + length + GAP)
    placed: list[Heard] = []
    at = FIRST
    for heard in sorted(chosen, key=_in_time):
        placed.append(_placed(heard, at))
        at = Samples(placed[-1].end + GAP)
    left = len(distinct) - len(chosen)
    more = "1 more cue or tone is" if left == 1 else f"{left} more cues and tones are"
    notes = (Diagnostic.info(f"{more} not in the preview"),) if left else ()
    return Plan(
        title=f"{plan.title} (preview)",
        language=plan.language,
        length=at,
        estimated=plan.estimated,
        steps=(PlannedStep(STEP, "Preview", STEP, Samples(0), at, colour=QUIET_COLOUR),),
        cues=tuple(one for one in placed if isinstance(one, PlannedCue)),
        tones=tuple(one for one in placed if isinstance(one, PlannedTone)),
        chapters=(Marker(Samples(0), at, plan.title),),
        notes=notes,
        beds=tuple(_beds(plan, at)),
    )


def _beds(plan: Plan, length: Samples) -> Iterator[Bed]:
    """Each distinct soundscape of `plan`, all equally long, one fading into the next."""
    distinct = list({(bed.sound, bed.level): bed for bed in plan.beds}.values())
    for number, bed in enumerate(distinct):
        is_first, is_last = number == 0, number == len(distinct) - 1
        start = Samples(number * length // len(distinct))
        end = length if is_last else Samples((number + 1) * length // len(distinct) + CROSSFADE)
        end = Samples(min(end, length))
        half = Samples((end - start) // 2)
        fade_in, fade_out = FADE_IN if is_first else CROSSFADE, FADE_OUT if is_last else CROSSFADE
        yield replace(bed, start=start, end=end, fade_in=min(fade_in, half), fade_out=min(fade_out, half))


def _distinct(plan: Plan) -> Iterator[Heard]:
    """The first of each tone, and of each cue that says the same in the same voice."""
    seen: set[tuple[str, str]] = set()
    everything: list[Heard] = [*plan.cues, *plan.tones]
    for heard in sorted(everything, key=_in_time):
        what = (heard.name, "") if isinstance(heard, PlannedTone) else (heard.text, heard.voice)
        if what not in seen and not (isinstance(heard, PlannedCue) and not heard.is_heard):
            seen.add(what)
            yield heard


def _by_turn(heard: list[Heard]) -> list[Heard]:
    """The first of every kind, then the second of every kind, and so on; tones before all."""
    counts: Counter[str] = Counter()
    turns = []
    for one in heard:
        kind = "tone" if isinstance(one, PlannedTone) else one.kind
        turns.append((0 if kind == "tone" else counts[kind], one))
        counts[kind] += 1
    return [one for _, one in sorted(turns, key=lambda turn: turn[0])]


def _in_time(heard: Heard) -> tuple[int, int]:
    return heard.start, heard.end


def _placed(heard: Heard, at: Samples) -> Heard:
    end = Samples(at + _length(heard))
    if isinstance(heard, PlannedTone):
        return replace(heard, start=at, end=end, step=STEP)
    clips = tuple(Clip(Samples(at + start), clip.length, clip.sound) for start, clip in _closed_up(heard.clips))
    return replace(heard, start=at, end=end, step=STEP, status="as-planned", reason="", clips=clips)


def _length(heard: Heard) -> int:
    if isinstance(heard, PlannedTone) or not heard.clips:
        return heard.end - heard.start
    *_, (start, last) = _closed_up(heard.clips)
    return start + last.length


def _closed_up(clips: tuple[Clip, ...]) -> Iterator[tuple[int, Clip]]:
    """Each clip with its start from 0, long silences between them shortened."""
    at = 0
    for before, clip in pairwise((None, *clips)):
        if clip is not None:
            at += before.length + min(clip.start - before.end, GAP) if before else 0
            yield at, clip
