"""`--bridge`: before a day that asks for a jump, a day that asks for half of it.

It is the later day with shorter runs, between the two in time, and belongs to the day before it: `w03d3-bridge`. The
other days keep their names, their words and their files.
"""

from dataclasses import replace

from audiocoach.program.bridge_words import bridge_words
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.program.outlook import outlook
from audiocoach.program.titles import Titles
from audiocoach.program.training_program import Episode


def bridged(opened: OpenProgram) -> OpenProgram:
    """The whole program with a day before each that is marked."""
    program = opened.whole
    jumps = {episode.id: load for episode, load in outlook(opened).marked() if episode.role == "main"}
    titles, weeks = Titles(program.language), {week.number: list[Episode]() for week in program.weeks}
    before, count = None, 0
    for episode in program.episodes():
        load = jumps.get(episode.id)
        if load is not None and before is not None and load.longest_before_ms:
            count += 1
            half = (load.longest_before_ms + load.running_ms) / 2
            bridge = replace(
                episode,
                id=f"w{before.week:02}d{before.day}-bridge",
                week=before.week,
                day=before.day,
                date=max((before.date + episode.date) // 2, before.date),
                number=before.number,
                variety=program.days + count,
                title=titles.bridge(episode.title),
                ease=half / load.running_ms,
                has_check_ins=False,
                words=bridge_words(program.language, count),
            )
            weeks[before.week].append(bridge)
        if episode.role == "main":
            before = episode
        weeks[episode.week].append(episode)
    changed = program.with_episodes({number: tuple(episodes) for number, episodes in weeks.items()})
    return replace(opened, whole=changed, program=changed)
