"""The JSON Schema of a collection file, for editors. Made from the models, so that it cannot differ from them."""

from typing import Any

from audiocoach.program.collection_file import CollectionFile
from audiocoach.program.program_schema import SHARED_WITH_SESSIONS
from audiocoach.session.schema import DIALECT, tidy
from audiocoach.session.values import SCHEMAS


def collection_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12; its keywords are read by draft-07 tools too) of a collection file."""
    schema: dict[str, Any] = tidy(CollectionFile.model_json_schema(by_alias=True), has_variables=False)
    defs = schema["$defs"]
    defs |= {name: SCHEMAS[name] for name in SHARED_WITH_SESSIONS if name != "Text"}
    defs["ListedSession"] = {"anyOf": [{"type": "string", "minLength": 1}, defs["ListedSession"]]}
    return {"$schema": DIALECT, **schema}
