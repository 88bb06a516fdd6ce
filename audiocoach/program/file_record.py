"""What is known of a finished file, small: many are held at once, and few are looked into."""

import json
import zlib
from dataclasses import dataclass
from typing import Any, Self

from audiocoach.build.built import Built


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What stands of it under `files` in `build --json`: of thirty minutes some three kilobytes."""

    content: bytes
    """Its duration in milliseconds, a line end, and the values, compressed: what `of` gave, here or in a store."""

    @classmethod
    def of(cls, built: Built) -> Self:
        """That of a file that was just built."""
        values = built.as_json()
        text = json.dumps(values, ensure_ascii=False).encode(errors="surrogatepass")
        return cls(b"%d\n" % values["duration_ms"] + zlib.compress(text, 6))

    @property
    def duration_ms(self) -> int:
        """How long the file is."""
        return int(self.content.partition(b"\n")[0])

    def values(self) -> dict[str, Any]:
        """All of it."""
        found: dict[str, Any] = json.loads(zlib.decompress(self.content.partition(b"\n")[2]))
        return found
