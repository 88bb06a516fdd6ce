"""Durations and distances as people say them: the words, their genders and their plurals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.build.phrasebooks import languages, phrasebook
from audiocoach.syntax.amounts import parse_amount, parse_pace

PACE = parse_pace("6:00/km")

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "nl")
WORDS = """
1s | one second | eine Sekunde | un segundo | une seconde | un secondo | um segundo | één seconde
2s | two seconds | zwei Sekunden | dos segundos | deux secondes | due secondi | dois segundos | twee seconden
1.5s | one and a half seconds | anderthalb Sekunden | un segundo y medio | une seconde et demie | un secondo e mezzo \
     | um segundo e meio | anderhalve seconde
500ms | half a second | eine halbe Sekunde | medio segundo | une demi-seconde | mezzo secondo | meio segundo \
     | een halve seconde
16s | sixteen seconds | sechzehn Sekunden | dieciséis segundos | seize secondes | sedici secondi | dezesseis segundos \
     | zestien seconden
30s | thirty seconds | dreißig Sekunden | treinta segundos | trente secondes | trenta secondi | trinta segundos \
     | dertig seconden
31s | thirty-one seconds | einunddreißig Sekunden | treinta y un segundos | trente et une secondes | trentuno secondi \
     | trinta e um segundos | eenendertig seconden
45s | forty-five seconds | fünfundvierzig Sekunden | cuarenta y cinco segundos | quarante-cinq secondes \
     | quarantacinque secondi | quarenta e cinco segundos | vijfenveertig seconden
60s | one minute | eine Minute | un minuto | une minute | un minuto | um minuto | één minuut
80s | eighty seconds | achtzig Sekunden | ochenta segundos | quatre-vingts secondes | ottanta secondi \
     | oitenta segundos | tachtig seconden
81s | eighty-one seconds | einundachtzig Sekunden | ochenta y un segundos | quatre-vingt-une secondes \
     | ottantuno secondi | oitenta e um segundos | eenentachtig seconden
90s | ninety seconds | neunzig Sekunden | noventa segundos | quatre-vingt-dix secondes | novanta secondi \
     | noventa segundos | negentig seconden
100s | one minute and forty seconds | eine Minute und vierzig Sekunden | un minuto y cuarenta segundos \
     | une minute et quarante secondes | un minuto e quaranta secondi | um minuto e quarenta segundos \
     | één minuut en veertig seconden
2m | two minutes | zwei Minuten | dos minutos | deux minutes | due minuti | dois minutos | twee minuten
2m30s | two minutes and thirty seconds | zwei Minuten und dreißig Sekunden | dos minutos y treinta segundos \
     | deux minutes et trente secondes | due minuti e trenta secondi | dois minutos e trinta segundos \
     | twee minuten en dertig seconden
5m | five minutes | fünf Minuten | cinco minutos | cinq minutes | cinque minuti | cinco minutos | vijf minuten
21m | twenty-one minutes | einundzwanzig Minuten | veintiún minutos | vingt et une minutes | ventuno minuti \
     | vinte e um minutos | eenentwintig minuten
1h | one hour | eine Stunde | una hora | une heure | un'ora | uma hora | één uur
2h | two hours | zwei Stunden | dos horas | deux heures | due ore | duas horas | twee uur
21h | twenty-one hours | einundzwanzig Stunden | veintiuna horas | vingt et une heures | ventuno ore \
     | vinte e uma horas | eenentwintig uur
1h 1m | one hour and one minute | eine Stunde und eine Minute | una hora y un minuto | une heure et une minute \
     | un'ora e un minuto | uma hora e um minuto | één uur en één minuut
1h 2m 5s | one hour, two minutes, and five seconds | eine Stunde, zwei Minuten und fünf Sekunden \
     | una hora, dos minutos y cinco segundos | une heure, deux minutes et cinq secondes \
     | un'ora, due minuti e cinque secondi | uma hora, dois minutos e cinco segundos \
     | één uur, twee minuten en vijf seconden
100 meters | one hundred meters | hundert Meter | cien metros | cent mètres | cento metri | cem metros | honderd meter
400 meters | four hundred meters | vierhundert Meter | cuatrocientos metros | quatre cents mètres \
     | quattrocento metri | quatrocentos metros | vierhonderd meter
1 km | one kilometer | ein Kilometer | un kilómetro | un kilomètre | un chilometro | um quilômetro | één kilometer
1.2 km | one point two kilometers | eins Komma zwei Kilometer | uno coma dos kilómetros \
     | un virgule deux kilomètre | uno virgola due chilometri | um vírgula dois quilômetro | één komma twee kilometer
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


def test_brazil_counts_in_its_own_words() -> None:
    assert [phrasebook("pt-BR").number(number) for number in (16, 17, 19)] == ["dezesseis", "dezessete", "dezenove"]


def test_the_decimal_sign_is_the_language_s() -> None:
    said = {language: phrasebook(language).number(1.25) for language in LANGUAGES}
    assert said["en"] == "one point two five"
    assert said["es"] == "uno coma dos cinco"
    assert said["de"] == "eins Komma zwei fünf"


def test_only_the_beginnings_of_words_are_replaced() -> None:
    assert phrasebook("de").number(100) == "hundert"
    assert phrasebook("de").number(1_000) == "tausend"
    assert phrasebook("de").number(121_000) == "hunderteinundzwanzigtausend"


@given(st.sampled_from(LANGUAGES), st.integers(1, 24 * 3_600_000))
def test_every_duration_is_said_without_digits(language: str, ms: int) -> None:
    said = phrasebook(language).duration(ms)
    assert re.fullmatch(r"[^\W\d_]+(?:[ ',-]+[^\W\d_]+)*", said), said


@given(st.sampled_from(LANGUAGES), st.integers(100, 24 * 3600), st.integers(100, 24 * 3600))
def test_different_durations_are_said_differently(language: str, one: int, other: int) -> None:
    book = phrasebook(language)
    assert (book.duration(one * 1000) == book.duration(other * 1000)) == (one == other)
