"""What engines check in a choice of voice."""

import math
from typing import Final

from audiocoach.errors import InputError, UnknownName
from audiocoach.script.script import VoiceChoice

RATES: Final = (0.5, 2.0)
"""The slowest and the fastest rate at which a voice is still understood."""


def check_rate(rate: float) -> None:
    """Raises `InputError` outside `RATES`."""
    slowest, fastest = RATES
    if math.isnan(rate) or not slowest <= rate <= fastest:
        raise InputError(f"a rate of {rate:g} is not understood", f"use {slowest:g} to {fastest:g}")


def check_options(engine: str, choice: VoiceChoice, *known: str) -> dict[str, str]:
    """The options of `choice`; raises `UnknownName` for one that is not `known` to the engine."""
    options = dict(choice.options)
    for key in options:
        if key not in known:
            raise UnknownName(f"option of {engine}", key, known)
    return options
