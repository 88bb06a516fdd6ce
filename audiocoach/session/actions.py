"""What a step does, as a file says it: one of its keys is its action."""

from collections.abc import Mapping
from typing import Any, Final

from audiocoach.errors import nearest
from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.anchors import is_anchor
from audiocoach.syntax.invalid import InvalidValue, shown

_BESIDE: Final = frozenset(("say", "talk", "check-in"))
"""What may stand beside an activity."""
ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(ACTIVITIES, _BESIDE),
    "breathe": frozenset(("say", "talk")),
    "repeat": frozenset(),
    "include": frozenset(),
    "say": frozenset(("pause",)),
    "talk": frozenset(("pause",)),
    "check-in": frozenset(),
    "bell": frozenset(),
    "pause": frozenset(),
}
"""Every action, and the words of other actions that may stand beside it; of several, the first is the step's."""

_KNOWN: Final = f"a step is one of: {', '.join(ACTIONS)}"
_OWN_STEP: Final = "put each in a step of its own: a new line that starts with `- `"
_OPTIONS: Final = frozenset(
    ("name", "voice", "soundscape", "coaching", "effort", "for", "within", "steps", "between", "text", "file")
)
_MADE_HERE: Final = ("activity", "length")


def normal(value: object) -> dict[str, Any]:
    """A step as its model wants it: `{walk: 5m}` is `{activity: walk, length: 5m}`, `talk: x` is `say: {talk: x}`.

    Raises `InvalidValue` for what is not a mapping with one action.
    """
    if not isinstance(value, dict):
        hint = "did you forget the colon?" if isinstance(value, str) else "after each `- ` comes a step"
        raise InvalidValue(f"a step is a mapping such as `walk: 5m`, not {shown(value)}", hint)
    action = _action_of(value)
    if "say" in value and "talk" in value:
        raise InvalidValue("`talk` and `say` on one step", "put the dialogue in `say: {talk: [...]}`", ("talk",))
    for other in value:
        if other in ACTIONS and other not in (action, *ACTIONS[action]):
            both = f"`{action}` and `{other}`"
            raise InvalidValue(f"a step has one action; this one has {both}", _OWN_STEP, (other,))
        if other in _MADE_HERE:
            raise InvalidValue(f"unknown key `{other}`", f"`{action}: ...` says it", (other,))
    step = {key: item for key, item in value.items() if key != "talk"}
    if "talk" in value:
        step["say"] = {"talk": value["talk"]}
    if action in ACTIVITIES:
        step |= {"activity": action, "length": step.pop(action)}
    return step


def _action_of(step: dict[str, Any]) -> str:
    """The key that says what the step does."""
    words = [key for key in step if key in ACTIVITIES] or [key for key in ACTIONS if key in step]
    meant = next((key for key in step if key not in _OPTIONS and key not in ACTIONS), None)
    if words and not (meant and _is_activity(meant, words, step)):
        return words[0]
    if not step:
        raise InvalidValue("this step is empty", "write e.g. `walk: 5m`")
    if meant is None:
        raise InvalidValue("this step has no action", _KNOWN)
    raise InvalidValue(f"unknown step {shown(meant)}", _KNOWN, (meant,), near=(meant, ACTIONS))


def _is_activity(meant: str, words: list[str], step: dict[str, Any]) -> bool:
    """Whether an unknown key is a misspelled activity: it is like one, or the rest needs one beside it."""
    if not _BESIDE.issuperset(words):
        return False
    say = step.get("say")
    is_anchored = isinstance(say, dict) and any(is_anchor(key) for key in say)
    return is_anchored or len(words) > 1 or nearest(meant, ACTIVITIES) is not None
