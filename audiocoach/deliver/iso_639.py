"""Names of languages for tags: from BCP 47 (`en`, `pt-BR`) to ISO 639-2 (`eng`, `por`)."""

from collections.abc import Mapping
from typing import Final

_BY_ALPHA_2: Final[Mapping[str, str]] = {
    "aa": "aar",  # Afar
    "ab": "abk",  # Abkhazian
    "ae": "ave",  # Avestan
    "af": "afr",  # Afrikaans
    "ak": "aka",  # Akan
    "am": "amh",  # Amharic
    "an": "arg",  # Aragonese
    "ar": "ara",  # Arabic
    "as": "asm",  # Assamese
    "av": "ava",  # Avaric
    "ay": "aym",  # Aymara
    "az": "aze",  # Azerbaijani
    "ba": "bak",  # Bashkir
    "be": "bel",  # Belarusian
    "bg": "bul",  # Bulgarian
    "bi": "bis",  # Bislama
    "bm": "bam",  # Bambara
    "bn": "ben",  # Bangla
    "bo": "bod",  # Tibetan
    "br": "bre",  # Breton
    "bs": "bos",  # Bosnian
    "ca": "cat",  # Catalan
    "ce": "che",  # Chechen
    "ch": "cha",  # Chamorro
    "co": "cos",  # Corsican
    "cr": "cre",  # Cree
    "cs": "ces",  # Czech
    "cu": "chu",  # Church Slavic
    "cv": "chv",  # Chuvash
    "cy": "cym",  # Welsh
    "da": "dan",  # Danish
    "de": "deu",  # German
    "dv": "div",  # Divehi
    "dz": "dzo",  # Dzongkha
    "ee": "ewe",  # Ewe
    "el": "ell",  # Greek
    "en": "eng",  # English
    "eo": "epo",  # Esperanto
    "es": "spa",  # Spanish
    "et": "est",  # Estonian
    "eu": "eus",  # Basque
    "fa": "fas",  # Persian
    "ff": "ful",  # Fula
    "fi": "fin",  # Finnish
    "fj": "fij",  # Fijian
    "fo": "fao",  # Faroese
    "fr": "fra",  # French
    "fy": "fry",  # Western Frisian
    "ga": "gle",  # Irish
    "gd": "gla",  # Scottish Gaelic
    "gl": "glg",  # Galician
    "gn": "grn",  # Guarani
    "gu": "guj",  # Gujarati
    "gv": "glv",  # Manx
    "ha": "hau",  # Hausa
    "he": "heb",  # Hebrew
    "hi": "hin",  # Hindi
    "ho": "hmo",  # Hiri Motu
    "hr": "hrv",  # Croatian
    "ht": "hat",  # Haitian Creole
    "hu": "hun",  # Hungarian
    "hy": "hye",  # Armenian
    "hz": "her",  # Herero
    "ia": "ina",  # Interlingua
    "id": "ind",  # Indonesian
    "ie": "ile",  # Interlingue
    "ig": "ibo",  # Igbo
    "ii": "iii",  # Sichuan Yi
    "ik": "ipk",  # Inupiaq
    "io": "ido",  # Ido
    "is": "isl",  # Icelandic
    "it": "ita",  # Italian
    "iu": "iku",  # Inuktitut
    "ja": "jpn",  # Japanese
    "jv": "jav",  # Javanese
    "ka": "kat",  # Georgian
    "kg": "kon",  # Kongo
    "ki": "kik",  # Kikuyu
    "kj": "kua",  # Kuanyama
    "kk": "kaz",  # Kazakh
    "kl": "kal",  # Kalaallisut
    "km": "khm",  # Khmer
    "kn": "kan",  # Kannada
    "ko": "kor",  # Korean
    "kr": "kau",  # Kanuri
    "ks": "kas",  # Kashmiri
    "ku": "kur",  # Kurdish
    "kv": "kom",  # Komi
    "kw": "cor",  # Cornish
    "ky": "kir",  # Kyrgyz
    "la": "lat",  # Latin
    "lb": "ltz",  # Luxembourgish
    "lg": "lug",  # Ganda
    "li": "lim",  # Limburgish
    "ln": "lin",  # Lingala
    "lo": "lao",  # Lao
    "lt": "lit",  # Lithuanian
    "lu": "lub",  # Luba-Katanga
    "lv": "lav",  # Latvian
    "mg": "mlg",  # Malagasy
    "mh": "mah",  # Marshallese
    "mi": "mri",  # Māori
    "mk": "mkd",  # Macedonian
    "ml": "mal",  # Malayalam
    "mn": "mon",  # Mongolian
    "mr": "mar",  # Marathi
    "ms": "msa",  # Malay
    "mt": "mlt",  # Maltese
    "my": "mya",  # Burmese
    "na": "nau",  # Nauru
    "nb": "nob",  # Norwegian Bokmål
    "nd": "nde",  # North Ndebele
    "ne": "nep",  # Nepali
    "ng": "ndo",  # Ndonga
    "nl": "nld",  # Dutch
    "nn": "nno",  # Norwegian Nynorsk
    "no": "nor",  # Norwegian
    "nr": "nbl",  # South Ndebele
    "nv": "nav",  # Navajo
    "ny": "nya",  # Nyanja
    "oc": "oci",  # Occitan
    "oj": "oji",  # Ojibwa
    "om": "orm",  # Oromo
    "or": "ori",  # Odia
    "os": "oss",  # Ossetic
    "pa": "pan",  # Punjabi
    "pi": "pli",  # Pali
    "pl": "pol",  # Polish
    "ps": "pus",  # Pashto
    "pt": "por",  # Portuguese
    "qu": "que",  # Quechua
    "rm": "roh",  # Romansh
    "rn": "run",  # Rundi
    "ro": "ron",  # Romanian
    "ru": "rus",  # Russian
    "rw": "kin",  # Kinyarwanda
    "sa": "san",  # Sanskrit
    "sc": "srd",  # Sardinian
    "sd": "snd",  # Sindhi
    "se": "sme",  # Northern Sami
    "sg": "sag",  # Sango
    "si": "sin",  # Sinhala
    "sk": "slk",  # Slovak
    "sl": "slv",  # Slovenian
    "sm": "smo",  # Samoan
    "sn": "sna",  # Shona
    "so": "som",  # Somali
    "sq": "sqi",  # Albanian
    "sr": "srp",  # Serbian
    "ss": "ssw",  # Swati
    "st": "sot",  # Southern Sotho
    "su": "sun",  # Sundanese
    "sv": "swe",  # Swedish
    "sw": "swa",  # Swahili
    "ta": "tam",  # Tamil
    "te": "tel",  # Telugu
    "tg": "tgk",  # Tajik
    "th": "tha",  # Thai
    "ti": "tir",  # Tigrinya
    "tk": "tuk",  # Turkmen
    "tl": "tgl",  # Tagalog
    "tn": "tsn",  # Tswana
    "to": "ton",  # Tongan
    "tr": "tur",  # Turkish
    "ts": "tso",  # Tsonga
    "tt": "tat",  # Tatar
    "tw": "twi",  # Twi
    "ty": "tah",  # Tahitian
    "ug": "uig",  # Uyghur
    "uk": "ukr",  # Ukrainian
    "ur": "urd",  # Urdu
    "uz": "uzb",  # Uzbek
    "ve": "ven",  # Venda
    "vi": "vie",  # Vietnamese
    "vo": "vol",  # Volapük
    "wa": "wln",  # Walloon
    "wo": "wol",  # Wolof
    "xh": "xho",  # Xhosa
    "yi": "yid",  # Yiddish
    "yo": "yor",  # Yoruba
    "za": "zha",  # Zhuang
    "zh": "zho",  # Chinese
    "zu": "zul",  # Zulu
    "iw": "heb",  # Hebrew, as it was called until 1989
    "in": "ind",  # Indonesian, as it was called until 1989
    "ji": "yid",  # Yiddish, as it was called until 1989
    "jw": "jav",  # Javanese, as it was called until 2001
    "mo": "ron",  # Moldovan, which is Romanian
}
"""ISO 639-1 to ISO 639-2/T, all 183 (the registry of the Library of Congress), and BCP 47's former names."""

UNDETERMINED: Final = "und"


def iso_639_2(language: str) -> str:
    """The three letters of a BCP 47 tag's language; `und` (undetermined) where there are none."""
    primary = language.replace("_", "-").split("-")[0].lower()
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        return primary
    return _BY_ALPHA_2.get(primary, UNDETERMINED)
