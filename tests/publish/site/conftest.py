from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from audiocoach.publish.site.write_site import write_site
from support.browser import FolderServer, chromium, served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def site(program: Path) -> Path:
    """A program's folder with its page."""
    write_site(program)
    return program


@pytest.fixture
def server(site: Path) -> Iterator[FolderServer]:
    with served(site) as running:
        yield running
