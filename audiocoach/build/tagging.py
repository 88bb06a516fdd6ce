"""What a session's MP3 says about itself."""

import hashlib
import json
from dataclasses import replace
from typing import Final

from audiocoach.deliver.cover import draw_cover
from audiocoach.deliver.embedded_plan import embedded
from audiocoach.deliver.extras import bars, subtitles_digest
from audiocoach.deliver.tags import FINGERPRINT, SUBTITLES, Tags
from audiocoach.mix.mixer import Mixer
from audiocoach.session.session import Session
from audiocoach.storage.code_version import code_version
from audiocoach.storage.kinds import MP3_CODE
from audiocoach.timeline.plan import Plan
from audiocoach.units import to_ms

ARTIST: Final = "audiocoach"
"""Who stands as the artist where a session names no author."""
GENRE: Final = "Fitness"


def tags_of(session: Session, plan: Plan, mixer: Mixer, quality: str) -> Tags:
    """The tags, with the hash of all that the MP3 is made from."""
    text = "\n".join(cue.heard for cue in plan.cues if cue.is_heard)
    place = session.program_place
    tags = Tags(
        title=plan.title,
        artist=session.author or ARTIST,
        album=place.program if place else session.title,
        genre=GENRE,
        language=plan.language,
        length_ms=round(to_ms(plan.length)),
        chapters=plan.chapters,
        lyrics=text,
        comment="\n\n".join(filter(None, (session.description, mixer.credit))),
        track=place.track if place else None,
    )
    parts = (code_version(*MP3_CODE), quality, mixer.identity, repr(tags), session.helplines)
    made_from = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return replace(
        tags,
        cover=draw_cover(plan.title, bars(plan)),
        extra={FINGERPRINT: made_from, SUBTITLES: subtitles_digest(plan)},
        plan=embedded(plan, session.helplines),
    )
