"""Italian."""

from typing import Final

from audiocoach.verbalize.language import Fractions, Language, Measure, Signs


def _masculine(noun: str, many: str) -> Measure:
    return Measure(f"un {noun}", many, "m")


def _feminine(noun: str, many: str) -> Measure:
    return Measure(f"una {noun}", many, "f")


ITALIAN: Final = Language(
    code="it",
    numbers="it",
    decimal=",",
    point="virgola",
    reads_digits=False,
    signs=Signs(
        to="a",
        times="per",
        divided="diviso",
        minus="meno",
        plus="più",
        plus_minus="più o meno",
        less="meno di",
        more="più di",
        at_most="al massimo",
        at_least="almeno",
        about="circa",
        equals="uguale a",
        per="al",
        out_of="su",
        number="numero",
        at="chiocciola",
        at_pace="a",
        dot="punto",
        slash="barra",
        both="e",
        then="poi",
        zone="zona",
        squared="al quadrato",
        cubed="al cubo",
    ),
    fractions=Fractions(
        words={
            (1, 2): "un mezzo",
            (1, 3): "un terzo",
            (2, 3): "due terzi",
            (1, 4): "un quarto",
            (3, 4): "tre quarti",
        },
        after={
            (1, 2): "e mezzo",
            (1, 3): "e un terzo",
            (2, 3): "e due terzi",
            (1, 4): "e un quarto",
            (3, 4): "e tre quarti",
        },
        half={"m": "mezzo {noun}", "f": "mezza {noun}"},
        and_half={"m": "{counted} e mezzo", "f": "{counted} e mezza"},
        part="{fraction} di {noun}",
    ),
    measures={
        "h": Measure("un'ora", "ore", "f"),
        "min": _masculine("minuto", "minuti"),
        "s": _masculine("secondo", "secondi"),
        "ms": _masculine("millisecondo", "millisecondi"),
        "m": _masculine("metro", "metri"),
        "km": _masculine("chilometro", "chilometri"),
        "mi": Measure("un miglio", "miglia", "m"),
        "cm": _masculine("centimetro", "centimetri"),
        "mm": _masculine("millimetro", "millimetri"),
        "ft": _masculine("piede", "piedi"),
        "yd": _feminine("iarda", "iarde"),
        "kg": _masculine("chilogrammo", "chilogrammi"),
        "g": _masculine("grammo", "grammi"),
        "mg": _masculine("milligrammo", "milligrammi"),
        "lb": _feminine("libbra", "libbre"),
        "l": _masculine("litro", "litri"),
        "ml": _masculine("millilitro", "millilitri"),
        "w": _masculine("watt", "watt"),
        "kcal": _feminine("chilocaloria", "chilocalorie"),
        "cal": _feminine("caloria", "calorie"),
        "kj": _masculine("chilojoule", "chilojoule"),
        "hz": Measure("un hertz", "hertz", "m"),
        "db": _masculine("decibel", "decibel"),
        "bpm": Measure("un battito al minuto", "battiti al minuto", "m"),
        "spm": Measure("un passo al minuto", "passi al minuto", "m"),
        "rpm": Measure("un giro al minuto", "giri al minuto", "m"),
        "mph": Measure("un miglio all'ora", "miglia all'ora", "m"),
        "kph": Measure("un chilometro all'ora", "chilometri all'ora", "m"),
        "%": Measure("uno per cento", "per cento"),
        "‰": Measure("uno per mille", "per mille"),
        "°c": Measure("un grado Celsius", "gradi Celsius", "m"),
        "°f": Measure("un grado Fahrenheit", "gradi Fahrenheit", "m"),
        "°": _masculine("grado", "gradi"),
    },
    currencies={
        "$": _masculine("dollaro", "dollari"),
        "€": _masculine("euro", "euro"),
        "£": _feminine("sterlina", "sterline"),
        "¥": Measure("uno yen", "yen", "m"),
    },
    genders={"m": ((r"(?<=\w)uno$", "uno"), (r"^uno$", "un")), "f": ((r"^uno$", "una"),)},
    clock_and="e",
    spellings={"sec": "s"},
    abbreviations={
        r"(?:p\.\s?es\.|ad es\.)": "per esempio",
        r"ecc\.?": "eccetera",
        r"ca\.": "circa",
        r"max\.(?=\s)": "massimo",
        r"vs\.?": "contro",
        r"(?:n°|nº|n\.|nr\.)(?=\s?[0-9])": "numero",
    },
    ordinals=((r"([0-9]{1,3})(?:º|°|o)", ""), (r"([0-9]{1,3})(?:ª|a)", "a")),
    counted=("giro", "serie", "parte", "giorno", "settimana", "ripetizione", "livello", "sforzo", "turno", "round"),
    joins=((r"\bal ora\b", "all'ora"), (r"\bal (?=iarda|libbra|caloria)", "alla ")),
)
