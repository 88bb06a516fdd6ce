"""Signs that stand before, between and behind numbers, while the numbers are still digits."""

import re
from functools import lru_cache
from typing import Final

from audiocoach.verbalize.language import Language

_CHAIN: Final = re.compile(
    r"(?<![\w.,:/-])[0-9]{1,4}(?:-[0-9]{1,4}){2,20}(?![\w:/-])"
    r"|(?<![\w.,:-])[0-9]{1,3}(?:,[0-9]{1,3}){2,20}(?![\w:/-])"
)

Rules = tuple[tuple[re.Pattern[str], str], ...]


def lead_signs(text: str, language: Language) -> str:
    """`text` with the words of its signs."""
    text = _CHAIN.sub(_listed, text)
    for pattern, said in _rules(language):
        text = pattern.sub(said, text)
    return text


def _listed(found: re.Match[str]) -> str:
    """`3-2-1` and `4,7,8` as lists; not `1,234,567`."""
    groups = re.split("[-,]", found[0])
    is_number = "," in found[0] and all(len(group) == 3 for group in groups[1:])
    return found[0] if is_number else ", ".join(groups)


@lru_cache(maxsize=16)
def _rules(language: Language) -> Rules:
    signs = language.signs
    money = "".join(re.escape(sign) for sign in language.currencies if len(sign) == 1)
    amount = rf"(?=[{money}]?[.,]?[0-9])"
    unit = rf"(?:[0-9](?: ?(?:{language.unit_pattern}))?|['\"%])"
    written = (
        *((rf"(?<!\w)(?:{pattern})(?![^\W\d])", said) for pattern, said in language.abbreviations.items()),
        (r"\bVO ?2 ?max\b", "V O 2 max"),
        (r"(?-i:\bZ)([1-7]) ?[-–] ?Z?(?=[1-7]\b)", rf"{signs.zone} \1-"),
        (r"(?-i:\bZ)([1-7])\b", rf"{signs.zone} \1"),
        (r"(?<=[0-9]) ?k\b", " K"),
        (r"(?-i:\bHR)(?=max\b|rest\b)", "HR "),
        (r"([0-9]) ?[~～〜] ?(?=[0-9])", rf"\1 {signs.to} "),
        (rf"([0-9{money}%]|[0-9] ?[x×]) ?/ ?(?=[^\W\d_]{{3}})", rf"\1 {signs.per} "),
        (rf"({unit}) ?(?:[-–—]|→) ?(?=[0-9])", rf"\1 {signs.to} "),
        (r"([0-9]) ?[x×*·] ?(?=[0-9])", rf"\1 {signs.times} "),
        (r"([0-9]) ?[x×](?![\w])", rf"\1 {signs.times}"),
        (r"([0-9]) ?÷ ?(?=[0-9])", rf"\1 {signs.divided} "),
        (r" ?(?:±|\+/-) ?", f" {signs.plus_minus} "),
        (rf" ?(?:≤|<=|=<) ?{amount}", f" {signs.at_most} "),
        (rf" ?(?:≥|>=) ?{amount}", f" {signs.at_least} "),
        (rf" ?< ?{amount}|(?<=\w) < (?=\w)", f" {signs.less} "),
        (rf" ?> ?{amount}|(?<=\w) > (?=\w)", f" {signs.more} "),
        (rf" ?[~≈∼≃] ?{amount}", f" {signs.about} "),
        (r"[#№] ?(?=[0-9])", f" {signs.number} "),
        (r" ?@ ?(?=[0-9])", f" {signs.at_pace} "),
        (r" ?& ?", f" {signs.both} "),
        (r"(?<=\w) ?[=≡] ?(?=[\w-])", f" {signs.equals} "),
        (rf"(?<![0-9%] )(?<![\w.,:%)\]'\"])-{amount}", f" {signs.minus} "),
        (rf"([0-9])\+ ?({language.unit_pattern})(?!\w)", rf"\1 \2 {signs.plus}"),
        (r"(?<=[\w%°])²", f" {signs.squared} "),
        (r"(?<=[\w%°])³", f" {signs.cubed} "),
        (r"(?<![\w.,])\.(?=[0-9])", "0."),
        (rf"\+ ?{amount}|(?<=[0-9%])\+|(?<=\w) \+ (?=\w)", f" {signs.plus} "),
        (r"(?<=[\w.,!?)]) ?→ ?(?=[\w(])", f", {signs.then} "),
    )
    return tuple((re.compile(pattern, re.I), said) for pattern, said in written)
