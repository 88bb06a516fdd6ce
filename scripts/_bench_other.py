"""What `scripts/bench` compares with: the mix written out, and the way of pydub, `overlay` a clip at a time.

python scripts/_bench_other.py prepare SESSION FOLDER    mixed.wav, each clip as a WAV, clips.json
python scripts/_bench_other.py pydub FOLDER MP3          those clips overlaid and exported
python scripts/_bench_other.py lameenc WAV MP3           bare encoding, where there is no `lame`
"""

import json
import sys
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RATE = 44_100


def prepare(session_file: str, folder: Path) -> None:
    """Everything that the other ways start from, so that only their own work is timed."""
    import audiocoach
    from audiocoach.build.mixdown import mixdown
    from audiocoach.build.options import AS_IT_STANDS
    from audiocoach.build.planning import decide

    session, workspace = audiocoach.load(session_file), audiocoach.Workspace.of_user()
    decided = decide(session, AS_IT_STANDS, workspace)
    plan, mixer = decided.plan, mixdown(session, decided, workspace)
    _write(folder / "mixed.wav", mixer.master(), 2)
    clips = []
    for track in mixer.timeline.tracks:
        for clip in track.clips:
            name = f"{clip.sound.replace(':', '-')[:40]}.wav"
            if not (folder / name).exists():
                _write(folder / name, [mixer.load(clip.sound)], 1)
            clips.append((name, clip.start * 1000 / RATE))
    if plan.beds:
        _write(folder / "bed.wav", mixer.bus("bed"), 2)
    (folder / "clips.json").write_text(json.dumps({"ms": plan.length * 1000 / RATE, "clips": clips}))


def _write(path: Path, blocks: Iterable[Any], channels: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for block in blocks:
            file.writeframes((block * 32_767).round().astype("<i2").tobytes())


def by_pydub(folder: Path, mp3: Path) -> None:
    """Silence, the bed over it, then each clip over all of that; ffmpeg encodes."""
    from pydub import AudioSegment

    told = json.loads((folder / "clips.json").read_text())
    whole = AudioSegment.silent(duration=told["ms"], frame_rate=RATE).set_channels(2)
    if (folder / "bed.wav").exists():
        whole = whole.overlay(AudioSegment.from_wav(folder / "bed.wav"))
    for name, start_ms in told["clips"]:
        whole = whole.overlay(AudioSegment.from_wav(folder / name), position=round(start_ms))
    whole.export(mp3, format="mp3", bitrate="128k")


def by_lameenc(wav: Path, mp3: Path) -> None:
    """The encoder alone, at the settings of `standard`."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(128)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(2)
    encoder.set_quality(3)
    with wave.open(str(wav)) as file, mp3.open("wb") as out:
        while pcm := file.readframes(RATE):
            out.write(encoder.encode(pcm))
        out.write(encoder.flush())


if __name__ == "__main__":
    what, first, second = sys.argv[1:]
    if what == "prepare":
        prepare(first, Path(second))
    else:
        {"pydub": by_pydub, "lameenc": by_lameenc}[what](Path(first), Path(second))
