"""Durations, distances, paces and anchors: what is read, and that the schema's patterns agree."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiocoach.session.anchors import ANCHOR_PATTERN, Anchor, parse_anchor
from audiocoach.syntax import amount_patterns
from audiocoach.syntax.amounts import (
    LONGEST,
    Amount,
    Pace,
    format_duration,
    parse_amount,
    parse_duration,
    parse_pace,
)
from audiocoach.syntax.invalid import InvalidValue
from audiocoach.syntax.silences import split_silences, wrong_silences
from audiocoach.syntax.template import names_in, wrong_names
from audiocoach.syntax.variables import fill
from audiocoach.units import Millis

LENGTHS = st.integers(1, LONGEST)
SPACE = st.sampled_from(["", " ", "  ", "\t", "\u00a0"])
NUMBERS = st.integers(0, 2000).map(str) | st.decimals(0, 200, places=2).map(str) | st.sampled_from(["007", "1.", ".5"])
UNITS = st.sampled_from(
    (
        *("h", "hr", "hours", "Hour", "m", "min", "mins", "MIN", "minutes", "s", "sec", "S", "seconds"),
        *("ms", "Milliseconds", "x", "sek", "km", "mi", "meters"),
    )
)
NEARLY = (
    st.lists(st.tuples(SPACE, NUMBERS, SPACE, UNITS).map("".join), min_size=1, max_size=3).map("".join)
    | st.from_regex(r"\A[0-9]{0,3}:?[0-9]{1,5}:[0-9]{1,3}\Z")
    | st.text(st.sampled_from("0123456789:. hmsin@/k"), max_size=12)
    | st.text(max_size=12)
)


def refusal(parse: object, text: str, *more: object) -> str | None:
    """Why `text` is refused, or None."""
    try:
        parse(text, *more)  # type: ignore[operator]
    except InvalidValue as invalid:
        return invalid.message
    return None


def agrees(why: str | None, pattern: str, text: str) -> bool:
    """A pattern cannot count: what is too long, or rounds to nothing, it may match."""
    uncounted = why is not None and re.search("24 hours|longer than nothing|takes no time", why)
    return bool(uncounted) or (why is None) == bool(re.search(pattern, text))


@given(LENGTHS)
def test_format_is_read_back(ms: int) -> None:
    assert parse_duration(format_duration(ms)) == ms
    assert re.search(amount_patterns.DURATION_PATTERN, format_duration(ms))


@given(NEARLY)
@example("1:5:00")
@example("1:0005:00")
@example("0000000099m")
@example("099.5m")
@example("5 \u212aM")
@example("1\u00a0Hour")
@example("1h1h")
@example("5ms")
@example("5m s")
def test_durations_and_the_pattern_agree(text: str) -> None:
    why = refusal(parse_duration, text)
    assert agrees(why, amount_patterns.DURATION_PATTERN, text) or len(text) > 60
    assert why != ""


@given(NEARLY, st.sampled_from(["", "@", " @ 5:00/km", "@8:30 MIN / mi", "@ 0:00/km", "@ 5:60/km", "@ 5/km"]))
def test_distances_and_the_pattern_agree(text: str, at: str) -> None:
    text += at
    why = refusal(parse_amount, text, Pace(Decimal(300_000)))
    pattern = f"{amount_patterns.DURATION_PATTERN}|{amount_patterns.DISTANCE_PATTERN}"
    assert agrees(why, pattern, text) or len(text) > 60


@given(st.from_regex(r"\A *[0-9]{1,3}:[0-9]{2} ?(min)? ?/ ?(km|mi|KM|m) ?\Z") | st.text(max_size=10))
def test_paces_and_the_pattern_agree(text: str) -> None:
    assert agrees(refusal(parse_pace, text), amount_patterns.PACE_PATTERN, text)


@given(
    st.sampled_from(["", "-", "- ", "every ", "every\t", "every", "+"]),
    NEARLY | st.sampled_from(["start", "half", "end"]),
)
def test_anchors_and_the_pattern_agree(before: str, text: str) -> None:
    why = refusal(parse_anchor, before + text)
    assert agrees(why, ANCHOR_PATTERN, before + text) or len(text) > 60


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        *(("5'", 300_000), ("5′", 300_000), ("5 ’", 300_000), ("120'", 7_200_000), ("1h5'", 3_900_000)),
        *(('30"', 30_000), ("90″", 90_000), ("30 ”", 30_000), ("30''", 30_000), ("1'30", 90_000), ("1'30\"", 90_000)),
        *(("90s", 90_000), ("1m30s", 90_000), ("1:30", 90_000), ("5 min", 300_000), ("1h", 3_600_000)),
        *(("800ms", 800), ("0:30", 30_000), ("90:00", 5_400_000), ("1:02:30", 3_750_000), ("1.5m", 90_000)),
        *(("99m", 5_940_000), ("24h", 86_400_000), ("1 Hour 5 Minutes", 3_900_000), (" 30 S ", 30_000)),
    ],
)
def test_durations(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("400 meters", Amount(Millis(120_000), 400.0)),
        ("1 km", Amount(Millis(300_000), 1000.0)),
        ("3 mi @ 10:00/mi", Amount(Millis(1_800_000), 4828.032)),
        ("1.5 Kilometres @ 4:00 min / km", Amount(Millis(360_000), 1500.0)),
        ("5m", Amount(Millis(300_000))),
    ],
)
def test_amounts(text: str, amount: Amount) -> None:
    assert parse_amount(text, parse_pace("5:00/km")) == amount


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1500 m @ 5:00/km", "`m` is minutes; did you mean `1500 meters @ 5:00/km`?"),
        ("1500m@5:00/km", "`m` is minutes; did you mean `1500 meters @ 5:00/km`?"),
        ("5 k @ 5:00/km", "did you mean `5 km @ 5:00/km`?"),
        ("5 mils @ 8:00/mi", "did you mean `5 miles @ 8:00/mi`?"),
        ("400 yards @ 5:00/km", "write e.g. `400 meters @ 5:00/km`"),
        ("5m @", "`m` is minutes; did you mean `5 meters @ 5:30/km`?"),
        ("@ 5:00/km", "write e.g. `1 km @ 5:30/km`"),
        ("5k", "did you mean `5 km @ 5:30/km`?"),
        ("5 kilometer s @ 5:00/km", "write e.g. `1 km @ 5:30/km`"),
        ("1500 m", "did you mean `1500 meters`, or `25h`?"),
        ("5 mimutes", "did you mean `minutes`?"),
    ],
)
def test_what_was_meant_by_an_amount(text: str, hint: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_amount(text, None)
    assert caught.value.hint == hint


ANCHORS = st.builds(
    lambda kind, ms: Anchor(kind, ms if kind in ("after", "before_end", "every") else Millis(0)),
    st.sampled_from(["start", "half", "end", "after", "before_end", "every"]),
    st.integers(1, 100_000).map(Millis),
)


@given(ANCHORS)
def test_an_anchor_is_read_back(anchor: Anchor) -> None:
    assert parse_anchor(str(anchor)) == anchor


@given(ANCHORS, st.integers(1, 100_000).map(Millis))
def test_anchors_lie_in_their_step(anchor: Anchor, length: Millis) -> None:
    times = anchor.times(length)
    assert anchor.count(length) == len(times)
    assert all(0 <= time < length or anchor.kind == "end" for time in times)
    assert list(times) == sorted(set(times))


@given(st.text(st.sampled_from("ab $(4s).1 m-_"), max_size=40))
def test_silences_are_read_where_they_pass(text: str) -> None:
    if not list(wrong_silences(text)):
        parts = list(split_silences(text))
        assert all(part for part in parts)
        assert "".join(part for part in parts if isinstance(part, str)).replace(" ", "") in text.replace(
            " ", ""
        ) or any(isinstance(part, int) for part in parts)


@given(st.text(st.sampled_from("ab $-_1"), max_size=40))
def test_texts_are_filled_where_they_pass(text: str) -> None:
    let = {"a": "x", "a-b": "y"}
    if not list(wrong_names(text, let)) and not names_in(text) & {"b"}:
        assert "$" not in fill(text, let).replace("$", "", text.count("$$"))


def test_filling() -> None:
    values = {"run": "30 seconds", "name": "Up"}
    assert fill("$name-hill: $run, $$5, $other.", values) == "Up-hill: 30 seconds, $5, $other."
    assert names_in("$name-hill $run $$run") == {"name-hill", "run"}
    assert list(split_silences("One. (4s) Two. (800 ms)")) == ["One.", 4000, "Two.", 800]
