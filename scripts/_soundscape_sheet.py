"""Draws every soundscape on one page: `scripts/soundscape_sheet sheet.png [NAME...]`.

A row each: the spectrogram of 320 s with the short-term level below it, 20 s of it close up, and the third-octave
spectrum with the band that speech needs (1-4 kHz) shaded. Green boxes are
where the tops of the bars lie in a recording of the real thing. All figures are printed as a table, those of the
recording in brackets, with `!` at each that is too far from it.
"""

import sys
from pathlib import Path

import numpy as np
from _soundscape_figures import OCTAVES, measured, octave
from _soundscape_targets import SHARE, TARGETS, Target, range_name, values
from PIL import Image, ImageDraw

from audiocoach.audio.loudness import hop_energies, of_both_ears
from audiocoach.conventions import BED_LUFS
from audiocoach.sound.soundscapes.level import fold_energies, fold_loss
from audiocoach.sound.soundscapes.soundscape import master_loop, names, source
from audiocoach.storage.store import default_cache_root
from audiocoach.units import SAMPLE_RATE

WIDE, CLOSE, NARROW, TALL, CURVE, GAP, LABEL = 900, 560, 300, 128, 44, 10, 16
LOW_HZ, HIGH_HZ, RANGE_DB = 50.0, 16_000.0, 70.0
CLOSE_S = 20
COLOURS = np.array([(0, 0, 12), (52, 12, 92), (150, 30, 100), (226, 90, 50), (250, 190, 60), (252, 252, 220)])


def spectrogram(mono, width, size):
    """Levels (dB), shape (TALL, width), on a logarithmic scale of pitch."""
    edges = np.geomspace(LOW_HZ, HIGH_HZ, TALL + 1) * size / SAMPLE_RATE
    window = np.hanning(size)
    out = np.empty((TALL, width))
    hop = len(mono) / width
    looks = max(1, min(8, int(hop / size * 2)))
    for column in range(width):
        starts = column * hop + np.arange(looks) * hop / looks - size / 2
        pieces = mono[(starts.astype(int)[:, None] + np.arange(size)) % len(mono)]
        power = np.square(np.abs(np.fft.rfft(pieces * window))).mean(0)
        total = np.concatenate(([0], np.cumsum(power)))
        upto = np.interp(edges, np.arange(len(total)), total)
        out[::-1, column] = np.diff(upto) / np.diff(edges)
    return 10 * np.log10(out + 1e-12)


def coloured(levels):
    """An image of levels, `RANGE_DB` below the highest black."""
    part = np.clip((levels - levels.max()) / RANGE_DB + 1, 0, 1) * (len(COLOURS) - 1)
    low = np.minimum(part.astype(int), len(COLOURS) - 2)
    mix = (part - low)[..., None]
    return Image.fromarray((COLOURS[low] * (1 - mix) + COLOURS[low + 1] * mix).astype(np.uint8))


def level_curve(frames):
    """Loudness of each 400 ms (LUFS), and of each 3 s."""
    hops = hop_energies(of_both_ears(fold_energies(frames)[:1]), len(frames)) / (SAMPLE_RATE // 10)
    around = np.concatenate((hops, hops[:29]))
    return [-0.691 + 10 * np.log10(np.convolve(around, np.ones(n) / n, "valid")[: len(hops)] + 1e-9) for n in (4, 30)]


def thirds(mono):
    """Centres (Hz) and levels (dB) of third-octave bands, of all of the loop."""
    size = 1 << 15
    pieces = mono[: len(mono) // size * size].reshape(-1, size)
    power = sum(np.square(np.abs(np.fft.rfft(piece * np.hanning(size)))) for piece in pieces)
    hz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    centres = 1000 * 2 ** (np.arange(-13, 13) / 3)
    bands = [power[(hz >= c * 2 ** (-1 / 6)) & (hz < c * 2 ** (1 / 6))].sum() for c in centres]
    return centres, 10 * np.log10(np.array(bands) / power.sum() + 1e-12)


def row(name):
    """One soundscape as an image, and a line of figures."""
    loop = master_loop(source(name), default_cache_root())
    frames = loop.read(0, loop.frames)
    mono = frames.mean(axis=1)
    image = Image.new("RGB", (WIDE + CLOSE + NARROW + 4 * GAP, LABEL + TALL + CURVE + GAP), "white")
    draw = ImageDraw.Draw(image)
    image.paste(coloured(spectrogram(mono, WIDE, 4096)), (GAP, LABEL))
    seam = np.roll(mono, CLOSE_S * SAMPLE_RATE // 2)[: CLOSE_S * SAMPLE_RATE]
    image.paste(coloured(spectrogram(seam, CLOSE, 2048)), (WIDE + 2 * GAP, LABEL))
    short, slow = level_curve(frames)
    for curve, colour in ((short, "#9bb"), (slow, "#124")):
        points = [
            (GAP + x * WIDE / len(curve), LABEL + TALL + CURVE / 2 - (y - BED_LUFS) * 2) for x, y in enumerate(curve)
        ]
        draw.line([(x, min(max(y, LABEL + TALL + 1), LABEL + TALL + CURVE)) for x, y in points], colour)
    wave = seam[: len(seam) // CLOSE * CLOSE].reshape(CLOSE, -1)
    for x, (low, high) in enumerate(zip(wave.min(1), wave.max(1), strict=True)):
        middle = LABEL + TALL + CURVE / 2
        draw.line([(WIDE + 2 * GAP + x, middle - high * 90), (WIDE + 2 * GAP + x, middle - low * 90)], "#247")
    draw.line([(WIDE + 2 * GAP + CLOSE / 2, LABEL + TALL), (WIDE + 2 * GAP + CLOSE / 2, LABEL + TALL + CURVE)], "red")
    centres, levels = thirds(mono)
    left, bar = WIDE + CLOSE + 3 * GAP, NARROW / len(centres)
    for x, (hz, level) in enumerate(zip(centres, levels, strict=True)):
        top = LABEL + max(0, -level * 3)
        colour = "#c63" if 1000 <= hz <= 4001 else "#468"
        draw.rectangle(
            [left + x * bar, min(top, LABEL + TALL + CURVE), left + x * bar + bar - 2, LABEL + TALL + CURVE], colour
        )
    for (low, high), (least, most) in target_boxes(name):
        sides = [left + (np.log2(hz / centres[0]) * 3 + 0.5) * bar for hz in (low, high)]
        ends = [LABEL + min(max(0, -db * 3), TALL + CURVE) for db in (most, least)]
        draw.rectangle([sides[0], ends[0], sides[1] - 2, ends[1]], outline="#292", width=2)
    speech = 10 * np.log10((10 ** (levels[(centres >= 999) & (centres <= 4001)] / 10)).sum())
    p10, p90 = np.percentile(short, (10, 90))
    figures = (
        f"{name}   level {p10:.0f}..{p90:.0f} LUFS (10-90 %)   fold-down -{fold_loss(frames):.1f} dB"
        f"   1-4 kHz {speech:.0f} dB   peak {20 * np.log10(np.abs(frames).max()):.1f} dBFS"
        f"   crest {20 * np.log10(np.abs(mono).max() / mono.std()):.0f} dB"
    )
    draw.text((GAP, 2), figures + f"   | {CLOSE_S} s around the seam | thirds of an octave, 50 Hz - 16 kHz", "black")
    return image, table_line(name, mono)


def target_boxes(name):
    """Ranges (Hz) that were measured of a recording, and the levels that a third octave may have there."""
    for (low, high), db in TARGETS.get(name, Target()).shares_db.items():
        third = db - 10 * np.log10(3 * np.log2(high / low))
        yield (low, high), (third - SHARE, third + SHARE)


def table_line(name, mono):
    """A soundscape's figures, `!` at what is out of the bounds of its target."""
    found, target = measured(mono), TARGETS.get(name, Target())
    bounds, ours = dict(target.bounds()), values(found, target)
    is_off = {what: not low <= ours[what] <= high for what, (low, high) in bounds.items()}
    columns = [
        ("centroid", f"{found.centroid_hz:.0f}", target.centroid_hz),
        ("slope", f"{found.slope:.1f}", target.slope),
        ("kurtosis", f"{found.kurtosis:.1f}", target.kurtosis),
        ("correlation", f"{found.correlation:.2f}", target.correlation),
        ("modulation", f"{found.modulation:.2f}", target.modulation),
    ]
    levels = [(octave(hz), f"{found.share_db(*octave(hz)):.0f}") for hz in OCTAVES]
    columns += [(range_name(at), level, target.shares_db.get(at)) for at, level in levels]
    others = set(target.shares_db) - {octave(hz) for hz in OCTAVES}
    columns += [(range_name(at), f"{range_name(at)}: {found.share_db(*at):.0f}", target.shares_db[at]) for at in others]
    cells = [
        text + "!" * is_off.get(what, False) + ("" if real is None else f" ({real:g})") for what, text, real in columns
    ]
    return " | ".join([name, *cells])


def main():
    """Draws the page named on the command line."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(
        " | ".join(
            [
                "(target)",
                "centroid Hz",
                "slope",
                "kurtosis",
                "correlation",
                "modulation",
                *(f"{hz} Hz" for hz in OCTAVES),
            ]
        )
    )
    rows = []
    for name in sys.argv[2:] or names():
        image, line = row(name)
        print(line, flush=True)
        rows.append(image)
    page = Image.new("RGB", (rows[0].width, sum(image.height for image in rows)), "white")
    for number, image in enumerate(rows):
        page.paste(image, (0, number * image.height))
    page.save(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
