"""Who speaks, in words: for `check` too, which prints nothing that has to be laid out."""

from audiocoach.cli.console import one_line
from audiocoach.timeline.plan import PlannedVoice


def who_speaks(voice: PlannedVoice) -> str:
    """A voice, and why it is this one, in one line."""
    engine = f" ({voice.engine})" if voice.engine else ""
    return one_line(f"{voice.name or 'nobody'}{engine} speaks: {voice.reason}")
