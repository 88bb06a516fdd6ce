"""The JSON Schema of a session file, for editors.

Made from the models, so that it cannot differ from them; what the models read in several ways (a text alone for
`{text: ...}`, a word for a mapping, an activity as a key, a variable for a number) is added here.
"""

from typing import Any, Final

from audiocoach.session.activities import ACTIVITIES
from audiocoach.session.anchors import ANCHOR_PATTERN
from audiocoach.session.bell import BELL
from audiocoach.session.breath import BREATHS
from audiocoach.session.coaching import WORDS as COACHING_WORDS
from audiocoach.session.music_ref import PATHS_SCHEMA
from audiocoach.session.session import Session
from audiocoach.session.spoken import SPOKEN_KEYS
from audiocoach.session.values import SCHEMAS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def session_schema() -> Schema:
    """A JSON Schema (2020-12; its keywords are read by draft-07 tools too) of a session file."""
    schema = tidy(Session.model_json_schema(by_alias=True))
    defs: Schema = schema["$defs"]
    defs |= _SHARED
    for name, word in _WORDS.items():
        defs[name] = {"anyOf": [word, defs[name]]}
    for name, cues in (("ActivityStep", "Cues"), ("BreatheStep", "Cues"), ("SayStep", "InTurn")):
        defs[name]["properties"] |= {"say": _ref(cues), "talk": _ref("Turns")}
    defs["Talk"]["properties"]["talk"] = _ref("Turns")
    questions = defs["CheckIn"]["anyOf"][1]["properties"]
    several = questions["ask"]
    questions["ask"] = {"description": several.pop("description"), "anyOf": [several["items"], several]}
    _activities(defs["ActivityStep"])
    _rounds(defs["RepeatStep"])
    for name, more in _RULES.items():
        mapping = defs[name]["anyOf"][1] if name in _WORDS else defs[name]
        mapping |= more
    for path in (defs["IncludeStep"]["properties"]["include"], schema["properties"]["phrases"]):
        path["pattern"] = r"^(?![/\\~]|.:|\.\.(?:[/\\]|$))[\s\S]*\S"
    schema["properties"]["steps"] = {"allOf": [schema["properties"]["steps"], {"items": _ref("Once")}]}
    return {"$schema": DIALECT, **schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _one_of(*keys: str) -> Schema:
    return {"required": [], "oneOf": [{"required": [key]} for key in keys]}


def _one_or_list(name: str) -> Schema:
    return {"anyOf": [_ref(name), {"type": "array", "minItems": 1, "items": _ref(name)}]}


_PER_ROUND: Final = (*ACTIVITIES, "name", "effort")
"""Keys that may have a list, with an entry for each round."""

_SHARED: Final[Schema] = {
    **SCHEMAS,
    "Anchor": {"type": "string", "pattern": ANCHOR_PATTERN},
    "Spoken": {"anyOf": [_ref("Text"), _ref("SpokenText"), _ref("RecordingRef"), _ref("Talk")]},
    "InTurn": _one_or_list("Spoken"),
    "Sounded": {"anyOf": [_ref("Spoken"), _ref("BellCue")]},
    "SoundedInTurn": _one_or_list("Sounded"),
    "Cues": {"anyOf": [_ref("SoundedInTurn"), _ref("ByAnchor")]},
    "ByAnchor": {
        "type": "object",
        "minProperties": 1,
        "propertyNames": _ref("Anchor"),
        "additionalProperties": _ref("SoundedInTurn"),
        "not": {"anyOf": [{"required": [key]} for key in sorted({*SPOKEN_KEYS, BELL})]},
    },
    "Turns": {"type": "array", "minItems": 1, "items": {"anyOf": [_ref("SpokenText"), _ref("Turn")]}},
    "Turn": {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _ref("Text")},
    "Once": {
        "description": "A step outside of a repeat: its lists have one entry.",
        "properties": {key: {"maxItems": 1} for key in _PER_ROUND},
    },
    "HasList": {
        "anyOf": [
            {"required": [key], "properties": {key: {"anyOf": [{"type": "array"}, _ref("Variable")]}}}
            for key in _PER_ROUND
        ]
    },
}
"""What several parts refer to."""

_WORDS: Final[Schema] = {
    "VoiceRef": {"type": "string", "minLength": 1},
    "SoundscapeRef": {"type": "string", "minLength": 1},
    "MusicRef": PATHS_SCHEMA,
    "Coaching": {"anyOf": [{"enum": list(COACHING_WORDS)}, _ref("Variable")]},
    "Breath": {"anyOf": [{"enum": list(BREATHS)}, _ref("Variable")]},
    "CheckIn": {"anyOf": [{"enum": ["before", "after"]}, _ref("Variable")]},
}
"""What may stand alone for a mapping."""

_RULES: Final[Schema] = {
    "ActivityStep": {**_one_of(*ACTIVITIES), "not": {"required": ["say", "talk"]}},
    "BreatheStep": {"not": {"required": ["say", "talk"]}},
    "SayStep": {**_one_of("say", "talk"), "not": {"required": ["pause", "within"]}},
    "CheckIn": _one_of("when", "ask"),
    "VoiceRef": {"minProperties": 1},
}
"""What the models check beyond the values of their keys."""


def _activities(step: Schema) -> None:
    """`activity` and `length` as one key of the table."""
    amount = step["properties"].pop("length")
    del step["properties"]["activity"]
    keys = {word: {**amount, "description": f"Effort {row.effort} of 10."} for word, row in ACTIVITIES.items()}
    step["properties"] = {**keys, **step["properties"]}


def _rounds(step: Schema) -> None:
    """A repeat without a number has a list to take it from."""
    step["properties"]["repeat"] = {"anyOf": [step["properties"]["repeat"], {"type": "null"}]}
    step["required"] = ["repeat", "steps"]
    step |= {
        "if": {"properties": {"repeat": {"type": "null"}}},
        "then": {"properties": {"steps": {"contains": _ref("HasList")}}},
    }


_COUNTS: Final[dict[str, dict[str, str]]] = {
    "array": {"minLength": "minItems", "maxLength": "maxItems"},
    "object": {"minLength": "minProperties", "maxLength": "maxProperties"},
}
"""pydantic counts in characters where a validator comes before the type."""


def tidy(node: Any, *, has_variables: bool = True) -> Any:
    """Without nulls, defaults and titles, which say nothing to an author; shared parts by reference.

    Where a file `has_variables`, each literal of it may be one.
    """
    if isinstance(node, list):
        return [tidy(item, has_variables=has_variables) for item in node]
    if not isinstance(node, dict):
        return node
    if "x-shared" in node:
        about = {key: node[key] for key in ("description",) if key in node}
        return {**_ref(node["x-shared"]), **about}
    names = _COUNTS.get(str(node.get("type")), {})
    kept: Schema = {
        str(names.get(key, key)): item if key == "propertyNames" else tidy(item, has_variables=has_variables)
        for key, item in node.items()
        if key not in ("default", "discriminator")
    }
    if isinstance(kept.get("title"), str) and not kept["title"].startswith("audiocoach "):
        del kept["title"]
    kept = _without_null(kept) if "anyOf" in kept else kept
    return _or_variable(kept) if has_variables and _is_literal(kept) else kept


def _without_null(node: Schema) -> Schema:
    kept = [item for item in node["anyOf"] if item != {"type": "null"}]
    if len(kept) > 1 or len(node["anyOf"]) == 1:
        return {**node, "anyOf": kept}
    rest = {key: item for key, item in node.items() if key != "anyOf"}
    return {**kept[0], **rest}


def _is_literal(node: Schema) -> bool:
    """Whether only literals match `node`, none of them a variable."""
    return node.get("type") in ("integer", "number", "boolean") or "enum" in node or "pattern" in node


def _or_variable(node: Schema) -> Schema:
    about = {key: node.pop(key) for key in ("description",) if key in node}
    return {"anyOf": [node, _ref("Variable")], **about}
