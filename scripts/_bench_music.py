"""What music costs: a session of 3 h with a soundscape and 40 songs, against one of 10 min and bare encoding.

Time is that of a whole `audiocoach build` with cold chunks and warm takes, loops and songs, against `lame -q 3` on the
same mix as a WAV, in the same run. Needs ffmpeg and lame.
"""

import os
import shutil
import sys
from pathlib import Path

from _bench_tools import Cost, run

SONGS = 40
SONG_S = 285
MOST_MEMORY = 1.3
MOST_TIME = 1.25
WARM = ("takes", "soundscapes", "music")
SPEC = """
title: Long
soundscape: mountain-lake
music: {{files: {songs}, level: -24}}
steps:
  - warm-up: 5m
  - repeat: {rounds}
    steps:
      - run: 1m
        say: [Easy. You should be able to talk., "Short, quick steps.", Shoulders down.]
      - walk: 1m30s
        say: {{20s: Well done. Let your breath settle.}}
"""


def make_songs(folder: Path) -> None:
    """Songs of nearly five minutes: chords, a beat and noise, each at its own speed."""
    folder.mkdir(parents=True, exist_ok=True)
    chords = "+".join(f"sin(2*PI*{hz}*t)" for hz in (110, 165, 220, 277, 330, 440, 554, 880))
    beat = "0.6*sin(2*PI*55*t)*exp(-9*mod(t,0.36))+0.2*(random(0)-0.5)*exp(-20*mod(t+0.18,0.36))"
    left, right = (
        f"0.06*({chords})*(1+0.3*sin({speed}*t))+{beat}+0.08*(random({ear})-0.5)" for ear, speed in ((1, 3), (2, 4))
    )
    base = folder.parent / "base.wav"
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"aevalsrc='{left}|{right}':s=44100:d=36", base)
    for number in range(SONGS):
        mp3 = folder / f"{number:02}.mp3"
        if not mp3.exists():
            speed = ("-af", f"asetrate={44_100 + 300 * number},aresample=44100", "-t", SONG_S)
            quick = ("-b:a", "192k", "-compression_level", 9)
            run("ffmpeg", "-v", "error", "-y", "-stream_loop", -1, "-i", base, *speed, *quick, mp3)


def music(folder: Path, hours: float) -> bool:
    """Measure and print; gives whether all is within its limits."""
    make_songs(folder / "songs")
    env = {**os.environ, "AUDIOCOACH_CACHE": str(folder / "cache"), "AUDIOCOACH_CONFIG": str(folder / "none.toml")}

    def build(name: str, jobs: int) -> Cost:
        """With cold chunks, and everything else warm."""
        for part in (folder / "cache").iterdir() if (folder / "cache").is_dir() else ():
            if part.name not in WARM:
                shutil.rmtree(part)
        (folder / f"{name}.mp3").unlink(missing_ok=True)
        spec, mp3 = folder / f"{name}.yaml", folder / f"{name}.mp3"
        return run(sys.executable, "-m", "audiocoach", "build", spec, "-o", mp3, "--jobs", jobs, env=env)

    rounds = {"short": 2, "long": round((hours * 60 - 5) / 2.5)}
    costs: dict[str, Cost] = {}
    for name, count in rounds.items():
        (folder / f"{name}.yaml").write_text(SPEC.format(songs=folder / "songs", rounds=count))
        build(name, 2)  # speaks, renders and measures songs
        for jobs in (1, 2):
            costs[f"{name} {jobs}"] = build(name, jobs)
    wav = folder / "long.wav"
    run("ffmpeg", "-v", "error", "-y", "-i", folder / "long.mp3", wav)
    bare = run("lame", "-q", 3, "-b", 128, "--quiet", wav, folder / "bare.mp3")
    wav.unlink()
    print(f"\n{hours:g} h with a soundscape and {SONGS} songs; 1.00 is bare encoding, {bare.seconds:.1f} s here")
    within = True
    for jobs in (1, 2):
        long, short = costs[f"long {jobs}"], costs[f"short {jobs}"]
        time, memory = long.seconds / bare.seconds, long.peak_mb / short.peak_mb
        print(
            f"  {jobs} jobs: time {time:.2f} (limit {MOST_TIME}), CPU {long.cpu_s / bare.cpu_s:.2f}; "
            f"{long.peak_mb:.0f} MB, {memory:.2f} times that of 10 min (limit {MOST_MEMORY})"
        )
        within = within and time <= MOST_TIME and memory <= MOST_MEMORY
    return within
