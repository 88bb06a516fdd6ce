"""ID3v2.3 tags with chapters, as bytes to stand at the start of an MP3.

The frames are mutagen's; the tag around them is put together here, for mutagen would sort chapters by their size, and
players want them in the order of time (ID3v2 Chapter Frame Addendum 1.0).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import mutagen.id3

from audiocoach.deliver.iso_639 import iso_639_2
from audiocoach.timeline.timeline import Marker
from audiocoach.units import SAMPLE_RATE

MOST_CHILDREN: Final = 255
"""Entries of one table of contents: their count is one byte."""
FINGERPRINT: Final = "audiocoach"
"""The description of the TXXX frame that bears the hash of what an MP3 was made from."""

SUBTITLES: Final = "audiocoach-srt"
"""That of the frame with the SHA-256 of the subtitles that go with the sound, whether they are written or not."""

OWNER: Final = "audiocoach"
"""Of the PRIV frame that holds the plan."""

_frame: Final[Any] = mutagen.id3  # its functions bear no types
_TOP_LEVEL, _ORDERED = 2, 1  # flags of a table of contents
_LATIN1, _UTF16 = 0, 1  # the encodings of ID3v2.3
_FRONT_COVER: Final = 3
_NO_OFFSET: Final = 0xFFFFFFFF  # "use the times": chapters have no byte offsets
_SYNCHSAFE_MAX: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class Tags:
    """What an MP3 says about itself."""

    title: str
    artist: str
    album: str
    genre: str
    language: str
    """BCP 47, e.g. `en`, `pt-BR`."""
    length_ms: int
    cover: bytes | None = None
    """A PNG."""
    chapters: Sequence[Marker] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    """TXXX frames by description; `FINGERPRINT` among them makes the file ours."""
    lyrics: str | None = None
    """The transcript (USLT)."""
    comment: str | None = None
    track: str | None = None
    """Track number, e.g. `3` or `3/27`."""
    plan: bytes | None = None
    """The plan that the MP3 carries (PRIV)."""


def id3(tags: Tags) -> bytes:
    """`tags` as one ID3v2.3 tag without padding; the same tags give the same bytes.

    Raises ValueError for more than 255 x 255 chapters, or where the tag would not fit (256 MB).
    """
    body = b"".join(_frame_bytes(frame) for frame in _frames(tags))
    if len(body) >= _SYNCHSAFE_MAX:
        raise ValueError(f"a tag of {len(body)} bytes is larger than ID3 can be")
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body


def _frames(tags: Tags) -> Iterator[Any]:
    """Every frame, the chapters before the picture, so that a reader of a stream has them soon."""
    yield _text("TIT2", tags.title)
    yield _text("TPE1", tags.artist)
    yield _text("TALB", tags.album)
    yield _text("TCON", tags.genre)
    if tags.track:
        yield _text("TRCK", tags.track)
    yield _text("TLAN", iso_639_2(tags.language))
    yield _text("TLEN", str(tags.length_ms))
    yield _text("TSSE", "audiocoach")
    for name, value in sorted(tags.extra.items()):
        yield _frame.TXXX(encoding=_encoding(name + value), desc=name, text=[value])
    if tags.comment:
        language = iso_639_2(tags.language)
        yield _frame.COMM(encoding=_encoding(tags.comment), lang=language, desc="", text=[tags.comment])
    yield from _chapters(sorted(tags.chapters, key=lambda chapter: chapter.start))
    if tags.lyrics:
        yield _frame.USLT(encoding=_encoding(tags.lyrics), lang=iso_639_2(tags.language), desc="", text=tags.lyrics)
    if tags.plan:
        yield _frame.PRIV(owner=OWNER, data=tags.plan)
    if tags.cover:
        yield _frame.APIC(encoding=_LATIN1, mime="image/png", type=_FRONT_COVER, desc="", data=tags.cover)


def _chapters(chapters: Sequence[Marker]) -> Iterator[Any]:
    """The chapters in order, after the table of contents that lists them; of tables where they are too many."""
    ids = [f"chp{number}" for number in range(len(chapters))]
    if len(ids) > MOST_CHILDREN**2:
        raise ValueError(f"{len(ids)} chapters are more than a table of tables holds ({MOST_CHILDREN**2})")
    if len(ids) > MOST_CHILDREN:
        parts = [ids[at : at + MOST_CHILDREN] for at in range(0, len(ids), MOST_CHILDREN)]
        yield _contents("toc", [f"toc{number}" for number in range(len(parts))], _TOP_LEVEL)
        for number, part in enumerate(parts):
            yield _contents(f"toc{number}", part, 0)
    elif ids:
        yield _contents("toc", ids, _TOP_LEVEL)
    for name, chapter in zip(ids, chapters, strict=True):
        yield _frame.CHAP(
            element_id=name,
            start_time=_whole_ms(chapter.start),
            end_time=_whole_ms(chapter.end),
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[_text("TIT2", chapter.title)],
        )


def _contents(name: str, children: Iterable[str], level: int) -> Any:
    return _frame.CTOC(
        element_id=name,
        flags=level | _ORDERED,
        child_element_ids=list(children),
        sub_frames=[_text("TIT2", "Chapters")],
    )


def _frame_bytes(frame: Any) -> bytes:
    """One frame, as a tag of this frame alone has it behind its 10 bytes of header."""
    tag, file = _frame.ID3(), BytesIO()
    tag.add(frame)
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()[10:]


def _text(kind: str, text: str) -> Any:
    return getattr(_frame, kind)(encoding=_encoding(text), text=[text])


def _encoding(text: str) -> int:
    """Latin-1 where it will do, for every player reads it."""
    return _LATIN1 if all(ord(char) < 256 for char in text) else _UTF16


def _whole_ms(samples: int) -> int:
    return (samples * 1000 + SAMPLE_RATE // 2) // SAMPLE_RATE
