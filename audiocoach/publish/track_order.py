"""What the tracks that MP3s carry tell of their order: `3/12` is the third of its program or collection."""

from collections.abc import Sequence
from itertools import pairwise


def day_numbers(tracks: Sequence[int | None], places: Sequence[int]) -> list[int]:
    """The number of each day of a program: its track, which does not depend on what else is there.

    Of MP3s whose tracks do not ascend the numbers are their places among the days that the program's folder lists.
    """
    known = [track for track in tracks if track is not None]
    ascends = len(known) == len(tracks) and all(earlier < later for earlier, later in pairwise(known))
    return known if ascends else list(places)
