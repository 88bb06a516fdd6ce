"""Mastering gives the same bits in any thread, whoever holds what it works with."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from audiocoach.audio import loudness, spectra
from audiocoach.voice import filters
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.mastering import master

THREADS = 8
NOISE = np.random.default_rng(3).normal(0, 0.1, 100_000).astype(np.float32)


def test_a_response_that_no_cache_holds_gives_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that need one response at once make it twice, and a cache keeps one of the two.

    numpy writes the product into an operand that nobody else holds, and turns their order round for it.
    """
    filtered, weighted = filters.tone(NOISE).tobytes(), loudness.cell_energies(NOISE[np.newaxis]).tobytes()
    monkeypatch.setattr(filters, "_response", filters._response.__wrapped__)
    monkeypatch.setattr(loudness, "_single_response", loudness._single_response.__wrapped__)
    assert filters.tone(NOISE).tobytes() == filtered
    assert loudness.cell_energies(NOISE[np.newaxis]).tobytes() == weighted


def test_a_product_does_not_depend_on_its_order() -> None:
    rng = np.random.default_rng(7)
    one, other = rng.standard_normal((2, 200_001, 2)).view(np.complex128)[..., 0]
    assert spectra.product(one, other).tobytes() == spectra.product(other, one).tobytes()
    np.testing.assert_allclose(spectra.product(one, other), one * other, rtol=1e-13)


def test_eight_threads_at_once_master_as_one_does() -> None:
    raw = [FakeVoice().speak(text) for text in ("Walk briskly, arms loose.", "Run.", "Half a minute, and we run.")]
    expected = [master(take).tobytes() for take in raw]
    start = Barrier(THREADS)

    def mastered(_: int) -> list[bytes]:
        filters._response.cache_clear()
        loudness.k_response.cache_clear()
        start.wait()
        return [master(take).tobytes() for take in raw]

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(found == expected for found in pool.map(mastered, range(THREADS)))
