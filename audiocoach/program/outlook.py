"""A program as it adds up: the times of each week, and the load of each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from audiocoach.errors import Diagnostic
from audiocoach.program.minutes import Minutes, minutes_of, total
from audiocoach.program.opening_spec import OpenProgram
from audiocoach.program.training_load import Load, Run, loads
from audiocoach.program.training_program import Episode, ProgramWeek, TrainingProgram

STUDY: Final = (
    "of 5,205 runners, sessions 10 to 30 % over the longest of the 30 days before had 1.64 times the injuries, "
    "30 to 100 % over it 1.52 times, more than twice it 2.28 times (Garmin-RUNSAFE)"
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a program asks of a person."""

    program: TrainingProgram
    minutes: "dict[str, Minutes]"
    """Of each episode, by its id."""
    loads: "dict[str, Load]"
    """Of each episode, by its id."""

    def week(self, week: ProgramWeek) -> Minutes:
        """The times of the numbered days of a week; what is offered beside them and on rest days is not counted."""
        return total(self.minutes[episode.id] for episode in week.episodes if episode.role == "main")

    def sessions(self, week: ProgramWeek) -> int:
        """How many numbered days a week has."""
        return sum(episode.role == "main" for episode in week.episodes)

    def marked(self) -> Iterator[tuple[Episode, Load]]:
        """The days that ask for a jump."""
        for episode in self.program.episodes():
            if self.loads[episode.id].is_marked:
                yield episode, self.loads[episode.id]

    def notes(self) -> Iterator[Diagnostic]:
        """What a person should know: where the load jumps."""
        for episode, load in self.marked():
            message = f"{episode.id}: {load}: {load.hazard} times the injuries"
            yield Diagnostic.warning(message, None, "`--bridge` puts a day between")
        if any(self.marked()):
            yield Diagnostic.info(STUDY, None, "what runs of minutes do is taken from what distances did")


def outlook(opened: OpenProgram) -> Outlook:
    """The times and the loads of a program's episodes, also of those that are not asked for."""
    episodes = list(opened.whole.episodes())
    minutes = {episode.id: minutes_of(opened.session(episode)) for episode in episodes}
    runs = (Run(episode.date, minutes[episode.id].running, episode.role) for episode in episodes)
    return Outlook(opened.program, minutes, dict(zip(minutes, loads(runs), strict=True)))
