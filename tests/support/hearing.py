"""Independent ears: decoders, a matched filter, a loudness meter, a detector of clicks."""

import json
import re
import subprocess
import tempfile
import wave
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm
from numpy.typing import NDArray

from support.programs import tool

RATE = 44_100
FRAME = RATE // 100
Wave = NDArray[np.float32]
"""Shape (samples,), full scale 1.0."""
Pcm = NDArray[np.int16]
"""Shape (samples,), as decoded: in a file, and read where it is looked at."""
Spectrum = NDArray[np.complexfloating[Any, Any]]
BLOCK = 1 << 19


@dataclass(frozen=True)
class Session:
    """One finished MP3, what was told while it was made, and its sound."""

    name: str
    folder: Path

    @property
    def mp3(self) -> Path:
        return self.folder / f"{self.folder.name}.mp3"

    @cached_property
    def told(self) -> dict[str, Any]:
        """What `build --json` printed."""
        return json.loads((self.folder / "told.json").read_text())

    @cached_property
    def plan(self) -> dict[str, Any]:
        """What `plan --json` printed."""
        return json.loads((self.folder / "plan.json").read_text())

    @cached_property
    def cues(self) -> list[dict[str, Any]]:
        """Those that are heard."""
        return [cue for cue in self.plan["cues"] if cue["status"] != "dropped"]

    @cached_property
    def sound(self) -> Pcm:
        """As ffmpeg decodes it, mono."""
        return np.memmap(self.folder / "sound.pcm", np.dtype("<i2"), "r")


def decode(path: Path, pcm: Path, rate: int = RATE) -> Pcm:
    """What a person hears of an MP3, by ffmpeg: its channels' mean without the guard tone, which lies below 30 Hz.

    It is written to `pcm`: hours need no memory.
    """
    heard = ",".join(["highpass=f=30"] * 5)
    tool("ffmpeg", "-v", "error", "-i", path, "-af", heard, "-ac", 1, "-ar", rate, "-f", "s16le", "-y", pcm)
    return np.memmap(pcm, np.dtype("<i2"), "r")


def part(sound: Pcm, first: int, last: int) -> Wave:
    """The samples from `first` to `last`, full scale 1.0."""
    return sound[first:last].astype(np.float32) / 32_768


def length_by_ffmpeg(path: Path, channels: int) -> int:
    """How many samples ffmpeg decodes, at its strictest."""
    strict = ("-err_detect", "crccheck+bitstream+buffer+explode")
    return _bytes("ffmpeg", "-v", "error", *strict, "-i", path, "-f", "s16le", "-") // 2 // channels


def length_by_mpg123(path: Path, channels: int) -> int:
    """How many samples mpg123 decodes."""
    return _bytes("mpg123", "-q", "-s", path) // 2 // channels


def _bytes(*words: object) -> int:
    """How much a program prints that has nothing to complain about."""
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=complaints) as child:
            assert child.stdout
            size = sum(map(len, iter(lambda: child.stdout.read(1 << 20), b"")))
        complaints.seek(0)
        assert (child.returncode, complaints.read()) == (0, b"")
    return size


def true_peak(sound: Wave, folder: Path) -> float:
    """In dBTP, by ffmpeg's EBU R128 meter."""
    wav = folder / "heard.wav"
    write_wav(wav, sound)
    meter = "ebur128=peak=true:dualmono=true:framelog=verbose"
    told = tool("ffmpeg", "-hide_banner", "-nostats", "-i", wav, "-af", meter, "-f", "null", "-").stderr.decode()
    found = re.search(r"True peak:\s+Peak:\s+(\S+) dBFS", told[told.rindex("Summary:") :])
    assert found, told
    return float(found[1])


def loudest_moment(stem: Path, start_ms: float, end_ms: float) -> float:
    """Of a stretch of a stereo file, in LUFS: of its loudest three seconds, for shorter sounds may be louder."""
    cut = ("-ss", f"{start_ms}ms", "-to", f"{end_ms}ms")
    pcm = tool("ffmpeg", "-v", "error", *cut, "-i", stem, "-f", "f32le", "-").stdout
    samples = np.frombuffer(pcm, "<f4").reshape(-1, 2)
    meter = pyloudnorm.Meter(RATE)
    starts = range(0, max(len(samples) - 3 * RATE, 1), RATE // 4)
    return max(float(meter.integrated_loudness(samples[start : start + 3 * RATE])) for start in starts)


def write_wav(path: Path, sound: Wave) -> None:
    """Mono, 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.rint(sound * 32_768).clip(-32_768, 32_767).astype("<i2").tobytes())


def read_tone(path: Path) -> Wave:
    """A WAV of 16 bits, mono."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32_768


def at(ms: float) -> int:
    """A time as a sample."""
    return round(ms * RATE / 1000)


def likeness(sound: Wave, template: Wave) -> Wave:
    """How much `sound` is like `template` at each place: the normalised cross-correlation, -1 to 1."""
    size = 1 << (len(sound) + len(template)).bit_length()
    return _likeness(np.fft.rfft(sound, size), _summed(sound), template, np.fft.rfft(template, size))


def _summed(sound: Wave) -> NDArray[np.float64]:
    """The energy before each sample."""
    return np.concatenate(([0.0], np.cumsum(np.square(sound, dtype=np.float64))))


def _likeness(spectrum: Spectrum, summed: NDArray[np.float64], template: Wave, template_spectrum: Spectrum) -> Wave:
    size = 2 * (len(spectrum) - 1)
    matched = np.fft.irfft(spectrum * np.conj(template_spectrum), size)
    own = np.square(template, dtype=np.float64).sum()
    # What is 20 dB below a tone is none, however alike.
    energy = np.maximum(summed[len(template) :] - summed[: -len(template)], own / 100)
    return (matched[: len(energy)] / np.sqrt(energy * own)).astype(np.float32)


def near(sound: Pcm, template: Wave, start_ms: float, reach_ms: float = 40.0) -> tuple[float, float]:
    """Where near `start_ms` the template lies, as ms after it, and how alike it is there."""
    reach, start = at(reach_ms), at(start_ms)
    first = max(start - reach, 0)
    alike = likeness(part(sound, first, start + len(template) + reach), template)
    place = int(alike.argmax())
    return (first + place - start) * 1000 / RATE, float(alike[place])


def everywhere(sound: Pcm, templates: Mapping[str, Wave], least: float) -> dict[str, list[float]]:
    """Every place in ms where `sound` is as like a template as `least`, at least 20 ms apart, by its name."""
    longest = max(map(len, templates.values()))
    spectra = {name: np.fft.rfft(template, BLOCK) for name, template in templates.items()}
    found: dict[str, list[float]] = {name: [] for name in templates}
    for first, last in islands(sound, RATE // 10):
        for start in range(first, last, BLOCK - longest):
            block = np.pad(part(sound, start, min(start + BLOCK, last)), (0, max(start + BLOCK - last, 0)))
            spectrum, summed = np.fft.rfft(block), _summed(block)
            for name, template in templates.items():
                alike = _likeness(spectrum, summed, template, spectra[name])[: BLOCK - longest]
                while alike.max() >= least:
                    place = int(alike.argmax())
                    found[name].append((start + place) * 1000 / RATE)
                    alike[max(place - at(20), 0) : place + at(20)] = -1
    return {name: sorted(places) for name, places in found.items()}


def islands(sound: Pcm, margin: int) -> list[tuple[int, int]]:
    """The stretches between digital silences longer than two margins, each with its margins."""
    heard = np.flatnonzero(sound)
    gaps = np.flatnonzero(np.diff(heard) > 2 * margin)
    starts, ends = heard[np.concatenate(([0], gaps + 1))], heard[np.concatenate((gaps, [-1]))]
    return [
        (max(int(start) - margin, 0), min(int(end) + margin, len(sound)))
        for start, end in zip(starts, ends, strict=True)
    ]


def active_mask(sound: Wave) -> NDArray[np.bool_]:
    """Which samples lie in frames of 10 ms within 40 dB of the loudest: speech without its pauses."""
    frames = sound[: len(sound) // FRAME * FRAME].reshape(-1, FRAME)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    mask = np.zeros(len(sound), bool)
    mask[: frames.size] = np.repeat(power >= power.max() / 10**4, FRAME)
    return mask


def speech_lufs(speech: Wave) -> float:
    """The loudness of an active part as both ears hear it, repeated to 3 s where it is shorter."""
    repeated = np.tile(speech, max(-(-3 * RATE // len(speech)), 1))
    return float(pyloudnorm.Meter(RATE).integrated_loudness(np.stack((repeated, repeated), axis=1)))


def treble(sound: Wave) -> Wave:
    """What lies above 13 kHz, where neither the voice (22.05 kHz) nor a tone has anything: there a click shows."""
    taps = 255
    ideal = np.sinc(np.arange(taps) - taps // 2) - 26_000 / RATE * np.sinc(
        26_000 / RATE * (np.arange(taps) - taps // 2)
    )
    kernel = ideal * np.blackman(taps)
    size = 1 << (len(sound) + taps).bit_length()
    filtered = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(kernel, size), size)
    return filtered[taps // 2 : taps // 2 + len(sound)].astype(np.float32)


def ranges(plan: Mapping[str, Any], templates: Mapping[str, Wave], margin_ms: float) -> Iterator[tuple[int, int]]:
    """The samples in which a cue or a tone sounds, with a margin at both ends."""
    margin = at(margin_ms)
    for cue in plan["cues"]:
        if cue["status"] != "dropped":
            yield max(at(cue["start_ms"]) - margin, 0), at(cue["end_ms"]) + margin
    for tone in plan["tones"]:
        start = at(tone["start_ms"])
        yield max(start - margin, 0), start + len(templates[tone["name"]]) + margin
