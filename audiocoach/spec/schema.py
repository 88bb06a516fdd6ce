"""The JSON Schema of a session file, for editors.

Made from the models, so that it cannot differ from them; what the models read in several ways (a text alone for
`{text: ...}`, a word for a mapping, an activity as a key) is added here.
"""

from typing import Any, Final

from audiocoach.spec.activities import ACTIVITIES
from audiocoach.spec.anchors import ANCHOR_PATTERN
from audiocoach.spec.session import Session
from audiocoach.spec.template import SPOKEN
from audiocoach.spec.values import AMOUNT_SCHEMA, DURATION_SCHEMA, TEXT_SCHEMA

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def session_schema() -> Schema:
    """A JSON Schema (2020-12; its keywords are read by draft-07 tools too) of a session file."""
    schema = _tidy(Session.model_json_schema(by_alias=True))
    defs: Schema = schema["$defs"]
    defs |= {
        "Duration": DURATION_SCHEMA,
        "Amount": AMOUNT_SCHEMA,
        "Text": TEXT_SCHEMA,
        "Anchor": {"type": "string", "pattern": ANCHOR_PATTERN},
        "Spoken": {"anyOf": [_ref("Text"), _ref("Words"), _ref("Played"), _ref("Talk")]},
        "InTurn": {"anyOf": [_ref("Spoken"), {"type": "array", "minItems": 1, "items": _ref("Spoken")}]},
        "Cues": {"anyOf": [_ref("InTurn"), _cue_mapping()]},
        "Turn": {"anyOf": [_ref("Words"), _turn()]},
    }
    defs["Talk"]["properties"]["talk"] = {"type": "array", "minItems": 1, "items": _ref("Turn")}
    for name, word in _WORDS.items():
        defs[name] = {"anyOf": [word, defs[name]]}
    defs["CheckIn"]["anyOf"][1] |= {"required": ["ask"]}
    defs["CheckIn"]["anyOf"][1]["properties"] |= {"ask": _list_of("Text")}
    del defs["CheckIn"]["anyOf"][1]["properties"]["when"]
    for name, cues in (("ActivityStep", "Cues"), ("BreatheStep", "Cues"), ("SayStep", "InTurn")):
        defs[name]["properties"] |= {"say": _ref(cues), "talk": defs["Talk"]["properties"]["talk"]}
    defs["SayStep"] |= {"required": [], "oneOf": [{"required": ["say"]}, {"required": ["talk"]}]}
    defs["VoiceRef"]["anyOf"][1]["properties"]["engine"] |= {"not": {"const": "command"}}
    defs["RepeatStep"]["properties"]["repeat"] |= {"type": ["integer", "null"]}
    defs["RepeatStep"]["required"] = ["repeat", "steps"]
    del defs["IncludeStep"]["properties"]["session"], schema["properties"]["source"]
    _activities(defs["ActivityStep"])
    schema["properties"]["let"]["propertyNames"] = {"pattern": f"^{NAME}$", "not": {"enum": sorted(SPOKEN)}}
    return {"$schema": DIALECT, **schema}


_WORDS: Final = {
    "VoiceRef": {"type": "string", "minLength": 1},
    "SoundscapeRef": {"type": "string", "minLength": 1},
    "Coaching": {"const": "silent"},
    "CheckIn": {"enum": ["before", "after"]},
}
"""What may stand alone for a mapping."""


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list_of(name: str) -> Schema:
    return {"type": "array", "minItems": 1, "items": _ref(name)}


def _cue_mapping() -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": _ref("Anchor"),
        "additionalProperties": _ref("InTurn"),
        "not": {"anyOf": [{"required": [key]} for key in ("text", "file", "talk", "voice")]},
    }


def _turn() -> Schema:
    return {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _ref("Text")}


def _activities(step: Schema) -> None:
    """`activity` and `length` as one key of the table."""
    amount = step["properties"].pop("length")
    del step["properties"]["activity"]
    keys = {
        word: {**amount, "description": f"Effort {row.effort} of 10."} for word, row in ACTIVITIES.items()
    }
    step["properties"] = {**keys, **step["properties"]}
    step["required"] = []
    step["oneOf"] = [{"required": [word]} for word in ACTIVITIES]


def _tidy(node: Any) -> Any:
    """Without nulls, defaults and titles, which say nothing to an author; repeated parts by reference."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    for shared, name in ((AMOUNT_SCHEMA, "Amount"), (DURATION_SCHEMA, "Duration"), (TEXT_SCHEMA, "Text")):
        if node == shared:
            return _ref(name)
    tidy = {key: _tidy(item) for key, item in node.items() if key not in ("default", "discriminator")}
    if isinstance(tidy.get("title"), str) and tidy["title"] != Session.model_config.get("title"):
        del tidy["title"]
    if "anyOf" in tidy:
        kept = [item for item in tidy["anyOf"] if item != {"type": "null"}]
        if len(kept) == 1 and len(tidy["anyOf"]) > 1:
            del tidy["anyOf"]
            tidy = {**kept[0], **tidy}
        else:
            tidy["anyOf"] = kept
    return tidy
