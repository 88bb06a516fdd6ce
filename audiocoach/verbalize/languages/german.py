"""German."""

from typing import Final

from audiocoach.verbalize.language import Fractions, Language, Measure, Signs


def _feminine(noun: str, many: str) -> Measure:
    return Measure(f"eine {noun}", many, "f")


def _masculine(noun: str, many: str = "") -> Measure:
    return Measure(f"ein {noun}", many or noun, "m")


def _neuter(noun: str, many: str = "") -> Measure:
    return Measure(f"ein {noun}", many or noun, "n")


_AND_HALF: Final = "{number}einhalb {many}"
_FEMININE: Final = ((r"eins$", "eine"),)
_OTHER: Final = ((r"eins$", "ein"),)
_BEFORE_DATIVE: Final = (
    *("den", "dem", "im", "am", "zum", "zur", "vom", "ins", "beim"),
    *("in der", "nach der", "vor der", "seit der", "bei der", "mit der", "ab der"),
)
"""Words after which an ordinal ends in `-en`."""
_DATIVE: Final = "|".join(rf"(?<=\b{word} )" for word in _BEFORE_DATIVE)

_DATIVE_ONLY: Final = "[Ii]n|[Nn]ach|[Vv]or|[Mm]it|[Ss]eit|[Bb]ei|[Vv]on|[Aa]b|[Aa]us|[Bb]innen"
"""After them stands the dative, where an amount follows."""
_SPANS: Final = "Stunde|Minute|Sekunde|Meile"
_LENGTHS: Final = "Kilometer|Meter|Kilogramm|Liter|Prozent|Grad"
_MASCULINE: Final = "Satz|Durchgang|Tag|Schritt|Kilometer|km|Meter|Block|Teil|Lauf|Abschnitt|Versuch"
_NEUTER: Final = "Set|Intervall|Mal"
_NO_ARTICLE: Final = "".join(rf"(?<!\b{word} )" for word in ("der", "Der", "dieser", "jeder", "das", "Das", "ein"))

GERMAN: Final = Language(
    code="de",
    numbers="de",
    decimal=",",
    point="Komma",
    reads_digits=True,
    signs=Signs(
        to="bis",
        times="mal",
        holding="à",
        ratio="zu",
        divided="geteilt durch",
        minus="minus",
        plus="plus",
        plus_minus="plus minus",
        less="unter",
        more="über",
        at_most="höchstens",
        at_least="mindestens",
        about="etwa",
        equals="gleich",
        unequal="ungleich",
        per="pro",
        each="pro",
        out_of="von",
        number="Nummer",
        at="ät",
        at_pace="bei",
        dot="Punkt",
        slash="Schrägstrich",
        both="und",
        then="dann",
        zone="Zone",
        squared="Quadrat",
        cubed="hoch drei",
    ),
    fractions=Fractions(
        words={
            (1, 2): "ein halb",
            (1, 3): "ein Drittel",
            (2, 3): "zwei Drittel",
            (1, 4): "ein Viertel",
            (3, 4): "drei Viertel",
        },
        after={
            (1, 2): "einhalb",
            (1, 3): "ein Drittel",
            (2, 3): "zwei Drittel",
            (1, 4): "ein Viertel",
            (3, 4): "drei Viertel",
        },
        half={"f": "eine halbe {noun}", "m": "ein halber {noun}", "n": "ein halbes {noun}"},
        and_half=dict.fromkeys(("f", "m", "n"), _AND_HALF),
        part="{fraction} {noun}",
        one_and_half=dict.fromkeys(("f", "m", "n"), "anderthalb {many}"),
    ),
    measures={
        "h": _feminine("Stunde", "Stunden"),
        "min": _feminine("Minute", "Minuten"),
        "s": _feminine("Sekunde", "Sekunden"),
        "ms": _feminine("Millisekunde", "Millisekunden"),
        "m": _masculine("Meter"),
        "km": _masculine("Kilometer"),
        "hm": _masculine("Höhenmeter"),
        "mi": _feminine("Meile", "Meilen"),
        "cm": _masculine("Zentimeter"),
        "mm": _masculine("Millimeter"),
        "ft": _masculine("Fuß"),
        "yd": _neuter("Yard", "Yards"),
        "kg": _neuter("Kilogramm"),
        "g": _neuter("Gramm"),
        "mg": _neuter("Milligramm"),
        "lb": _neuter("Pfund"),
        "l": _masculine("Liter"),
        "ml": _masculine("Milliliter"),
        "w": _neuter("Watt"),
        "kcal": _feminine("Kilokalorie", "Kilokalorien"),
        "cal": _feminine("Kalorie", "Kalorien"),
        "kj": _neuter("Kilojoule"),
        "hz": _neuter("Hertz"),
        "db": _neuter("Dezibel"),
        "bpm": Measure("ein Schlag pro Minute", "Schläge pro Minute", "m"),
        "spm": Measure("ein Schritt pro Minute", "Schritte pro Minute", "m"),
        "rpm": Measure("eine Umdrehung pro Minute", "Umdrehungen pro Minute", "f"),
        "mph": Measure("eine Meile pro Stunde", "Meilen pro Stunde", "f"),
        "kph": Measure("ein Kilometer pro Stunde", "Kilometer pro Stunde", "m"),
        "%": _neuter("Prozent"),
        "‰": _neuter("Promille"),
        "°c": Measure("ein Grad Celsius", "Grad Celsius", "n"),
        "°f": Measure("ein Grad Fahrenheit", "Grad Fahrenheit", "n"),
        "°": _neuter("Grad"),
    },
    things={
        "x": Measure("einmal", "mal"),
        "rep": _feminine("Wiederholung", "Wiederholungen"),
        "set": _masculine("Satz", "Sätze"),
        "round": _feminine("Runde", "Runden"),
        "lap": _masculine("Durchgang", "Durchgänge"),
        "series": _feminine("Serie", "Serien"),
        "side": _feminine("Seite", "Seiten"),
        "leg": _neuter("Bein", "Beine"),
        "arm": _masculine("Arm", "Arme"),
        "hand": _feminine("Hand", "Hände"),
        "week": _feminine("Woche", "Wochen"),
        "day": _masculine("Tag", "Tage"),
        "month": _masculine("Monat", "Monate"),
        "person": _feminine("Person", "Personen"),
        "step": _masculine("Schritt", "Schritte"),
        "breath": _masculine("Atemzug", "Atemzüge"),
        "exercise": _feminine("Übung", "Übungen"),
        "session": _feminine("Einheit", "Einheiten"),
        "break": _feminine("Pause", "Pausen"),
    },
    currencies={
        "$": _masculine("Dollar"),
        "€": _masculine("Euro"),
        "£": _neuter("Pfund"),
        "¥": _masculine("Yen"),
    },
    genders={"f": _FEMININE, "m": _OTHER, "n": _OTHER},
    instead=((r"^einhundert", "hundert"), (r"^eintausend", "tausend")),
    spellings={"std": "h", "sek": "s", "hm": "hm"},
    abbreviations={
        r"z\.\s?b\.": "zum Beispiel",
        r"d\.\s?h\.": "das heißt",
        r"u\.\s?a\.": "unter anderem",
        r"usw\.": "und so weiter",
        r"etc\.?": "et cetera",
        r"bzw\.": "beziehungsweise",
        r"(?:ca|etwa|zirka|ung)\.": "etwa",
        r"inkl\.": "inklusive",
        r"max\.(?=\s)": "maximal",
        r"mind\.": "mindestens",
        r"(?<![0-9] )min\.(?=\s[0-9])": "mindestens",
        r"wdh\.?": "Wiederholungen",
        r"(?<=[0-9] )min\.(?=\s\w)": "min",
        r"(?<=[0-9] )sek\.(?=\s\w)": "sek",
        r"(?<=[0-9] )std\.(?=\s\w)": "std",
        r"vgl\.": "vergleiche",
        r"(?:std|stdn)\.": "Stunden",
        r"(?:no\.|nr\.?)(?=\s?[0-9])": "Nummer",
        r"vs\.?": "gegen",
        r"(?-i:GA) ?([12]) ?/ ?(?:GA ?)?(?=[12]\b)": r"GA \1, ",
        r"([0-9]) ?%ig(e[nrms]?)?": r"\1 prozentig\2",
        r"(?<=[0-9] )(?-i:S)(?=/min)": "Schläge",
        r"zw\.": "zwischen",
        r"li\.": "links",
        r"re\.": "rechts",
        r"o\. ?ä\.": "oder ähnlich",
        r"bzgl\.": "bezüglich",
        r"s\. ?u\.": "siehe unten",
        r"evtl\.": "eventuell",
        r"ggf\.": "gegebenenfalls",
        r"tel\.": "Telefon",
        r"dr\.(?=\s[A-ZÄÖÜ])": "Doktor",
        r"(?-i:Hr)\.(?=\s)": "Herr",
        r"(?-i:St)\.(?=\s)": "Sankt",
    },
    ordinals=(
        (rf"(?:{_DATIVE})([0-9]{{1,4}})\.(?=\s\w)", "en"),
        (rf"{_NO_ARTICLE}([0-9]{{1,4}})\.(?=\s(?:{_MASCULINE})\b)", "er"),
        (rf"{_NO_ARTICLE}([0-9]{{1,4}})\.(?=\s(?:{_NEUTER})\b)", "es"),
        (r"([0-9]{1,4})\.(?=\s(?:[A-ZÄÖÜ]|km\b))", "e"),
    ),
    counted=("runde", "satz", "set", "teil", "tag", "woche", "wiederholung", "schritt", "intervall", "stufe"),
    initials=frozenset(("GA", "EL", "AL", "KA", "IAS", "WSA")),
    endings=("er", "ern", "fach", "mal"),
    joins=(
        (rf"\b(?:({_DATIVE_ONLY}) )eine (?={_SPANS})", r"\1 einer "),
        (rf"\b(?:({_DATIVE_ONLY}) )eine halbe (?={_SPANS})", r"\1 einer halben "),
        (rf"\b(?:({_DATIVE_ONLY}) )ein (?={_LENGTHS})", r"\1 einem "),
        (rf"\b(?:({_DATIVE_ONLY}) )ein halber (?={_LENGTHS})", r"\1 einem halben "),
        (r"\b([Ee])ins (?=Uhr)", r"\1in "),
    ),
    times_of_day=((r"([0-9]{1,2})(?:[:.]([0-5][0-9]))? ?Uhr\b", "{h} Uhr {m}"),),
)
