"""From a recipe to a loop: layers of unlike lengths tiled into one length, events placed by seed."""

from typing import Final

import numpy as np
from numpy.random import Generator

from audiocoach.audio.arrays import Curve, Planar
from audiocoach.audio.elementary import cosine, sine
from audiocoach.audio.loudness import momentary_peak
from audiocoach.audio.quantised import hundredths
from audiocoach.conventions import CYCLE
from audiocoach.sound.soundscapes.recipe import Event, Layer, Recipe
from audiocoach.sound.textures.space import placed
from audiocoach.sound.textures.synthesis import add_around, filtered, generator, highpass, lowpass, panned, wrapped
from audiocoach.sound.textures.texture_table import SOUNDS, TEXTURES
from audiocoach.units import SAMPLE_RATE, to_gain

MASTER_FRAMES: Final = 250 * CYCLE
"""The length of every recipe's loop, 320 s: one of whole cycles repeats in the MP3 too."""
JOINT: Final = 6 * SAMPLE_RATE
"""How long a layer whose length does not divide the loop fades from its last round into its first."""
_UNIT_LUFS: Final = -0.691  # of a K-weighted power of 1: what a texture is rendered to


def composed(recipe: Recipe, frames: int = MASTER_FRAMES) -> Planar:
    """The sum of all parts as a loop without a seam, shape (2, `frames`), at no particular level."""
    loop = np.zeros((2, frames), np.float32)
    for index, layer in enumerate(recipe.layers):
        # No two layers have their joint at the same place, and none has it where the loop begins.
        joint = round(frames * (index + 0.5) / len(recipe.layers))
        tile(loop, _rendered(layer), joint)
    for number, event in enumerate(recipe.events):
        scatter_event(loop, event, generator(event.seed, f"event {number} {event.sound}"))
    return loop


def _rendered(layer: Layer) -> Planar:
    """A layer's texture at its level, place and distance, one round of it."""
    stereo = TEXTURES[layer.texture].render(layer.seed, layer.length).T
    if layer.lowpass or layer.highpass:

        def far(hz: Curve) -> Curve:
            low = lowpass(hz, layer.lowpass) if layer.lowpass else np.ones_like(hz)
            return low * highpass(hz, layer.highpass) if layer.highpass else low

        stereo = filtered(stereo, far)
    middle, side = (stereo[0] + stereo[1]) / 2, (stereo[0] - stereo[1]) * np.float32(layer.width / 2)
    balance = panned(np.array(layer.pan)) * np.float32(2**0.5 * to_gain(layer.level))
    ears: Planar = np.stack((middle + side, middle - side)) * balance[:, np.newaxis]
    return ears


def tile(loop: Planar, layer: Planar, joint: int) -> None:
    """Adds `layer`, itself a loop, to `loop` all around, from sample `joint` on.

    Where its rounds do not fill the loop, the last fades into the first over `JOINT` samples, equal in power (two
    places of a texture know nothing of each other); where they do, there is no joint at all.
    """
    frames, round_ = loop.shape[1], layer.shape[1]
    fade = 0 if frames % round_ == 0 else min(JOINT, frames // 4)
    for start in range(0, frames - fade, round_):
        add_around(loop, joint + start, layer[:, : frames - fade - start])
    if fade:
        turns = (np.arange(fade) + 0.5) / (4 * fade)
        falling, rising = cosine(turns).astype(np.float32), sine(turns).astype(np.float32)
        last = layer[:, np.arange(frames - fade, frames) % round_]
        first = layer[:, np.arange(-fade, 0) % round_]
        add_around(loop, joint + frames - fade, last * falling + first * rising)


def scatter_event(loop: Planar, event: Event, rng: Generator) -> None:
    """Adds an event's occurrences, each with its own song and place."""
    for start in event_starts(event, loop.shape[1], rng):
        pan, metres = rng.uniform(*event.pan), rng.uniform(*event.distance)
        wave = SOUNDS[event.sound].render(int(rng.integers(2**31)))
        gain = to_gain(hundredths(event.level + _UNIT_LUFS - momentary_peak(wave)))
        add_around(loop, start, wrapped(placed(wave * np.float32(gain), pan, metres), loop.shape[1]))


def event_starts(event: Event, frames: int, rng: Generator) -> list[int]:
    """Where an event's occurrences start: gaps by chance within the bounds of `every`, also around the seam.

    As near to the bounds as a loop of `frames` lets them be.
    """
    low, high = (seconds * SAMPLE_RATE for seconds in event.every)
    count = max(1, round(frames / ((low + high) / 2)))
    gaps = rng.uniform(low, high, count)
    # Their sum is the loop: all come nearer to one bound in proportion, so that none leaves the bounds.
    if gaps.sum() > frames:
        gaps = low + (gaps - low) * max((frames - count * low) / max((gaps - low).sum(), 1), 0)
    else:
        gaps = high - (high - gaps) * max((count * high - frames) / max((high - gaps).sum(), 1), 0)
    first = rng.uniform(0, frames)
    return [int(first + gap) % frames for gap in np.concatenate(([0.0], np.cumsum(gaps[:-1])))]
