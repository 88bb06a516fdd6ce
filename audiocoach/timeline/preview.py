"""A session in a minute and a half: each distinct cue, tone and metronome once, to audition it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from audiocoach.conventions import CROSSFADE, FADE_IN, FADE_OUT
from audiocoach.errors import Diagnostic
from audiocoach.session.activities import QUIET_COLOUR
from audiocoach.session.cadence import Cadence
from audiocoach.timeline.beats import beats
from audiocoach.timeline.plan import Plan, PlannedCue, PlannedPart, PlannedStep, PlannedTone
from audiocoach.timeline.timeline import Bed, Marker
from audiocoach.units import SAMPLE_RATE, Samples, to_samples

LONGEST: Final = to_samples(90_000)
"""Of a preview."""
FIRST: Final = to_samples(1_000)
GAP: Final = to_samples(400)
"""Between two things that are heard, and the longest silence within a cue."""
STEP: Final = "preview"
"""The id of its only step."""

BEATS: Final = 8
"""What is heard of a steady metronome."""
RAMP: Final = to_samples(6_000)
"""In which one that changes goes from its first cadence to its last."""


@dataclass(frozen=True, slots=True)
class _Metronome:
    """Some beats of a step's metronome."""

    cadence: Cadence
    start: Samples
    end: Samples

    @property
    def beats(self) -> tuple[Samples, ...]:
        """When it clicks."""
        return tuple(beats(self.cadence, self.start, self.end))


Heard = PlannedCue | PlannedTone | _Metronome


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
        variety=plan.variety,
        steps=(PlannedStep(STEP, "Preview", STEP, Samples(0), at, colour=QUIET_COLOUR),),
        cues=tuple(one for one in placed if isinstance(one, PlannedCue)),
        tones=tuple(one for one in placed if isinstance(one, PlannedTone)),
        chapters=(Marker(Samples(0), at, plan.title),),
        notes=notes,
        beds=tuple(_beds(plan, at)),
        beats=tuple(beat for one in placed if isinstance(one, _Metronome) for beat in one.beats),
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
    """The first of each tone and metronome, and of each cue that says the same in the same voice."""
    seen: set[object] = set()
    everything: list[Heard] = [*(cue for cue in plan.cues if cue.is_heard), *plan.tones, *_metronomes(plan)]
    for heard in sorted(everything, key=_in_time):
        what = _identity(heard)
        if what not in seen:
            seen.add(what)
            yield heard


def _identity(heard: Heard) -> object:
    match heard:
        case PlannedTone():
            return heard.name
        case _Metronome():
            return heard.cadence
    return heard.text, heard.voice


def _metronomes(plan: Plan) -> Iterator[_Metronome]:
    """Each step's metronome, after the words that lead to its beat."""
    ends = {cue.step: cue.end for cue in plan.cues if cue.is_heard and cue.kind == "announce"}
    for step in plan.steps:
        if step.cadence:
            start = ends.get(step.id, step.start)
            is_steady = step.cadence.first == step.cadence.last
            length = BEATS * 60 * SAMPLE_RATE // step.cadence.first if is_steady else RAMP
            yield _Metronome(step.cadence, start, Samples(start + length))


def _by_turn(heard: list[Heard]) -> list[Heard]:
    """The first of every kind, then the second of every kind, and so on; tones before all."""
    counts: Counter[str] = Counter()
    turns = []
    for one in heard:
        kind = one.kind if isinstance(one, PlannedCue) else "tone" if isinstance(one, PlannedTone) else "metronome"
        turns.append((0 if kind == "tone" else counts[kind], one))
        counts[kind] += 1
    return [one for _, one in sorted(turns, key=lambda turn: turn[0])]


def _in_time(heard: Heard) -> tuple[int, int]:
    return heard.start, heard.end


def _placed(heard: Heard, at: Samples) -> Heard:
    if isinstance(heard, PlannedCue):
        parts = tuple(_closed_up(heard.parts, at))
        end = parts[-1].end if parts else Samples(at + heard.end - heard.start)
        return replace(heard, start=at, end=end, step=STEP, status="as-planned", reason="", parts=parts)
    end = Samples(at + heard.end - heard.start)
    if isinstance(heard, PlannedTone):
        return replace(heard, start=at, end=end, step=STEP)
    return replace(heard, start=at, end=end)


def _length(heard: Heard) -> int:
    return _placed(heard, Samples(0)).end


def _closed_up(parts: tuple[PlannedPart, ...], at: Samples) -> Iterator[PlannedPart]:
    """The parts one after another from `at` on, long silences shortened, and none at the end."""
    last_said = max((index for index, part in enumerate(parts) if part.clip), default=-1)
    before: PlannedPart | None = None
    for index, part in enumerate(parts):
        start = at + min(part.start - before.end, GAP) if before else at
        length = part.end - part.start
        if part.clip is None:
            length = min(length, GAP) if index < last_said else 0
        before, at = part, Samples(start + length)
        yield replace(part, start=Samples(start), end=at)
