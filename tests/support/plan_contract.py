"""`plan --json` of a session as DESIGN.md promises it, as a JSON Schema."""

from typing import Any, Final

from jsonschema import Draft202012Validator

from audiocoach.sound.tones.tone_table import TONES


def _object(**properties: Any) -> dict[str, Any]:
    """All of these keys, and no other."""
    closed = {"required": list(properties), "additionalProperties": False}
    return {"type": "object", "properties": properties} | closed


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


TEXT: Final = {"type": "string"}
MS: Final = {"type": "number", "minimum": 0}
COUNT: Final = {"type": ["integer", "null"], "minimum": 1}
EFFORT: Final = {"type": ["integer", "null"], "minimum": 0, "maximum": 10}
KINDS: Final = [
    *("say", "announce", "next-up", "half", "time-left", "step-left", "effort", "encourage", "check-in", "breathe"),
    *("welcome", "safety", "first-run", "settle", "form", "breath", "last-round", "past-half-rounds", "recover"),
    *("ready-again", "hard-moment", "permission", "notice", "quiet-now", "terrain", "cool-down", "milestone"),
    *("finish", "farewell"),
]
PHRASE: Final = {"type": ["string", "null"], "pattern": "^[a-z-]+( short)? [1-9][0-9]*$"}
STATUSES: Final = ["as-planned", "moved", "shortened", "dropped"]

STEP: Final = _object(
    id=TEXT, name=TEXT, activity=TEXT, start_ms=MS, end_ms=MS, round=COUNT, rounds=COUNT, effort=EFFORT
)
CUE: Final = _object(
    id=TEXT, kind={"enum": KINDS}, phrase=PHRASE, text=TEXT, spoken=TEXT, voice=TEXT, start_ms=MS, end_ms=MS,
    step=TEXT, status={"enum": STATUSES}, reason=TEXT,
)  # fmt: skip
TONE: Final = _object(name={"enum": list(TONES)}, start_ms=MS, step=TEXT)
STRETCH: Final = _object(title=TEXT, start_ms=MS, end_ms=MS)
BED: Final = _object(name=TEXT, start_ms=MS, end_ms=MS)
VOICE: Final = _object(name=TEXT, engine=TEXT, reason=TEXT)
PLACE: Final = {"anyOf": [{"type": "null"}, _object(file=TEXT, line=COUNT, column=COUNT)]}
NOTE: Final = _object(
    severity={"enum": ["info", "warning"]}, place=PLACE, message=TEXT, hint={"type": ["string", "null"]}
)

CONTRACT: Final = Draft202012Validator(
    _object(
        title=TEXT,
        language=TEXT,
        variety={"type": "integer", "minimum": 1},
        voices=_list(VOICE),
        duration_ms=MS,
        estimated={"type": "boolean"},
        steps=_list(STEP),
        cues=_list(CUE),
        tones=_list(TONE),
        beds=_list(BED),
        music=_list(STRETCH),
        chapters=_list(STRETCH),
        notes=_list(NOTE),
    )
)
