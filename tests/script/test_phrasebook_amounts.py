"""Durations and distances as people say them: the words, their genders and their plurals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.build.phrasebooks import languages, phrasebook
from audiocoach.syntax.amounts import parse_amount, parse_pace
from audiocoach.verbalize.spoken_words import spoken_words

PACE = parse_pace("6:00/km")

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "nl")
WORDS = """
1s | one second | eine Sekunde | un segundo | une seconde | un secondo | um segundo | één seconde
2s | two seconds | zwei Sekunden | dos segundos | deux secondes | due secondi | dois segundos | twee seconden
1.5s | one and a half seconds | anderthalb Sekunden | un segundo y medio | une seconde et demie | un secondo e mezzo \
     | um segundo e meio | anderhalve seconde
500ms | half a second | eine halbe Sekunde | medio segundo | une demi-seconde | mezzo secondo | meio segundo \
     | een halve seconde
16s | sixteen seconds | sechzehn Sekunden | dieciséis segundos | seize secondes | sedici secondi \
     | dezesseis segundos | zestien seconden
30s | thirty seconds | dreißig Sekunden | treinta segundos | trente secondes | trenta secondi | trinta segundos \
     | dertig seconden
31s | thirty-one seconds | einunddreißig Sekunden | treinta y un segundos | trente et une secondes \
     | trentuno secondi | trinta e um segundos | eenendertig seconden
45s | forty-five seconds | fünfundvierzig Sekunden | cuarenta y cinco segundos | quarante-cinq secondes \
     | quarantacinque secondi | quarenta e cinco segundos | vijfenveertig seconden
59s | fifty-nine seconds | neunundfünfzig Sekunden | cincuenta y nueve segundos | cinquante-neuf secondes \
     | cinquantanove secondi | cinquenta e nove segundos | negenenvijftig seconden
60s | one minute | eine Minute | un minuto | une minute | un minuto | um minuto | één minuut
61s | one minute and one second | eine Minute und eine Sekunde | un minuto y un segundo | une minute et une seconde \
     | un minuto e un secondo | um minuto e um segundo | één minuut en één seconde
65s | one minute and five seconds | eine Minute und fünf Sekunden | un minuto y cinco segundos \
     | une minute et cinq secondes | un minuto e cinque secondi | um minuto e cinco segundos \
     | één minuut en vijf seconden
75s | one minute fifteen | eine Minute fünfzehn | un minuto quince | une minute quinze | un minuto e quindici \
     | um minuto e quinze | één minuut vijftien
80s | one minute twenty | eine Minute zwanzig | un minuto veinte | une minute vingt | un minuto e venti \
     | um minuto e vinte | één minuut twintig
81s | one minute twenty-one | eine Minute einundzwanzig | un minuto veintiuno | une minute vingt et une \
     | un minuto e ventuno | um minuto e vinte e um | één minuut eenentwintig
90s | ninety seconds | anderthalb Minuten | un minuto y medio | une minute trente | un minuto e mezzo \
     | um minuto e meio | anderhalve minuut
100s | one minute forty | eine Minute vierzig | un minuto cuarenta | une minute quarante | un minuto e quaranta \
     | um minuto e quarenta | één minuut veertig
2m | two minutes | zwei Minuten | dos minutos | deux minutes | due minuti | dois minutos | twee minuten
2m5s | two minutes and five seconds | zwei Minuten und fünf Sekunden | dos minutos y cinco segundos \
     | deux minutes et cinq secondes | due minuti e cinque secondi | dois minutos e cinco segundos \
     | twee minuten en vijf seconden
2m30s | two and a half minutes | zweieinhalb Minuten | dos minutos y medio | deux minutes trente \
     | due minuti e mezzo | dois minutos e meio | twee en een halve minuut
2m45s | two minutes forty-five | zwei Minuten fünfundvierzig | dos minutos cuarenta y cinco \
     | deux minutes quarante-cinq | due minuti e quarantacinque | dois minutos e quarenta e cinco \
     | twee minuten vijfenveertig
5m | five minutes | fünf Minuten | cinco minutos | cinq minutes | cinque minuti | cinco minutos | vijf minuten
12m30s | twelve and a half minutes | zwölfeinhalb Minuten | doce minutos y medio | douze minutes trente \
     | dodici minuti e mezzo | doze minutos e meio | twaalf en een halve minuut
21m | twenty-one minutes | einundzwanzig Minuten | veintiún minutos | vingt et une minutes | ventuno minuti \
     | vinte e um minutos | eenentwintig minuten
30m | half an hour | eine halbe Stunde | media hora | une demi-heure | mezz'ora | meia hora | een half uur
45m | forty-five minutes | fünfundvierzig Minuten | cuarenta y cinco minutos | quarante-cinq minutes \
     | quarantacinque minuti | quarenta e cinco minutos | vijfenveertig minuten
1h | one hour | eine Stunde | una hora | une heure | un'ora | uma hora | een uur
2h | two hours | zwei Stunden | dos horas | deux heures | due ore | duas horas | twee uur
21h | twenty-one hours | einundzwanzig Stunden | veintiuna horas | vingt et une heures | ventuno ore \
     | vinte e uma horas | eenentwintig uur
1h 1m | one hour and one minute | eine Stunde und eine Minute | una hora y un minuto | une heure et une minute \
     | un'ora e un minuto | uma hora e um minuto | een uur en één minuut
1h 15m | one hour and fifteen minutes | eine Stunde und fünfzehn Minuten | una hora y quince minutos \
     | une heure quinze | un'ora e quindici minuti | uma hora e quinze minutos | een uur en vijftien minuten
1h 30m | an hour and a half | anderthalb Stunden | una hora y media | une heure et demie | un'ora e mezza \
     | uma hora e meia | anderhalf uur
1h 30s | one hour and thirty seconds | eine Stunde und dreißig Sekunden | una hora y treinta segundos \
     | une heure et trente secondes | un'ora e trenta secondi | uma hora e trinta segundos \
     | een uur en dertig seconden
2h 30m | two and a half hours | zweieinhalb Stunden | dos horas y media | deux heures et demie | due ore e mezza \
     | duas horas e meia | twee en een half uur
1h 2m 5s | one hour, two minutes, and five seconds | eine Stunde, zwei Minuten und fünf Sekunden \
     | una hora, dos minutos y cinco segundos | une heure, deux minutes et cinq secondes \
     | un'ora, due minuti e cinque secondi | uma hora, dois minutos e cinco segundos \
     | een uur, twee minuten en vijf seconden
100 meters | one hundred meters | hundert Meter | cien metros | cent mètres | cento metri | cem metros \
     | honderd meter
400 meters | four hundred meters | vierhundert Meter | cuatrocientos metros | quatre cents mètres \
     | quattrocento metri | quatrocentos metros | vierhonderd meter
1 km | one kilometer | ein Kilometer | un kilómetro | un kilomètre | un chilometro | um quilômetro | één kilometer
1.2 km | one point two kilometers | eins Komma zwei Kilometer | uno coma dos kilómetros | un virgule deux kilomètre \
     | uno virgola due chilometri | um vírgula dois quilômetro | één komma twee kilometer
1.5 km | one and a half kilometers | anderthalb Kilometer | un kilómetro y medio | un kilomètre et demi \
     | un chilometro e mezzo | um quilômetro e meio | anderhalve kilometer
2.5 km | two and a half kilometers | zweieinhalb Kilometer | dos kilómetros y medio | deux kilomètres et demi \
     | due chilometri e mezzo | dois quilômetros e meio | twee en een halve kilometer
21 km | twenty-one kilometers | einundzwanzig Kilometer | veintiún kilómetros | vingt et un kilomètres \
     | ventuno chilometri | vinte e um quilômetros | eenentwintig kilometer
0.5 mi | half a mile | eine halbe Meile | media milla | un demi-mile | mezzo miglio | meia milha | een halve mijl
1 mi | one mile | eine Meile | una milla | un mile | un miglio | uma milha | één mijl
3 mi | three miles | drei Meilen | tres millas | trois miles | tre miglia | três milhas | drie mijl
"""
"""As written in a session, and in each of `LANGUAGES`."""

ROWS = [re.split(r"\s*\|\s*", row.strip()) for row in WORDS.strip().splitlines()]


def test_the_table_is_whole() -> None:
    assert {len(row) for row in ROWS} == {1 + len(LANGUAGES)}
    assert set(LANGUAGES) == set(languages())


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_amounts_are_said_in_these_words(row: list[str]) -> None:
    amount = parse_amount(row[0], PACE)
    assert [phrasebook(language).amount(amount) for language in LANGUAGES] == row[1:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("unit", "most"), [("s", 59), ("min", 59), ("h", 24), ("km", 121), ("mi", 121)])
def test_a_text_says_amounts_in_the_coach_s_words(language: str, unit: str, most: int) -> None:
    for count in range(1, most + 1):
        written = f"{count} {unit}"
        said = spoken_words(written, language)
        # The coach says half an hour.
        assert (
            written == "30 min"
            or phrasebook(language).amount(parse_amount(written, PACE)) == said[0].lower() + said[1:]
        )


def test_brazil_counts_in_its_own_words() -> None:
    assert [phrasebook("pt-BR").number(number) for number in (16, 17, 19)] == ["dezesseis", "dezessete", "dezenove"]


def test_the_decimal_sign_is_the_language_s() -> None:
    said = {language: phrasebook(language).number(1.25) for language in LANGUAGES}
    assert said["en"] == "one point two five"
    assert said["es"] == "uno coma veinticinco"
    assert said["de"] == "eins Komma zwei fünf"


def test_only_the_beginnings_of_words_are_replaced() -> None:
    assert phrasebook("de").number(100) == "hundert"
    assert phrasebook("de").number(1_000) == "tausend"
    assert phrasebook("de").number(121_000) == "hunderteinundzwanzigtausend"


@given(st.sampled_from(LANGUAGES), st.integers(1, 24 * 3_600_000))
def test_every_duration_is_said_without_digits(language: str, ms: int) -> None:
    said = phrasebook(language).duration(ms)
    assert re.fullmatch(r"[^\W\d_]+(?:[ ',-]+[^\W\d_]+)*", said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_minutes_and_seconds_after_an_hour_are_said_differently(language: str) -> None:
    book = phrasebook(language)
    minutes = {book.duration(3_600_000 + 60_000 * rest) for rest in range(1, 60)}
    seconds = {book.duration(3_600_000 + 1_000 * rest) for rest in range(1, 60)}
    assert len(minutes | seconds) == 2 * 59


@given(st.sampled_from(LANGUAGES), st.integers(10, 24 * 3600), st.integers(10, 24 * 3600))
def test_different_durations_are_said_differently(language: str, one: int, other: int) -> None:
    book = phrasebook(language)
    assert (book.duration(one * 1000) == book.duration(other * 1000)) == (one == other)


FAST = """
400 meters @ 4:30/km | four hundred meters in one minute forty-eight | vierhundert Meter, eine Minute achtundvierzig \
     | cuatrocientos metros en un minuto cuarenta y ocho | quatre cents mètres en une minute quarante-huit \
     | quattrocento metri in un minuto e quarantotto | quatrocentos metros em um minuto e quarenta e oito \
     | vierhonderd meter in één minuut achtenveertig
1 km @ 5:00/km | one kilometer in five minutes | ein Kilometer, fünf Minuten | un kilómetro en cinco minutos \
     | un kilomètre en cinq minutes | un chilometro in cinque minuti | um quilômetro em cinco minutos \
     | één kilometer in vijf minuten
5 km @ 4:30/km | five kilometers at four thirty per kilometer | fünf Kilometer mit vier dreißig pro Kilometer \
     | cinco kilómetros a cuatro treinta por kilómetro | cinq kilomètres à quatre trente au kilomètre \
     | cinque chilometri a quattro e trenta al chilometro | cinco quilômetros a quatro e trinta por quilômetro \
     | vijf kilometer op vier dertig per kilometer
3 mi @ 8:00/mi | three miles at eight minutes per mile | drei Meilen mit acht Minuten pro Meile \
     | tres millas a ocho minutos por milla | trois miles à huit minutes au mile | tre miglia a otto minuti al miglio \
     | três milhas a oito minutos por milha | drie mijl op acht minuten per mijl
10 km @ 5:05/km | ten kilometers at five minutes and five seconds per kilometer \
     | zehn Kilometer mit fünf Minuten und fünf Sekunden pro Kilometer \
     | diez kilómetros a cinco minutos y cinco segundos por kilómetro \
     | dix kilomètres à cinq minutes et cinq secondes au kilomètre \
     | dieci chilometri a cinque minuti e cinque secondi al chilometro \
     | dez quilômetros a cinco minutos e cinco segundos por quilômetro \
     | tien kilometer op vijf minuten en vijf seconden per kilometer
"""
"""Distances with the time or the pace that they are announced with."""

FAST_ROWS = [re.split(r"\s*\|\s*", row.strip()) for row in FAST.strip().splitlines()]


@pytest.mark.parametrize("row", FAST_ROWS, ids=[row[0] for row in FAST_ROWS])
def test_distances_are_told_with_their_time_or_their_pace(row: list[str]) -> None:
    amount = parse_amount(row[0], None)
    assert [phrasebook(language).distance(amount) for language in LANGUAGES] == row[1:]


@given(st.sampled_from(LANGUAGES), st.integers(1, 99 * 60), st.sampled_from(("km", "mi")))
def test_every_pace_is_said_without_digits(language: str, seconds: int, unit: str) -> None:
    pace = parse_pace(f"{seconds // 60}:{seconds % 60:02}/{unit}")
    assert re.fullmatch(r"[^\W\d_]+(?:[ ',-]+[^\W\d_]+)*", phrasebook(language).pace(pace))
