"""Measures what a build costs, as ratios within one run: `scripts/bench [TABLE...]`.

Every figure is the wall time of a whole process, its start-up too, in repetitions that take turns, so that a machine
that slows down slows all of them. Tables: `start` (start-up and planning), `parts` (the hot paths by themselves),
`builds` (beside bare encoding and pydub), `memory` (3 h against 10 min), `program` (two weeks by one process and by
two), `voice` (a first session, spoken for real), `serving` (100 clients at once, beside a bare file server) and
`music` (3 h and 40 songs: a quarter of an hour, with ffmpeg and lame; only where it is named).
"""

import argparse
import sys
import tempfile
from pathlib import Path

import _bench_builds as builds
from _bench_music import music
from _bench_serving import serving

TABLES = ("start", "parts", "builds", "memory", "program", "voice", "serving", "music")


def main() -> int:
    """Print the tables; exit code 1 where a limit is exceeded."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="which ones (all but `music`)")
    parser.add_argument("--minutes", type=float, default=30, help="length of the session (30)")
    parser.add_argument("--times", type=int, default=3, help="repetitions (3)")
    parser.add_argument("--no-pydub", action="store_true", help="leave out the slow way")
    parser.add_argument("--hours", type=float, default=3, help="length of the session beneath music (3)")
    given = parser.parse_args()
    wanted = given.tables or TABLES[:-1]
    if unknown := set(wanted) - set(TABLES):
        parser.error(f"there is no table {', '.join(sorted(unknown))}; there are {', '.join(TABLES)}")
    within = True
    with tempfile.TemporaryDirectory(prefix="audiocoach-bench-") as folder:
        bench = builds.Bench(Path(folder))
        if "start" in wanted:
            builds.start_up(bench, given.times)
        if "parts" in wanted:
            bench.show(sys.executable, builds.ROOT / "scripts" / "_bench_parts.py")
        if "builds" in wanted:
            builds.against_others(bench, given.minutes, given.times, pydub=not given.no_pydub)
        if "memory" in wanted:
            builds.memory(bench)
        if "program" in wanted:
            within &= builds.program(bench, given.times)
        if "voice" in wanted:
            builds.real_voice(bench)
        if "serving" in wanted:
            within &= serving(Path(folder) / "serving", given.times)
        if "music" in wanted:
            within &= music(Path(folder) / "music", given.hours)
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
