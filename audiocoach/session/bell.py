"""A bell that an author rings: `bell: bowl`, or a sound of their own, `bell: sounds/gong.wav`."""

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from audiocoach.errors import short
from audiocoach.session.context import context_of
from audiocoach.session.resolving import resolve
from audiocoach.session.values import Model, file_beside
from audiocoach.syntax.invalid import InvalidValue, shown

BELL: Final = "bell"
"""The key."""
_HINT: Final = "`audiocoach sounds list` shows those that ship; a file is named by its path, e.g. `sounds/gong.wav`"


def _named(value: object, info: ValidationInfo) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValue(f"the name of a bell is needed here, not {shown(value)}", "write e.g. `bell: bowl`")
    if value.startswith("$"):
        raise InvalidValue(f"unknown variable `{short(value)}`", "give it a value under `let:`")
    return file_beside(value.strip(), info)


def _is_there(bell: str, info: ValidationInfo) -> str:
    resolve(context_of(info).scope, lambda scope: scope.names.bell(bell), _HINT)
    return bell


Bell = Annotated[
    str, BeforeValidator(_named), AfterValidator(_is_there), WithJsonSchema({"type": "string", "minLength": 1})
]
"""A name of the tone table, or the path of a file (`values.is_path`)."""


class BellCue(Model):
    """`{bell: bowl}` in the place of words."""

    bell: Bell
