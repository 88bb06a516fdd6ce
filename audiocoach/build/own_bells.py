"""The bells of a session that are files of its author's."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.script.script import Script
from audiocoach.session.values import is_path

if TYPE_CHECKING:  # a session without any needs nothing of what is decoded
    from audiocoach.sound.tones.own_bell import OwnBell


def own_bells(script: Script) -> "Mapping[str, OwnBell]":
    """The files among the bells of `script`, measured, by their path. Raises `InputError` for one that is none."""
    files = [bell for bell in script.bells() if is_path(bell)]
    if not files:
        return {}
    from audiocoach.sound.tones.own_bell import measured

    return {bell: measured(Path(bell)) for bell in files}
