"""The page as an app: installed, and playing kept sessions when there is no server any more."""

import hashlib
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from audiocoach.publish.site.write_site import write_site
from support.browser import LAUNCH, FolderServer, observed, opened, served, until

pytestmark = pytest.mark.long

DAY = "#1/w01d2"
ACTIVE = "navigator.serviceWorker.controller !== null"


def test_the_page_can_be_installed(browser: Browser, server: FolderServer, tmp_path: Path) -> None:
    # With a profile, for a private window installs nothing.
    with browser.browser_type.launch_persistent_context(tmp_path, **LAUNCH) as context:
        seen = observed(context)
        seen.page.goto(server.url)
        until(seen.page, ACTIVE)
        cdp = seen.page.context.new_cdp_session(seen.page)
        manifest = cdp.send("Page.getAppManifest")
        assert manifest["url"] == f"{server.url}manifest.webmanifest"
        assert not manifest["errors"]
        assert not cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert not seen.complaints


def keep(page: Page) -> None:
    page.click("#keep")
    until(page, "keepword.textContent === 'Kept offline' && !keep.disabled")


def play_a_little(page: Page, ms: int) -> None:
    page.evaluate("ms => player.seek(ms)", ms)
    page.click("#toggle")
    until(page, f"audio.currentTime * 1000 > {ms + 300}")
    page.click("#toggle")


def test_a_kept_session_plays_on_with_the_server_stopped(browser: Browser, server: FolderServer) -> None:
    with opened(browser, server.url + DAY) as seen:
        page = seen.page
        until(page, ACTIVE)
        keep(page)
        page.evaluate("player.seek(1000)")
        page.click("#toggle")
        until(page, "audio.currentTime > 1.3")
        server.stop()
        until(page, "audio.currentTime > 2.5")  # while it plays
        page.click("#toggle")
        page.goto(f"{server.url}index.html{DAY}")  # opened anew
        page.reload()
        page.wait_for_selector("#lines li", state="attached")
        assert page.inner_text("#title") == "Easy does it"
        play_a_little(page, 72_000)
        assert page.inner_text("[data-part=name]") == "Run"
        assert page.locator(".session .marks .icon").count() == 1
        # What was not kept says so.
        page.goto(f"{server.url}index.html#1/w01d1")
        until(page, "!trouble.hidden")
        server.start()


def test_byte_ranges_are_answered_out_of_the_cache(browser: Browser, server: FolderServer, site: Path) -> None:
    with opened(browser, server.url + DAY) as seen:
        page = seen.page
        until(page, ACTIVE)
        keep(page)
        path = page.evaluate("player.session.media")
        whole = (site / path).read_bytes()
        server.stop()
        size = len(whole)
        for header, first, last in (
            ("bytes=0-1", 0, 1),  # Safari's first
            ("bytes=0-", 0, size - 1),
            (f"bytes=100-{size * 2}", 100, size - 1),
            ("bytes=-500", size - 500, size - 1),
            (f"bytes=-{size * 2}", 0, size - 1),
            (f"bytes={size - 1}-{size - 1}", size - 1, size - 1),
        ):
            status, headers, digest = asked(page, path, header)
            assert status == 206, header
            assert headers["content-range"] == f"bytes {first}-{last}/{size}"
            assert headers["content-length"] == str(last + 1 - first)
            assert headers["content-type"] == "audio/mpeg"
            assert digest == sha256(whole[first : last + 1])
        for header in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}", "bytes=-0"):
            status, headers, digest = asked(page, path, header)
            assert (status, headers["content-range"], digest) == (416, f"bytes */{size}", sha256(b""))
        for header in ("bytes=0-1,5-6", "bytes=5-2", "bytes=-", "bytes=a-b", "lines=0-1", ""):
            status, _, digest = asked(page, path, header)
            assert (status, digest) == (200, sha256(whole)), header
        server.start()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def asked(page: Page, path: str, header: str) -> tuple[int, dict[str, str], str]:
    """What the page is given for a byte range by its service worker, the body as its digest."""
    status, headers, digest = page.evaluate(
        """async ([path, range]) => {
            const answer = await fetch(path, range ? {headers: {Range: range}} : {});
            const body = await answer.arrayBuffer();
            const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
            const hex = [...digest].map(byte => byte.toString(16).padStart(2, "0")).join("");
            return [answer.status, Object.fromEntries(answer.headers), hex];
        }""",
        [path, header],
    )
    return status, headers, digest


def test_a_kept_session_that_was_built_anew_is_kept_anew(
    browser: Browser, server: FolderServer, site: Path, singles: Path
) -> None:
    with opened(browser, server.url + DAY) as seen:
        page = seen.page
        until(page, ACTIVE)
        keep(page)
        before = page.evaluate("player.session.media")
        shutil.copy(singles / "c.mp3", site / "w01d2-builder.mp3")
        write_site(site)
        again = observed(page.context)
        again.page.goto(server.url + DAY)
        again.page.wait_for_selector("#lines li", state="attached")
        after = again.page.evaluate("player.session.media")
        assert after != before
        until(again.page, "keepword.textContent === 'Kept offline'")
        kept = again.page.evaluate(
            "caches.open(KEPT).then(cache => cache.keys()).then(keys => keys.map(key => key.url))"
        )
        assert server.url + after in kept
        assert server.url + before not in kept


def test_another_publication_on_the_same_host_keeps_its_own(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Two folders beneath one address: what one page keeps, and its service worker, are none of the other's."""
    both = tmp_path / "both"
    shutil.copytree(site, both / "one")
    shutil.copytree(site, both / "two")
    with served(both) as running, opened(browser, f"{running.url}one/{DAY}") as seen:
        until(seen.page, ACTIVE)
        keep(seen.page)
        seen.page.goto(f"{running.url}two/{DAY}")
        seen.page.wait_for_selector("#lines li", state="attached")
        until(seen.page, ACTIVE)
        assert seen.page.inner_text("#keepword") == "Keep offline"
        names = seen.page.evaluate("caches.keys()")
        assert {name.split()[2] for name in names} == {f"{running.url}one/", f"{running.url}two/"}
