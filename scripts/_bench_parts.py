"""The hot paths inside a build, each by itself in this process: `scripts/bench` prints them.

Each is the best of some repetitions, as a ratio to one second of bare encoding in the same run: what machine it is
hardly shows. The limit is three times what was measured when the path was written.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

RATE = 44_100
Block = np.ndarray[Any, np.dtype[np.float32]]


class Part(NamedTuple):
    """A hot path."""

    name: str
    run: Callable[[], object]
    limit: float
    """In units of one second of sound encoded at 128 kbps, stereo, by one thread."""


def parts(folder: Path) -> Iterator[Part]:
    """Every path, set up."""
    from audiocoach.audio.limiter import limit
    from audiocoach.audio.meter import measure
    from audiocoach.build.load import load
    from audiocoach.build.planning import plan as planned
    from audiocoach.deliver.cover import draw_cover
    from audiocoach.deliver.extras import bars
    from audiocoach.mix.ducking import Envelope
    from audiocoach.script.script import Line, VoiceChoice
    from audiocoach.sound.soundscapes.loops import forget
    from audiocoach.sound.soundscapes.soundscape import master_loop, source
    from audiocoach.sound.tones import tones
    from audiocoach.voice.engines.fake.fake_voice import FakeVoice
    from audiocoach.voice.studio import Studio
    from audiocoach.voice.take_store import TakeStore

    yield Part("read a session of 20 min", lambda: load("walk-run-20"), 0.4)
    session = load("walk-run-20")
    plan = planned(session, estimate=True)
    yield Part("plan it, lengths of speech guessed", lambda: planned(session, estimate=True), 4.5)
    day = folder / "day.yaml"
    day.write_text("steps: [{repeat: 1100, steps: [{run: 39s, say: Go.}, {walk: 39s}]}]\n")
    long = load(day)
    yield Part("plan 24 hours in 2,200 steps", lambda: planned(long, estimate=True), 300)
    yield Part("draw its cover", lambda: draw_cover(session.title, bars(plan)), 25)

    def every_tone() -> None:
        tones.render.cache_clear()
        for name in tones.TONES:
            tones.render(name)

    seconds = sum(tone.length_ms for tone in tones.TONES.values()) / 1000
    yield Part(f"render every tone, {seconds:.1f} s in all", every_tone, 12)
    lines = [Line(VoiceChoice("en"), f"Round {number}.") for number in range(100)]
    Studio(TakeStore(folder), lambda _: FakeVoice()).record(lines)
    yield Part("verify 100 cached takes", lambda: Studio(TakeStore(folder), lambda _: FakeVoice()).record(lines), 8)
    lake = source("mountain-lake")
    master_loop(lake, folder)

    def loop_again() -> None:
        forget()
        master_loop(lake, folder)

    yield Part("verify a rendered soundscape of 320 s", loop_again, 15)
    spans = [(round(10 * RATE * number), round(10 * RATE * number + RATE)) for number in range(1080)]

    def envelope() -> None:
        gain = Envelope(spans, 18.0)
        for at in range(0, 3 * 3600 * RATE, 65_536):
            gain.gain(at, at + 65_536)

    yield Part("duck 3 hours under 1,080 words", envelope, 120)
    minute = np.random.default_rng(1).normal(0, 0.05, (60 * RATE, 2)).astype(np.float32)
    loud = (minute * 8).astype(np.float32)
    yield Part("limit a minute that needs none", lambda: _drain(limit(_blocks(minute))), 1)
    yield Part("limit a minute that is all too loud", lambda: _drain(limit(_blocks(loud))), 190)
    yield Part("measure a minute, true stereo", lambda: measure(_blocks(minute)), 45)


def encode() -> Callable[[], object]:
    """A chunk of noise through the encoder, and nothing else."""
    from audiocoach.deliver.encoder import WINDOW, encode_chunk
    from audiocoach.deliver.quality import QUALITIES

    noise = np.random.default_rng(2).normal(0, 0.1, (WINDOW, 2)).astype(np.float32)
    return lambda: encode_chunk(noise, QUALITIES["standard"])


def _blocks(sound: Block) -> Iterator[Block]:
    return (sound[at : at + 65_536] for at in range(0, len(sound), 65_536))


def _drain(stream: Iterator[object]) -> None:
    for _ in stream:
        pass


def best(run: Callable[[], object], seconds: float = 1.0) -> float:
    """The best time of a path in seconds, in at least three runs and for about a second."""
    taken: list[float] = []
    while len(taken) < 3 or (sum(taken) < seconds and len(taken) < 50):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    """Print a line for each path."""
    from audiocoach.deliver.mpeg import CHUNK

    unit = best(encode(), 3) * RATE / CHUNK
    print(f"\nparts of a build; 1.00 is a second of sound encoded by one thread, {unit * 1000:.1f} ms here")
    print(f"  {'':<44}{'ms':>9}{'ratio':>8}{'limit':>9}")
    with tempfile.TemporaryDirectory(prefix="audiocoach-parts-") as folder:
        for part in parts(Path(folder)):
            took = best(part.run)
            over = "  over its limit" if took / unit > part.limit else ""
            print(f"  {part.name:<44}{took * 1000:>9.2f}{took / unit:>8.2f}{part.limit:>9.1f}{over}")


if __name__ == "__main__":
    main()
