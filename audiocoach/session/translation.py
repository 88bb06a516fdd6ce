"""The words of a file in another language, in a file beside it: `walk-run-20.de.yaml`.

It gives texts and nothing else: `title`, `description`, and under `texts` those of each part, by its place (of a
session `2.1`: the first step of the second one; of a program `w01d2`) or by its name. Whatever the file says has to be
there, in as many ways, and no more.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from audiocoach.errors import SpecError
from audiocoach.session.anchors import Anchor, parse_anchor
from audiocoach.session.bell import BELL
from audiocoach.session.lookup import words_beside
from audiocoach.session.spoken import SPOKEN_KEYS
from audiocoach.session.validation import diagnostic_of
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc, shown
from audiocoach.syntax.plain_values import MOST_DIAGNOSTICS, values_of
from audiocoach.syntax.silences import wrong_silences
from audiocoach.syntax.template import wrong_names
from audiocoach.syntax.yaml_text import read_document

_KEYS: Final = ("title", "description", "texts")

Found = Iterator[tuple[Loc, InvalidValue]]


@dataclass(frozen=True, slots=True)
class Worded:
    """A file's plain values, and where in them words are."""

    values: dict[str, Any]
    places: Mapping[str, Loc]
    """What each mapping that has words is called, in the order of the file."""
    keys: tuple[str, ...]
    """Under which such a mapping has them."""
    kind: str
    """`session`."""
    part: str
    """What its places are: `step`."""
    example: str
    """Of an entry under `texts`."""
    let: Mapping[str, Any] | None = None
    """The variables that its texts may name; None where somebody else looks at them."""

    @property
    def hint(self) -> str:
        """What a file of its words looks like."""
        return f"write e.g. `texts: {self.example}`, in the same form as in the {self.kind}"

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """Each mapping that has words, by its place."""
        return {place: _at(self.values, loc) for place, loc in self.places.items()}


def read_words(
    file: Path, called: str, languages: Iterable[str], read: Callable[[Path, str], Document] = read_document
) -> tuple[str, Document] | None:
    """The words beside `file`, which messages call `called`, in the first of `languages` that is there, and in which.

    Raises `SpecError` where `read` cannot read them.
    """
    found = words_beside(file, languages)
    if found is None:
        return None
    language, beside = found
    called = called if Path(called).name == file.name else file.name
    return language, read(beside, str(Path(called).with_name(beside.name)))


def translated(worded: Worded, words: Document) -> dict[str, Any]:
    """The plain values of a file with the texts of `words` in place of its own.

    Raises `SpecError` with all that `words` has too much, too little or in another form.
    """
    said = values_of(words)
    found = list(islice(_differences(worded, said), MOST_DIAGNOSTICS))
    if found:
        raise SpecError([diagnostic_of(invalid, loc, words) for loc, invalid in found])
    own = {key: said[key] for key in ("title", "description") if key in said}
    texts = {worded.places[place]: said["texts"][key] for key, place in places_of(worded, said).items()}
    return {**_with_texts(worded.values, texts, ()), **own}


def places_of(worded: Worded, said: Mapping[str, Any]) -> dict[str, str]:
    """The place of each part that words name under `texts`, by what they call it."""
    parts = worded.parts
    places = {key: _place_of(key, parts) for key in said.get("texts") or {}}
    return {key: place for key, place in places.items() if place is not None}


def _with_texts(value: Any, texts: Mapping[Loc, dict[str, Any]], loc: Loc) -> Any:
    """The same values with the texts that stand for them."""
    if isinstance(value, dict):
        new = {key: _with_texts(one, texts, (*loc, key)) for key, one in value.items()}
        return _merged(new, texts[loc]) if loc in texts else new
    if isinstance(value, list):
        return [_with_texts(one, texts, (*loc, index)) for index, one in enumerate(value)]
    return value


def _at(value: Any, loc: Loc) -> Any:
    for part in loc:
        value = value[part]
    return value


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


def _differences(worded: Worded, said: Any) -> Found:
    if not isinstance(said, dict):
        yield (), InvalidValue(f"the words of a {worded.kind} are a mapping of keys", worded.hint)
        return
    yield from _unknown(worded, said, _KEYS, ())
    for key in ("title", "description"):
        if key in said:
            yield from _in_form(worded, worded.values.get(key, ""), said[key], (key,))
    texts = said.get("texts") or {}
    if not isinstance(texts, dict):
        yield ("texts",), InvalidValue(f"a mapping is needed here, not {shown(texts)}", worded.hint)
        return
    parts, given = worded.parts, set[str]()
    for key, entry in texts.items():
        place = _place_of(key, parts)
        if place is None:
            names = (*parts, *(str(part["name"]) for part in parts.values() if "name" in part))
            message = f"there is no {worded.part} `{key}` in the {worded.kind}"
            yield ("texts", key), InvalidValue(message, f"known: {', '.join(names)}", (key,), near=(key, names))
            continue
        given.add(place)
        yield from _of_part(worded, _words_of(worded, parts[place]), entry, ("texts", key))
    for place, part in parts.items():
        missing = [key for key, one in _words_of(worded, part).items() if _has_words(one)]
        if place not in given and missing:
            message = f"the words of {worded.part} {place} are missing: {', '.join(f'`{key}`' for key in missing)}"
            form = ", ".join(f"{key}: ..." for key in missing)
            yield ("texts",), InvalidValue(message, f"add them under `texts`: `{place}: {{{form}}}`", ("texts",))


def _of_part(worded: Worded, own: dict[str, Any], entry: Any, loc: Loc) -> Found:
    """What is wrong with the words of one part."""
    if not isinstance(entry, dict):
        yield loc, InvalidValue(f"a mapping is needed here, not {shown(entry)}", worded.hint)
        return
    yield from _unknown(worded, entry, own, loc)
    for key, part in own.items():
        if key in entry:
            yield from _in_form(worded, part, entry[key], (*loc, key))
        elif _has_words(part):
            yield loc, InvalidValue(f"the words under `{key}` are missing", worded.hint, (str(loc[-1]),))


def _words_of(worded: Worded, part: dict[str, Any]) -> dict[str, Any]:
    """What of a part holds words."""
    parts = {key: part[key] for key in worded.keys if key in part}
    return {key: one for key, one in parts.items() if key != "check-in" or isinstance(one, dict)}


def _in_form(worded: Worded, own: Any, new: Any, loc: Loc) -> Found:
    """What is wrong with `new` as other words for `own`."""
    if not _has_words(own) and new is None:
        return
    if isinstance(own, list):
        count = len(new) if isinstance(new, list) else None
        if count != len(own):
            message = f"the {worded.kind} has {len(own)} texts here, not {shown(new) if count is None else count}"
            yield loc, InvalidValue(message, "give one for each, in the same order")
            return
        for index, (one, other) in enumerate(zip(own, new, strict=True)):
            yield from _in_form(worded, one, other, (*loc, index))
    elif isinstance(own, dict) and "talk" in own:
        yield from _in_form(worded, [turn.get(_text_key(turn)) for turn in own["talk"]], new, loc)
    elif isinstance(own, dict) and not own.keys() & {*SPOKEN_KEYS, BELL}:
        yield from _by_key(worded, own, new, loc)
    elif not isinstance(new, str) or not new.strip():
        yield loc, InvalidValue(f"a text is needed here, not {shown(new)}", worded.hint)
    else:
        names = () if worded.let is None else wrong_names(new, worded.let)
        yield from ((loc, invalid) for invalid in (*names, *wrong_silences(new)))


def _by_key(worded: Worded, own: dict[str, Any], new: Any, loc: Loc) -> Found:
    """The same for what hangs on a step by anchors, and for the questions of a check-in."""
    if not isinstance(new, dict):
        yield loc, InvalidValue(f"the {worded.kind} has {', '.join(own)} here, not {shown(new)}", worded.hint)
        return
    keys = {_anchor(key): key for key in own}
    for key, value in new.items():
        if _anchor(key) in keys:
            yield from _in_form(worded, own[keys[_anchor(key)]], value, (*loc, key))
        else:
            hint = f"known here: {', '.join(own)}"
            yield (
                (*loc, key),
                InvalidValue(f"the {worded.kind} says nothing at {shown(key)}", hint, (key,), near=(key, own)),
            )
    there = {_anchor(key) for key in new}
    for anchor, key in keys.items():
        if anchor not in there and _has_words(own[key]) and key not in ("when", "answer"):
            yield loc, InvalidValue(f"the words at `{key}` are missing", worded.hint)


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


def _place_of(key: str, parts: dict[str, dict[str, Any]]) -> str | None:
    """The place of the part that a key means: it is one, or the part's name."""
    return key if key in parts else next((place for place, part in parts.items() if part.get("name") == key), None)


def _unknown(worded: Worded, given: dict[str, Any], known: Collection[str], loc: Loc) -> Found:
    for key in given:
        if key not in known:
            hint = f"known here: {', '.join(known) or f'nothing, since the {worded.kind} says nothing'}"
            yield (*loc, key), InvalidValue(f"unknown key {shown(key)}", hint, (key,), near=(key, known))
