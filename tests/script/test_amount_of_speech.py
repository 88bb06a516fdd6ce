"""How much the coach says of its own in half an hour: better words, not more."""

from collections.abc import Iterable

import pytest

from audiocoach.build.load import load
from audiocoach.build.options import BuildOptions
from audiocoach.build.planning import guessed
from audiocoach.build.planning import plan as planned
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.plan import Plan
from audiocoach.units import to_ms
from support.couch_to_5k import scripts

HALF_HOUR_S = 30 * 60
BEFORE_S = {"five-minutes": 41.4, "easy-run-20": 40.9, "walk-run-20": 62.8}
"""Seconds of half an hour at commit eadbf71, before there were kinds of words beside good words and efforts; by
`plan --estimate`, all that is heard but the author's words.
"""
RUNS_BEFORE_S = {"de": 58.1, "en": 48.9, "es": 53.6, "fr": 56.5, "it": 53.6, "nl": 53.9, "pt": 54.9}
"""The same of the 27 runs of `support.couch_to_5k` in each language."""
MOST_MORE = 4 / 3
VARIETIES = range(1, 10)


def coached_s(plans: Iterable[Plan]) -> float:
    """Seconds of half an hour that are not the author's words."""
    spoken = whole = 0.0
    for plan in plans:
        heard = (cue for cue in plan.cues if cue.is_heard and cue.kind != "say")
        spoken += sum(to_ms(clip.length) for cue in heard for clip in cue.clips)
        whole += to_ms(plan.length)
    return spoken / whole * HALF_HOUR_S


@pytest.mark.parametrize("name", BEFORE_S)
def test_half_an_hour_of_a_shipped_session_has_at_most_so_much_of_the_coach_in_it(name: str) -> None:
    wanted = [BuildOptions(variety=variety) for variety in VARIETIES]
    plans = [planned(load(name, options=options), options, estimate=True) for options in wanted]
    assert coached_s(plans) <= BEFORE_S[name] * MOST_MORE


@pytest.mark.parametrize("language", RUNS_BEFORE_S)
def test_half_an_hour_of_27_runs_has_at_most_so_much_of_the_coach_in_it(language: str) -> None:
    spoken = coached_s(arrange(script, guessed()) for script in scripts(language, "normal"))
    assert spoken <= RUNS_BEFORE_S[language] * MOST_MORE
