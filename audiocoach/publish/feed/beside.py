"""What lies beside each published MP3: transcripts, chapters and its cover."""

from collections.abc import Callable, Mapping
from typing import Final

from audiocoach.conventions import SRT, VTT
from audiocoach.deliver import transcript
from audiocoach.deliver.embedded_plan import EmbeddedPlan
from audiocoach.publish.artwork.covers import episode_cover
from audiocoach.publish.publication import PublishedEpisode
from audiocoach.publish.publisher import Placed, Publisher

COVER: Final = ".jpg"
CHAPTERS: Final = ".chapters.json"

_MADE: Final[Mapping[str, Callable[[PublishedEpisode, EmbeddedPlan], bytes]]] = {
    VTT: lambda _, plan: transcript.vtt(plan.as_captions()).encode(),
    SRT: lambda _, plan: transcript.srt(plan.as_captions()).encode(),
    CHAPTERS: lambda _, plan: transcript.chapters_json((one.start_ms, one.title) for one in plan.chapters).encode(),
    COVER: episode_cover,
}
"""By what is added to the MP3's name without its ending."""


def write_beside(publisher: Publisher, placed: Placed, episode: PublishedEpisode, plan: EmbeddedPlan) -> None:
    """Write what is missing, or was made by other code."""
    for suffix, make in _MADE.items():
        if publisher.needs(placed.beside(suffix)):
            publisher.write(placed.beside(suffix), make(episode, plan))
