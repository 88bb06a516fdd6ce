"""On which days of a week its sessions lie: what is between them is what compares one with those before.

A program has no calendar of its own: n sessions a week are spread evenly, the first one on the week's first day. Three
a week are days 1, 3 and 5; two are days 1 and 4; four are days 1, 2, 4 and 6.
"""

from typing import Final

WEEK: Final = 7


def date_of(week: int, index: int, count: int) -> int:
    """Days from the program's first day to session `index` (from 0) of the `count` in week `week` (from 1)."""
    return WEEK * (week - 1) + min(WEEK * index // count, WEEK - 1)
