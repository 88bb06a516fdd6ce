"""The words of a session in another language, in a file beside it: `walk-run-20.de.yaml`.

It gives texts and nothing else: `title`, `description`, and under `texts` those of each step, by its place (`2.1`: the
first step of the second one) or by its name. Whatever the session says has to be there, in as many ways, and no more.
"""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, Final

from audiocoach.errors import SpecError
from audiocoach.session.anchors import Anchor, parse_anchor
from audiocoach.session.bell import BELL
from audiocoach.session.spoken import SPOKEN_KEYS
from audiocoach.session.validation import diagnostic_of
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc, shown
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of
from audiocoach.syntax.silences import wrong_silences
from audiocoach.syntax.template import wrong_names

_KEYS: Final = ("title", "description", "texts")
_INSIDE: Final = ("steps", "between")
"""Where a repeat has its steps, in the order in which they are counted."""
_HINT: Final = "write e.g. `texts: {1: {say: {start: Los.}}}`, the form being the session's"

Found = Iterator[tuple[Loc, InvalidValue]]


def translated(values: dict[str, Any], words: Document) -> dict[str, Any]:
    """The plain values of a session with the texts of `words` in place of its own.

    Raises `SpecError` with all that `words` has too much, too little or in another form.
    """
    said, steps = values_of(words), dict(_placed(values.get("steps"), "", 1))
    found = list(islice(_differences(values, steps, said), MOST_DIAGNOSTICS))
    if found:
        raise SpecError([diagnostic_of(invalid, loc, words) for loc, invalid in found])
    texts = {_place_of(key, steps): entry for key, entry in (said.get("texts") or {}).items()}
    own = {key: said[key] for key in ("title", "description") if key in said}
    return {**values, **own, "steps": _with_texts(values.get("steps"), texts, "", 1)}


def _placed(steps: Any, before: str, first: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with its place; `first` is the number of the first one."""
    for number, step in enumerate(steps if isinstance(steps, list) else (), first):
        if isinstance(step, dict):
            yield f"{before}{number}", step
            inner = 1
            for key in _INSIDE:
                yield from _placed(step.get(key), f"{before}{number}.", inner)
                inner += len(step[key]) if isinstance(step.get(key), list) else 0


def _with_texts(steps: Any, texts: dict[str | None, dict[str, Any]], before: str, first: int) -> Any:
    """The same steps with the texts that stand for them."""
    if not isinstance(steps, list):
        return steps
    changed = []
    for number, step in enumerate(steps, first):
        place, inner = f"{before}{number}", 1
        new = _merged(step, texts.get(place, {})) if isinstance(step, dict) else step
        for key in (key for key in _INSIDE if isinstance(step, dict) and isinstance(step.get(key), list)):
            new = {**new, key: _with_texts(step[key], texts, f"{place}.", inner)}
            inner += len(step[key])
        changed.append(new)
    return changed


def _merged(own: Any, new: Any) -> Any:
    """What a session says with other words: in its form, its voices, recordings and bells being kept."""
    if new is None or isinstance(own, (int, float)):
        return own
    if isinstance(own, list):
        return [_merged(one, other) for one, other in zip(own, new, strict=True)]
    if not isinstance(own, dict):
        return new
    if "text" in own and not isinstance(new, dict):
        return {**own, "text": new}
    if isinstance(new, list):  # of a dialogue
        return {**own, "talk": [{**turn, _text_key(turn): text} for turn, text in zip(own["talk"], new, strict=True)]}
    if not isinstance(new, dict):  # alone for what hangs at the start
        return new
    keys = {_anchor(key): key for key in own}
    return {**own, **{keys[_anchor(key)]: _merged(own[keys[_anchor(key)]], value) for key, value in new.items()}}


def _differences(values: dict[str, Any], steps: dict[str, dict[str, Any]], said: Any) -> Found:
    if not isinstance(said, dict):
        yield (), InvalidValue("the words of a session are a mapping of keys", _HINT)
        return
    yield from _unknown(said, _KEYS, ())
    for key in ("title", "description"):
        if key in said:
            yield from _in_form(values.get(key, ""), said[key], (key,), values)
    texts = said.get("texts") or {}
    if not isinstance(texts, dict):
        yield ("texts",), InvalidValue(f"a mapping is needed here, not {shown(texts)}", _HINT)
        return
    given = {}
    for key, entry in texts.items():
        place = _place_of(key, steps)
        if place is None:
            names = (*steps, *(str(step["name"]) for step in steps.values() if "name" in step))
            message = f"there is no step `{key}` in the session"
            yield ("texts", key), InvalidValue(message, f"known: {', '.join(names)}", (key,), near=(key, names))
            continue
        given[place] = entry
        own = _words_of(steps[place])
        if not isinstance(entry, dict):
            yield ("texts", key), InvalidValue(f"a mapping is needed here, not {shown(entry)}", _HINT)
            continue
        yield from _unknown(entry, own, ("texts", key))
        for part in own:
            if part in entry:
                yield from _in_form(own[part], entry[part], ("texts", key, part), values)
            else:
                yield ("texts", key), InvalidValue(f"the words under `{part}` are missing", _HINT, (key,))
    for place, step in steps.items():
        if place not in given and any(_has_words(part) for part in _words_of(step).values()):
            yield ("texts",), InvalidValue(f"the words of step {place} are missing", _HINT, ("texts",))


def _words_of(step: dict[str, Any]) -> dict[str, Any]:
    """The parts of a step that hold words."""
    parts = {key: step[key] for key in ("name", "say", "talk", "check-in") if key in step}
    return {key: part for key, part in parts.items() if key != "check-in" or isinstance(part, dict)}


def _in_form(own: Any, new: Any, loc: Loc, values: dict[str, Any]) -> Found:
    """What is wrong with `new` as other words for `own`."""
    if not _has_words(own) and new is None:
        return
    if isinstance(own, list):
        count = len(new) if isinstance(new, list) else None
        if count != len(own):
            message = f"the session has {len(own)} texts here, not {shown(new) if count is None else count}"
            yield loc, InvalidValue(message, "give one for each, in the same order")
            return
        for index, (one, other) in enumerate(zip(own, new, strict=True)):
            yield from _in_form(one, other, (*loc, index), values)
    elif isinstance(own, dict) and "talk" in own:
        yield from _in_form([turn.get(_text_key(turn)) for turn in own["talk"]], new, loc, values)
    elif isinstance(own, dict) and not own.keys() & {*SPOKEN_KEYS, BELL}:
        yield from _by_key(own, new, loc, values)
    elif not isinstance(new, str) or not new.strip():
        yield loc, InvalidValue(f"a text is needed here, not {shown(new)}", _HINT)
    else:
        let = values.get("let") if isinstance(values.get("let"), dict) else {}
        yield from ((loc, invalid) for invalid in (*wrong_names(new, let or {}), *wrong_silences(new)))


def _by_key(own: dict[str, Any], new: Any, loc: Loc, values: dict[str, Any]) -> Found:
    """The same for what hangs on a step by anchors, and for the questions of a check-in."""
    if not isinstance(new, dict):
        yield loc, InvalidValue(f"the session has {', '.join(own)} here, not {shown(new)}", _HINT)
        return
    keys = {_anchor(key): key for key in own}
    for key, value in new.items():
        if _anchor(key) in keys:
            yield from _in_form(own[keys[_anchor(key)]], value, (*loc, key), values)
        else:
            hint = f"known here: {', '.join(own)}"
            yield (*loc, key), InvalidValue(f"the session says nothing at {shown(key)}", hint, (key,), near=(key, own))
    there = {_anchor(key) for key in new}
    for anchor, key in keys.items():
        if anchor not in there and _has_words(own[key]) and key not in ("when", "answer"):
            yield loc, InvalidValue(f"the words at `{key}` are missing", _HINT)


def _has_words(own: Any) -> bool:
    """Whether there is anything to say in other words."""
    if isinstance(own, list):
        return any(map(_has_words, own))
    if isinstance(own, dict):
        kept = own.keys() & {BELL, "file"} or own.keys() == {"when"}
        return not kept and any(_has_words(value) for key, value in own.items() if key not in ("voice", "answer"))
    return isinstance(own, str)


def _anchor(key: str) -> Anchor | str:
    try:
        return parse_anchor(key)
    except InvalidValue:
        return key


def _text_key(turn: dict[str, Any]) -> str:
    """Where a turn of a dialogue has its text."""
    return "text" if "text" in turn else next(iter(turn))


def _place_of(key: str, steps: dict[str, dict[str, Any]]) -> str | None:
    """The place of the step that a key means: it is one, or the step's name."""
    return key if key in steps else next((place for place, step in steps.items() if step.get("name") == key), None)


def _unknown(given: dict[str, Any], known: Collection[str], loc: Loc) -> Found:
    for key in given:
        if key not in known:
            hint = f"known here: {', '.join(known) or 'nothing, since the session says nothing'}"
            yield (*loc, key), InvalidValue(f"unknown key {shown(key)}", hint, (key,), near=(key, known))
