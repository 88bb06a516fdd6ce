"""How names are said: `Xoana: SHWA-na`, respelled for every engine, or `/ˈʃwɑːnə/` for one that reads phonemes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from audiocoach.syntax.invalid import InvalidValue, shown
from audiocoach.verbalize.language import any_of

MOST_NAMES: Final = 500
NAME_PATTERN: Final = r"^[^\W\d_](?:[\w .'’&-]{0,58}[\w.])?$"
"""A regular expression for what may be pronounced otherwise than it is written: a word, or some."""
SOUND_PATTERN: Final = r"^(?=.)(?:[^\W\d_][^\d/$()\[\]]{0,99})?(?:\s?/[^/\s$()\[\]][^/$()\[\]]{0,99}/)?$"
"""The same for how it is said: letters, hyphens and spaces, and phonemes (IPA) between slashes after them or alone."""
_NAME: Final = re.compile(NAME_PATTERN)
_SOUND: Final = re.compile(SOUND_PATTERN)
_HINT: Final = 'write e.g. `Xoana: "SHWA-na"`, or `Xoana: "SHWA-na /ˈʃwɑːnə/"`'


def wrong_sounds(sounds: Mapping[Any, Any]) -> Iterator[InvalidValue]:
    """A mistake for each name that is none, and for each way to say one that no voice could read."""
    if len(sounds) > MOST_NAMES:
        yield InvalidValue(f"{len(sounds):,} names; {MOST_NAMES} is the most", "keep those that are said")
    for name, sound in sounds.items():
        if not isinstance(name, str) or not _NAME.match(name):
            yield InvalidValue(f"{shown(name)} is no name that a text can have", _HINT, (str(name),))
        elif not isinstance(sound, str) or not _SOUND.match(sound.strip()):
            yield InvalidValue(f"{shown(sound)} does not say how `{name}` sounds", _HINT, (name,))


def respelled(text: str, sounds: Mapping[str, str]) -> str:
    """`text` with each whole word of `sounds` (in any case) as it is to be read: `Xoana` as `Shwa-na`."""
    known = {name.casefold(): spelling for name, sound in sounds.items() if (spelling := _spelling(sound))}
    if not known:
        return text

    def said(found: re.Match[str]) -> str:
        spelling = known.get(found[0].casefold(), found[0])
        return spelling[:1].upper() + spelling[1:] if found[0][:1].isupper() else spelling

    return re.sub(rf"(?<!\w)(?:{any_of(known)})(?!\w)", said, text, flags=re.I)


def phonemes(text: str, sounds: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The words of `text`, as `respelled` gives it, that have phonemes, and those; each once, in their order."""
    known = {(_spelling(sound) or name).casefold(): _ipa(sound) for name, sound in sounds.items() if _ipa(sound)}
    if not known:
        return ()
    found = re.findall(rf"(?<!\w)(?:{any_of(known)})(?!\w)", text, flags=re.I)
    return tuple((word, known[word.casefold()]) for word in dict.fromkeys(found) if word.casefold() in known)


def _spelling(sound: str) -> str:
    """What stands before the phonemes, in small letters: capitals show the stress, and would be spelled."""
    return sound.partition("/")[0].strip().lower()


def _ipa(sound: str) -> str:
    return sound.partition("/")[2].strip().strip("/")
