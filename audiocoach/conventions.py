"""Numbers and names that several rooms share, each in one place. Imports nothing heavy: `check` uses it too."""

from typing import Final

from audiocoach.units import Millis, Samples, to_samples

SPEECH_LUFS: Final = -16.0
"""Loudness of speech, without its pauses (podcasts: -16 by Apple and the AES)."""
BED_LUFS: Final = -26.0
"""Loudness of a soundscape's fold-down, dual-mono, where a session names none."""
MUSIC_LUFS: Final = -20.0
"""Loudness of each song, where a session names none."""
MUSIC_DUCK_DB: Final = 15.0
"""How far music goes down beneath the voice, at least."""

CYCLE: Final = 56_448
"""Samples after which the padding of our MP3s repeats: 49 frames, 1.28 s. Chunks and loops are whole cycles long."""

FADE_IN: Final = to_samples(3_000)
"""At the session's start, of soundscape and music."""
FADE_OUT: Final = to_samples(6_000)
"""At its end."""
CROSSFADE_MS: Final = Millis(4_000)
"""From one soundscape, or song, into the next."""
CROSSFADE: Final = to_samples(CROSSFADE_MS)
SENTENCE_GAP_MS: Final = Millis(550)
"""Between the sound of two sentences, at rate 1: a runner has taken in the one before the next begins."""
SENTENCE_GAP: Final[Samples] = to_samples(SENTENCE_GAP_MS)

SPEECH: Final = "speech"
TONES: Final = "tones"
CADENCE: Final = "cadence"
BED: Final = "bed"
MUSIC: Final = "music"
BUSES: Final = (SPEECH, TONES, CADENCE, BED, MUSIC)
"""Every bus that a session may have; a stem is called like its bus."""

MP3: Final = ".mp3"
WAV: Final = ".wav"
SVG: Final = ".svg"
VTT: Final = ".vtt"
SRT: Final = ".srt"
JSON: Final = ".json"
YAML: Final = (".yaml", ".yml")
"""Suffixes, of what is written and read in several places."""
