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
    turn: float = 0.0
    """Its phase at the onset, in turns."""


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


def _timbre(
    ratios: Iterable[float], decays_ms: Iterable[float], sixteenths: Iterable[int], attack: float, release: float
) -> Timbre:
    """`sixteenths` are the phases, in so many parts of a turn."""
    turns = (number / 16 for number in sixteenths)
    return Timbre(tuple(map(Partial, ratios, _STRENGTHS, decays_ms, turns)), attack, release)


# The ratios come from a search for the lowest side peak of the autocorrelation in 20 ms (0.6-0.75 for one
# endless note; a whole-numbered series has 1.0). Higher partials die sooner, as in anything struck. The phases come
# from a search for the lowest peak: it leaves room for a stroke that dies away, and does not sound like a beep.
WOOD: Final = _timbre((1, 1.886, 2.251, 3.046, 3.729), (68, 64, 61, 53, 46), (0, 4, 13, 0, 15), 1, 12)
STONE: Final = _timbre((1, 2.377, 2.822, 3.408, 4.125), (68, 64, 61, 53, 46), (0, 8, 11, 15, 1), 1, 12)
GLASS: Final = _timbre((1, 1.775, 2.141, 2.592, 3.869), (84, 80, 76, 71, 59), (0, 12, 3, 10, 0), 1, 12)
BLIP: Final = _timbre((1, 2.245, 2.625, 2.937), (52, 52, 50, 48), (0, 6, 8, 10), 1, 12)
BOWL: Final = _timbre((1, 2.365, 2.564, 3.619, 4.495), (185, 176, 168, 109, 84), (0, 15, 12, 13, 6), 3, 120)
# A bowl's partials are pairs that beat about once a second; a tube's and a block's are those of bent bars.
_BELLS: Final = (
    ("bowl", "A singing bowl, for stillness: one stroke that rings for 4 s.", 4000, 0.2328, 277, 3, 900,
     ((1, 0.33, 1900), (1.0035, 0.16, 1800), (2.751, 0.37, 1700), (2.764, 0.16, 1600), (4.943, 0.34, 1100),
      (7.608, 0.18, 450))),
    ("chime", "A long tube, for stillness: one stroke that rings for 2.5 s.", 2500, 0.1745, 466, 1.5, 600,
     ((1, 0.44, 1000), (2.807, 0.54, 850), (2.815, 0.2, 800), (4.176, 0.36, 600), (5.506, 0.41, 450))),
    ("wood", "A wooden block, for stillness: one stroke that is gone in 1.5 s.", 1500, 0.3021, 392, 1.5, 400,
     ((1, 0.6, 420), (1.34, 0.26, 330), (2.42, 0.42, 240), (3.9, 0.2, 110), (5.35, 0.08, 60))),
)  # fmt: skip
"""Name, what it is, length (ms), gain, fundamental (Hz), attack and release (ms), and the partials of the bells."""

_Tick = tuple[float, float, Timbre]
"""Pitch (Hz), gain and sound."""


def _blips(*rows: tuple[float, float]) -> tuple[_Tick, ...]:
    return tuple((hz, gain, BLIP) for hz, gain in rows)


def _even(*rows: tuple[float, tuple[float, ...], tuple[int, ...]]) -> tuple[_Tick, ...]:
    """Blips of one pitch: no ear takes them for a way up or down, and a matched filter tells them by their colours."""
    return tuple((720, gain, _timbre((1, *ratios), (52, 52, 50, 48), phases, 1, 12)) for gain, ratios, phases in rows)


_TICKS: Final[Mapping[str, tuple[float, tuple[_Tick, ...]]]] = {
    "rise": (3.0, _blips((523, 0.4416), (587, 0.4230), (659, 0.4055), (740, 0.3900), (831, 0.3771))),
    "fall": (-3.0, _blips((960, 0.3715), (855, 0.3830), (762, 0.3970), (679, 0.4134), (605, 0.4314))),
    "even": (
        0.0,
        _even(
            (0.3735, (2.846, 3.412, 4.13), (0, 12, 8, 5)),
            (0.3799, (2.542, 3.311, 4.127), (0, 10, 13, 7)),
            (0.3899, (2.346, 2.765, 3.769), (0, 0, 11, 6)),
            (0.3953, (2.139, 2.803, 3.529), (0, 3, 13, 11)),
            (0.4001, (1.94, 2.65, 3.858), (0, 3, 4, 14)),
        ),
    ),
}
"""Glide (semitones), and the blips with 5, 4, 3, 2 and 1 seconds left: whole tones up or down, or one pitch."""
_LEADS_TO: Final = {"rise": "something harder", "fall": "something easier", "even": "more of the same effort"}

_BREATHS: Final = (
    ("inhale", "Breathe in", 0.1586, 554, 5.0),
    ("exhale", "Breathe out", 0.1505, 740, -5.0),
    ("still", "Hold, or rest", 0.1614, 554, 0.0),
)
"""Name, meaning, gain, fundamental (Hz), glide (semitones) of what guides a breath."""


def _tones() -> Iterator[Tone]:
    yield Tone(
        "run", "Starts something harder: short-long, rising.", 350, BOUNDARY_LUFS, 0.3050, WOOD,
        (Stroke(0, 120, 622), Stroke(120, 230, 932)),
    )  # fmt: skip
    yield Tone(
        "ease", "Starts something easier: long-short, falling.", 350, BOUNDARY_LUFS, 0.2993, STONE,
        (Stroke(0, 220, 831), Stroke(220, 130, 554)),
    )  # fmt: skip
    yield Tone(
        "same", "Starts something as hard as before: two even notes.", 350, BOUNDARY_LUFS, 0.2872, GLASS,
        (Stroke(0, 170, 698), Stroke(170, 180, 698)),
    )  # fmt: skip
    yield Tone(
        "half", "Halfway through the session or the step: three even notes, up and back.", 350, BOUNDARY_LUFS,
        0.2550, WOOD, (Stroke(0, 117, 659), Stroke(117, 117, 880), Stroke(234, 116, 659)),
    )  # fmt: skip
    yield Tone(
        "finish", "The session is done: short-short-long, rising.", 900, BOUNDARY_LUFS, 0.2450, GLASS,
        (Stroke(0, 180, 587), Stroke(180, 180, 740), Stroke(360, 540, 988)),
    )  # fmt: skip
    yield Tone(
        "bell", "Turns the page in stillness and breathing: one soft note.", 350, BOUNDARY_LUFS, 0.2921, BOWL,
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
