"""Halves of a unit: `half a kilometer`, `anderthalb Stunden`, `two and a half miles`."""

from typing import Final

from audiocoach.verbalize.cardinals import amount, number
from audiocoach.verbalize.language import Language, Measure

HALVED: Final = ("h", "min", "s", "km", "mi")
"""Keys of the measures of which the coach says halves; of metres nobody does."""


def with_half(count: int, measure: Measure, language: Language) -> str:
    """`count` and a half of a measure; half of it for 0."""
    parts, gender = language.fractions, measure.gender
    if (measure.noun, count) in parts.own_halves:
        return parts.own_halves[measure.noun, count]
    if count == 0:
        return parts.half.get(gender, f"{parts.words[1, 2]} {{noun}}").format(noun=measure.noun)
    patterns = parts.one_and_half if count == 1 and parts.one_and_half else parts.and_half
    return patterns.get(gender, f"{{number}} {parts.after[1, 2]} {{many}}").format(
        number=number(str(count), language),
        counted=amount(str(count), measure, language),
        many=measure.many,
        noun=measure.noun,
    )
