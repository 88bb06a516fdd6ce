"""A program for programs: the contract of `plan --json`."""

from collections.abc import Mapping
from typing import Any

from audiocoach.program.outlook import Outlook
from audiocoach.program.training_program import Episode, ProgramWeek
from audiocoach.timeline.plan import Plan


def as_json(outlook: Outlook, plans: Mapping[str, Plan]) -> dict[str, Any]:
    """A program, with the plan of each episode by its id."""
    weeks = [_week(week, outlook, plans) for week in outlook.program.weeks]
    return {"title": outlook.program.title, "weeks": weeks}


def _week(week: ProgramWeek, outlook: Outlook, plans: Mapping[str, Plan]) -> dict[str, Any]:
    days = [_day(episode, outlook, plans) for episode in week.episodes]
    return {"name": week.name, "days": days, "minutes": outlook.week(week).as_json()}


def _day(episode: Episode, outlook: Outlook, plans: Mapping[str, Plan]) -> dict[str, Any]:
    return {
        "id": episode.id,
        "title": episode.title,
        "role": episode.role,
        "session": plans[episode.id].as_json(),
        "load": outlook.loads[episode.id].as_json(),
    }
