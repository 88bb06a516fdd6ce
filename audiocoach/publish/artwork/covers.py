"""Which cover belongs to a publication and to each of its episodes."""

from collections.abc import Sequence

from audiocoach.deliver.embedded_plan import EmbeddedPlan
from audiocoach.deliver.picture import Bar
from audiocoach.publish.artwork.episode_cover import draw_episode_cover
from audiocoach.publish.artwork.show_cover import MOST_COLUMNS, draw_show_cover, evenly
from audiocoach.publish.publication import Publication, PublishedEpisode
from audiocoach.session.activities import QUIET_COLOUR
from audiocoach.timeline.frame import FINISH


def episode_cover(episode: PublishedEpisode, plan: EmbeddedPlan) -> bytes:
    """A JPEG of 1400 x 1400: a day of a program by its week and day, a single session by its title."""
    place = episode.title.removesuffix(episode.name).removesuffix(": ")
    if not place:
        return draw_episode_cover((), episode.title, profile_of(plan))
    week, *parts = place.split(", ")
    day, more = parts[:1], parts[1:]
    headline = (week, *(f"{part[:1].upper()}{part[1:]}" for part in day))
    return draw_episode_cover(headline, ": ".join([*more, episode.name]), profile_of(plan))


def show_cover(publication: Publication) -> bytes:
    """A JPEG of 3000 x 3000. Reads the plans of those episodes alone that it shows. Raises `InputError`."""
    shown = episodes_on_cover(publication)
    return draw_show_cover(publication.title, [profile_of(episode.plan()) for episode in shown])


def episodes_on_cover(publication: Publication) -> Sequence[PublishedEpisode]:
    """The days of a program, or of a long one the last of each week; of these and of single sessions some, evenly."""
    days = [episode for episode in publication.episodes if episode.role == "main"]
    if len(days) > MOST_COLUMNS and publication.is_program:
        days = list({episode.week: episode for episode in days}.values())
    return evenly(days or publication.episodes, MOST_COLUMNS)


def profile_of(plan: EmbeddedPlan) -> tuple[Bar, ...]:
    """The intervals of a session; the tail is none."""
    return tuple(
        Bar(step.start_ms, step.end_ms, step.effort or 0, step.colour or QUIET_COLOUR, step.name)
        for step in plan.steps
        if step.id != FINISH
    )
