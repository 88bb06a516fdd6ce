"""The cover and the profile."""

import io
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiocoach.deliver.cover import draw_cover
from audiocoach.deliver.picture import Bar, bar_heights, svg

RUN, WALK = "#f97066", "#53b1fd"


def intervals(count):
    return [Bar(n * 60_000, (n + 1) * 60_000, 7 if n % 2 else 3, RUN if n % 2 else WALK, "Run") for n in range(count)]


def rgb(colour):
    return tuple(bytes.fromhex(colour[1:]))


def picture(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Walk + Run 20", 0),
        ("Läufe für Anfänger: Ёлка", 1),
        ("W" * 500, 12),
        ("many words " * 200, 400),
        ("走る 🏃", 400),
        ("", 0),
        ("", 12),
    ],
)
def test_a_cover_is_square_opaque_small_and_the_same_again(title, count):
    data = draw_cover(title, intervals(count))
    image = picture(data)
    assert image.size == (1400, 1400) and image.mode == "RGB" and image.format == "PNG"
    assert len(data) < 200_000
    assert data == draw_cover(title, intervals(count))


def test_bars_are_where_and_as_high_as_their_intervals():
    image = picture(draw_cover("", intervals(10)))
    for n in range(10):
        middle = round(110 + (n + 0.5) * 118)
        assert image.getpixel((middle, 1170)) == rgb(RUN if n % 2 else WALK)
        assert (image.getpixel((middle, 800)) == rgb(RUN)) == bool(n % 2)


def test_letters_of_europe_are_drawn_and_others_do_no_harm():
    def title_of(text):
        return picture(draw_cover(text, ())).crop((0, 0, 1400, 650)).tobytes()

    assert len({title_of(text) for text in ("Laufer", "Läufer", "Läufeř", "Бег", "Ёег", "Τρέξε", "")}) == 7
    assert title_of("Run 🏃") == title_of("Run")
    assert title_of("ﬁt ①") == title_of("fit 1")
    assert title_of("Läufer") == title_of("La\u0308ufer")


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300), st.integers(64, 300))
def test_no_title_is_too_strange(title, size):
    assert picture(draw_cover(title, intervals(3), size)).size == (size, size)


def test_heights_grow_with_effort_and_stay_inside():
    heights = bar_heights([Bar(0, 1, effort, RUN) for effort in range(-1, 13)])
    assert heights == sorted(heights) and min(heights) > 0 and max(heights) == 1
    assert max(bar_heights([Bar(0, 1, 2, WALK)])) < 0.6  # an easy session does not look like a hard one


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(max_size=20), st.integers(0, 400), st.floats(1, 1e8))
def test_a_profile_is_valid_and_tells_its_title(title, name, count, last):
    bars = [Bar(0, last / 2, 3, WALK, name), Bar(last / 2, last, 9, RUN, name), *intervals(count)][: count + 1]
    tree = ET.fromstring(svg(title, bars, last))
    space = "{http://www.w3.org/2000/svg}"
    assert tree.get("role") == "img"
    assert [tree.find(f"{space}{tag}").get("id") for tag in ("title", "desc")] == tree.get("aria-labelledby").split()
    assert len(tree.findall(f"{space}rect")) == len(bars)
    if title.isascii() and title.isprintable():
        assert (tree.find(f"{space}title").text or "") == title


@given(st.integers(1, 600))
def test_the_axis_stays_readable(minutes):
    tree = ET.fromstring(svg("a", intervals(minutes), minutes * 60_000))
    ticks = tree.findall("{http://www.w3.org/2000/svg}text")[1:]
    places = [float(tick.get("x")) for tick in ticks]
    assert 1 <= len(ticks) <= 14
    assert all(later - earlier > 30 for earlier, later in pairwise(places))
    assert max(places) <= 960
