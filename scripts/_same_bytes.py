"""Builds sessions from an empty cache, and prints a digest of each: what any Python must agree on.

Speech of the default voice, tones, a soundscape, music and recordings, from files of many kinds (which ffmpeg makes).
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LOSSLESS = ("wav", "flac")
LOSSY = ("mp3", "ogg", "m4a")
OURS = """title: Everything
soundscape: ocean-shore
music: {{files: [{songs}]}}
steps:
  - warm-up: 20s
    say: {{start: Easy now., 12s: {{file: hello.wav}}}}
  - repeat: 2
    steps:
      - run: 15s
        effort: 6
      - walk: 15s
  - breathe: {{in: 4s, hold: 4s, out: 4s, rest: 4s}}
    for: 32s
  - say: {{file: hello.flac}}
"""


SONG = "0.1*sin(2*PI*110*t)*(1+0.5*sin(3*t))+0.1*sin(2*PI*331*t)+0.2*sin(2*PI*55*t)*exp(-9*mod(t,0.36))"
WORD = "0.3*sin(2*PI*(180+40*sin(9*t))*t)*sin(PI*t/1.2)"


def main() -> int:
    """Print a line for each MP3; exit code 1 where one cannot be built."""
    with tempfile.TemporaryDirectory(prefix="audiocoach-bytes-") as place:
        folder = Path(place)
        _sounds(folder)
        env = {**os.environ, "AUDIOCOACH_CACHE": str(folder / "cache"), "AUDIOCOACH_CONFIG": str(folder / "none.toml")}
        for name, songs in (("lossless", LOSSLESS), ("lossy", LOSSY), ("walk-run-20", ())):
            spec = name
            if songs:
                spec = f"{name}.yaml"
                listed = ", ".join(f"song.{kind}" for kind in songs)
                (folder / spec).write_text(OURS.format(songs=listed))
            mp3 = folder / f"{name}.mp3"
            words = (sys.executable, "-m", "audiocoach", "build", spec, "-o", mp3)
            done = subprocess.run(
                list(map(str, words)), cwd=folder, env=env, capture_output=True, text=True, check=False
            )
            if done.returncode:
                print(f"{name}: {done.stderr}", file=sys.stderr)
                return 1
            print(hashlib.sha256(mp3.read_bytes()).hexdigest(), name, flush=True)
    return 0


def _sounds(folder: Path) -> None:
    """A song of 90 s and a recording of 1.2 s, in each kind."""
    for name, sound, seconds in (("song", SONG, 90), ("hello", WORD, 1.2)):
        for kind in (*LOSSLESS, *LOSSY):
            source = ("-f", "lavfi", "-i", f"aevalsrc='{sound}|{sound}':s=44100:d={seconds}")
            words = ("ffmpeg", "-v", "error", "-y", *source, "-bitexact", folder / f"{name}.{kind}")
            subprocess.run(list(map(str, words)), check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
