"""Whose turn each phrase is in a session, and what has been said in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from audiocoach.script.condition import Situation
from audiocoach.script.phrase import Way
from audiocoach.script.phrasebook import Phrasebook
from audiocoach.script.script import Words
from audiocoach.script.step_context import StepContext
from audiocoach.script.variety import pick

SAME_ALL_ALONG: Final = frozenset(("next-up", "next-up-named"))
"""Phrases that are said in one way in a session: what is heard at each boundary is known by its sound."""

Said = tuple[Words, Words | None]
"""A phrase in full, and in short where it has a short form."""


@dataclass(slots=True)
class PhraseRotation:
    """Nothing is said twice in a session that can be said otherwise."""

    own: Mapping[str, str] = field(default_factory=dict)
    """Phrases that somebody has written for this session alone."""
    _times: Counter[str] = field(default_factory=Counter)
    """How often each way has been said, by its name."""
    _last: dict[str, int] = field(default_factory=dict)
    """As which of all that were said each was last said."""
    _ways: dict[tuple[str, Situation], tuple[Way, ...]] = field(default_factory=dict)

    def has(self, context: StepContext, phrase: str, at: int, here: Situation | None = None) -> bool:
        """Whether there is a way of saying a phrase, `at` ms into the step (or `here`), that has not been said yet."""
        ways = self._fitting(context.writer.book, phrase, here or context.situation(at))
        return phrase in self.own or any(way.name not in self._last for way in ways)

    def take(
        self, context: StepContext, phrase: str, at: int, here: Situation | None = None, more: Mapping[str, str] = {}
    ) -> Said | None:
        """A phrase in full and in short, `at` ms into the step: of the ways that fit there (or `here`), whose turn it
        is, or the next one that has not been said yet. None where no way fits.
        """
        writer, scope = context.writer, context.scope(at)
        if phrase in self.own:
            return writer.text(self.own[phrase], scope, **more), None
        here = here or scope.here
        ways = self._fitting(writer.book, phrase, here)
        if not ways:
            return None
        is_same = phrase in SAME_ALL_ALONG
        position = 0 if is_same else sum(self._times[way.name] for way in ways)
        full = pick(ways, writer.variety, position, lambda way: None if is_same else self._last.get(way.name))
        self._last[full.name] = self._times.total()
        self._times[full.name] += 1
        short = writer.way(phrase, "short", here, position)
        return writer.say(full, scope, **more), writer.say(short, scope, **more)

    def _fitting(self, book: Phrasebook, phrase: str, here: Situation) -> tuple[Way, ...]:
        """The full ways of a phrase that fit, looked for once."""
        if (phrase, here) not in self._ways:
            self._ways[phrase, here] = book.ways(phrase, "full", here)
        return self._ways[phrase, here]
