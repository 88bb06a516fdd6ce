"""The picker: every way equally often, none twice while there is another, and nothing but numbers decides."""

from collections import Counter
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.script.variety import first_of, in_turn, pick, stride

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
