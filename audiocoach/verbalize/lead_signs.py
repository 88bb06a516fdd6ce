"""Signs that stand before, between and behind numbers, while the numbers are still digits."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from audiocoach.verbalize.language import Language

_CHAIN: Final = re.compile(
    r"(?<![\w.,:/-])[0-9]{1,4}(?:(?: ?[–—] ?|-| - )[0-9]{1,4}){2,20}(?![0-9:/]|-[0-9])"
    r"|(?<![\w.,:-])[0-9]{1,3}(?:,[0-9]{1,3}){2,20}(?![\w:/-])"
)
_HOURS: Final = r"[ap]\.?m\b\.?|uhr|o'clock"
"""What stands behind hours of the day."""

Rules = tuple[tuple[re.Pattern[str], str], ...]


def lead_signs(text: str, language: Language) -> str:
    """`text` with the words of its signs."""
    text = _CHAIN.sub(_listed, text)
    for pattern, said in _rules(language):
        text = pattern.sub(said, text)
    return text


def _listed(found: re.Match[str]) -> str:
    """`3-2-1` and `4,7,8` as lists; not `1,234,567`."""
    groups = re.split(" ?[-–—,] ?", found[0])
    is_number = "," in found[0] and all(len(group) == 3 for group in groups[1:])
    return found[0] if is_number else ", ".join(groups)


@lru_cache(maxsize=16)
def _rules(language: Language) -> Rules:
    signs = language.signs
    money = "".join(re.escape(sign) for sign in language.currencies if len(sign) == 1)
    amount = rf"(?=[{money}]?[.,]?[0-9])"
    unit = rf"(?:[0-9](?: ?(?:{language.unit_pattern}|{_HOURS}))?|['\"%])"
    distance = rf"(?:[0-9]{{3,4}} ?m|[0-9]{{1,4}} ?(?:{_distances(language)}))(?!\w)"
    written = (
        *((rf"(?<!\w)(?:{pattern})(?![^\W\d])", said) for pattern, said in language.abbreviations.items()),
        (r"\bVO ?2 ?(m[aá]x)\b", r"V O 2 \1"),
        (r"(?-i:\bVO) ?2\b", "V O 2"),
        (r"(?-i:\bZ)([1-7]) ?/ ?Z?(?=[1-7]\b)", rf"{signs.zone} \1, "),
        (r"(?-i:\bZ)([1-7]) ?[-–] ?Z?(?=[1-7]\b)", rf"{signs.zone} \1-"),
        (r"(?-i:\bZ)([1-7])\b", rf"{signs.zone} \1"),
        (r"(?<=[0-9]) ?k\b", " K"),
        (r"(?-i:\b([A-Z]{2,4}))(?=m[aá]x\b|rest\b)", r"\1 "),
        (r"([0-9]) ?[~～〜] ?(?=[0-9])", rf"\1 {signs.to} "),
        (rf"([0-9](?: ?[^\W\d_]{{1,20}}\.?)?) ?/ ?(?=(?:{language.thing_pattern})(?!\w))", rf"\1 {signs.each} "),
        (rf"([0-9{money}%]|[0-9] ?[x×]) ?/ ?(?=[^\W\d_]{{3}})", rf"\1 {signs.each} "),
        (rf"(:[0-5][0-9]['\"]?|[0-9]['\"]) ?/ ?(?={distance})", rf"\1 {signs.each} "),
        (rf"({unit}) ?(?:[-–—]|→) ?(?=[0-9])", rf"\1 {signs.to} "),
        (r"([0-9]) ?[x×*·] ?(?=[0-9])", rf"\1 {signs.times} "),
        (r"([0-9]) ?[x×](?![\w])", rf"\1 {language.things['x'].many}"),
        (rf"([0-9] (?:{language.holder_pattern})) ?[x×*] ?(?=[0-9])", rf"\1 {signs.holding} "),
        (r"(?<![\w'])[x×] ?(?=[0-9])", f" {signs.times} "),
        (r"([0-9]) ?÷ ?(?=[0-9])", rf"\1 {signs.divided} "),
        (r" ?(?:±|\+/-) ?", f" {signs.plus_minus} "),
        (rf" ?(?:≤|<=|=<) ?{amount}", f" {signs.at_most} "),
        (rf" ?(?:≥|>=) ?{amount}", f" {signs.at_least} "),
        (rf" ?< ?{amount}|(?<=\w) < (?=\w)", f" {signs.less} "),
        (rf" ?> ?{amount}|(?<=\w) > (?=\w)", f" {signs.more} "),
        (rf" ?[~≈∼≃] ?{amount}", f" {signs.about} "),
        (r"[#№] ?(?=[0-9])", f" {signs.number} "),
        (r" ?@ ?(?=[0-9])|(?<=\w) @ (?=\w)", f" {signs.at_pace} "),
        (
            rf"([0-9] ?(?:{language.unit_pattern})) ?: ?(?=[0-9]+ ?(?:{language.unit_pattern})(?!\w))",
            rf"\1 {signs.ratio} ",
        ),
        (r"(?<=[^\W\d_]):(?=[0-9])", ": "),
        (r" ?& ?", f" {signs.both} "),
        (r"(?<=\w) ?[=≡] ?(?=[\w-])", f" {signs.equals} "),
        (rf" ?(?:≠|!=) ?{amount}", f" {signs.unequal} "),
        (rf"(?<![0-9%] )(?<![\w.,:%)\]'\"])-{amount}", f" {signs.minus} "),
        (rf"([0-9])\+ ?({language.unit_pattern})(?!\w)", rf"\1 \2 {signs.plus}"),
        (r"(?<=[\w%°])²", f" {signs.squared} "),
        (r"(?<=[\w%°])³", f" {signs.cubed} "),
        (r"(?<![\w.,])\.(?=[0-9])", "0."),
        (rf"\+ ?{amount}|(?<=[0-9%])\+|(?<=\w) \+ (?=\w)", f" {signs.plus} "),
        (r"(?<=[\w.,!?)]) ?→ ?(?=[\w(])", f", {signs.then} "),
        (r"(?<=[^\W\d_]{2})-(?=[0-9]{1,4}:[0-5])", " "),
        *_degrees(language),
    )
    return tuple((re.compile(pattern, re.I), said) for pattern, said in written)


def _degrees(language: Language) -> Iterator[tuple[str, str]]:
    """`1° km` and `2° giro`, where the sign of degrees is written for the ordinal's."""
    if any("º" in pattern for pattern, _ in language.ordinals):
        yield rf"([0-9]{{1,3}})°(?= (?:km|{language.thing_pattern}|{'|'.join(language.counted)})\b)", r"\1º"


def _distances(language: Language) -> str:
    """What may be written for a unit of length, beside `m`."""
    words = [word for word, key in language.units.items() if key in ("m", "km", "mi", "yd")]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
