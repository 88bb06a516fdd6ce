"""One step's time for speech: what is taken in it, and the placing of cues in what is free."""

from collections.abc import Sequence
from copy import copy
from typing import Final

from audiocoach.conventions import SENTENCE_GAP
from audiocoach.script.cues import CUES
from audiocoach.script.script import Draft, ScriptStep, Words
from audiocoach.timeline.budget import SHORT_STEP, WORDS_IN_SHORT_STEP, Budget, words_in
from audiocoach.timeline.frame import LEAD_MS
from audiocoach.timeline.interval_set import Range, Room
from audiocoach.timeline.plan import FIRST_SOUND, PlannedCue, PlannedStep, PlannedTone, Status
from audiocoach.timeline.takes import Takes
from audiocoach.units import Samples, to_ms, to_samples

BEFORE_TONE: Final = to_samples(250)
"""From the end of speech to the tick or tone that follows."""
NOT_MOVED: Final = to_samples(20)
"""A cue this near to its wish has not been moved."""

NO_ROOM: Final = "there is no room for it"
TOO_MANY_WORDS: Final = f"a step this short has at most {WORDS_IN_SHORT_STEP} words"
TOO_MUCH: Final = "the coach would fill more than a fifth of a minute"
NOT_HERE: Final = "the coach says nothing unasked on this step"


class Slot:
    """Speech on one step never leaves it, and never meets other speech or a tone."""

    def __init__(
        self, step: PlannedStep, takes: Takes, budget: Budget, tones: Sequence[PlannedTone], script: ScriptStep | None
    ) -> None:
        """`tones` are the step's; the tail has no `script`."""
        self.step = step
        self.cues: list[PlannedCue] = []
        self._takes = takes
        self._budget = budget
        self._is_coached = script is not None and script.is_coached
        self._room = Room()
        for tone in tones:
            self._room.take(tone.start - BEFORE_TONE, tone.free_from)
        earliest = max(step.start, FIRST_SOUND)
        opening = next((tone.free_from for tone in tones if tone.start in (step.start, earliest)), None)
        first = opening or step.start + to_samples(LEAD_MS)
        countdown = to_samples(script.countdown * 1000) if script else 0
        self._window: Range = (max(first, FIRST_SOUND), step.end - countdown - BEFORE_TONE)

    def copy(self) -> "Slot":
        """The same, to try something on."""
        slot = copy(self)
        slot.cues, slot._room = self.cues.copy(), self._room.copy()
        return slot

    @property
    def head(self) -> Samples:
        """Where the first speech of the step starts: after its tone."""
        return Samples(self._window[0])

    @property
    def last(self) -> Samples:
        """Where all speech has to end: before the countdown, or the next tone."""
        return Samples(self._window[1])

    @property
    def is_coached(self) -> bool:
        """Whether the coach may speak on the step unasked."""
        return self._is_coached

    @property
    def words_of_author(self) -> frozenset[str]:
        """Which of the author's cues are heard, by id."""
        return frozenset(cue.id for cue in self.cues if cue.kind == "say" and cue.is_heard)

    @property
    def owed(self) -> frozenset[str]:
        """Those, and when to stop."""
        return self.words_of_author.union(cue.id for cue in self.cues if cue.kind == "safety" and cue.is_heard)

    @property
    def tells(self) -> int:
        """How many words tell what the step is."""
        return sum(words_in(cue.heard) for cue in self.cues if cue.kind == "announce" and cue.is_heard)

    @property
    def is_wordy(self) -> bool:
        """Whether more is said than is to be said on a step this short."""
        return self.is_short and self._words > WORDS_IN_SHORT_STEP

    def tail_of(self, words: Words) -> Samples:
        """Where words start that end where speech on the step has to end."""
        return Samples(max(self.last - self._takes.length(words.utterance), self.head))

    def place(self, draft: Draft, target: Samples, *, skip_full: str = "") -> PlannedCue:
        """Put a cue as near to its wish as the others leave it: in full, else in short, else dropped.

        `skip_full` is a reason not to try the full form.
        """
        reason = skip_full or self._try(draft, draft.full, target, "")
        if isinstance(reason, str) and draft.short is not None:
            reason = self._try(draft, draft.short, target, reason)
        if isinstance(reason, PlannedCue):
            return reason
        return self.drop(draft, target, reason)

    def drop(self, draft: Draft, target: Samples, reason: str) -> PlannedCue:
        """A cue that is not heard."""
        return self._add(draft, draft.full, target, "dropped", reason)

    def _try(self, draft: Draft, words: Words, target: Samples, why_short: str) -> PlannedCue | str:
        """The cue in its place, or why there is none."""
        row = CUES[draft.kind]
        length = self._takes.length(words.utterance)
        if row.automatic and not (self._is_coached or row.everywhere):
            return NOT_HERE
        if row.automatic and self.is_short and self._words + words_in(words.text) > WORDS_IN_SHORT_STEP:
            return TOO_MANY_WORDS
        in_full = row.slack_in_full if draft.placement.slack is None else draft.placement.slack
        slack = row.slack if in_full is None or words is not draft.full else in_full
        found = self._room.nearest(target, length, self._window, to_samples(slack))
        if found is None:
            return self._no_room(length)
        start = Samples(found)
        if row.automatic and not self._budget.allows(start, start + length, self._automatic):
            return TOO_MUCH
        self._room.take(start - SENTENCE_GAP, start + length + SENTENCE_GAP)
        shift = start - target
        if why_short:
            return self._add(draft, words, start, "shortened", why_short)
        if abs(shift) > NOT_MOVED:
            return self._add(draft, words, start, "moved", _moved(shift))
        return self._add(draft, words, start, "as-planned", "")

    @property
    def is_short(self) -> bool:
        """Whether the step has few words."""
        return self.step.end - self.step.start <= SHORT_STEP

    @property
    def _automatic(self) -> list[tuple[int, int]]:
        """When the coach speaks unasked here."""
        return [(cue.start, cue.end) for cue in self.cues if CUES[cue.kind].automatic and cue.is_heard]

    @property
    def _words(self) -> int:
        return sum(words_in(cue.heard) for cue in self.cues if cue.is_heard)

    def _no_room(self, length: int) -> str:
        room = max(self._window[1] - self.head, 0)
        if length > room:
            return f"{to_ms(length) / 1000:.1f} s of words do not fit into {to_ms(room) / 1000:.1f} s"
        return NO_ROOM

    def _add(self, draft: Draft, words: Words, start: Samples, status: Status, reason: str) -> PlannedCue:
        end = Samples(start + self._takes.length(words.utterance))
        parts = self._takes.parts(words.utterance, start)
        cue = PlannedCue(draft.id, draft.kind, start, end, self.step.id, status, reason, words.phrase, parts)
        self.cues.append(cue)
        return cue


def _moved(shift: int) -> str:
    how = "later" if shift > 0 else "earlier"
    return f"{to_ms(abs(shift)) / 1000:.1f} s {how}: other speech or a tone is in its place"
