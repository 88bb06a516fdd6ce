"""How names sound, as a session says it."""

from typing import Annotated, Final

from pydantic import BeforeValidator, Field, WithJsonSchema

from audiocoach.syntax.invalid import InvalidValue, raise_all, shown
from audiocoach.verbalize.pronounced import MOST_NAMES, wrong_sounds

_SCHEMA: Final = {
    "type": "object",
    "maxProperties": MOST_NAMES,
    "additionalProperties": {"type": "string", "minLength": 1, "maxLength": 200},
}


def _sounds(value: object) -> object:
    if not isinstance(value, dict):
        raise InvalidValue(f"names and how they sound are needed here, not {shown(value)}", "write `{Xoana: SHWA-na}`")
    raise_all(wrong_sounds(value))
    return value


Pronounce = Annotated[dict[str, str], BeforeValidator(_sounds), Field(), WithJsonSchema(_SCHEMA)]
"""Names, and how they are said."""
