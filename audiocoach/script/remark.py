"""Something that the coach says unasked, before it is put into words."""

from collections.abc import Mapping
from typing import NamedTuple

from audiocoach.script.condition import Situation


class Remark(NamedTuple):
    """Which phrase, and when."""

    phrase: str
    """A key of the phrasebook."""
    at: int
    """When on its step, in ms."""
    more: Mapping[str, str] = {}
    """What its text may ask for beside what every text may."""
    here: Situation | None = None
    """What it has to fit where that is not the step alone."""
    at_head: bool = False
    """Whether it comes first of all on its step, whenever that is."""
    slack: int | None = None
    """How far (ms) its full form may move; None for as far as its kind may."""
