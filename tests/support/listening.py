"""Ears for what lies beneath the voice: levels of ranges, gains, clicks; each with nothing of ours but the numbers."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyloudnorm
from numpy.typing import NDArray

from audiocoach.audio.blocks import frames
from audiocoach.build.mixdown import mixdown
from audiocoach.build.options import AS_IT_STANDS
from audiocoach.build.planning import decide
from audiocoach.build.workspace import Workspace
from audiocoach.mix.mixer import Mixer
from audiocoach.session.session import Session
from audiocoach.storage.store import default_cache_root
from audiocoach.timeline.plan import Plan
from audiocoach.voice.engines.fake.fake_voice import fake_voice
from support.hearing import RATE
from support.programs import tool

Stereo = NDArray[np.float32]
"""Shape (samples, 2), full scale 1.0."""
Range = tuple[int, int]
MOMENT = 220
"""Samples in 5 ms."""
CLICK = 1.5 * 10 ** (-70 / 20)
"""How high a peak in the treble is, to count as a click; the sessions stay below a third of it."""
OUTSTANDING = 3.0
"""And how often higher than usual, where noise lies beneath."""
ORDER = 32
"""Of the differences: what a voice has up to 12 kHz, half the rate of its model, comes through 50 dB softer."""


class Ready(NamedTuple):
    """A session up to its mix."""

    plan: Plan
    mixer: Mixer


def ready(session: Session, *, fake: bool = False) -> Ready:
    """A session planned with its voice, or with one that costs nothing, and on the desk."""
    cache = default_cache_root()
    workspace = Workspace(cache=cache, find_voice=fake_voice) if fake else Workspace.of_user()
    decided = decide(session, AS_IT_STANDS, workspace)
    return Ready(decided.plan, mixdown(session, decided, workspace))


def spoken(mixer: Mixer) -> list[Range]:
    """Where somebody speaks."""
    track = next(track for track in mixer.timeline.tracks if track.name == "speech")
    return [(clip.start, clip.end) for clip in track.clips]


def whole(blocks: Iterable[Stereo]) -> Stereo:
    """A short bus or mix in one array."""
    return np.concatenate(list(blocks))


def cut(blocks: Iterable[Stereo], ranges: Sequence[Range]) -> list[Stereo]:
    """Only some ranges of a long bus, so that it need not be held."""
    found = [np.zeros((stop - start, 2), np.float32) for start, stop in ranges]
    at, end = 0, max((stop for _, stop in ranges), default=0)
    for block in blocks:
        if at >= end:
            break
        for (start, stop), part in zip(ranges, found, strict=True):
            first, last = max(start, at), min(stop, at + len(block))
            if first < last:
                part[first - start : last - start] = block[first - at : last - at]
        at += len(block)
    return found


def levels(blocks: Iterable[Stereo], ranges: Sequence[Range]) -> list[float]:
    """LUFS of both ears in each range, without gates; by pyloudnorm's filters, which hear the second before too."""
    early = [(max(start - RATE, 0), stop) for start, stop in ranges]
    return [
        level(part[start - first :], part[: start - first])
        for part, (start, _), (first, _) in zip(cut(blocks, early), ranges, early, strict=True)
    ]


def level(sound: Stereo, before: Stereo | None = None) -> float:
    """LUFS of both ears, without gates."""
    before = np.zeros((0, 2), np.float32) if before is None else before
    heard = np.concatenate((before, sound)).astype(np.float64).T
    for stage in pyloudnorm.Meter(RATE)._filters.values():
        heard = np.stack([stage.apply_filter(ear) for ear in heard])
    power = float(np.square(heard[:, len(before) :]).mean(axis=1).sum())
    return -0.691 + 10 * np.log10(power) if power else -np.inf


def gains(blocks: Iterable[Stereo], raw: Iterable[Stereo]) -> NDArray[np.float64]:
    """By which factor each 5 ms of `blocks` differ from `raw`."""
    found = []
    pairs = zip(frames(blocks, 300 * MOMENT), frames(raw, 300 * MOMENT), strict=True)
    for wet, dry in pairs:
        full = len(wet) // MOMENT * MOMENT
        shaped, source = (part[:full].astype(np.float64).reshape(-1, 2 * MOMENT) for part in (wet, dry))
        found.append((shaped * source).sum(axis=1) / np.square(source).sum(axis=1))
    return np.concatenate(found)


def decoded(path: Path, raw: Path) -> Stereo:
    """A file by ffmpeg, both ears, written to `raw`, so that the disk holds it."""
    tool("ffmpeg", "-v", "error", "-y", "-i", path, "-ac", 2, "-f", "f32le", raw)
    return np.memmap(raw, "<f4", "r").reshape(-1, 2)


def ebur128(path: Path) -> float:
    """The true peak of a file in dBTP, by ffmpeg's EBU R128 meter."""
    meter = "ebur128=peak=true:dualmono=true:framelog=verbose"
    told = tool("ffmpeg", "-hide_banner", "-nostats", "-i", path, "-map", "0:a", "-af", meter, "-f", "null", "-")
    summary = told.stderr.decode().rpartition("Summary:")[2]
    return float(re.search(r"True peak:\s+Peak:\s+(\S+) dBFS", summary)[1])  # type: ignore[index]


def clicks(sound: Stereo) -> list[float]:
    """Where something clicks, in seconds: 5 ms whose treble stands out from the 200 ms around."""
    return [place / RATE for ear in range(2) for place in _clicks(sound, ear)]


def highest(wave: NDArray[np.float32]) -> NDArray[np.float32]:
    """What lies around 16 kHz, which no voice and no tone has, and an MP3 just so: differences of differences."""
    high = np.array(wave)
    for _ in range(ORDER):
        np.subtract(high[1:], high[:-1], out=high[:-1])
        high = high[:-1]
    return high / np.float32((2 * np.sin(np.pi * 16_000 / RATE)) ** ORDER)


def _clicks(sound: Stereo, ear: int) -> Iterator[int]:
    minute, margin, around = 60 * RATE // MOMENT * MOMENT, 40 * MOMENT, 20
    for start in range(0, len(sound), minute):
        first, last = max(start - margin, 0), min(start + minute + margin, len(sound))
        high = np.abs(highest(sound[first:last, ear]))
        peaks = high[: len(high) // MOMENT * MOMENT].reshape(-1, MOMENT).max(axis=1)
        near = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, around, mode="edge"), 2 * around + 1)
        found = np.flatnonzero(peaks > np.maximum(OUTSTANDING * np.median(near, axis=1), CLICK))
        yield from (place for place in first + found * MOMENT if start <= place < start + minute)
