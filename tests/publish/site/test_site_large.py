"""Two thousand sessions: the page stays small, its weeks load as they are opened, and writing it takes little."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from audiocoach.publish.publication import read_publication
from support.browser import FolderServer, opened, served, until
from support.published import many_sessions

pytestmark = pytest.mark.long

WEEKS, DAYS = 667, 3
MOST_KB = 100
MOST_S, MOST_MB = 60, 120
"""On a busy machine; an idle one with two cores takes 4 s and 61 MB."""
MEASURED = """
import sys
from pathlib import Path
from audiocoach.publish.site.write_site import write_site
assert write_site(Path(sys.argv[1])).sessions == int(sys.argv[2])
status = Path("/proc/self/status").read_text()  # `getrusage` counts what the parent had at the fork, too
print(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
"""


@pytest.fixture(scope="module")
def many(once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2,001 sessions of a program, all one file by other names."""
    folder = tmp_path_factory.mktemp("many")
    many_sessions(once / "singles" / "c.mp3", folder, weeks=WEEKS, days=DAYS)
    return folder


def test_two_thousand_sessions_take_little_time_and_memory(many: Path) -> None:
    count = len(read_publication(many).episodes)
    assert count == WEEKS * DAYS
    for _ in ("all is written", "all is there"):
        started = time.monotonic()
        done = subprocess.run([sys.executable, "-c", MEASURED, many, str(count)], capture_output=True, check=True)
        took, peak = time.monotonic() - started, int(done.stdout) // 1024
        print(f"{took:.1f} s, {peak} MB")
        assert took < MOST_S
        assert peak < MOST_MB


def test_the_page_of_two_thousand_sessions_is_small(browser: Browser, many: Path) -> None:
    with served(many) as server, opened(browser, server.url, service_workers="block") as seen:
        page = seen.page
        first = loaded(server, seen.requests)
        assert [url for url in first if "week-" in url] == [url for url in first if "site/week-1.js" in url]
        assert sum(first.values()) < MOST_KB * 1000, first
        page.locator("summary").nth(499).click()
        until(page, "document.querySelectorAll('details')[499].querySelectorAll('.session').length === 3")
        more = loaded(server, seen.requests).keys() - first.keys()
        assert [url.partition("?")[0] for url in more] == [f"{server.url}site/week-500.js"]
        assert sum(loaded(server, seen.requests).values()) < MOST_KB * 1000
        page.locator("details").nth(499).locator(".session").nth(2).click()
        until(page, "player.session.id === 'w500d3'")
        assert not [text for text in seen.complaints if "blocked by Playwright" not in text]


def loaded(server: FolderServer, requests: list[str]) -> dict[str, int]:
    """The bytes of each file that the page has asked for, besides sound."""
    paths = {url: url.removeprefix(server.url).partition("?")[0].partition("#")[0] for url in requests}
    return {
        url: (server.folder / (path or "index.html")).stat().st_size
        for url, path in paths.items()
        if not path.endswith(".mp3")
    }
