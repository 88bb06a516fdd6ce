"""Whom to call where a day is too heavy: by the country, as far as the language of a session tells it."""

from collections.abc import Mapping, Sequence
from typing import Final

from babel import Locale, UnknownLocaleError

ELSEWHERE: Final = "findahelpline.com"
"""A list of helplines by country, kept by volunteers in 175 countries."""

_NUMBERS: Final[Mapping[str, str]] = {
    "US": "988",
    "CA": "988",
    "GB": "116 123",
    "IE": "116 123",
    "AU": "13 11 14",
    "NZ": "1737",
    "ZA": "0800 567 567",
    "IN": "14416",
    "DE": "0800 111 0 111",
    "AT": "142",
    "CH": "143",
    "FR": "3114",
    "ES": "024",
    "MX": "800 911 2000",
    "IT": "02 2327 2327",
    "NL": "113",
    "BR": "188",
    "PT": "1411",
}
"""Free of charge or of the price of a local call, by the ISO 3166 code of a country: 988 Suicide & Crisis Lifeline and
9-8-8, Samaritans, Lifeline, 1737, SADAG, Tele MANAS, TelefonSeelsorge and its like in Austria and Switzerland, numéro
national de prévention du suicide, línea 024, Línea de la Vida, Telefono Amico, 113, CVV, linha 1411."""

_OF_LANGUAGE: Final[Mapping[tuple[str, str], str]] = {("nl", "BE"): "1813", ("fr", "BE"): "0800 32 123"}
"""Where a country has one for each of its languages: Zelfmoordlijn, Centre de Prévention du Suicide."""

_COUNTRIES: Final[Mapping[str, Sequence[str]]] = {
    "en": ("US", "CA", "GB", "IE", "AU", "NZ"),
    "de": ("DE", "AT", "CH"),
    "es": ("ES", "MX", "US"),
    "fr": ("FR", "BE", "CH", "CA"),
    "it": ("IT", "CH"),
    "nl": ("NL", "BE"),
    "pt": ("BR", "PT"),
}
"""Where most who hear a language live, in so far as a number is known."""


def helplines(language: str, words: str) -> list[tuple[str, str]]:
    """A country and its number: that of `language` or, where it names none, those where it is spoken.

    `words` is the language in which countries are named; both are BCP 47. Empty where no number is known.
    """
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return []
    spoken = locale.language
    places = (locale.territory,) if locale.territory else _COUNTRIES.get(spoken, ())
    numbers = ((place, _OF_LANGUAGE.get((spoken, place)) or _NUMBERS.get(place)) for place in places)
    names = Locale.parse(words.replace("-", "_")).territories
    return [(names[place], number) for place, number in numbers if number]
