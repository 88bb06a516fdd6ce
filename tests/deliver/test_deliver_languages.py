"""Languages as tags name them."""

import pytest
from babel import Locale

from audiocoach.build.phrasebooks import languages
from audiocoach.deliver.iso_639 import _BY_ALPHA_2, UNDETERMINED, iso_639_2

SPOKEN = {"de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "nl": "nld", "pt": "por"}
FORMER = {"iw": "heb", "in": "ind", "ji": "yid", "jw": "jav", "mo": "ron"}


def test_every_language_that_the_coach_speaks_has_three_letters() -> None:
    assert {language: iso_639_2(language) for language in languages()} == SPOKEN
    assert {iso_639_2(f"{language}-XX") for language in languages()} == set(SPOKEN.values())


def test_the_table_is_whole() -> None:
    """ISO 639-1 has 183 codes that ISO 639-2 has as well; CLDR names the language of each."""
    table = {code: three for code, three in _BY_ALPHA_2.items() if code not in FORMER}
    assert len(table) == len(set(table.values())) == 183
    assert all(len(code) == 2 and len(three) == 3 and (code + three).islower() for code, three in table.items())
    named = Locale("en").languages
    assert not [code for code in table if code not in named]
    assert list(table) == sorted(table)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        *FORMER.items(),
        *(("pt-BR", "por"), ("zh_TW", "zho"), ("zh-Hant-TW", "zho"), ("FR", "fra"), ("de-CH-1901", "deu")),
        *(("fil", "fil"), ("yue-HK", "yue"), ("CMN", "cmn"), ("es-419", "spa"), ("en-x-coach", "eng")),
        *(
            (odd, UNDETERMINED)
            for odd in ("", "x", "x-coach", "i-klingon", "deutsch", "zz", "123", "d3", "ßs", "ſa", "-")
        ),
        *((odd, UNDETERMINED) for odd in ("日本", "e\u0301n", " en", "en ", "a" * 10_000, "\0\0\0", "sh", "-")),
    ],
    ids=ascii,
)
def test_a_tag_becomes_three_letters(tag: str, code: str) -> None:
    assert iso_639_2(tag) == code
