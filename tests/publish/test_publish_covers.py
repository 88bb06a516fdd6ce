"""The covers of a show and of its episodes, as apps show them: small."""

import io
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiocoach.deliver.lettering import TextBox, fit, font
from audiocoach.deliver.picture import Bar
from audiocoach.publish.artwork.covers import episode_cover, episodes_on_cover, profile_of, show_cover
from audiocoach.publish.artwork.episode_cover import draw_episode_cover
from audiocoach.publish.artwork.show_cover import MOST_COLUMNS, draw_show_cover, evenly
from audiocoach.publish.publication import read_publication
from support.published import published_days

RUN, WALK, WARM = "#e76f51", "#4fb286", "#e9c46a"
STRANGE = [
    "Run",
    'Couch to 5K & back < "home"',
    "Läufe für Anfänger: Ёлка",
    "走る 🏃",
    "اركض",
    "",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "W" * 500,
    " ".join(["twenty-seven", *["words"] * 26]),
    "many words " * 200,
]


def day(*minutes):
    """A warm-up of five minutes, then run and walk in turn."""
    bars, at = [Bar(0, 300_000, 2, WARM, "Warm-up")], 300_000
    for number, length in enumerate(minutes):
        end = at + round(length * 60_000)
        bars.append(Bar(at, end, 2 if number % 2 else 5, WALK if number % 2 else RUN))
        at = end
    return bars


WEEKS = [day(*[1, 1.5] * 8), day(*[1.5, 2] * 6), day(3, 1.5, 5, 2.5, 3, 1.5, 5), day(5, 3, 8, 3, 5), day(30)]


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def seen(data, side):
    """What the eye gets of a cover that an app shows so many pixels wide: its brightness, 0 to 255."""
    return np.asarray(opened(data).resize((side, side), Image.Resampling.LANCZOS).convert("L"), dtype=int)


def test_the_same_cover_is_the_same_bytes():
    assert draw_show_cover("Läufe", WEEKS) == draw_show_cover("Läufe", WEEKS)


def is_near(pixel, colour):
    return all(abs(a - b) < 12 for a, b in zip(pixel, bytes.fromhex(colour[1:]), strict=True))


@pytest.mark.parametrize("title", STRANGE)
def test_a_shows_cover_is_what_apple_and_spotify_take(title):
    data = draw_show_cover(title, WEEKS)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(data) < 512_000


@pytest.mark.parametrize("title", STRANGE)
@pytest.mark.parametrize("headline", [(), ("Settimana 12", "Giorno 3")])
def test_an_episodes_cover_is_large_enough_for_apple_and_small_to_load(headline, title):
    data = draw_episode_cover(headline, title, WEEKS[0])
    image = opened(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1400, 1400))
    assert len(data) < 300_000
    assert data == draw_episode_cover(headline, title, WEEKS[0])


@settings(max_examples=6, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4), st.text(max_size=200), st.integers(0, 200))
def test_no_words_and_no_profile_are_too_strange(headline, title, count):
    assert opened(draw_episode_cover(headline, title, day(*[0.2] * count))).size == (1400, 1400)


@pytest.mark.parametrize("profiles", [[], [[]], [[Bar(0, 0, 0, RUN)]], [day()], [day(5)] * 2_000])
def test_any_number_of_days_makes_a_cover(profiles):
    assert opened(draw_show_cover("Run", profiles)).size == (3000, 3000)


def test_which_day_it_is_can_be_told_at_55_pixels():
    small = {
        (week, day_): seen(draw_episode_cover((f"Week {week}", f"Day {day_}"), "Easy does it", WEEKS[0]), 55)
        for week in (1, 3, 8, 10)
        for day_ in (1, 2, 3)
    }
    for one, other in combinations(small, 2):
        difference = np.abs(small[one] - small[other])
        assert difference.max() > 60, (one, other)


def test_a_short_title_is_written_large():
    """At 55 pixels capitals of 5 pixels or more can be read."""
    plain = seen(draw_show_cover("", []), 55)
    for title in ("Couch to 5K", "First five minutes", "Бег"):
        written = seen(draw_show_cover(title, []), 55)
        rows = np.flatnonzero((written - plain).max(axis=1) > 90)
        height, lines = 1, []
        for before, row in pairwise(rows):
            height = height + 1 if row == before + 1 else 1
            lines.append(height)
        assert max(lines) >= 5, title


def test_columns_are_as_high_as_their_days_are_long_and_striped_like_them():
    image = opened(draw_show_cover("", [day(10), day(5, 5, 5, 20)]))
    left, right = 800, 2200
    base, height = 2810, 2620
    longest = 40
    for at, minute, colour in [
        *((left, minute, WARM if minute < 5 else RUN) for minute in (2, 7, 14)),
        *(
            (right, minute, colour)
            for minute, colour in ((2, WARM), (7, RUN), (12, WALK), (17, RUN), (30, WALK), (39, WALK))
        ),
    ]:
        assert is_near(image.getpixel((at, round(base - minute / longest * height))), colour), (at, minute)
    above = image.getpixel((left, round(base - 20 / longest * height)))
    assert not any(is_near(above, colour) for colour in (RUN, WALK, WARM))


def test_an_episodes_intervals_lie_where_they_are_in_time():
    image = opened(draw_episode_cover(("Week 1", "Day 1"), "", day(5, 5)))
    for minute, colour in ((2, WARM), (7, RUN), (12, WALK)):
        assert is_near(image.getpixel((round(90 + minute / 15 * 1220), 1220)), colour)


@given(st.integers(2, 40), st.integers(0, 3_000))
def test_of_many_days_some_are_shown_from_the_first_to_the_last(most, count):
    shown = evenly(range(count), most)
    assert len(shown) == min(count, most) and shown == sorted(set(shown))
    assert not shown or (shown[0], shown[-1]) == (0, count - 1)


def test_columns_can_be_told_apart_at_55_pixels():
    small = seen(draw_show_cover("", [day(30)] * 100), 55)[30]
    dips = [at for at in range(1, 54) if small[at - 1] - small[at] > 8 and small[at + 1] >= small[at]]
    assert len(dips) >= MOST_COLUMNS - 1


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("aWi .é"), max_size=300), st.integers(200, 1_000), st.integers(120, 900))
def test_words_stay_in_their_box(text, width, height):
    size, lines = fit(text, TextBox(width, height, (120, 80, 40)))
    assert all(font(size).getlength(line) <= width for line in lines)
    assert len(lines) * size * 1.14 <= height or size == 40
    if size > 40:
        assert " ".join(lines).split() == text.split()


def test_a_day_says_which_it_is_and_what_else_it_is(once):
    publication = read_publication(once / "program")
    headlines = {
        "w01d1": (("Week 1", "Day 1"), "Easy does it"),
        "w02d1": (("Week 2", "Day 1"), "Längere Läufe"),
        "w02d1-easier": (("Week 2", "Day 1"), "easier: Short"),
        "w02d1-rest": (("Week 2", "Rest day"), "Short"),
        "w02d2-instead": (("Week 2", "Day 2"), "instead: Short"),
    }
    for episode in publication.episodes:
        if episode.id in headlines:
            plan = episode.plan()
            assert episode_cover(episode, plan) == draw_episode_cover(*headlines[episode.id], profile_of(plan)), episode
    shown = [profile_of(episode.plan()) for episode in publication.episodes if episode.role == "main"]
    assert show_cover(publication) == draw_show_cover(publication.title, shown)


def test_a_single_session_says_its_title(once):
    publication = read_publication(once / "singles")
    (episode,) = (episode for episode in publication.episodes if episode.title == "Läufe")
    plan = episode.plan()
    assert [(bar.colour, bar.end_ms) for bar in profile_of(plan)] == [(RUN, 20_000)]
    assert episode_cover(episode, plan) == draw_episode_cover((), "Läufe", profile_of(plan))


@pytest.mark.parametrize(
    ("weeks", "days", "ids"),
    [
        (1, 1, ["w01d1"]),
        (4, 3, [f"w{week:02}d{day_}" for week in range(1, 5) for day_ in (1, 2, 3)]),
        (9, 3, [f"w{week:02}d3" for week in range(1, 10)]),
        (12, 2, [f"w{week:02}d2" for week in range(1, 13)]),
    ],
)
def test_a_short_program_shows_its_days_and_a_long_one_its_weeks(weeks, days, ids):
    assert [episode.id for episode in episodes_on_cover(published_days(weeks, days))] == ids


def test_two_thousand_sessions_show_a_dozen():
    shown = [episode.id for episode in episodes_on_cover(published_days(2_000, 1))]
    assert len(shown) == MOST_COLUMNS and shown[0] == "w01d1" and shown[-1] == "w2000d1"
