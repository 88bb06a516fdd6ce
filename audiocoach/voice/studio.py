"""The studio: each distinct thing to be spoken becomes a take, once."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from audiocoach.errors import CacheError, VoiceError
from audiocoach.script.script import Line, Phonemes, Spoken, VoiceChoice
from audiocoach.units import SAMPLE_RATE, Samples
from audiocoach.voice import recording, registry
from audiocoach.voice.guard import GuardedVoice
from audiocoach.voice.take_store import Stored, TakeStore
from audiocoach.voice.voice import RawTake, Take, Voice, handed_on

if TYPE_CHECKING:  # arranging and estimating need a `Take`, and no numpy
    from audiocoach.audio.arrays import Mono

__all__ = ["CALIBRATION", "Counts", "Studio", "Take"]

CALIBRATION: Final = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10."
"""What each voice says once, to learn its standing gain: every voice of every language can say it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the distinct things that a studio was asked for."""

    synthesized: int
    """Spoken by an engine now."""
    cached: int
    """All others: known from earlier, or recorded."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """Where one thing that is spoken lies in the cache."""

    raw: str
    """Of a recording its fingerprint: the file itself is the raw take."""
    mastered: str
    is_loud: bool
    """Whether it is mastered for the street."""


class Studio:
    """Records lines and recordings into a cache, several at once; finished takes outlive a failure."""

    def __init__(
        self,
        cache: TakeStore,
        find_voice: Callable[[VoiceChoice], Voice] = registry.find_voice,
        jobs: int | None = None,
    ) -> None:
        """`jobs`: how many are spoken at once; None means one a core."""
        self._cache = cache
        self._find_voice = find_voice
        self._jobs = jobs or os.cpu_count() or 1
        self._voices: dict[VoiceChoice, GuardedVoice] = {}
        self._standing: dict[str, float] = {}
        self._calibrating = threading.Lock()
        self._asked: set[str] = set()
        self._synthesized: set[str] = set()
        self._by_digest: dict[str, tuple[Spoken, _Keys]] = {}

    @property
    def counts(self) -> Counts:
        """Over all that was recorded so far."""
        return Counts(len(self._asked & self._synthesized), len(self._asked - self._synthesized))

    def notices_of(self, spoken: Iterable[Spoken]) -> tuple[str, ...]:
        """What the user should know of those who say `spoken`, cached or not: each once, in a fixed order.

        Raises as `record` does of voices.
        """
        return tuple(sorted({notice for item in spoken for notice in self._cast(item)[1]}))

    def record(
        self,
        spoken: Iterable[Spoken],
        progress: Callable[[int, int], None] | None = None,
        *,
        is_loud: bool = False,
    ) -> dict[Spoken, Take]:
        """The take of each distinct thing in `spoken`, in its order; no samples are held.

        `is_loud`: mastered for the street. `progress` is told how many of how many are done. Every voice is found
        before the first one speaks.
        Raises what `find_voice` and `Voice.speak` raise, `InputError` for a recording, and `CacheError`;
        what is being spoken then is still finished and kept, what waits is not begun.
        """
        spoken = tuple(dict.fromkeys(spoken))
        parts = {item: self._cast(item)[0] for item in spoken}
        keys = {item: self._keys(part, is_loud) for item, part in parts.items()}
        self._asked |= {kept.raw for kept in keys.values()}
        # Two choices may mean one voice (`heart`, and none in English): their lines are one.
        made = self._make_all({keys[item].mastered: (parts[item], keys[item]) for item in keys}, progress)
        takes = {}
        for item, place in keys.items():
            stored = made[place.mastered]
            self._by_digest[stored.sha256] = (parts[item], place)
            text = item.text if isinstance(item, Line) else None
            takes[item] = Take(stored.sha256, Samples(stored.frames), text)
        return takes

    def load(self, digest: str) -> Mono:
        """The samples of a take that `record` gave, checked. One that has vanished meanwhile is made again.

        Raises `CacheError` for an unknown digest, or where the take made again is another one.
        """
        if digest not in self._by_digest:
            raise CacheError(f"no take {digest[:12]} was recorded")
        item, keys = self._by_digest[digest]
        sound = self._cache.load("mastered", keys.mastered, digest)
        if sound is not None:
            return sound.samples
        samples = self._mastered(item, keys)
        if self._cache.store("mastered", keys.mastered, samples, SAMPLE_RATE).sha256 != digest:
            raise CacheError(f"the take of {_described(item)} has changed since it was recorded", "build again")
        return samples

    def _make_all(
        self, work: dict[str, tuple[Spoken, _Keys]], progress: Callable[[int, int], None] | None
    ) -> dict[str, Stored]:
        """What `_make` gives for each, by the same key, several at once."""
        pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="studio")
        try:
            futures = {key: pool.submit(self._make, *task) for key, task in work.items()}
            for done, future in enumerate(as_completed(futures.values()), start=1):
                future.result()
                if progress is not None:
                    progress(done, len(futures))
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            self._interrupt()
            # Ctrl-C waits for nothing, not even for the sentences being spoken.
            if isinstance(error, Exception):
                self._wind_up(futures.values())
            raise
        pool.shutdown()
        return {key: future.result() for key, future in futures.items()}

    def _wind_up(self, futures: Collection[Future[Stored]]) -> None:
        """Wait for the sentences being spoken, but for none that waits: it may only now have begun to."""
        while not all(future.done() for future in futures):
            self._interrupt()
            wait(futures, timeout=0.05)

    def _make(self, item: Spoken, keys: _Keys) -> Stored:
        """The mastered take of `item` as it lies in the cache afterwards."""
        stored = self._cache.check("mastered", keys.mastered)
        if stored is not None:
            return stored
        return self._cache.store("mastered", keys.mastered, self._mastered(item, keys), SAMPLE_RATE)

    def _mastered(self, item: Spoken, keys: _Keys) -> Mono:
        """`item` as it is mixed, made from its raw take or its recording."""
        from audiocoach.voice.mastering import master

        try:
            if isinstance(item, Line):
                voice = self._voice(item.voice)
                raw = self._raw(voice, item.words, item.phonemes)
                return master(raw, lambda: self._standing_gain(voice), voice.deessing_db, is_loud=keys.is_loud)
            return master(recording.decode(item, keys.raw), is_loud=keys.is_loud)
        except VoiceError as error:
            raise VoiceError(f"{_described(item)}: {error.message}", error.hint) from error

    def _raw(self, voice: GuardedVoice, text: str, phonemes: Phonemes = ()) -> RawTake:
        """`text` as `voice` speaks it, from the cache or spoken now; silence is not kept."""
        from audiocoach.audio.quantised import RAW_BITS, on_grid
        from audiocoach.voice.trimming import check_heard

        key = _raw_key(voice, text, phonemes)
        kept = self._cache.load("raw", key)
        if kept is not None:
            return kept
        spoken = voice.speak(text, phonemes)
        check_heard(spoken)
        # Engines give floats, whose last bits are nobody's: what is kept is what the next build will read.
        raw = RawTake(on_grid(spoken.samples, RAW_BITS), spoken.rate)
        self._cache.store("raw", key, raw.samples, raw.rate)
        self._synthesized.add(key)
        return raw

    def _standing_gain(self, voice: GuardedVoice) -> float:
        """The gain in dB that `voice` needs as a rule: the same for all its short lines, in every session."""
        from audiocoach.voice.mastering import gain_needed

        with self._calibrating:
            if voice.fingerprint not in self._standing:
                self._standing[voice.fingerprint] = gain_needed(self._raw(voice, CALIBRATION), voice.deessing_db)
            return self._standing[voice.fingerprint]

    def _voice(self, choice: VoiceChoice) -> GuardedVoice:
        if choice not in self._voices:
            self._voices[choice] = GuardedVoice(self._find_voice(choice))
        return self._voices[choice]

    def _cast(self, item: Spoken) -> tuple[Spoken, tuple[str, ...]]:
        """What is recorded for `item`, since a voice may leave a line to a file or another voice; and the notices."""
        notices: list[str | None] = []
        asked: set[VoiceChoice] = set()
        while isinstance(item, Line):
            voice = self._voice(item.voice)
            part = voice.part(item.text)
            if part is None:
                notices.append(voice.notice)
                break
            if item.voice in asked:
                raise VoiceError(f"{_described(item)} is left from one voice to the next", "let one of them say it")
            asked.add(item.voice)
            left, why = part
            item = handed_on(item, left)
            notices.append(why)
        return item, tuple(filter(None, notices))

    def _interrupt(self) -> None:
        for voice in self._voices.values():
            voice.interrupt()

    def _keys(self, item: Spoken, is_loud: bool) -> _Keys:
        how = ("loud",) if is_loud else ()
        if isinstance(item, Line):
            voice = self._voice(item.voice)
            raw = _raw_key(voice, item.words, item.phonemes)
            return _Keys(raw, _key(raw, CALIBRATION, f"{voice.deessing_db:.2f}", *how), is_loud)
        raw = recording.fingerprint(item)
        return _Keys(raw, _key(raw, *how), is_loud)


def _raw_key(voice: GuardedVoice, text: str, phonemes: Phonemes) -> str:
    return _key(voice.fingerprint, text, *(part for pair in voice.read(phonemes) for part in pair))


def _key(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _described(item: Spoken) -> str:
    return f'"{item.text}"' if isinstance(item, Line) else str(item.path)
