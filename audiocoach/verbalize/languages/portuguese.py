"""Portuguese, as in Brazil."""

from typing import Final

from audiocoach.verbalize.language import Fractions, Language, Measure, Signs


def _masculine(noun: str, many: str = "") -> Measure:
    return Measure(f"um {noun}", many or f"{noun}s", "m")


def _feminine(noun: str, many: str = "") -> Measure:
    return Measure(f"uma {noun}", many or f"{noun}s", "f")


PORTUGUESE: Final = Language(
    code="pt",
    numbers="pt_BR",
    decimal=",",
    point="vírgula",
    reads_digits=False,
    signs=Signs(
        to="a",
        times="vezes",
        divided="dividido por",
        minus="menos",
        plus="mais",
        plus_minus="mais ou menos",
        less="menos de",
        more="mais de",
        at_most="no máximo",
        at_least="pelo menos",
        about="cerca de",
        equals="igual a",
        per="por",
        out_of="de",
        number="número",
        at="arroba",
        at_pace="a",
        dot="ponto",
        slash="barra",
        both="e",
        then="depois",
        zone="zona",
        squared="ao quadrado",
        cubed="ao cubo",
    ),
    fractions=Fractions(
        words={
            (1, 2): "um meio",
            (1, 3): "um terço",
            (2, 3): "dois terços",
            (1, 4): "um quarto",
            (3, 4): "três quartos",
        },
        after={
            (1, 2): "e meio",
            (1, 3): "e um terço",
            (2, 3): "e dois terços",
            (1, 4): "e um quarto",
            (3, 4): "e três quartos",
        },
        half={"m": "meio {noun}", "f": "meia {noun}"},
        and_half={"m": "{counted} e meio", "f": "{counted} e meia"},
        part="{fraction} de {noun}",
    ),
    measures={
        "h": _feminine("hora"),
        "min": _masculine("minuto"),
        "s": _masculine("segundo"),
        "ms": _masculine("milissegundo"),
        "m": _masculine("metro"),
        "km": _masculine("quilômetro"),
        "mi": _feminine("milha"),
        "cm": _masculine("centímetro"),
        "mm": _masculine("milímetro"),
        "ft": _masculine("pé"),
        "yd": _feminine("jarda"),
        "kg": _masculine("quilograma"),
        "g": _masculine("grama"),
        "mg": _masculine("miligrama"),
        "lb": _feminine("libra"),
        "l": _masculine("litro"),
        "ml": _masculine("mililitro"),
        "w": _masculine("watt"),
        "kcal": _feminine("quilocaloria"),
        "cal": _feminine("caloria"),
        "kj": _masculine("quilojoule"),
        "hz": Measure("um hertz", "hertz", "m"),
        "db": Measure("um decibel", "decibéis", "m"),
        "bpm": Measure("um batimento por minuto", "batimentos por minuto", "m"),
        "spm": Measure("um passo por minuto", "passos por minuto", "m"),
        "rpm": Measure("uma rotação por minuto", "rotações por minuto", "f"),
        "mph": Measure("uma milha por hora", "milhas por hora", "f"),
        "kph": Measure("um quilômetro por hora", "quilômetros por hora", "m"),
        "%": Measure("um por cento", "por cento"),
        "‰": Measure("um por mil", "por mil"),
        "°c": Measure("um grau Celsius", "graus Celsius", "m"),
        "°f": Measure("um grau Fahrenheit", "graus Fahrenheit", "m"),
        "°": Measure("um grau", "graus", "m"),
    },
    currencies={
        "R$": Measure("um real", "reais", "m"),
        "$": _masculine("dólar", "dólares"),
        "€": _masculine("euro"),
        "£": _feminine("libra"),
        "¥": Measure("um iene", "ienes", "m"),
    },
    genders={"f": ((r"\bum$", "uma"), (r"\bdois$", "duas"), (r"entos\b", "entas"))},
    clock_and="e",
    spellings={"seg": "s", "segs": "s", "quilómetro": "km", "quilómetros": "km"},
    abbreviations={
        r"p\.\s?ex\.": "por exemplo",
        r"etc\.?": "et cetera",
        r"aprox\.": "aproximadamente",
        r"máx\.": "máximo",
        r"mín\.": "mínimo",
        r"vs\.?": "contra",
        r"(?:núm\.|n\.?º|n°|no\.)(?=\s?[0-9])": "número",
    },
    ordinals=((r"([0-9]{1,3})\.?(?:º|°|o)", ""), (r"([0-9]{1,3})\.?(?:ª|a)", "a")),
    counted=("volta", "série", "rodada", "parte", "dia", "semana", "repetição", "nível", "esforço", "tiro"),
)
