"""The tones, as data: what each says, how long it is and what it is made of.

Runners hear a tone through wind and traffic, so the strong partials lie where the ear is keenest (1-3 kHz),
while the fundamentals stay in the middle of what is sung (500-1000 Hz). The partials of a note are no whole
multiples of its fundamental: it sounds struck, like wood or a bowl, never like a horn, and a matched filter finds
it in one place only. Tones differ by contour and rhythm, so that nobody needs an ear for pitch:

    run    short-long, up        half    three even notes, up and down
    ease   long-short, down      finish  short-short-long, up
    same   two even notes        bell    one long soft note
    ticks  one short blip that glides up (rise) or down (fall), or stays (even)

The bells of stillness are no signals: low, long, and free to ring on under what follows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

BOUNDARY_LUFS: Final = -17.0
"""The loudest 400 ms of every tone but a tick."""
TICK_LUFS: Final = -19.0
"""The same of a tick, padded with silence: it counts, and the boundary that follows decides."""
BREATH_LUFS: Final = -22.0
"""The same of a tone that guides a breath: it comes at every breath."""
CLICK_MS: Final = 90
"""Length of the metronome's click, which is no tone: it means nothing by itself."""
PEAK_DBFS: Final = -6.0
"""No sample of a tone, nor the wave between the samples, is higher."""
TICK_PEAK_DBFS: Final = -4.0
"""The same of a tick, which is so short that it is louder for it only to a meter."""


@dataclass(frozen=True, slots=True)
class Partial:
    """One sine of a note's sound."""

    ratio: float
    """Its frequency, in fundamentals."""
    amplitude: float
    """At the note's onset, relative to the other partials."""
    decay_ms: float
    """After this time it has fallen to 1/e."""


@dataclass(frozen=True, slots=True)
class Timbre:
    """How a note sounds, whatever its pitch."""

    partials: tuple[Partial, ...]
    attack_ms: float
    """From silence to full strength."""
    release_ms: float
    """Length of the fade to silence at the note's end."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a tone."""

    start_ms: float
    length_ms: float
    hz: float
    """The fundamental at the onset."""
    glide: float = 0.0
    """Semitones that the pitch moves by, evenly, over the note."""
    strength: float = 1.0
    """Relative to the tone's other notes."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A recipe; `sound.tones.render` follows it."""

    name: str
    purpose: str
    """What it tells the runner, as a sentence."""
    length_ms: int
    lufs: float
    """What `gain` is set for: the loudest 400 ms, dual-mono; a shorter tone is padded with silence."""
    gain: float
    """Factor on the sum of the partials; the tests hold it to `lufs`."""
    timbre: Timbre
    notes: tuple[Stroke, ...]


_STRENGTHS: Final = (0.53, 0.52, 0.47, 0.40, 0.30)
"""Amplitudes of a note's partials: the fundamental is heard, and two thirds of the energy lie above it."""


def _timbre(ratios: Iterable[float], decays_ms: Iterable[float], attack: float, release: float) -> Timbre:
    return Timbre(tuple(map(Partial, ratios, _STRENGTHS, decays_ms)), attack, release)


# The ratios come from a search for the lowest side peak of the autocorrelation in 20 ms (0.6-0.75 for one
# endless note; a whole-numbered series has 1.0). Higher partials die sooner, as in anything struck.
WOOD: Final = _timbre((1, 1.886, 2.251, 3.046, 3.729), (160, 150, 145, 125, 110), 1, 12)
STONE: Final = _timbre((1, 2.377, 2.822, 3.408, 4.125), (160, 150, 145, 125, 110), 1, 12)
GLASS: Final = _timbre((1, 1.775, 2.141, 2.592, 3.869), (200, 190, 180, 170, 140), 1, 12)
BLIP: Final = _timbre((1, 2.245, 2.625, 2.937), (130, 130, 125, 120), 1, 12)
BOWL: Final = _timbre((1, 2.365, 2.564, 3.619, 4.495), (440, 420, 400, 260, 200), 3, 120)
# A bowl's partials are pairs that beat about once a second; a tube's and a block's are those of bent bars.
_BELLS: Final = (
    ("bowl", "A singing bowl, for stillness: one stroke that rings for 4 s.", 4000, 0.1693, 277, 3, 900,
     ((1, 0.62, 2400), (1.0035, 0.3, 2200), (2.71, 0.5, 1300), (2.722, 0.22, 1200), (4.95, 0.28, 600),
      (7.6, 0.1, 250))),
    ("chime", "A long tube, for stillness: one stroke that rings for 2.5 s.", 2500, 0.2016, 466, 1.5, 600,
     ((1, 0.5, 1100), (2.756, 0.55, 800), (2.764, 0.2, 760), (4.07, 0.2, 420), (5.404, 0.26, 300))),
    ("wood", "A wooden block, for stillness: one stroke that is gone in 1.5 s.", 1500, 0.3021, 392, 1.5, 400,
     ((1, 0.6, 420), (1.34, 0.26, 330), (2.42, 0.42, 240), (3.9, 0.2, 110), (5.35, 0.08, 60))),
)  # fmt: skip
"""Name, what it is, length (ms), gain, fundamental (Hz), attack and release (ms), and the partials of the bells."""

_Tick = tuple[float, float, Timbre]
"""Pitch (Hz), gain and sound."""


def _blips(*rows: tuple[float, float]) -> tuple[_Tick, ...]:
    return tuple((hz, gain, BLIP) for hz, gain in rows)


def _even(*rows: tuple[float, tuple[float, ...]]) -> tuple[_Tick, ...]:
    """Blips of one pitch: no ear takes them for a way up or down, and a matched filter tells them by their colours."""
    return tuple((720, gain, _timbre((1, *ratios), (130, 130, 125, 120), 1, 12)) for gain, ratios in rows)


_TICKS: Final[Mapping[str, tuple[float, tuple[_Tick, ...]]]] = {
    "rise": (3.0, _blips((523, 0.324), (587, 0.3115), (659, 0.2995), (740, 0.2889), (831, 0.2801))),
    "fall": (-3.0, _blips((960, 0.2789), (855, 0.2873), (762, 0.2975), (679, 0.3092), (605, 0.3218))),
    "even": (
        0.0,
        _even(
            (0.279, (2.846, 3.412, 4.13)),
            (0.2835, (2.542, 3.311, 4.127)),
            (0.2911, (2.346, 2.765, 3.769)),
            (0.295, (2.139, 2.803, 3.529)),
            (0.2997, (1.94, 2.65, 3.858)),
        ),
    ),
}
"""Glide (semitones), and the blips with 5, 4, 3, 2 and 1 seconds left: whole tones up or down, or one pitch."""
_LEADS_TO: Final = {"rise": "something harder", "fall": "something easier", "even": "more of the same effort"}

_BREATHS: Final = (
    ("inhale", "Breathe in", 0.1150, 554, 5.0),
    ("exhale", "Breathe out", 0.1109, 740, -5.0),
    ("still", "Hold, or rest", 0.1181, 554, 0.0),
)
"""Name, meaning, gain, fundamental (Hz), glide (semitones) of what guides a breath."""


def _tones() -> Iterator[Tone]:
    yield Tone(
        "run", "Starts something harder: short-long, rising.", 350, BOUNDARY_LUFS, 0.2102, WOOD,
        (Stroke(0, 120, 622), Stroke(120, 230, 932)),
    )  # fmt: skip
    yield Tone(
        "ease", "Starts something easier: long-short, falling.", 350, BOUNDARY_LUFS, 0.2052, STONE,
        (Stroke(0, 220, 831), Stroke(220, 130, 554)),
    )  # fmt: skip
    yield Tone(
        "same", "Starts something as hard as before: two even notes.", 350, BOUNDARY_LUFS, 0.2006, GLASS,
        (Stroke(0, 170, 698), Stroke(170, 180, 698)),
    )  # fmt: skip
    yield Tone(
        "half", "Halfway through the session or the step: three even notes, up and back.", 350, BOUNDARY_LUFS,
        0.1849, WOOD, (Stroke(0, 117, 659), Stroke(117, 117, 880), Stroke(234, 116, 659)),
    )  # fmt: skip
    yield Tone(
        "finish", "The session is done: short-short-long, rising.", 900, BOUNDARY_LUFS, 0.1798, GLASS,
        (Stroke(0, 180, 587), Stroke(180, 180, 740), Stroke(360, 540, 988)),
    )  # fmt: skip
    yield Tone(
        "bell", "Turns the page in stillness and breathing: one soft note.", 350, BOUNDARY_LUFS, 0.2139, BOWL,
        (Stroke(0, 350, 523),),
    )  # fmt: skip
    for name, what, gain, hz, glide in _BREATHS:
        purpose = f"{what}: one soft note that {'rises' if glide > 0 else 'falls' if glide < 0 else 'stays'}."
        yield Tone(name, purpose, 350, BREATH_LUFS, gain, BOWL, (Stroke(0, 350, hz, glide),))
    for name, what, length_ms, gain, hz, attack, release, partials in _BELLS:
        timbre = Timbre(tuple(Partial(*partial) for partial in partials), attack, release)
        yield Tone(name, what, length_ms, BOUNDARY_LUFS, gain, timbre, (Stroke(0, length_ms, hz),))
    for direction, (glide, ticks) in _TICKS.items():
        for left, (pitch, gain, timbre) in zip(range(5, 0, -1), ticks, strict=True):
            purpose = f"Counts down to {_LEADS_TO[direction]}: {left} second{'s' * (left > 1)} left."
            yield Tone(
                f"{direction}-{left}", purpose, 80, TICK_LUFS, gain, timbre, (Stroke(0, 80, pitch, glide),),
            )  # fmt: skip


TONES: Final[Mapping[str, Tone]] = MappingProxyType({tone.name: tone for tone in _tones()})
"""Every tone by its name."""
OPENING: Final = frozenset(("run", "ease", "same", "bell"))
"""The names of those that open a step."""
TICKS: Final = frozenset(f"{direction}-{left}" for direction in _TICKS for left in range(1, 6))
"""The names of those that count down."""
BELLS: Final = tuple(name for name, *_ in _BELLS)
"""The names of those that ring on."""
RING_MS: Final = 1_000
"""From a bell's onset to what may sound over its ring."""
