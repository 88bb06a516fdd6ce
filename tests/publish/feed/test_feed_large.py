"""Two thousand sessions: their covers are drawn once, and a feed of what is there takes seconds and little memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.published import many_sessions

pytestmark = pytest.mark.long

WEEKS, DAYS = 500, 4
FIRST_S, AGAIN_S, MOST_MB = 150, 25, 250
"""Of processor time and memory; measured on the machine of the tests: 50 to 71 s, 3 to 6 s, and 170 MB."""
MEASURED = """
import sys, time
from pathlib import Path
from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.feed.write_feed import write_feed
written = write_feed(Path(sys.argv[1]), FeedOptions("https://example.org"))
status = Path("/proc/self/status").read_text()  # `getrusage` counts what the parent had at the fork, too
peak = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
print(len(written.feed.items), written.changed, time.process_time(), peak)
"""


def test_two_thousand_sessions_take_little_time_and_memory(once: Path, tmp_path: Path) -> None:
    many_sessions(once / "singles" / "c.mp3", tmp_path, weeks=WEEKS, days=DAYS)
    for changed, most_s in ((2 + 5 * WEEKS * DAYS, FIRST_S), (0, AGAIN_S)):
        done = subprocess.run([sys.executable, "-c", MEASURED, tmp_path], capture_output=True, check=True, text=True)
        items, written, took, peak = done.stdout.split()
        print(f"{float(took):.1f} s, {int(peak) // 1024} MB")
        assert (int(items), int(written)) == (WEEKS * DAYS, changed)
        assert float(took) < most_s
        assert int(peak) // 1024 < MOST_MB
