"""The whole way of one session, from its file to an MP3."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from audiocoach import __version__
from audiocoach.audio.meter import Meter, measure
from audiocoach.build import planning
from audiocoach.build.loudness_report import LoudnessReport, keep, kept, loudness_report
from audiocoach.build.mixdown import mixdown
from audiocoach.build.planning import Progress, default_studio
from audiocoach.deliver.chunk_store import ChunkCounts, ChunkStore
from audiocoach.deliver.cover import draw_cover
from audiocoach.deliver.encoder import encoder_id
from audiocoach.deliver.extras import bars, extra_paths, write_extras
from audiocoach.deliver.mp3_file import is_ours, read_fingerprint, write_mp3
from audiocoach.deliver.tags import FINGERPRINT, Tags
from audiocoach.deliver.written import Written
from audiocoach.errors import DeliverError, Diagnostic, InputError
from audiocoach.mix.mixer import BUSES, Mixer
from audiocoach.mix.stems import write_stems
from audiocoach.session.session import Session
from audiocoach.storage.store import default_cache_root
from audiocoach.timeline.plan import Plan
from audiocoach.units import SAMPLE_RATE, to_ms
from audiocoach.voice.studio import Counts, Studio

if TYPE_CHECKING:
    from pydub import AudioSegment

ARTIST: Final = "audiocoach"
"""Who stands as the artist where a session names no author."""
GENRE: Final = "Fitness"


@dataclass(frozen=True, slots=True)
class Built:
    """A finished MP3."""

    path: Path
    bytes: int
    plan: Plan
    unchanged: bool
    """Whether the file was there already, made from the same."""
    loudness: LoudnessReport
    takes: Counts
    """Of the studio's whole time."""
    chunks: ChunkCounts
    """Of this file."""
    beside: tuple[Path, ...]
    """What was written with it."""

    def as_json(self) -> dict[str, Any]:
        """As under `files` in `build --json`."""
        head = {"path": str(self.path), "bytes": self.bytes, "unchanged": self.unchanged}
        return {**head, "loudness": self.loudness.as_json(), **self.plan.as_json()}


def build(  # noqa: PLR0913 - the flags that decide about the file
    session: Session,
    path: str | Path,
    *,
    quality: str = "standard",
    extras: Iterable[str] = (),
    stems: Path | None = None,
    force: bool = False,
    digest: bool = False,
    jobs: int | None = None,
    studio: Studio | None = None,
    progress: Progress | None = None,
) -> Built:
    """Make the MP3 of a session at `path`, its folder too.

    `extras` are written beside it (`vtt`, `srt`, `chapters`, `svg`, `json`), `stems` is a folder for each track as a
    WAV. A file there that audiocoach did not write is overwritten with `force` only (`InputError`); one that was made
    from the same input is left as it is. `digest` makes a preview of 90 s at most. Whatever happens, `path` is either
    the earlier file or the finished one.
    """
    path = Path(path)
    extras = tuple(extras)
    if stems and stems.exists() and not stems.is_dir():
        raise InputError(f"{stems} is a file, not a folder for stems")
    cache = default_cache_root()
    written = Written(cache)
    stem_paths = [stems / f"{bus}.wav" for bus in BUSES] if stems else []
    _check_ways(path, [*extra_paths(path, extras), *stem_paths], written, force=force)
    _make_folder(path.parent)
    studio = studio or default_studio(jobs)
    plan = planning.plan(session, digest=digest, studio=studio, progress=progress)
    mixer = mixdown(session, plan, studio, cache, progress)
    tags = _tags(session, plan, mixer, quality)
    made_from = tags.extra[FINGERPRINT]
    chunks = ChunkStore(cache)
    unchanged = read_fingerprint(path) == made_from
    report = kept(cache, made_from) if unchanged else None
    if report is None:
        if unchanged:
            measured = measure(mixer.master())
        else:
            encoded = (lambda done: progress("encoding", done, plan.length)) if progress else None
            threads, meter = jobs or os.cpu_count() or 1, Meter()
            write_mp3(
                path, mixer.master(), plan.length, quality, tags, encoded, jobs=threads, store=chunks, meter=meter
            )
            chunks.trim()
            measured = meter.finish(plan.length)
        report = loudness_report(mixer, measured)
        keep(cache, made_from, report)
    plan = replace(plan, notes=(*plan.notes, *mixer.notes, *(Diagnostic.info(notice) for notice in studio.notices)))
    beside = (
        *write_extras(plan, report.as_json(), path, extras),
        *(write_stems(mixer, stems) if stems else ()),
    )
    written.remember(beside)
    return Built(path, path.stat().st_size, plan, unchanged, report, studio.counts, chunks.counts, beside)


def render(session: Session, *, studio: Studio | None = None) -> "AudioSegment":
    """A session as a pydub `AudioSegment` (16 bits, stereo, 44.1 kHz): what `build` encodes, whole in memory."""
    from pydub import AudioSegment

    studio = studio or default_studio()
    plan = planning.plan(session, studio=studio)
    pcm = bytearray()
    for block in mixdown(session, plan, studio, default_cache_root()).master():
        pcm += np.rint(block * 32767).astype("<i2").tobytes()
    return AudioSegment(data=bytes(pcm), sample_width=2, frame_rate=SAMPLE_RATE, channels=2)


def _tags(session: Session, plan: Plan, mixer: Mixer, quality: str) -> Tags:
    """What the MP3 says about itself, with the hash of all that it is made from."""
    text = "\n".join(cue.text for cue in plan.cues if cue.is_heard)
    cover = draw_cover(plan.title, bars(plan))
    tags = Tags(
        title=plan.title,
        artist=session.author or ARTIST,
        album=session.title,
        genre=GENRE,
        language=plan.language,
        length_ms=round(to_ms(plan.length)),
        chapters=plan.chapters,
        lyrics=text,
        comment="\n\n".join(filter(None, (session.description, mixer.credit))),
    )
    parts = (__version__, encoder_id(), quality, mixer.identity, repr(tags))
    made_from = hashlib.sha256(json.dumps(parts).encode() + cover).hexdigest()
    return replace(tags, cover=cover, extra={FINGERPRINT: made_from})


def _check_ways(path: Path, beside: Iterable[Path], written: Written, *, force: bool) -> None:
    """Refuse what can be no MP3, and files that are there and that somebody else has written or changed."""
    if path.is_dir():
        raise InputError(f"{path} is a folder", "name a file")
    if path.suffix.lower() != ".mp3":
        name = path.stem if path.suffix[1:].isalpha() else path.name
        raise InputError(f"{path}: what is built is an MP3", f"name it {name}.mp3")
    if force:
        return
    for file, is_known in {path: is_ours, **dict.fromkeys(beside, written.knows)}.items():
        if file.exists() and not is_known(file):
            raise InputError(f"{file} is there already, and audiocoach did not write it", "use --force to replace it")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeliverError(f"the folder {folder} cannot be made: {error.strerror or error}") from error
