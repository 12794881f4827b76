"""`parse_amounts`: every figure of a Korean or an English text, with value, unit, modifier and place."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import localcontext
from functools import lru_cache

from malmoi.amounts import english, korean
from malmoi.amounts.figures import CONTEXT, flatten
from malmoi.amounts.modifiers import modifier_at
from malmoi.amounts.ranges import share
from malmoi.errors import UsageError
from malmoi.model.records import Amount, Lang
from malmoi.text.hangul import normalize

__all__ = ["parse_amounts"]

_READERS = {"ko": korean.read, "en": english.read}
# The sentences of a text are read by several stations, one after the other: their amounts are remembered, those of longer texts
# are not.
_LONGEST = 2_000
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")


def parse_amounts(text: str, lang: Lang) -> list[Amount]:
    """Every amount of `text` in `lang` ("ko" or "en"), in order; spans are half-open code points of the text as given.

    Dates, clock times, scores, telephone, document and product numbers are no amounts. Values are exact but for fractions
    (⅔ has 60 digits). Each line is read on its own. Raises UsageError for another language.
    """
    if lang not in _READERS:
        raise UsageError(f"Amounts are read in ko and en, not in {lang!r}.")
    return list(_remembered(text, lang) if len(text) <= _LONGEST else _read(text, lang))


@lru_cache(maxsize=1 << 15)
def _remembered(text: str, lang: Lang) -> tuple[Amount, ...]:
    return tuple(_read(text, lang))


def _read(text: str, lang: Lang) -> list[Amount]:
    given = normalize(text)
    out = []
    with localcontext(CONTEXT):
        for line in _LINE.finditer(given.text):
            for amount in _line(line.group(), lang):
                span = given.span(line.start() + amount.start, line.start() + amount.end)
                out.append(replace(amount, start=span.start, end=span.end))
    return out


def _line(line: str, lang: Lang) -> Iterator[Amount]:
    """The amounts of one composed line, with spans of the line."""
    flat = flatten(line)
    readings = _READERS[lang](flat)
    share(flat, readings, lang)
    for reading in readings:
        reading.modifier = reading.modifier or modifier_at(flat, reading.start, reading.end, lang)
        yield reading.amount()
