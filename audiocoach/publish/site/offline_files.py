"""What makes the page an app: its manifest, and the service worker that answers without a network."""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from audiocoach.assets import asset
from audiocoach.publish.publication import Publication
from audiocoach.publish.site.page_html import ICONS
from audiocoach.publish.site.week_files import compact

_LONGEST_SHORT_NAME: Final = 30
"""Characters; a home screen shows about twelve."""
_GROUND: Final = "#f5f3ee"
_SHELL_DIGITS: Final = 16


def web_manifest(publication: Publication) -> bytes:
    """`manifest.webmanifest` (W3C): what is installed, and how it opens."""
    _, _, small, large, maskable = (f"site/{name}" for name in ICONS)
    png = {"type": "image/png"}
    manifest = {
        "name": publication.title,
        "short_name": publication.title[:_LONGEST_SHORT_NAME],
        "description": publication.description,
        "lang": publication.language,
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _GROUND,
        "icons": [
            {"src": small, "sizes": "192x192", **png},
            {"src": large, "sizes": "512x512", **png},
            {"src": maskable, "sizes": "512x512", "purpose": "maskable", **png},
        ],
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def service_worker(shell: Mapping[str, bytes]) -> bytes:
    """`sw.js`: the shipped one beneath the list of the page's own files; `shell` has them by their addresses."""
    digest = hashlib.sha256()
    for address, content in shell.items():
        digest.update(f"{address} {len(content)} ".encode() + content)
    constants = f'const SHELL = {compact(list(shell))};\nconst VERSION = "{digest.hexdigest()[:_SHELL_DIGITS]}";\n'
    return constants.encode() + asset("site", "sw.js").read_bytes()
