"""The page from our own server, in a browser: it plays by parts, is kept, and plays on when the server has ended."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from audiocoach.publish.server.published_folder import PublishedFolder
from support.browser import chromium, opened, until
from support.commands import run
from support.web import serving

pytestmark = pytest.mark.long

DAY = "#1/w01d2"


def test_a_session_plays_and_is_kept_and_plays_on_without_the_server(program: Path) -> None:
    run("feed", program, "--base-url", "https://me.example/runs")
    run("site", program)
    with chromium() as browser, ExitStack() as server:
        url = f"http://localhost:{server.enter_context(serving(PublishedFolder(program))).port}/"
        with opened(browser, url + DAY) as seen:
            page = seen.page
            until(page, "navigator.serviceWorker.controller !== null")
            assert page.locator(f"a[href='{url}feed.xml']").count() == 1
            page.evaluate("player.seek(30_000)")  # asks for a part of the file
            page.click("#toggle")
            until(page, "audio.currentTime > 30.3")
            page.click("#toggle")
            page.click("#keep")
            until(page, "keepword.textContent === 'Kept offline' && !keep.disabled")
            assert not seen.complaints
            assert not seen.outside(url)
            server.close()
            page.goto(f"{url}index.html{DAY}")
            page.reload()
            page.wait_for_selector("#lines li", state="attached")
            page.click("#toggle")
            until(page, "audio.currentTime > 0.3")
