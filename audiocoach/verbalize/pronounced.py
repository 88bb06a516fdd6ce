"""How names are said: respellings in the place of what is written."""

import re
from collections.abc import Mapping


def respelled(text: str, sounds: Mapping[str, str]) -> str:
    """`text` with each whole word of `sounds` (in any case) as it is to be read: `Xoana` as `Shwa-na`."""
    if not sounds:
        return text
    known = {name.casefold(): sound for name, sound in sounds.items()}
    names = "|".join(re.escape(name) for name in sorted(sounds, key=len, reverse=True))

    def said(found: re.Match[str]) -> str:
        sound = known.get(found[0].casefold(), found[0]).lower()
        return sound[:1].upper() + sound[1:] if found[0][:1].isupper() else sound

    return re.sub(rf"(?<!\w)(?:{names})(?!\w)", said, text, flags=re.I)
