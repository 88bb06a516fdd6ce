"""From a session to an MP3."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiocoach.build.built import Built
from audiocoach.build.events import Encoding, Noted
from audiocoach.build.load import shaped
from audiocoach.build.loudness_report import keep, kept, loudness_report
from audiocoach.build.mixdown import mixdown
from audiocoach.build.options import AS_IT_STANDS, BuildOptions
from audiocoach.build.output import Output
from audiocoach.build.planning import decide
from audiocoach.build.tagging import tags_of
from audiocoach.build.workspace import Workspace
from audiocoach.deliver.chunk_store import ChunkStore
from audiocoach.deliver.encoder import Encoder
from audiocoach.deliver.extras import write_extras
from audiocoach.deliver.hearing import FileMeter
from audiocoach.deliver.mp3_file import Mp3Request, is_unchanged, write_mp3
from audiocoach.deliver.quality import quality_of
from audiocoach.deliver.tags import FINGERPRINT
from audiocoach.mix.stems import write_stems
from audiocoach.session.session import Session
from audiocoach.timeline.plan import Plan
from audiocoach.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pydub import AudioSegment


@dataclass(frozen=True, slots=True)
class BuildJob:
    """One build, whole: picklable, so that any executor can run it."""

    session: Session
    path: Path
    options: BuildOptions
    workspace: Workspace

    def __call__(self) -> Built:
        """As `build`."""
        return build(self.session, self.path, self.options, workspace=self.workspace)


def build_all(jobs: Iterable[BuildJob], workspace: Workspace) -> Iterator[Built]:
    """What each job builds, in their order: by the workspace's executor, or one after another in this process."""
    if workspace.executor is None:
        yield from (job() for job in jobs)
        return
    with workspace.executor() as executor:
        for future in [executor.submit(job) for job in jobs]:
            yield future.result()


def build(
    session: Session,
    path: str | Path,
    options: BuildOptions = AS_IT_STANDS,
    *,
    workspace: Workspace | None = None,
) -> Built:
    """Make the MP3 of a session at `path`, its folder too.

    A file there that audiocoach did not write is overwritten with `options.force` only (`InputError`); one that was
    made from the same input is left as it is. Whatever happens, `path` is either the earlier file or the finished one.
    """
    workspace = workspace or Workspace.of_user()
    output = Output(Path(path), options.extras, options.stems, workspace.cache)
    output.check(force=options.force)
    session = shaped(session, options, workspace)
    decided = decide(session, options, workspace)
    plan, mixer = decided.plan, mixdown(session, decided, workspace)
    quality = quality_of(options.quality or workspace.config.quality)
    tags = tags_of(session, plan, mixer, quality.name)
    made_from = tags.extra[FINGERPRINT]
    chunks = ChunkStore(workspace.cache)
    unchanged = is_unchanged(output.path, tags)
    report = kept(workspace.cache, made_from) if unchanged else None
    if report is None:
        meter = FileMeter()
        encoder = Encoder(quality, workspace.jobs or os.cpu_count() or 1, chunks, meter)
        if unchanged:
            deque(encoder.frames(mixer.master()), maxlen=0)  # its chunks tell what is heard, where they are kept
        else:
            encoding = partial(_encoding, session, plan, workspace)
            write_mp3(output.path, mixer.master(), Mp3Request(plan.length, tags, encoder), encoding)
        report = loudness_report(mixer, meter.finish(plan.length))
        keep(workspace.cache, made_from, report)
    extras = write_extras(plan, report.as_json(), output.path, options.extras, output.written)
    beside = (*extras, *(write_stems(mixer, options.stems) if options.stems else ()))
    for note in plan.notes:
        workspace.events(Noted(session.id, note))
    size = output.path.stat().st_size
    takes = workspace.studio.counts
    built = Built(session.id, output.path, size, plan, unchanged, report, takes, chunks.counts, beside)
    workspace.events(built)
    return built


def render(
    session: Session, options: BuildOptions = AS_IT_STANDS, *, workspace: Workspace | None = None
) -> "AudioSegment":
    """A session as a pydub `AudioSegment` (16 bits, stereo, 44.1 kHz): what `build` encodes, whole in memory.

    The guard tone is in it as it is in an MP3, so that what becomes of it is heard in players likewise; `guard: false`
    in the session leaves it out.
    """
    from pydub import AudioSegment

    workspace = workspace or Workspace.of_user()
    session = shaped(session, options, workspace)
    pcm = bytearray()
    for block in mixdown(session, decide(session, options, workspace), workspace).master():
        pcm += np.rint(block * 32767).astype("<i2").tobytes()
    return AudioSegment(data=bytes(pcm), sample_width=2, frame_rate=SAMPLE_RATE, channels=2)


def _encoding(session: Session, plan: Plan, workspace: Workspace, done: int) -> None:
    workspace.events(Encoding(session.id, done, plan.length))
