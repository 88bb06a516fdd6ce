"""A browser that opens pages as people see them: Debian's Chromium, and what it had to complain of."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

CHROMIUM: Final = shutil.which("chromium")
LAUNCH: Final[dict[str, Any]] = {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
PHONE: Final = {"width": 390, "height": 844}
WIDE: Final = {"width": 1280, "height": 800}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for as long as it is needed."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium: .ci/run installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()


@dataclass
class Observed:
    """A page, with all that it asked for and all that it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def outside(self, *roots: str) -> list[str]:
        """Addresses that it asked for and that begin with none of `roots`."""
        return [url for url in self.requests if not url.startswith(roots)]


@contextmanager
def opened(browser: Browser, url: str, wait: str = "#lines li", **options: Any) -> Iterator[Observed]:
    """A page in a browser context of its own, once there is something that matches `wait`."""
    context = browser.new_context(**{"viewport": PHONE, **options})
    try:
        seen = observed(context)
        seen.page.goto(url)
        seen.page.wait_for_selector(wait, state="attached")
        yield seen
    finally:
        context.close()


def observed(context: BrowserContext) -> Observed:
    """A new page, listened to."""
    seen = Observed(context.new_page())
    context.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda said: said.type in ("error", "warning") and seen.complaints.append(said.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    return seen


def until(page: Page, expression: str, within_s: float = 20) -> None:
    """Wait until an expression holds; playwright's own way would need `eval`, which our pages forbid."""
    ends = time.monotonic() + within_s
    while not page.evaluate(expression):
        assert time.monotonic() < ends, f"not within {within_s} s: {expression}"
        page.wait_for_timeout(20)


class FolderServer:
    """A plain server of one folder, with byte ranges, that can be stopped and started again at its port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._app = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    def start(self) -> None:
        listening = socket.create_server(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(self._app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()


@contextmanager
def served(folder: Path) -> Iterator[FolderServer]:
    """A folder's server, which has stopped at the end."""
    server = FolderServer(folder)
    try:
        yield server
    finally:
        server.stop()
