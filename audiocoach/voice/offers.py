"""Voices that are not here and can be fetched, and the engines that offer them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

Fetched = Callable[[int, int], None]
"""Is told how many bytes of how many have come."""


@dataclass(frozen=True, slots=True)
class VoiceOffer:
    """A voice that an engine can fetch."""

    key: str
    """Unique within its engine, which takes it as a name once the voice is here: `de_DE-thorsten-medium`."""
    name: str
    """What people call it: `thorsten`."""
    language: str
    """BCP 47, e.g. `de-DE`."""
    description: str
    size: int
    """Bytes to fetch, about."""


@runtime_checkable
class Offering(Protocol):
    """An engine that can fetch voices."""

    def offers(self) -> Sequence[VoiceOffer]:
        """Those that are known here, the preferred one of a language first; no network is asked."""

    def offer(self, key: str) -> VoiceOffer | None:
        """One that is not among them, where a network knows it. Raises `VoiceError`."""

    def is_here(self, offer: VoiceOffer) -> bool:
        """Whether it is here, and whole."""

    def licence(self, offer: VoiceOffer) -> str:
        """The voice's licence, in its makers' words; a network may be asked. Raises `VoiceError`."""

    def fetch(self, offer: VoiceOffer, progress: Fetched) -> None:
        """Make it a voice that can speak, or leave all as it was. Raises `VoiceError`."""
