"""Spanish."""

from typing import Final

from audiocoach.verbalize.language import Fractions, Language, Measure, Signs


def _masculine(noun: str, many: str = "") -> Measure:
    return Measure(f"un {noun}", many or f"{noun}s", "m")


def _feminine(noun: str, many: str = "") -> Measure:
    return Measure(f"una {noun}", many or f"{noun}s", "f")


SPANISH: Final = Language(
    code="es",
    numbers="es",
    decimal=",",
    point="coma",
    reads_digits=False,
    signs=Signs(
        to="a",
        times="por",
        divided="entre",
        minus="menos",
        plus="más",
        plus_minus="más menos",
        less="menos de",
        more="más de",
        at_most="como máximo",
        at_least="al menos",
        about="unos",
        equals="igual a",
        per="por",
        out_of="de",
        number="número",
        at="arroba",
        at_pace="a",
        dot="punto",
        slash="barra",
        both="y",
        then="luego",
        zone="zona",
        squared="al cuadrado",
        cubed="al cubo",
    ),
    fractions=Fractions(
        words={
            (1, 2): "un medio",
            (1, 3): "un tercio",
            (2, 3): "dos tercios",
            (1, 4): "un cuarto",
            (3, 4): "tres cuartos",
        },
        after={
            (1, 2): "y medio",
            (1, 3): "y un tercio",
            (2, 3): "y dos tercios",
            (1, 4): "y cuarto",
            (3, 4): "y tres cuartos",
        },
        half={"m": "medio {noun}", "f": "media {noun}"},
        and_half={"m": "{counted} y medio", "f": "{counted} y media"},
        part="{fraction} de {noun}",
    ),
    measures={
        "h": _feminine("hora"),
        "min": _masculine("minuto"),
        "s": _masculine("segundo"),
        "ms": _masculine("milisegundo"),
        "m": _masculine("metro"),
        "km": _masculine("kilómetro"),
        "mi": _feminine("milla"),
        "cm": _masculine("centímetro"),
        "mm": _masculine("milímetro"),
        "ft": _masculine("pie"),
        "yd": _feminine("yarda"),
        "kg": _masculine("kilogramo"),
        "g": _masculine("gramo"),
        "mg": _masculine("miligramo"),
        "lb": _feminine("libra"),
        "l": _masculine("litro"),
        "ml": _masculine("mililitro"),
        "w": _masculine("vatio"),
        "kcal": _feminine("kilocaloría"),
        "cal": _feminine("caloría"),
        "kj": _masculine("kilojulio"),
        "hz": _masculine("hercio"),
        "db": _masculine("decibelio"),
        "bpm": Measure("una pulsación por minuto", "pulsaciones por minuto", "f"),
        "spm": Measure("un paso por minuto", "pasos por minuto", "m"),
        "rpm": Measure("una revolución por minuto", "revoluciones por minuto", "f"),
        "mph": Measure("una milla por hora", "millas por hora", "f"),
        "kph": Measure("un kilómetro por hora", "kilómetros por hora", "m"),
        "%": Measure("uno por ciento", "por ciento"),
        "‰": Measure("uno por mil", "por mil"),
        "°c": Measure("un grado Celsius", "grados Celsius", "m"),
        "°f": Measure("un grado Fahrenheit", "grados Fahrenheit", "m"),
        "°": _masculine("grado"),
    },
    currencies={
        "$": _masculine("dólar", "dólares"),
        "€": _masculine("euro"),
        "£": _feminine("libra"),
        "¥": _masculine("yen", "yenes"),
    },
    genders={
        "m": ((r"veintiuno$", "veintiún"), (r"\buno$", "un")),
        "f": ((r"uno$", "una"), (r"cientos\b", "cientas"), (r"quinientos\b", "quinientas")),
    },
    spellings={"seg": "s", "segs": "s"},
    abbreviations={
        r"p\.\s?ej\.": "por ejemplo",
        r"etc\.?": "etcétera",
        r"aprox\.": "aproximadamente",
        r"máx\.": "máximo",
        r"mín\.": "mínimo",
        r"vs\.?": "contra",
        r"(?:núm\.|n\.?º|n°|nº|no\.)(?=\s?[0-9])": "número",
    },
    ordinals=((r"([0-9]{1,3})\.?(?:º|°|o)", ""), (r"([0-9]{1,3})\.?er", "-"), (r"([0-9]{1,3})\.?(?:ª|a)", "a")),
    counted=("vuelta", "serie", "ronda", "parte", "día", "semana", "repetición", "nivel", "esfuerzo", "paso"),
)
