"""French."""

from typing import Final

from audiocoach.verbalize.language import Fractions, Language, Measure, Signs


def _masculine(noun: str, many: str = "") -> Measure:
    return Measure(f"un {noun}", many or f"{noun}s", "m")


def _feminine(noun: str, many: str = "") -> Measure:
    return Measure(f"une {noun}", many or f"{noun}s", "f")


FRENCH: Final = Language(
    code="fr",
    numbers="fr",
    decimal=",",
    point="virgule",
    reads_digits=False,
    signs=Signs(
        to="à",
        times="fois",
        divided="divisé par",
        minus="moins",
        plus="plus",
        plus_minus="plus ou moins",
        less="moins de",
        more="plus de",
        at_most="au plus",
        at_least="au moins",
        about="environ",
        equals="égale",
        per="par",
        out_of="sur",
        number="numéro",
        at="arobase",
        at_pace="à",
        dot="point",
        slash="barre",
        both="et",
        then="puis",
        zone="zone",
        squared="au carré",
        cubed="au cube",
    ),
    fractions=Fractions(
        words={
            (1, 2): "un demi",
            (1, 3): "un tiers",
            (2, 3): "deux tiers",
            (1, 4): "un quart",
            (3, 4): "trois quarts",
        },
        after={
            (1, 2): "et demi",
            (1, 3): "et un tiers",
            (2, 3): "et deux tiers",
            (1, 4): "et quart",
            (3, 4): "trois quarts",
        },
        half={"m": "un demi-{noun}", "f": "une demi-{noun}"},
        and_half={"m": "{counted} et demi", "f": "{counted} et demie"},
        part="{fraction} de {noun}",
    ),
    measures={
        "h": _feminine("heure"),
        "min": _feminine("minute"),
        "s": _feminine("seconde"),
        "ms": _feminine("milliseconde"),
        "m": _masculine("mètre"),
        "km": _masculine("kilomètre"),
        "mi": _masculine("mile"),
        "cm": _masculine("centimètre"),
        "mm": _masculine("millimètre"),
        "ft": _masculine("pied"),
        "yd": _masculine("yard"),
        "kg": _masculine("kilogramme"),
        "g": _masculine("gramme"),
        "mg": _masculine("milligramme"),
        "lb": _feminine("livre"),
        "l": _masculine("litre"),
        "ml": _masculine("millilitre"),
        "w": _masculine("watt"),
        "kcal": _feminine("kilocalorie"),
        "cal": _feminine("calorie"),
        "kj": _masculine("kilojoule"),
        "hz": Measure("un hertz", "hertz", "m"),
        "db": _masculine("décibel"),
        "bpm": Measure("un battement par minute", "battements par minute", "m"),
        "spm": Measure("un pas par minute", "pas par minute", "m"),
        "rpm": Measure("un tour par minute", "tours par minute", "m"),
        "mph": Measure("un mile par heure", "miles par heure", "m"),
        "kph": Measure("un kilomètre par heure", "kilomètres par heure", "m"),
        "%": Measure("un pour cent", "pour cent"),
        "‰": Measure("un pour mille", "pour mille"),
        "°c": Measure("un degré Celsius", "degrés Celsius", "m"),
        "°f": Measure("un degré Fahrenheit", "degrés Fahrenheit", "m"),
        "°": _masculine("degré"),
    },
    currencies={
        "$": _masculine("dollar"),
        "€": _masculine("euro"),
        "£": _feminine("livre"),
        "¥": _masculine("yen"),
    },
    genders={"f": ((r"\bun$", "une"),)},
    abbreviations={
        r"p\.\s?ex\.": "par exemple",
        r"c\.-à-d\.": "c'est-à-dire",
        r"etc\.?": "et cetera",
        r"env\.": "environ",
        r"max\.(?=\s)": "maximum",
        r"vs\.?": "contre",
        r"(?:n°|nº|no\.)(?=\s?[0-9])": "numéro",
    },
    ordinals=((r"([0-9]{1,3})(?:er|ers|e|ème|ième|es)", ""), (r"([0-9]{1,3})(?:re|ère)", "ère")),
    counted=("tour", "série", "partie", "jour", "semaine", "répétition", "niveau", "effort", "manche", "étape"),
    joins=((r"\bde (?=heure)", "d'"),),
)
