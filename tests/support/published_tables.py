"""The published plans, day by day, as data: three days a week, each between walks of five minutes."""

Day = list[tuple[str, float]]
"""What is done, and for how many minutes."""


def _day(*minutes: float) -> Day:
    """Run, walk, run and so on, between the walks that each day begins and ends with."""
    middle = [("walk" if index % 2 else "run", length) for index, length in enumerate(minutes)]
    return [("warm-up", 5), *middle, ("cool-down", 5)]


START: list[list[Day]] = [
    [_day(*(1, 1.5) * 8)] * 3,
    [_day(*(1.5, 2) * 6)] * 3,
    [_day(*(1.5, 1.5, 3, 3) * 2)] * 3,
    [_day(3, 1.5, 5, 2.5, 3, 1.5, 5)] * 3,
    [_day(5, 3, 5, 3, 5), _day(8, 5, 8), _day(20)],
]
END: list[list[Day]] = [[_day(25)] * 3, [_day(28)] * 3, [_day(30)] * 3]
SIXTH = [_day(5, 3, 8, 3, 5), _day(10, 3, 10)]
BEFORE = [[_day(*(run, 1.5) * 8)] * 3 for run in (0.5, 0.75, 1)]
AFTER = [
    [_day(*(10, 2) * 3)] * 3,
    [_day(*(15, 3) * 2)] * 3,
    [_day(40, 5, 10)] * 3,
    [_day(50)] * 3,
    [_day(60)] * 3,
]
TABLES = {
    "before-couch-to-5k": BEFORE,
    "to-10k": AFTER,
    "couch-to-5k": [*START, [*SIXTH, _day(22)], *END],
    "couch-to-5k-nhs": [*START, [*SIXTH, _day(25)], *END],
}
