"""The textures and the single sounds, as data; no numpy is loaded before one is rendered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from audiocoach.units import SAMPLE_RATE

if TYPE_CHECKING:
    from audiocoach.audio.arrays import Mono, Stereo

SHORTEST_S: Final = 48
"""Nothing shorter is a texture: its return would be noticed."""
LONGEST_S: Final = 127


@dataclass(frozen=True, slots=True)
class Texture:
    """A sound that goes on, as a loop."""

    name: str
    purpose: str
    """What one hears, as a sentence."""
    seconds: int
    """Length of the loop. With factors up to 7 only, since 44,100 has no others either: its transform is fast."""
    source: str
    """Where the model or its figures are published."""
    family: str
    """The module beside this one that has the model, as a function called like the texture."""

    def render(self, seed: int, seconds: float | None = None) -> "Stereo":
        """The loop, shape (frames, 2), of unit loudness (`synthesis.even_loudness`); `seed` decides all of it.

        `seconds`, where given, is another length, at least a few seconds.
        """
        import numpy as np

        from audiocoach.sound.textures.synthesis import even_loudness, generator

        frames = round((seconds or self.seconds) * SAMPLE_RATE)
        return np.ascontiguousarray(even_loudness(_model(self)(generator(seed, self.name), frames)).T)


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound that comes and goes: an event in a soundscape."""

    name: str
    purpose: str
    """What one hears, as a sentence."""
    source: str
    """Where the model or its figures are published."""
    family: str
    """The module beside this one that has the model, as a function called like the sound."""

    def render(self, seed: int) -> "Mono":
        """The sound near by, shape (frames,), its highest sample 1.0; `seed` varies it."""
        import numpy as np

        from audiocoach.sound.textures.synthesis import generator

        wave = _model(self)(generator(seed, self.name))
        samples: Mono = (wave / np.abs(wave).max()).astype(np.float32)
        return samples


def _model(row: Texture | Sound) -> Any:
    """The function that synthesizes a row of the table."""
    return getattr(import_module(f"audiocoach.sound.textures.{row.family}"), row.name.replace("-", "_"))


_FARNELL: Final = "Farnell, Designing Sound (MIT Press 2010)"
_DOEL: Final = "van den Doel, Physically based models for liquid sounds (ACM TAP 2005)"
_MINNAERT: Final = f"Minnaert 1933; {_DOEL}"


def _textures() -> Iterator[Texture]:
    yield Texture(
        "white-noise", "Even hiss, the highest octave softened.", 48,
        "Flat power spectral density.", "noise",
    )  # fmt: skip
    yield Texture(
        "pink-noise", "Noise with the same power in every octave.", 49,
        "Power spectral density as 1/f: Voss and Clarke (JASA 1978).", "noise",
    )  # fmt: skip
    yield Texture(
        "brown-noise", "Deep, soft noise, like a distant waterfall.", 50,
        "Power spectral density as 1/f2 (Brownian motion), flat below 40 Hz.", "noise",
    )  # fmt: skip
    yield Texture(
        "lake-water", "Small waves that slap a shore of stones and trickle back, near and far.", 84,
        f"{_MINNAERT}: a cluster of bubbles in each lap, 1-6 s apart.", "water",
    )  # fmt: skip
    yield Texture(
        "stream", "A brook over stones, its gurgles and its spray.", 70,
        f"{_MINNAERT}: a Poisson stream of bubbles that gurgles, under spray.", "water",
    )  # fmt: skip
    yield Texture(
        "ocean-waves", "Surf on a beach of sand: waves in sets, 4-15 s apart, that crash and hiss.", 112,
        f"{_FARNELL}: bands of noise that rise and fall together.", "surf",
    )  # fmt: skip
    yield Texture(
        "light-rain", "Light rain on the ground, single drops to be heard.", 63,
        f"{_FARNELL}: Poisson drops; sizes by Marshall and Palmer (J. Meteorology 1948).", "rain",
    )  # fmt: skip
    yield Texture(
        "heavy-rain", "Heavy, even rain.", 72,
        f"{_FARNELL}; near-Gaussian: McDermott and Simoncelli (Neuron 2011).", "rain",
    )  # fmt: skip
    yield Texture(
        "leaf-drips", "Drops that patter on leaves.", 81,
        f"{_FARNELL}: each drop is a slap and the damped thud of its leaf.", "rain",
    )  # fmt: skip
    yield Texture(
        "wind", "Wind in the open, in slow gusts.", 96,
        f"{_FARNELL}; turbulence falls as f^-5/3: Kolmogorov 1941.", "wind",
    )  # fmt: skip
    yield Texture(
        "leaves", "Leaves that rustle in gusts.", 75,
        "Broad-band noise that follows the wind's speed: Fegeant (Acustica 1999).", "wind",
    )  # fmt: skip
    yield Texture(
        "campfire", "A wood fire: embers, low flames, and crackles in bursts.", 90,
        f"{_FARNELL}: lapping, hissing and crackling as three processes; a crack sets off others.", "fire",
    )  # fmt: skip
    yield Texture(
        "night-insects", "Tree crickets near and far, and field crickets, of a warm night.", 60,
        "Oecanthus: 2.5-3.2 kHz, chirps faster with the warmth; Gryllus: 4.5-5 kHz, 3-4 pulses a chirp: Walker "
        "(Ann. Ent. Soc. Am. 1962), Dolbear (Am. Naturalist 1897).", "insects",
    )  # fmt: skip
    yield Texture(
        "birdsong", "Four species of a spring morning, near and far.", 126,
        "FM chirps in the pitches and rhythms that sonograms of each species show.", "birds",
    )  # fmt: skip
    yield Texture(
        "warm-drone", "A low open chord that breathes.", 64,
        "Additive synthesis, partials in slow beats: Risset, Mutations (1969).", "tonal",
    )  # fmt: skip
    yield Texture(
        "singing-bowl", "A bowl of bronze, struck softly now and then.", 80,
        "Modes 1 : 2.7 : 5 : 7.6 in beating pairs: Inacio, Henrique and Antunes (Acta Acustica 2006).", "tonal",
    )  # fmt: skip


def _sounds() -> Iterator[Sound]:
    bird = "FM chirps in the pitches and rhythms that sonograms of the species show."
    yield Sound("blackbird", "A blackbird's slow, fluted phrase.", bird, "birds")
    yield Sound("robin", "A robin's silvery run of notes.", bird, "birds")
    yield Sound("chiffchaff", "A chiffchaff, two notes by turns.", bird, "birds")
    yield Sound("willow-warbler", "A willow warbler's falling cascade.", bird, "birds")
    yield Sound(
        "chickadee", "A chickadee's two whistles, the second lower.",
        "Pitch intervals alike in all birds: Weisman et al. (Condor 1990).", "birds",
    )  # fmt: skip
    yield Sound(
        "hermit-thrush", "A hermit thrush: one long note, then a spiral of flutes.",
        "Rivers and Kroodsma (J. Field Ornithology 2000).", "birds",
    )  # fmt: skip
    yield Sound("bowl", "One soft stroke on a singing bowl.", "As the texture singing-bowl.", "tonal")
    yield Sound("plop", "A fish that turns at the surface.", f"{_MINNAERT}: a few large bubbles.", "water")
    yield Sound("drip", "One drop that falls into still water.", f"{_MINNAERT}: one rising bubble.", "water")


TEXTURES: Final[Mapping[str, Texture]] = MappingProxyType({row.name: row for row in _textures()})
"""Every texture by its name."""

SOUNDS: Final[Mapping[str, Sound]] = MappingProxyType({row.name: row for row in _sounds()})
"""Every single sound by its name."""
