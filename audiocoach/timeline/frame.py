"""The fixed frame of a session: where each step starts and ends, and its tones. Nothing here ever gives way."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from audiocoach.conventions import SENTENCE_GAP
from audiocoach.errors import Diagnostic, SpecError
from audiocoach.script.script import Draft, Moment, Script, ScriptStep
from audiocoach.sound.tones.tone_table import TONES
from audiocoach.timeline.plan import FIRST_SOUND, PlannedStep, PlannedTone
from audiocoach.timeline.ringing import Bells
from audiocoach.timeline.takes import Takes
from audiocoach.units import Samples, to_ms, to_samples

LEAD_MS: Final = 300
"""Silence on either side of speech that makes up a step."""
LAST_SILENCE_MS: Final = 1_000
"""At the very end."""
GRID_MS: Final = 10
"""Steps whose length the speech decides last a whole number of these, so that every boundary is a whole ms."""
FINISH: Final = "finish"
"""The id of the tail."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Steps and tones in their places."""

    steps: tuple[PlannedStep, ...]
    """The tail is the last."""
    tones: tuple[PlannedTone, ...]
    """Sorted by start, none overlapping another, each within its step, but for the rings of bells."""
    moments: dict[str, Samples]
    """When each of the session's moments is, by the id of its cue."""
    notes: tuple[Diagnostic, ...] = ()
    """Of what there was no room for."""

    @property
    def length(self) -> Samples:
        """Of the whole session."""
        return self.steps[-1].end

    def index_at(self, at: int) -> int:
        """Which step a time lies in; the tail for what lies behind all."""
        return bisect_right(self.steps, at, key=lambda step: step.start) - 1


def lay(script: Script, takes: Takes) -> Frame:
    """The frame of a session; `SpecError` where words do not fit their `within`."""
    frame, diagnostics = _laid(script, takes)
    if diagnostics:
        raise SpecError(diagnostics)
    chimes = _moment_tones(script, frame, takes)
    return replace(frame, tones=tuple(sorted((*frame.tones, *chimes), key=lambda tone: tone.start)))


def length_of(script: Script, takes: Takes) -> Samples:
    """How long a session is, whether or not words fit their `within`."""
    return _laid(script, takes)[0].length


def _laid(script: Script, takes: Takes) -> tuple[Frame, list[Diagnostic]]:
    """The frame without the tones of moments, and which words do not fit."""
    steps: list[PlannedStep] = []
    diagnostics: list[Diagnostic] = []
    at = 0
    for step in script.steps:
        length, diagnostic = _length_ms(step, at, takes)
        diagnostics += [diagnostic] if diagnostic else []
        steps.append(_planned(step, at, at + length))
        at += length
    boundaries = tuple(_boundaries(script.steps, steps, takes))
    bells = Bells(boundaries, takes)
    for step, planned in zip(script.steps, steps, strict=True):
        bells.ring(step, planned)
    start, rings = to_samples(at), max((to_ms(tone.end) for tone in bells.tones), default=0.0)
    finish = _tone(script.finish_tone, start, FINISH, takes)
    end = max(at + _tail_ms(script, finish, takes), GRID_MS * ceil(rings / GRID_MS))
    steps.append(PlannedStep(FINISH, script.finish_name, FINISH, start, to_samples(end)))
    moments = {moment.draft.id: _when(moment, at) for moment in script.moments}
    notes = (*_left_out(script.steps, steps, boundaries), *bells.notes())
    return Frame(tuple(steps), (*bells.tones, finish), moments, notes), diagnostics


def _length_ms(step: ScriptStep, at: int, takes: Takes) -> tuple[int, Diagnostic | None]:
    """How long a step lasts that starts at `at` ms, and what is wrong with it."""
    lead = max(round(to_ms(FIRST_SOUND)) - at, LEAD_MS)
    spoken = _one_after_another(step.drafts, takes)
    needed = GRID_MS * -(-round(to_ms(spoken) + lead + LEAD_MS) // GRID_MS)
    if step.length is None and step.rings:
        rings = sum(to_ms(takes.tone(ring.bell)) for ring in step.rings)
        return GRID_MS * ceil((rings + max(to_ms(FIRST_SOUND) - at, 0)) / GRID_MS), None
    if step.length is None:
        return needed + step.pause, None
    if step.must_hold and needed > step.length:
        words, room = needed / 1000, step.length / 1000
        hint = "say less, or raise `within`"
        return step.length, Diagnostic(
            f"these words take {words:.1f} s, and `within` is {room:g} s", step.must_hold, hint
        )
    return step.length, None


def _planned(step: ScriptStep, start_ms: int, end_ms: int) -> PlannedStep:
    start, end = to_samples(start_ms), to_samples(end_ms)
    return PlannedStep(
        step.id,
        step.name,
        step.activity,
        start,
        end,
        step.round,
        step.rounds,
        step.effort,
        step.colour,
        step.cadence,
    )


def _tail_ms(script: Script, finish: PlannedTone, takes: Takes) -> int:
    """The finish tone, the last words and a silence."""
    words = _one_after_another(script.finish, takes)
    sound = max(finish.end, finish.free_from + words if words else 0) - finish.start
    return GRID_MS * -(-round(to_ms(Samples(sound)) + LAST_SILENCE_MS) // GRID_MS)


def _one_after_another(drafts: Sequence[Draft], takes: Takes) -> int:
    """How long cues take in full, with a sentence's gap between them."""
    return sum(takes.length(draft.full.utterance) for draft in drafts) + SENTENCE_GAP * max(len(drafts) - 1, 0)


def _when(moment: Moment, end_ms: int) -> Samples:
    return to_samples(end_ms // 2 if moment.before_end is None else end_ms - moment.before_end)


def _boundaries(
    script_steps: Sequence[ScriptStep], steps: Sequence[PlannedStep], takes: Takes
) -> Iterator[PlannedTone]:
    """Each step's tone at its start, and the ticks before its end.

    A step that is shorter than its tone has none: the tone would run into the next step's.
    """
    for step, planned in zip(script_steps, steps, strict=True):
        if step.tone and _sounds(tone := _tone(step.tone, planned.start, step.id, takes), planned):
            yield tone
        for chime in step.chimes:
            yield _tone(chime.tone, Samples(planned.start + to_samples(chime.at)), step.id, takes)
        for left in range(step.countdown, 0, -1):
            yield _tone(f"{step.ticks}-{left}", Samples(planned.end - to_samples(left * 1000)), step.id, takes)


def _left_out(
    steps: Sequence[ScriptStep], planned: Sequence[PlannedStep], tones: Sequence[PlannedTone]
) -> Iterator[Diagnostic]:
    """What is said of steps that have no tone for want of room."""
    opened = {(tone.step, tone.start) for tone in tones}
    places = zip(steps, planned, strict=False)
    mute = [step for step, place in places if step.tone is not None and (step.id, place.start) not in opened]
    if mute:
        what = "1 step is" if len(mute) == 1 else f"{len(mute)} steps are"
        message = f"{what} too short, or too early in the session, for a tone at the start"
        needed = max(TONES[step.tone].length_ms for step in mute if step.tone)
        hint = f"a tone takes {needed} ms; before {to_ms(FIRST_SOUND) / 1000:g} s of the session nothing sounds"
        yield Diagnostic.warning(message, mute[0].place, hint)


def _moment_tones(script: Script, frame: Frame, takes: Takes) -> Iterator[PlannedTone]:
    """The tones of moments, each where it is clear of all others: a boundary's is worth more."""
    coached = {step.id for step in script.steps if step.is_coached}
    for moment in script.moments:
        start = frame.moments[moment.draft.id]
        step = frame.steps[frame.index_at(start)]
        if moment.tone is None or step.id not in coached:
            continue
        tone = _tone(moment.tone, start, step.id, takes)
        others = (other for other in frame.tones if other.step == step.id)
        clear = (tone.free_from <= other.start or other.free_from <= start for other in others)
        if _sounds(tone, step) and all(clear):
            yield tone


def _sounds(tone: PlannedTone, step: PlannedStep) -> bool:
    """Whether a tone neither leaves its step nor comes too early."""
    return tone.end <= step.end and tone.start >= FIRST_SOUND


def _tone(name: str, start: Samples, step: str, takes: Takes) -> PlannedTone:
    return PlannedTone(name, start, Samples(start + takes.tone(name)), step)
