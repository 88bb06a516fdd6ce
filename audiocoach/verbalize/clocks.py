"""Times: `5:00/km`, `1:30`, `1m30s`, `5'30"`, `6:30 am`."""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from audiocoach.verbalize.cardinals import amount, digits, number, rest, whole
from audiocoach.verbalize.language import Language

START: Final = r"(?<![\w.,:])"
"""Before a number that is a whole one."""
_CLOCK: Final = rf"{START}([0-9]{{1,4}}):([0-5][0-9])(?::([0-5][0-9]))?(?:\.([0-9]{{1,3}}))?(?![\w:])"
_PRIMES: Final = rf"{START}([0-9]{{1,3}})' ?([0-9]{{1,2}})(?:\"|'')?(?![\w'])"
_MINUTES: Final = rf"{START}([0-9]{{1,4}}(?:[.,][0-9]{{1,2}})?)'(?!['\w])"
_SECONDS: Final = rf"{START}([0-9]{{1,5}}(?:[.,][0-9]{{1,2}})?)(?:\"|'')(?!\w)"


def clocks(text: str, language: Language) -> str:
    """`text` with its times in words."""
    for pattern, said in language.times_of_day:
        spoken = partial(_time_of_day, said=said, language=language)
        text = re.sub(START + pattern, spoken, text, flags=re.I)
    for regex, words in _rules(language):
        text = regex.sub(words, text)
    return text


def duration(parts: tuple[int, int, int], language: Language) -> str:
    """Hours, minutes and seconds: `one hour five minutes`, `one minute thirty`."""
    hours, minutes, seconds = parts
    if hours and minutes and not seconds and not language.names_minutes:
        return f"{_unit(hours, 'h', language)} {rest(minutes, 'min', language)}"
    said = [_unit(count, key, language) for count, key in ((hours, "h"), (minutes, "min")) if count]
    if hours and minutes and not seconds:
        said.insert(1, language.hour_and)
    if seconds and minutes:
        said += [language.clock_and, rest(seconds, "s", language)]
    elif seconds or not said:
        said.append(_unit(seconds, "s", language))
    return " ".join(filter(None, said))


def _unit(count: int, key: str, language: Language) -> str:
    return amount(str(count), language.measures[key], language)


def _time_of_day(found: re.Match[str], said: str, language: Language) -> str:
    minutes = found[2] if found[2] and found[2] != "00" else ""
    filled = said.format(h=number(str(int(found[1])), language), m=minutes and _minutes_of_day(minutes, language))
    return " ".join(filled.split())


def _minutes_of_day(minutes: str, language: Language) -> str:
    said = number(str(int(minutes)), language)
    return f"{language.before_few_minutes} {said}" if minutes[0] == "0" else said


@lru_cache(maxsize=16)
def _rules(language: Language) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    hour, minute, second = (_written(key, language) for key in ("h", "min", "s"))

    def clock(found: re.Match[str]) -> str:
        first, second, third = (int(part or 0) for part in found.groups()[:3])
        said = duration((first, second, third) if found[3] else (0, first, second), language)
        parts = (found[4] or "").rstrip("0")
        return f"{said} {language.point} {digits(parts, language)}" if parts else said

    def of_hours(found: re.Match[str]) -> str:
        return duration((int(found[1]), int(found[2]), 0), language)

    def pace(found: re.Match[str]) -> str:
        minutes, seconds = int(found[1]), int(found[2])
        said = [whole(minutes, language)]
        said.append(whole(seconds, language) if seconds else language.measures["min"].noun)
        return " ".join(said)

    def terms(found: re.Match[str]) -> str:
        named = found.groupdict()
        return duration((int(named["h"] or 0), int(named["m"] or 0), int(named["s"] or 0)), language)

    def quoted(count: str, key: str, found: re.Match[str]) -> str:
        """A mark that closes a quotation is none of time."""
        mark = found[0][-1]
        is_open = len(re.findall(rf"(?<!\w){mark}(?=\w)", found.string[: found.start() + 1])) % 2
        return found[0] if is_open else amount(count, language.measures[key], language)

    end = r"(?![\w'])"
    short_hour = "|".join(word for word in ("hrs", "hr", "h", "u") if word in language.units)
    compact = rf"{START}(?P<h>[0-9]{{1,3}})(?:{short_hour})(?P<m>[0-5]?[0-9])(?P<s>)(?:m|min|')?{end}"
    minutes = rf"{START}(?P<h>)(?P<m>[0-9]{{1,3}}) ?(?:{minute}) ?(?P<s>[0-9]{{1,2}}) ?(?:{second}){end}"
    bare = rf"{START}(?P<h>)(?P<m>[0-9]{{1,2}})m(?P<s>[0-5][0-9]){end}"
    hours = (
        rf"{START}(?P<h>[0-9]{{1,3}}) ?(?:{hour}) ?(?P<m>[0-9]{{1,2}}) ?(?:{minute})"
        rf"(?: ?(?P<s>[0-9]{{1,2}}) ?(?:{second}))?{end}"
    )
    minutes_and_seconds = rf"{START}([0-9]{{1,3}}):([0-5][0-9])"
    attributive = [(minutes_and_seconds + r"(?= (?:pace|tempo|mile)\b)", pace)] if language.attributive else []
    if language.endings:  # `5:30er`
        endings = "|".join(language.endings)
        attributive.append(
            (
                rf"{minutes_and_seconds}-?(?={endings})",
                lambda found: f"{whole(int(found[1]), language)} {int(found[2])}",
            )
        )
    written: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
        *attributive,
        (rf"{minutes_and_seconds} ?(?:{hour})(?!\w)", of_hours),
        (rf"{_CLOCK}(?: ?(?:{minute})(?!\w))?", clock),
        (hours, terms),
        (minutes, terms),
        (compact, terms),
        (bare, terms),
        (_PRIMES, lambda found: duration((0, int(found[1]), int(found[2])), language)),
        (_MINUTES, lambda found: quoted(found[1], "min", found)),
        (_SECONDS, lambda found: quoted(found[1], "s", found)),
    )
    return tuple((re.compile(pattern, re.I), spoken) for pattern, spoken in written)


def _written(key: str, language: Language) -> str:
    """What may be written for a unit of time."""
    words = (word for word, unit in language.units.items() if unit == key)
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
