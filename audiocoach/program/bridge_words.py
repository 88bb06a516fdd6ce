"""What is said first on a day before a jump, in the languages that the coach speaks."""

from collections.abc import Mapping
from typing import Final

from audiocoach.script.phrasebook import MODEL, books_for
from audiocoach.session.day_words import DayWords

_WELCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "A day in between. It makes the next step smaller.",
        "Today is a bridge: a little more than last time, less than next time.",
        "There is one step between the last run and the next. This is it.",
        "Before the longer run comes one that is nearly as long. Take it slowly.",
    ),
    "de": (
        "Ein Tag zwischendrin. Er macht den nächsten Schritt kleiner.",
        "Heute ist eine Brücke: etwas mehr als letztes Mal, weniger als beim nächsten.",
        "Zwischen dem letzten Lauf und dem nächsten liegt eine Stufe. Das ist sie.",
        "Vor dem längeren Lauf kommt einer, der fast so lang ist. Lauf ihn langsam.",
    ),
    "es": (
        "Un día intermedio. Hace más pequeño el próximo paso.",
        "Hoy es un puente: algo más que la última vez, menos que la próxima.",
        "Entre la última carrera y la próxima hay un escalón. Es este.",
        "Antes de la carrera larga viene una casi igual de larga. Tómatela con calma.",
    ),
    "fr": (
        "Un jour entre deux. Il rend le prochain pas plus petit.",
        "Aujourd'hui, une passerelle : plus que la dernière fois, moins que la prochaine.",
        "Entre la dernière course et la prochaine, il y a une étape. La voici.",
        "Avant la longue course, en voici une presque aussi longue. Prends ton temps.",
    ),
    "it": (
        "Un giorno di mezzo. Rende più piccolo il prossimo passo.",
        "Oggi è un ponte: un po' più dell'ultima volta, meno della prossima.",
        "Tra l'ultima corsa e la prossima c'è un gradino. Eccolo.",
        "Prima della corsa lunga ne arriva una quasi altrettanto lunga. Prendila con calma.",
    ),
    "nl": (
        "Een dag ertussenin. Die maakt de volgende stap kleiner.",
        "Vandaag is een brug: iets meer dan de vorige keer, minder dan de volgende.",
        "Tussen de vorige loop en de volgende zit nog een trede. Dit is hem.",
        "Voor de langere loop komt er een die bijna zo lang is. Doe het rustig.",
    ),
    "pt": (
        "Um dia no meio. Ele deixa o próximo passo menor.",
        "Hoje é uma ponte: mais que da última vez, menos que na próxima.",
        "Entre a última corrida e a próxima tem um degrau. É este.",
        "Antes da corrida longa vem uma quase tão longa. Vá com calma.",
    ),
}


def bridge_words(language: str, count: int) -> DayWords:
    """The words of the `count`-th bridge of a program, from 1; in English where the coach does not speak `language`."""
    ways = _WELCOMES[next((code for code in books_for(language) if code in _WELCOMES), MODEL)]
    return DayWords(welcome=ways[(count - 1) % len(ways)])
