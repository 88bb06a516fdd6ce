"""A soundscape's recipe: textures in layers, and sparse events, as its author writes them.

title: Mountain lake
layers:
  - {texture: lake-water, level: 0}
  - {texture: wind, level: -8, lowpass: 900}
events:
  - {sound: chickadee, every: 25s..60s, level: -4, pan: -0.8..0.8, distance: 20..60}
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field, ValidationError

from audiocoach.assets import asset
from audiocoach.conventions import YAML
from audiocoach.errors import Diagnostic, InputError, SpecError, UnknownName
from audiocoach.session.validation import diagnostic_of, diagnostics_of
from audiocoach.session.values import Label, Model
from audiocoach.sound.soundscapes.recipe_values import Gaps, LayerLength, bounded, known, span
from audiocoach.sound.textures.texture_table import SOUNDS, TEXTURES
from audiocoach.syntax.document import Document
from audiocoach.syntax.invalid import InvalidValue, Loc, shown
from audiocoach.syntax.plain_values import values_of
from audiocoach.syntax.yaml_text import MAX_BYTES, decode, parse

SUFFIXES: Final = YAML
"""What a recipe's file ends in; another file is audio."""
MOST_LAYERS: Final = 12
MOST_EVENTS: Final = 24

_LEVEL_HINT: Final = "decibels beside the other parts, e.g. `level: -6`"
_PAN_HINT: Final = "write e.g. `pan: -0.8..0.8`"
_DISTANCE_HINT: Final = "write e.g. `distance: 15..60`"
Level = Annotated[float, *bounded(-60, 12, "a level", _LEVEL_HINT)]
Seed = Annotated[int, Field(ge=0, le=2**31, strict=True)]


class Layer(Model):
    """A texture that sounds all the time."""

    texture: Annotated[str, *known("texture", TEXTURES)]
    """What sounds: `audiocoach sounds list` names them."""
    level: Level = 0.0
    """Loudness beside the other parts, in dB; all textures are alike loud at 0."""
    pan: Annotated[float, *bounded(-1, 1, "a place from left to right", "-1 is left, 0 the middle, 1 right")] = 0.0
    """From -1 (left) to 1 (right)."""
    width: Annotated[float, *bounded(0, 1, "a width", "0 is one point, 1 as wide as the texture is")] = 1.0
    """0 is one point, 1 as wide as the texture is."""
    lowpass: Annotated[float, *bounded(100, 20_000, "a frequency", "e.g. `lowpass: 1500` (Hz)")] | None = None
    """Above this frequency (Hz) it is 12 dB an octave softer: further away, or behind something."""
    highpass: Annotated[float, *bounded(20, 5000, "a frequency", "e.g. `highpass: 200` (Hz)")] | None = None
    """Below this frequency (Hz) it is 12 dB an octave softer."""
    seed: Seed = 0
    """Another number gives another rendering of the same texture."""
    length: LayerLength | None = None
    """After which time it repeats, 48 to 127 s; without it, the texture's own."""


class Event(Model):
    """A sound that comes now and then."""

    sound: Annotated[str, *known("sound", SOUNDS)]
    """What sounds: `audiocoach sounds list` names them."""
    every: Gaps
    """The shortest and the longest time from one to the next: `20s..60s`."""
    level: Level = 0.0
    """Loudness of its loudest moment within 10 m, in dB beside a layer at 0."""
    pan: Annotated[tuple[float, float], *span(-1, 1, "a place from left to right", _PAN_HINT)] = (-0.7, 0.7)
    """Where it may be, from -1 (left) to 1 (right)."""
    distance: Annotated[tuple[float, float], *span(1, 300, "a distance in metres", _DISTANCE_HINT)] = (10.0, 30.0)
    """How many metres away it may be: softer, duller and with more echo."""
    seed: Seed = 0
    """Another number gives other times, places and songs."""


class Recipe(Model):
    """One soundscape file."""

    model_config = ConfigDict(title="audiocoach soundscape")

    title: Label = "Soundscape"
    """What lists call it."""
    description: Label | None = None
    """What one hears, as a sentence."""
    layers: Annotated[tuple[Layer, ...], Field(min_length=1, max_length=MOST_LAYERS)]
    """What sounds all the time."""
    events: Annotated[tuple[Event, ...], Field(max_length=MOST_EVENTS)] = ()
    """What sounds now and then."""


_PARTS: Final[Mapping[str, type[Model]]] = {"layers": Layer, "events": Event}


def names() -> tuple[str, ...]:
    """The soundscapes that ship, by name."""
    return tuple(sorted(path.stem for path in asset("soundscapes").glob("*.yaml")))


def read(name_or_path: str | Path) -> Recipe:
    """The recipe of a soundscape that ships, or in a file of the user's.

    Raises `UnknownName` for a name that is not there, `InputError` for a file that cannot be read, and `SpecError`
    with all the mistakes in it.
    """
    path = find(name_or_path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{name_or_path} cannot be read: {error.strerror or error}") from error
    shown_name = str(name_or_path) if path == Path(name_or_path) else str(path)
    return parsed(parse(decode(data, shown_name), shown_name))


def find(name_or_path: str | Path) -> Path:
    """The file that is meant: a path to a recipe or to audio, or the name of a soundscape that ships."""
    name, path = str(name_or_path), Path(name_or_path)
    if name in names():
        return asset("soundscapes", f"{name}.yaml")
    if isinstance(name_or_path, Path) or path.suffix or "/" in name or len(path.parts) > 1:
        if not path.is_file():
            raise InputError(f"there is no soundscape file {name}", f"these ship: {', '.join(names())}")
        return path
    raise UnknownName("soundscape", name, names())


def parsed(document: Document) -> Recipe:
    """The recipe that a document is. Raises `SpecError` with all its mistakes, each at its place."""
    values = values_of(document)
    if not isinstance(values, dict):
        hint = "start with `layers:` and a list of layers such as `- texture: lake-water`"
        raise SpecError([Diagnostic("a soundscape is a mapping of keys", document.place(()), hint)])
    diagnostics = [diagnostic_of(invalid, invalid.loc, document) for invalid in _unknown_keys(values, Recipe, ())]
    try:
        recipe = Recipe.model_validate(_with_known_keys(values), by_alias=True, by_name=False)
    except ValidationError as error:
        diagnostics += diagnostics_of(error, document)
    if diagnostics:
        raise SpecError(sorted(diagnostics, key=_order))
    return recipe


def soundscape_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) of a soundscape file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Recipe.model_json_schema()}


def _unknown_keys(values: dict[str, Any], model: type[Model], loc: Loc) -> Iterator[InvalidValue]:
    """A mistake for each key that no part of a recipe has; hints name the keys of that part."""
    known = list(model.model_fields)
    for key in values:
        if key not in known:
            message = f"unknown key {shown(key)}"
            yield InvalidValue(message, f"known here: {', '.join(known)}", (*loc, key), near=(str(key), known))
    for name, part in _PARTS.items() if model is Recipe else ():
        items = values.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield from _unknown_keys(item, part, (name, index))


def _with_known_keys(values: dict[str, Any]) -> dict[str, Any]:
    """`values` without the keys that were told already, so that the rest is checked too."""
    kept = {key: value for key, value in values.items() if key in Recipe.model_fields}
    for name, part in _PARTS.items():
        if isinstance(items := kept.get(name), list):
            kept[name] = [
                {key: value for key, value in item.items() if key in part.model_fields}
                if isinstance(item, dict)
                else item
                for item in items
            ]
    return kept


def _order(diagnostic: Diagnostic) -> tuple[int, int]:
    return (diagnostic.place.line, diagnostic.place.column) if diagnostic.place else (0, 0)
