"""Where an episode stands: by its id in a program, by its track (`3/12`) in a program or a collection."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_DAY: Final = re.compile(r"w([0-9]+)d([0-9]+)(-bridge)?")
"""How the id of a program's episode begins."""


def place_in_program(episode: str) -> tuple[int | None, int | None, bool]:
    """The week and the day in an episode's id, and whether it is a bridge."""
    match = _DAY.match(episode)
    return (int(match[1]), int(match[2]), bool(match[3])) if match else (None, None, False)


def day_numbers(tracks: Sequence[int | None], places: Sequence[int]) -> list[int]:
    """The number of each day of a program: its track, which does not depend on what else is there.

    Of MP3s whose tracks do not ascend the numbers are their places among the days that the program's folder lists.
    """
    known = [track for track in tracks if track is not None]
    ascends = len(known) == len(tracks) and all(earlier < later for earlier, later in pairwise(known))
    return known if ascends else list(places)


def shared_album(albums: Sequence[str]) -> str:
    """The program or the collection that more than half of a folder's MP3s are of; empty for none.

    `albums` has that of each MP3, empty for a session that was built alone.
    """
    found = Counter(filter(None, albums)).most_common(1)
    return next((album for album, count in found if count * 2 > len(albums)), "")
