"""The fixed frame of a session: where each step starts and ends, and its tones. Nothing here ever gives way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from audiocoach.errors import Problem, SpecError
from audiocoach.script.model import Moment, Script, ScriptStep
from audiocoach.sound.table import TONES
from audiocoach.timeline.plan import PlannedStep, PlannedTone
from audiocoach.timeline.takes import Takes
from audiocoach.units import Samples, to_ms, to_samples

FIRST_SOUND_MS: Final = 1_000
"""Nothing sounds before: players need a moment, and so do listeners."""
LEAD_MS: Final = 300
"""Silence on either side of speech that makes up a step."""
LAST_SILENCE_MS: Final = 1_000
"""At the very end."""
AFTER_TONE: Final = to_samples(150)
"""From the end of a tone to the speech that follows it."""
GRID_MS: Final = 10
"""Steps whose length the speech decides last a whole number of these, so that every boundary is a whole ms."""
FINISH: Final = "finish"
"""The id of the tail, and the name of its tone."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Steps and tones in their places."""

    steps: tuple[PlannedStep, ...]
    """The tail is the last."""
    tones: tuple[PlannedTone, ...]
    """Sorted by start, none overlapping another."""
    moments: dict[str, Samples]
    """When each of the session's moments is, by the id of its cue."""

    @property
    def end(self) -> Samples:
        """Of the last step; the tail follows."""
        return self.steps[-1].start

    @property
    def length(self) -> Samples:
        """Of the whole session."""
        return self.steps[-1].end


def lay(script: Script, takes: Takes) -> Frame:
    """The frame of a session; `SpecError` where words do not fit their `within`."""
    steps: list[PlannedStep] = []
    problems: list[Problem] = []
    at = 0
    for step in script.steps:
        length, problem = _length_ms(step, at, takes)
        problems += [problem] if problem else []
        steps.append(_planned(step, at, at + length))
        at += length
    if problems:
        raise SpecError(problems)
    steps.append(
        PlannedStep(FINISH, FINISH.capitalize(), FINISH, to_samples(at), to_samples(at + _tail_ms(script, takes)))
    )
    moments = {moment.draft.id: _when(moment, at) for moment in script.moments}
    boundaries = [*_boundaries(script.steps, steps), _tone(FINISH, to_samples(at), FINISH)]
    told = _told(script.moments, moments, steps, boundaries)
    return Frame(tuple(steps), tuple(sorted((*boundaries, *told), key=lambda tone: tone.start)), moments)


def _length_ms(step: ScriptStep, at: int, takes: Takes) -> tuple[int, Problem | None]:
    """How long a step lasts that starts at `at` ms, and what is wrong with it."""
    lead = FIRST_SOUND_MS if at == 0 else LEAD_MS
    spoken = sum(takes.length(draft.full.utterance) for draft in step.drafts)
    needed = GRID_MS * -(-round(to_ms(spoken) + lead + LEAD_MS) // GRID_MS)
    if step.length is None:
        return needed + step.pause, None
    if step.must_hold and needed > step.length:
        words, room = needed / 1000, step.length / 1000
        hint = "say less, or raise `within`"
        return step.length, Problem(f"these words take {words:.1f} s, and `within` is {room:g} s", step.must_hold, hint)
    return step.length, None


def _planned(step: ScriptStep, start_ms: int, end_ms: int) -> PlannedStep:
    start, end = to_samples(start_ms), to_samples(end_ms)
    return PlannedStep(step.id, step.name, step.activity, start, end, step.round, step.rounds, step.effort, step.colour)


def _tail_ms(script: Script, takes: Takes) -> int:
    """The finish tone, the last words and a silence."""
    sound = to_samples(TONES[FINISH].length_ms)
    if script.finish:
        sound = Samples(sound + AFTER_TONE + takes.length(script.finish.full.utterance))
    return GRID_MS * -(-round(to_ms(sound) + LAST_SILENCE_MS) // GRID_MS)


def _when(moment: Moment, end_ms: int) -> Samples:
    return to_samples(end_ms // 2 if moment.before_end is None else end_ms - moment.before_end)


def _boundaries(script_steps: Sequence[ScriptStep], steps: Sequence[PlannedStep]) -> Iterator[PlannedTone]:
    """Each step's tone at its start, and the ticks before its end."""
    for step, planned in zip(script_steps, steps, strict=False):
        if step.tone:
            yield _tone(step.tone, planned.start, step.id)
        for left in range(step.countdown, 0, -1):
            yield _tone(f"{step.ticks}-{left}", Samples(planned.end - to_samples(left * 1000)), step.id)


def _told(
    moments: Iterable[Moment], when: dict[str, Samples], steps: Sequence[PlannedStep], others: Sequence[PlannedTone]
) -> Iterator[PlannedTone]:
    """The tones of moments; one that would clash with a boundary's is left out, since that one is worth more."""
    for moment in moments:
        if moment.tone is None:
            continue
        start = when[moment.draft.id]
        tone = _tone(moment.tone, start, step_at(steps, start).id)
        clear = (tone.end + AFTER_TONE <= other.start or other.end + AFTER_TONE <= tone.start for other in others)
        if start >= to_samples(FIRST_SOUND_MS) and all(clear):
            yield tone


def step_at(steps: Sequence[PlannedStep], at: Samples) -> PlannedStep:
    """The step that a time lies in; the last one for what lies behind all."""
    return next((step for step in steps if step.start <= at < step.end), steps[-1])


def _tone(name: str, start: Samples, step: str) -> PlannedTone:
    return PlannedTone(name, start, Samples(start + to_samples(TONES[name].length_ms)), step)
