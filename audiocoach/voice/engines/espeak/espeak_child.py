"""espeak-ng's command line over its library: `espeak_child.py LIBRARY DATA [--voices | --version | -v NAME -s WPM]`.

The text comes on standard input, and a WAV goes to standard output, as with `espeak-ng --stdin --stdout`. A process
of its own for each text, since the library carries its state from one text into the next, and the same text must
give the same samples. Run by its path, without audiocoach: only the standard library is used.
"""

import ctypes
import os
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

SYNCHRONOUS, NO_EXIT = 2, 0x8000
RATE, UTF8 = 1, 1
"""Of `espeak-ng/speak_lib.h`, as all names and numbers here."""


class EspeakRecord(ctypes.Structure):
    """`espeak_VOICE`."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


def main(library: str, data: str, *arguments: str) -> None:
    """Do what the arguments say."""
    espeak = ctypes.CDLL(library)
    # espeak cuts paths of more than 160 bytes, so it is told one from where it is.
    os.chdir(Path(data).parent)
    sample_rate = espeak.espeak_Initialize(SYNCHRONOUS, 0, b".", NO_EXIT)
    if sample_rate <= 0:
        raise SystemExit(f"espeak-ng finds no data in {data}")
    if arguments == ("--version",):
        espeak.espeak_Info.restype = ctypes.c_char_p
        print(f"eSpeak NG text-to-speech: {espeak.espeak_Info(None).decode()}")  # noqa: T201 - a command line
    elif arguments == ("--voices",):
        sys.stdout.buffer.write("\n".join(["Pty Language Age/Gender VoiceName File", *voices(espeak)]).encode())
    else:
        speak(espeak, sample_rate, arguments[arguments.index("-v") + 1], int(arguments[arguments.index("-s") + 1]))


def voices(espeak: ctypes.CDLL) -> Iterator[str]:
    """A line for each voice."""
    espeak.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(EspeakRecord))
    for entry in pointed(espeak.espeak_ListVoices(None)):
        name, file = (value.decode().strip().replace(" ", "_") for value in (entry.name, entry.identifier))
        priority, language = ctypes.string_at(entry.languages, 1)[0], ctypes.string_at(entry.languages + 1).decode()
        yield f"{priority} {language} --/- {name} {file}"


def pointed(array: "ctypes._Pointer[ctypes._Pointer[EspeakRecord]]") -> Iterator[EspeakRecord]:
    """The entries of an array that ends in a null pointer."""
    at = 0
    while array[at]:
        yield array[at].contents
        at += 1


def speak(espeak: ctypes.CDLL, sample_rate: int, voice: str, words_a_minute: int) -> None:
    """Standard input as a WAV on standard output."""
    text = sys.stdin.buffer.read()
    sound: list[bytes] = []

    def heard(samples: int | None, count: int, events: int | None) -> int:
        if samples and count > 0:
            sound.append(ctypes.string_at(samples, 2 * count))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(heard)
    espeak.espeak_SetSynthCallback(callback)
    if espeak.espeak_SetVoiceByName(voice.encode()):
        raise SystemExit(f"espeak-ng has no voice {voice}")
    espeak.espeak_SetParameter(RATE, words_a_minute, 0)
    failed = espeak.espeak_Synth(text, ctypes.c_size_t(len(text) + 1), 0, 0, 0, UTF8, None, None)
    if failed:
        raise SystemExit(f"espeak-ng fails with {failed}")
    with wave.open(sys.stdout.buffer, "wb") as file:
        file.setparams((1, 2, sample_rate, sum(map(len, sound)) // 2, "NONE", ""))
        file.writeframesraw(b"".join(sound))


if __name__ == "__main__":
    main(*sys.argv[1:])
