"""Any program that writes a sound file, set up in the user's `config.toml` and nowhere else."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiocoach.config import OwnEngine
from audiocoach.errors import InputError, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.voice.engines.choice_checks import check_options, check_rate
from audiocoach.voice.engines.program import run
from audiocoach.voice.voice import RawTake, VoiceInfo


@dataclass(frozen=True)
class CommandEngine:
    """One program, called as its table in the config: `[engines.mine]` is `voice: mine`."""

    name: str
    settings: OwnEngine

    def voices(self) -> Sequence[VoiceInfo]:
        """Itself."""
        described = f"your program {self.settings.command[0]}"
        return (VoiceInfo(self.name, self.settings.language, described, self.missing() is None),)

    def missing(self) -> str | None:
        """The program, where it is not found."""
        program = self.settings.command[0]
        return None if shutil.which(program) else f"install `{program}`, or mend `[engines.{self.name}]` in config.toml"

    def voice(self, choice: VoiceChoice) -> CommandVoice:
        """The program at a rate, which it must be told by `{rate}`."""
        check_rate(choice.rate)
        check_options(self.name, choice)
        if choice.rate != 1 and not any("{rate}" in argument for argument in self.settings.command):
            hint = f"leave `rate` out, or tell the program with `{{rate}}` in `[engines.{self.name}]`"
            raise InputError(f"`{self.name}` speaks at one speed, not at rate {choice.rate:g}", hint)
        missing = self.missing()
        if missing:
            raise VoiceError(f"`{self.name}` cannot speak", missing)
        return CommandVoice(self.name, self.settings, choice.rate)


@dataclass(frozen=True)
class CommandVoice:
    """A program at a rate."""

    name: str
    settings: OwnEngine
    rate: float = 1.0

    @property
    def fingerprint(self) -> str:
        """The command as configured, the user's own fingerprint of it, and the rate."""
        settings = json.dumps([self.settings.command, self.settings.fingerprint, f"{self.rate:.6f}"])
        return f"command {hashlib.sha256(settings.encode()).hexdigest()}"

    def speak(self, text: str) -> RawTake:
        """One sentence, which the program also finds on its standard input (UTF-8)."""
        from audiocoach.voice.recording import decode_sound

        hint = f"see `[engines.{self.name}]` in config.toml"
        with tempfile.TemporaryDirectory(prefix="audiocoach-") as folder:
            out = Path(folder) / "spoken.wav"
            values = {"{text}": text, "{out}": str(out), "{rate}": f"{self.rate:g}"}
            run([_filled(argument, values) for argument in self.settings.command], text, self.settings.timeout, hint)
            if not out.is_file():
                raise VoiceError(f"`{self.settings.command[0]}` wrote no file at {{out}}", hint)
            try:
                return decode_sound(out)
            except VoiceError as error:
                raise VoiceError(f"`{self.settings.command[0]}` wrote no sound: {error.message}", hint) from error


def _filled(argument: str, values: dict[str, str]) -> str:
    """`argument` with its placeholders replaced, once: a text that has `{out}` in it is only a text."""
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], argument)
