"""One step's time for speech: what is taken in it, and the placing of cues in what is free."""

from collections.abc import Iterable
from typing import Final, Self

from audiocoach.script.cues import CUES
from audiocoach.script.model import Draft, Words
from audiocoach.timeline.budget import SHORT_STEP, WORDS_IN_SHORT_STEP, Budget, words_in
from audiocoach.timeline.lay import AFTER_TONE, FIRST_SOUND_MS, LEAD_MS
from audiocoach.timeline.plan import PlannedCue, PlannedStep, PlannedTone, Status
from audiocoach.timeline.room import Range, Room
from audiocoach.timeline.takes import SENTENCE_GAP, Takes
from audiocoach.units import Samples, to_ms, to_samples

BEFORE_TONE: Final = to_samples(250)
"""From the end of speech to the tick or tone that follows."""
NOT_MOVED: Final = to_samples(20)
"""A cue this near to its wish has not been moved."""

NO_ROOM: Final = "there is no room for it"
TOO_MANY_WORDS: Final = f"a step this short has at most {WORDS_IN_SHORT_STEP} words"
TOO_MUCH: Final = "the coach would fill more than a fifth of a minute"


class Floor:
    """Speech on one step never leaves it, and never meets other speech or a tone."""

    def __init__(self, step: PlannedStep, takes: Takes, budget: Budget, *, has_tone: bool) -> None:
        self.step = step
        self.cues: list[PlannedCue] = []
        self._takes = takes
        self._budget = budget
        self._room = Room()
        lead = 0 if has_tone else to_samples(LEAD_MS)
        first = max(step.start + lead, to_samples(FIRST_SOUND_MS))
        self._window: Range = (first, step.end - BEFORE_TONE)

    def keep_clear(self, tones: Iterable[PlannedTone], countdown: int) -> Self:
        """Speech stays away from tones, and out of the whole countdown."""
        for tone in tones:
            self._room.take(tone.start - BEFORE_TONE, tone.end + AFTER_TONE)
        if countdown:
            self._room.take(self.step.end - to_samples(countdown * 1000) - BEFORE_TONE, self.step.end)
        return self

    def copy(self) -> "Floor":
        """The same, to try something on."""
        floor = Floor(self.step, self._takes, self._budget, has_tone=True)
        floor.cues, floor._room, floor._window = self.cues.copy(), self._room.copy(), self._window
        return floor

    @property
    def head(self) -> Samples:
        """Where the first speech of the step starts."""
        low, high = self._window
        start = self._room.nearest(low, 1, (low, high + 1), high - low) if high >= low else None
        return Samples(low if start is None else start)

    @property
    def lost(self) -> int:
        """How many of the author's cues were dropped."""
        return sum(cue.kind == "say" and not cue.is_heard for cue in self.cues)

    def tail_of(self, words: Words) -> Samples:
        """Where words start that end where speech on the step has to end."""
        length = self._takes.length(words.utterance)
        low, high = self._window
        start = self._room.nearest(high - length, length, self._window, max(high - low, 0))
        return Samples(max(high - length, low) if start is None else start)

    def place(self, draft: Draft, wish: Samples, *, skip_full: str = "") -> PlannedCue:
        """Put a cue as near to its wish as the others leave it: in full, else in short, else dropped.

        `skip_full` is a reason not to try the full form.
        """
        reason = skip_full or self._try(draft, draft.full, wish, "")
        if isinstance(reason, str) and draft.short is not None:
            reason = self._try(draft, draft.short, wish, reason)
        if isinstance(reason, PlannedCue):
            return reason
        return self.drop(draft, wish, reason)

    def drop(self, draft: Draft, wish: Samples, reason: str) -> PlannedCue:
        """A cue that is not heard."""
        return self._add(draft, draft.full, wish, "dropped", reason)

    def _try(self, draft: Draft, words: Words, wish: Samples, why_short: str) -> PlannedCue | str:
        """The cue in its place, or why there is none."""
        row = CUES[draft.kind]
        length = self._takes.length(words.utterance)
        if row.automatic and self._is_short and self._words + words_in(words.text) > WORDS_IN_SHORT_STEP:
            return TOO_MANY_WORDS
        found = self._room.nearest(wish, length, self._window, to_samples(row.slack))
        if found is None:
            return self._no_room(length)
        start = Samples(found)
        if row.automatic and not self._budget.allows(start, start + length):
            return TOO_MUCH
        self._room.take(start - SENTENCE_GAP, start + length + SENTENCE_GAP)
        shift = start - wish
        if why_short:
            return self._add(draft, words, start, "shortened", why_short)
        if abs(shift) > NOT_MOVED:
            return self._add(draft, words, start, "moved", _moved(shift))
        return self._add(draft, words, start, "as-planned", "")

    @property
    def _is_short(self) -> bool:
        return self.step.end - self.step.start <= SHORT_STEP

    @property
    def _words(self) -> int:
        return sum(words_in(cue.text) for cue in self.cues if cue.is_heard)

    def _no_room(self, length: int) -> str:
        room = max(self._window[1] - self.head, 0)
        if length > room:
            return f"{to_ms(length) / 1000:.1f} s of words do not fit into {to_ms(room) / 1000:.1f} s"
        return NO_ROOM

    def _add(self, draft: Draft, words: Words, start: Samples, status: Status, reason: str) -> PlannedCue:
        end = Samples(start + self._takes.length(words.utterance))
        clips = () if status == "dropped" else self._takes.clips(words.utterance, start)
        cue = PlannedCue(draft.id, draft.kind, words.text, words.voice, start, end, self.step.id, status, reason, clips)
        self.cues.append(cue)
        return cue


def _moved(shift: int) -> str:
    how = "later" if shift > 0 else "earlier"
    return f"{to_ms(abs(shift)) / 1000:.1f} s {how}: other speech or a tone is in its place"
