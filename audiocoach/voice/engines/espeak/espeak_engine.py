"""espeak-ng: small, plain voices of about 140 languages, on this machine, without a network or a model."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from audiocoach.errors import UnknownName, VoiceError
from audiocoach.script.script import VoiceChoice
from audiocoach.verbalize.spoken_words import is_speakable
from audiocoach.voice.engines.advice import install
from audiocoach.voice.engines.choice_checks import check_options, check_rate
from audiocoach.voice.engines.program import run
from audiocoach.voice.languages import base, best
from audiocoach.voice.voice import RawTake, VoiceInfo

WORDS_A_MINUTE: Final = 165
"""As espeak counts them, at rate 1: coaching lines then last as long as joe's (tried: 201 words a minute to 199)."""
TIMEOUT_S: Final = 30.0
"""The longest for a line, which takes some hundredths of a second."""
LISTING_S: Final = 10.0
"""The longest for its voices or its version."""

_TAGS: Final = {"cmn": "zh-CN", "yue": "zh-HK"}
"""How sessions name languages that espeak names otherwise; `languages.base` knows the others."""
_FIRST: Final = ("en-us",)
"""The voices that are preferred where espeak itself prefers none."""


@dataclass(frozen=True)
class Program:
    """What speaks: the library in the wheel, in a process of its own, or the system's `espeak-ng`."""

    arguments: tuple[str, ...]
    """To which its options are added."""
    version: str


class EspeakEngine:
    """All languages of espeak-ng; a voice is called as there: `de`, `en-gb-scotland`."""

    name = "espeak"

    def voices(self) -> Sequence[VoiceInfo]:
        """Every voice; of a language's own ones first the one that is called as the language's file."""
        return tuple(sound.info for sound in self._voices.values())

    def missing(self) -> str | None:
        """The wheel with the library, where neither that nor a system's espeak-ng is there."""
        return None if find_spec("espeakng_loader") or shutil.which("espeak-ng") else _missing()

    def voice(self, choice: VoiceChoice) -> EspeakVoice:
        """The voice named, or else the language's."""
        check_rate(choice.rate)
        check_options(self.name, choice)
        if self.missing():
            raise VoiceError("espeak cannot speak", self.missing())
        if choice.name is not None:
            if choice.name not in self._voices:
                raise UnknownName("espeak voice", choice.name, self._voices)
            return EspeakVoice(self._program, self._voices[choice.name], choice.rate)
        info = best(self.voices(), choice.language)
        if info is None:
            raise UnknownName("language of espeak", choice.language, self._voices)
        return EspeakVoice(self._program, self._voices[info.name], choice.rate)

    @cached_property
    def _program(self) -> Program:
        if find_spec("espeakng_loader"):
            import espeakng_loader

            child = Path(__file__).with_name("espeak_child.py")
            library, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
            # Isolated and without site-packages: the child starts in 30 ms, and nothing can stand in for its modules.
            arguments = (sys.executable, "-I", "-S", str(child), library, data)
            return Program(arguments, f"espeakng-loader {version('espeakng-loader')}")
        path = shutil.which("espeak-ng")
        if path is None:
            raise VoiceError("espeak cannot speak", _missing())
        found = run((path, "--version"), "", LISTING_S).decode().split("Data at")[0].strip()
        return Program((path, "--stdin", "--stdout"), found)

    @cached_property
    def _voices(self) -> dict[str, EspeakSound]:
        """By name, from espeak's own table: priority, language, age and gender, name, file."""
        if self.missing():
            return {}
        program = self._program.arguments
        arguments = (program[0], "--voices") if "--stdin" in program else (*program, "--voices")
        rows = [line.split() for line in run(arguments, "", LISTING_S).decode().splitlines()[1:]]
        found: dict[str, EspeakSound] = {}
        for _, language, _, label, file, *_ in sorted(rows, key=_rank):
            tag = _TAGS.get(language, language)
            info = VoiceInfo(language, tag, f"{label.replace('_', ' ')}, by espeak-ng", True)
            found.setdefault(language, EspeakSound(info, file))
        return found


@dataclass(frozen=True, slots=True)
class EspeakSound:
    """A voice of espeak's table."""

    info: VoiceInfo
    file: str
    """As espeak is asked for it: not every language in the table is a name that it knows."""


@dataclass(frozen=True)
class EspeakVoice:
    """One voice at one rate. Deterministic: each text is spoken in a fresh process."""

    program: Program
    sound: EspeakSound
    rate: float = 1.0

    @property
    def name(self) -> str:
        """As espeak calls it."""
        return self.sound.info.name

    @property
    def fingerprint(self) -> str:
        """What speaks, its version, and the settings."""
        settings = f"voice {self.sound.file}; {self._words_a_minute} wpm"
        return f"espeak; {self.program.version}; {settings}"

    def speak(self, text: str) -> RawTake:
        """One sentence."""
        from audiocoach.voice.recording import decode_sound

        language = self.sound.info.language
        if not is_speakable(text, language):
            raise VoiceError(f"espeak has nothing to say in `{text}`", f"write it in words of `{base(language)}`")
        options = ("-v", self.sound.file, "-s", str(self._words_a_minute))
        spoken = run((*self.program.arguments, *options), text, TIMEOUT_S, _missing())
        try:
            return decode_sound(io.BytesIO(spoken))
        except VoiceError as error:
            raise VoiceError(f"espeak gave no sound: {error.message}", _missing()) from error

    @property
    def _words_a_minute(self) -> int:
        return round(WORDS_A_MINUTE * self.rate)


def _missing() -> str:
    return install("espeakng-loader")


def _rank(row: list[str]) -> tuple[bool, bool]:
    """The order of voices: `en-us` before all, then those whose file is called as the language (`roa/fr`)."""
    language, file = row[1], row[4]
    return language not in _FIRST, file.rsplit("/", 1)[-1] != language.split("-")[0]
