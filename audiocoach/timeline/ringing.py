"""The author's bells among the tones: each at its time, or left out where nobody would hear it as a bell."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from audiocoach.errors import Diagnostic, Place
from audiocoach.script.script import Ring, ScriptStep
from audiocoach.timeline.plan import FIRST_SOUND, RING, PlannedStep, PlannedTone
from audiocoach.timeline.takes import Takes
from audiocoach.units import Samples, to_samples

_HINT: Final = (
    "a bell needs a second of its step for itself, clear of ticks, of the step's tone and of other bells; "
    "`coaching: still` has no ticks"
)


class Bells:
    """The tones of a session with its bells among them."""

    def __init__(self, tones: Sequence[PlannedTone], takes: Takes) -> None:
        """`tones` are those of all steps, sorted by start."""
        self._takes = takes
        self._tones: dict[str, list[PlannedTone]] = defaultdict(list)
        for tone in tones:
            self._tones[tone.step].append(tone)
        self._rung: set[PlannedTone] = set()
        self._left_out: Counter[Place | None] = Counter()

    def ring(self, step: ScriptStep, planned: PlannedStep) -> None:
        """Put the bells of a step in their places; what sounds softly at the time of one gives way to it."""
        last = Samples(planned.end - to_samples(step.countdown * 1000))
        for ring in step.rings:
            length = self._takes.tone(ring.bell)
            start = _start(ring, planned, last, length)
            bell = PlannedTone(ring.bell, start, Samples(start + length), planned.id)
            is_inside = start >= FIRST_SOUND and bell.core_end <= planned.end
            if not (is_inside and self._find_room(bell, is_first=ring.placement.where == "head")):
                self._left_out[ring.place] += 1

    @property
    def tones(self) -> tuple[PlannedTone, ...]:
        """All of them, sorted by start."""
        return tuple(sorted((tone for tones in self._tones.values() for tone in tones), key=lambda tone: tone.start))

    def notes(self) -> Iterator[Diagnostic]:
        """What is said of bells that are not rung."""
        for place, count in self._left_out.items():
            what = "1 bell is" if count == 1 else f"{count} bells are"
            yield Diagnostic.warning(f"{what} left out: another tone or the step's end is too near", place, _HINT)

    def _find_room(self, bell: PlannedTone, *, is_first: bool) -> bool:
        """Put a bell among the tones of its step, in the place of softer ones; False where they are worth more.

        Those are ticks, other bells, and the tone that opens the step but for a bell that is to open it.
        """
        tones = self._tones[bell.step]
        first = bisect_left(tones, bell.start - RING, key=lambda tone: tone.start)
        while first < len(tones) and tones[first].core_end <= bell.start:
            first += 1
        last = bisect_left(tones, bell.core_end, first, key=lambda tone: tone.start)
        is_opened = not is_first and any(tone.is_opening for tone in tones[first:last])
        if is_opened or any(tone.is_tick or tone in self._rung for tone in tones[first:last]):
            return False
        tones[first:last] = [bell]
        self._rung.add(bell)
        return True


def _start(ring: Ring, planned: PlannedStep, last: Samples, length: Samples) -> Samples:
    head = Samples(max(planned.start, FIRST_SOUND))
    if ring.placement.where == "head":
        return head
    if ring.placement.where == "tail":
        return Samples(max(last - length, head))
    return Samples(planned.start + to_samples(ring.placement.ms))
