"""Makes `assets/voices/piper.json` from Piper's own catalogue: `python scripts/_piper_voices.py voices.json`.

The catalogue lies where Piper's downloader looks, and in the package `wyoming-piper`. What is kept of it is what
`voices get` needs: a line a voice, and the preferred one of a language first.
"""

import json
import sys
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "assets" / "voices" / "piper.json"
PREFERRED = (
    *("de_DE-thorsten-medium", "nl_NL-mls-medium", "es_ES-davefx-medium", "fr_FR-siwis-medium"),
    *("it_IT-serena-medium", "pt_BR-faber-medium", "en_US-amy-medium", "en_GB-alba-medium"),
)
"""Of languages that have several: natural ones whose licence lets everybody use them."""
QUALITIES = ("medium", "high", "low", "x_low")
"""A medium one is nearly as good as a high one, and half as large."""


def rank(key: str, voice: dict[str, Any]) -> tuple[Any, ...]:
    """Languages by name; then what is preferred, one speaker before many, and the better quality."""
    return (
        voice["language"]["family"],
        key not in PREFERRED,
        PREFERRED.index(key) if key in PREFERRED else 0,
        voice["num_speakers"] > 1,
        QUALITIES.index(voice["quality"]),
        key,
    )


def kept(voice: dict[str, Any]) -> dict[str, Any]:
    """What is said of a voice."""
    language = {name: voice["language"][name] for name in ("name_english", "country_english")}
    return {"language": language, "files": voice["files"]}


def main(path: Path) -> None:
    """Write the file."""
    voices = json.loads(path.read_text(encoding="utf-8"))
    keys = sorted(voices, key=lambda key: rank(key, voices[key]))
    rows = [f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(kept(voices[key]))}" for key in keys]
    TARGET.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
