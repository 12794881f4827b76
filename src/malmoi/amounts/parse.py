"""`parse_amounts`: every figure of a Korean or an English text, with value, unit, modifier and place."""

from decimal import localcontext

from malmoi.amounts import english, korean
from malmoi.amounts.figures import CONTEXT, flatten
from malmoi.amounts.modifiers import modifier_at
from malmoi.amounts.ranges import share
from malmoi.errors import UsageError
from malmoi.model.records import Amount, Lang
from malmoi.text.hangul import normalize

__all__ = ["parse_amounts"]

_READERS = {"ko": korean.read, "en": english.read}


def parse_amounts(text: str, lang: Lang) -> list[Amount]:
    """Every amount of `text` in `lang` ("ko" or "en"), in order; spans are half-open code points of the text as given.

    Dates, clock times, scores, telephone, document and product numbers are no amounts. Values are exact but for fractions
    (⅔ has 60 digits). Raises UsageError for another language.
    """
    if lang not in _READERS:
        raise UsageError(f"Amounts are read in ko and en, not in {lang!r}.")
    given = normalize(text)
    flat = flatten(given.text)
    with localcontext(CONTEXT):
        readings = _READERS[lang](flat)
        share(flat, readings, lang)
        out = []
        for reading in readings:
            reading.modifier = reading.modifier or modifier_at(flat, reading.start, reading.end, lang)
            amount = reading.amount()
            span = given.span(amount.start, amount.end)
            out.append(
                Amount(span.start, span.end, amount.value, amount.unit, amount.modifier, amount.low, amount.high)
            )
    return out
