"""The JSON Schema of a program file, for editors. Made from the models, so that it cannot differ from them."""

from typing import Any, Final

from audiocoach.program.program_file import MOST_DAYS, ProgramFile
from audiocoach.session.schema import DIALECT, tidy
from audiocoach.session.values import SCHEMAS

SHARED_WITH_SESSIONS: Final = ("Label", "Text", "Variable")
"""What a session's schema defines too."""
_OR_NAMED: Final = ("Alternative", "Day")
"""What may stand as the name of a session alone."""


def program_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12; its keywords are read by draft-07 tools too) of a program file."""
    schema: dict[str, Any] = tidy(ProgramFile.model_json_schema(by_alias=True), has_variables=False)
    defs = schema["$defs"]
    defs |= {name: SCHEMAS[name] for name in SHARED_WITH_SESSIONS}
    for name in _OR_NAMED:
        defs[name] = {"anyOf": [{"type": "string", "minLength": 1}, defs[name]]}
    defs["Week"]["properties"]["days"] = {
        "description": defs["Week"]["properties"]["days"]["description"],
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": MOST_DAYS},
            {
                "type": "array",
                "minItems": 1,
                "items": {"anyOf": [{"$ref": "#/$defs/RestDay"}, {"$ref": "#/$defs/Day"}]},
            },
        ],
    }
    return {"$schema": DIALECT, **schema}
