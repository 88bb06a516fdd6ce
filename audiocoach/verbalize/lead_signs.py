"""Signs that stand before, between and behind numbers, while the numbers are still digits."""

import re
from functools import lru_cache

from audiocoach.verbalize.language import Language

Rules = tuple[tuple[re.Pattern[str], str], ...]


def lead_signs(text: str, language: Language) -> str:
    """`text` with the words of its signs."""
    for pattern, said in _rules(language):
        text = pattern.sub(said, text)
    return text


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
        (r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9-])", r"\1, \2, \3"),
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
