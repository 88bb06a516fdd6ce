"""The picker: every way equally often, none twice while there is another, and nothing but numbers decides."""

from collections import Counter
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.build.options import BuildOptions
from audiocoach.build.phrasebooks import phrasebook
from audiocoach.build.planning import plan as planned
from audiocoach.build.planning import script_of
from audiocoach.errors import InputError, SpecError
from audiocoach.script.phrase import Form
from audiocoach.script.variety import first_of, in_turn, pick, stride
from support.sessions import session_of

COUNTS = st.integers(1, 80)
VARIETIES = st.integers(1, 9_999)
POSITIONS = st.integers(0, 500)


@given(COUNTS)
def test_the_stride_reaches_every_way(count: int) -> None:
    assert 1 <= stride(count) <= count
    assert gcd(stride(count), count) == 1


@given(COUNTS, VARIETIES, POSITIONS)
def test_over_as_many_varieties_as_ways_each_is_taken_once_at_every_position(
    count: int, variety: int, position: int
) -> None:
    taken = [first_of(count, variety + step, position) for step in range(count)]
    assert sorted(taken) == list(range(count))


@given(COUNTS, VARIETIES)
def test_within_a_session_each_way_is_taken_once_before_any_again(count: int, variety: int) -> None:
    ways = [f"way {number}" for number in range(count)]
    last: dict[str, int] = {}
    order = []
    for position in range(2 * count):
        way = pick(ways, variety, position, last.get)
        last[way] = position
        order.append(way)
    assert sorted(order[:count]) == sorted(ways)
    assert order[count:] == order[:count]


@given(COUNTS, VARIETIES, POSITIONS)
def test_what_has_been_said_gives_way_to_the_next_in_the_order_of_the_book(
    count: int, variety: int, position: int
) -> None:
    ways = list(range(count))
    order = list(in_turn(ways, variety, position))
    assert sorted(order) == ways
    for said in range(count):
        assert pick(ways, variety, position, dict.fromkeys(order[:said], 0).get) == order[said]


@given(st.integers(3, 80), VARIETIES)
def test_three_runs_in_a_row_start_with_three_ways_that_are_no_neighbours_of_one_run(count: int, variety: int) -> None:
    assert len({first_of(count, variety + step, 0) for step in range(3)}) == 3


@pytest.mark.parametrize("count", [10, 12, 14, 16, 72])
def test_all_positions_together_are_even_too(count: int) -> None:
    """27 runs of five words each: no way more often than it must be."""
    taken = Counter(first_of(count, variety, position) for variety in range(1, 28) for position in range(5))
    assert max(taken.values()) - min(taken.values()) <= 5


def opened(*steps: object, **more: object) -> list[str]:
    return [draft.full.text for draft in script_of(session_of({"steps": list(steps), **more})).drafts()]


def test_a_session_says_which_of_the_words_and_a_flag_beats_it() -> None:
    session = session_of({"title": "T", "variety": 3, "steps": [{"run": "10m"}]})
    plan = planned(session, estimate=True)
    assert plan.as_json()["variety"] == 3
    other = planned(session, BuildOptions(variety=8), estimate=True)
    assert other.as_json()["variety"] == 8
    assert planned(session_of({"title": "T", "steps": [{"run": "10m"}]}), estimate=True).as_json()["variety"] == 1
    welcomes = [cue.text for each in (plan, other) for cue in each.cues if cue.kind == "welcome"]
    assert len(set(welcomes)) == 2


def test_a_cue_says_which_way_of_its_phrase_it_is() -> None:
    plan = planned(session_of({"steps": [{"run": "40m", "say": "Go."}]}), estimate=True)
    book = phrasebook("en")
    for cue in plan.cues:
        if cue.kind == "say":
            assert cue.phrase is None
        else:
            key, _, number = str(cue.phrase).replace(" short", "").rpartition(" ")
            form: Form = "short" if " short " in str(cue.phrase) else "full"
            text = book.phrases[key].texts(form)[int(number) - 1]
            assert "$" in text or text == cue.text


@pytest.mark.parametrize("wrong", [0, -1, 10_000, 1.5, "two", True])
def test_a_variety_is_a_number_from_one_on(wrong: object) -> None:
    with pytest.raises(SpecError) as caught:
        session_of({"variety": wrong, "steps": [{"run": "1m"}]})
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.place is not None
    assert diagnostic.place.line == 1
    assert "variety: 3" in str(diagnostic.hint)


@pytest.mark.parametrize("wrong", [0, -3, 10_000])
def test_a_flag_s_variety_is_one_too(wrong: int) -> None:
    with pytest.raises(InputError, match=f"there is no variety {wrong}") as caught:
        BuildOptions(variety=wrong)
    assert caught.value.hint == "give a number from 1 to 9999"


def test_one_edit_of_the_author_s_words_leaves_the_coach_s_alone() -> None:
    steps = ({"warm-up": "5m"}, {"repeat": 4, "steps": [{"run": "2m", "say": "Go."}, {"walk": "1m"}]}, {"jog": "20m"})
    edited = ({"warm-up": "5m"}, {"repeat": 4, "steps": [{"run": "2m", "say": "Off."}, {"walk": "1m"}]}, {"jog": "20m"})
    for variety in (1, 2, 17):
        before, after = (opened(*one, variety=variety) for one in (steps, edited))
        assert [text for text in before if text != "Go."] == [text for text in after if text != "Off."]
