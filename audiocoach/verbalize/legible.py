"""What can be read of a text: characters in one form, pictures and mark-up gone, addresses in words."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from audiocoach.verbalize.language import Language

_KEPT: Final = frozenset("ºª²³™®©…№")
"""Characters whose compatible form says something else: `1º` is no `1o`."""
_SAID: Final = {
    **dict.fromkeys("’‘ʼ`´＇", "'"),
    **dict.fromkeys("“”„«»‹›‟〝〞", ""),
    **dict.fromkeys("‐‑‒﹣－", "-"),
    **dict.fromkeys("⁄∕", "/"),
    "−": "-",
    "′": "'",
    "″": '"',
    "∶": ":",
    "▶": "→",
    "➜": "→",
    "➔": "→",
    "➡": "→",
    "⟶": "→",
    "⇒": "→",
}
_MARK_UP: Final = (
    (re.compile(r"</?[A-Za-z][^<>]{0,80}>"), " "),
    (re.compile(r"!?\[([^\[\]]{1,200})\]\([^()\s]{1,300}\)"), r"\1"),  # [text](address)
    (re.compile(r"\[\[|\]\]"), " "),  # Piper takes [[...]] for phonemes
    (re.compile(r"(?:--?>|=>|–>|—>)"), "→"),
    (re.compile(r"(?<!\w)(?:\*{1,3}|_{1,3}|~~)(?=\w)|(?<=[\w.!?%])(?:\*{1,3}|_{1,3}|~~)(?!\w)"), ""),
    (re.compile(r"(?<!\w)[#@](?=[^\W\d_])"), ""),
    (re.compile(r"° ?([CF])\b"), r"°\1"),
    (re.compile(r"(?<![\w:])[:;]-?[DPpO](?!\w)"), ""),  # :-D
)
_BULLET: Final = re.compile(r"^(?:(?:[-*+•‣◦·–—→✓✔☑]|>+(?! ?[0-9])|\[[ xX]?\]|-?\[[ xX]?\]) )+")
_NUMBERED: Final = re.compile(r"^\(?([0-9]{1,2})(?:\)|\.\)?) (?=\S)")
_URL: Final = re.compile(
    r"(?:(?:https?|ftp)://|\bwww\.)([^\s/?#<>\"]{1,253})([^\s?#<>\"]{0,500})(?:[?#]\S{0,2000})?", re.I
)
_EMAIL: Final = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})(?![\w-])")
_DOMAIN: Final = (
    r"(?<![\w.@/-])((?:[a-z0-9][a-z0-9-]{0,62}\.){1,3}(?:com|org|net|io|app|info|dev|edu|gov|uk|eu|fr|nl|ch|it|pt|br|own))"
    r"(?![\w@-])((?:/[\w.-]{1,60}){0,4})"
)
_LONGEST_PATH: Final = 40
_TRAILING: Final = ".,;:!?)]'"


def legible(text: str, language: Language) -> str:
    """`text` on one line, without what has no sound."""
    text = "".join(map(_character, _fractions(unicodedata.normalize("NFC", text))))
    text = " ".join(text.split())
    for pattern, said in _MARK_UP:
        text = pattern.sub(said, text)
    text = _addresses(" ".join(text.split()), language)
    return _list_mark(text, language)


@lru_cache(maxsize=4096)
def _character(char: str) -> str:
    """What stands for one character: itself, a plainer one, a space or nothing."""
    if char in _SAID:
        return _SAID[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    category = unicodedata.category(char)
    if category in ("Cf", "Me") or "\ufe00" <= char <= "\ufe0f":
        return ""
    if category in ("Cc", "Cs", "Co", "Cn", "Sk"):
        return " "
    if char in _KEPT:
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain == char else "".join(map(_character, plain))


def _fractions(text: str) -> str:
    """`2½` as `2 1/2`."""
    return re.sub(r"([0-9]?)([¼-¾⅐-⅞↉])", _vulgar, text)


def _vulgar(found: re.Match[str]) -> str:
    fraction = unicodedata.normalize("NFKC", found[2]).replace("⁄", "/")
    return f"{found[1]} {fraction}" if found[1] else fraction


def _addresses(text: str, language: Language) -> str:
    def host(name: str) -> str:
        name = name.rpartition("@")[2].partition(":")[0].removeprefix("www.")
        return _spelled(name, language)

    def url(found: re.Match[str]) -> str:
        whole, (name, path) = found[0], found.groups()
        tail = whole[len(whole.rstrip(_TRAILING)) :]
        if whole == found[1] or not path:
            name = name.rstrip(_TRAILING)
        return f" {host(name)}{_path(path.rstrip(_TRAILING), language)} {tail}"

    def email(found: re.Match[str]) -> str:
        return f" {_spelled(found[1], language)} {language.signs.at} {_spelled(found[2], language)} "

    text = _URL.sub(url, text)
    text = _EMAIL.sub(email, text)
    text = _domains(language.code).sub(lambda found: f" {host(found[1])}{_path(found[2].rstrip('.'), language)} ", text)
    return " ".join(text.split())


@lru_cache(maxsize=16)
def _domains(code: str) -> re.Pattern[str]:
    """What is an address by its ending; `de` only where it is no word of the language's own."""
    return re.compile(_DOMAIN.replace("own", code))


def _spelled(name: str, language: Language) -> str:
    """A part of an address, its dots said."""
    return re.sub(r"[-_+]+", " ", name.replace(".", f" {language.signs.dot} "))


def _path(path: str, language: Language) -> str:
    """What follows a host: its parts, or nothing where nobody could remember them."""
    parts = [part for part in path.split("/") if part]
    if len(path) > _LONGEST_PATH or not all(re.fullmatch(r"[\w-]+", part) for part in parts):
        return ""
    return "".join(f" {language.signs.slash} {_spelled(part, language)}" for part in parts)


def _list_mark(text: str, language: Language) -> str:
    text = _BULLET.sub("", text)
    found = _NUMBERED.match(text)
    if found is None:
        return text
    following = text[found.end() :]
    if language.code == "de" and ")" not in found[0] and following.lower().startswith((*language.counted, "km")):
        return text  # `2. Runde`
    return f"{found[1]}, {following}"
