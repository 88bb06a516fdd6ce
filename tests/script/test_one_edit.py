"""One edit leaves the other words alone."""

from typing import Any, Final

from hypothesis import HealthCheck, given, settings

from audiocoach.build.planning import script_of
from support.sessions import raws, session_of

OF_THE_WHOLE: Final = frozenset(
    [
        *("next-up", "encourage", "form", "breath", "notice", "welcome", "safety", "step-left", "half", "cool-down"),
        *("recover", "ready-again", "quiet-now"),
    ]
)
"""Kinds whose words depend on what comes after their step."""


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(raws())
def test_a_step_added_at_the_end_leaves_earlier_words_alone(raw: dict[str, Any]) -> None:
    """But for what tells of the whole session (how long, how hard, how far into it one is) or of what comes next."""
    longer = {**raw, "steps": [*raw["steps"], {"walk": "30s"}]}
    earlier, later = (script_of(session_of(one)) for one in (raw, longer))
    texts = {draft.id: draft.full.text for step in later.steps for draft in step.drafts}
    for step in earlier.steps:
        for draft in step.drafts:
            if draft.kind in OF_THE_WHOLE:
                continue
            tells_more = "Next: " in draft.full.text or "Next: " in texts[draft.id]
            tells_more |= " in all, then " in draft.full.text
            assert tells_more or texts[draft.id] == draft.full.text
