"""What a session's MP3 says about itself."""

import hashlib
import json
from dataclasses import replace
from typing import Final

from audiocoach import __version__
from audiocoach.deliver.cover import draw_cover
from audiocoach.deliver.encoder import encoder_id
from audiocoach.deliver.extras import bars
from audiocoach.deliver.tags import FINGERPRINT, Tags
from audiocoach.mix.mixer import Mixer
from audiocoach.session.session import Session
from audiocoach.timeline.plan import Plan
from audiocoach.units import to_ms

ARTIST: Final = "audiocoach"
"""Who stands as the artist where a session names no author."""
GENRE: Final = "Fitness"


def tags_of(session: Session, plan: Plan, mixer: Mixer, quality: str) -> Tags:
    """The tags, with the hash of all that the MP3 is made from."""
    text = "\n".join(cue.heard for cue in plan.cues if cue.is_heard)
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
