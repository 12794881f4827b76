"""The amounts of a whole document: pairs a segment, and bracketed conversions held against the document's own rate.

5000억달러(약 702조원) is always rounded, but one document converts at one rate: the median over its conversions is taken as that
rate, and a conversion more than a twentieth away from it is an outlier, most often a slip of a power of ten.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise
from statistics import median

from malmoi.amounts.compare import pair_amounts
from malmoi.amounts.figures import CONTEXT
from malmoi.amounts.parse import parse_amounts
from malmoi.amounts.tables import is_money
from malmoi.model.records import Amount, AmountPair, Lang

__all__ = ["Conversion", "compare_document", "conversions", "implied_rates", "outliers"]

# One document uses one rate within this share (measured on news); beyond it lies the error.
_ONE_RATE = Decimal("0.05")
# A median of fewer conversions says nothing about any of them.
_FEWEST = 3
_OPENING = re.compile(
    r"\s?[(\[]\s?(?:약|미화|한화|우리 돈|우리 돈 약|한화 약|about|some|around|approximately|roughly|or|=)?\s?",
    re.IGNORECASE,
)
_LONGEST_OPENING = 18


@dataclass(frozen=True, slots=True)
class Conversion:
    """Money and its bracketed conversion in segment `segment` (an index into what was given) on the side `lang`.

    `rate` is how many units of the second one unit of the first costs, `expected` the document's rate for the two currencies
    (None where there are too few conversions to tell and no rate was given).
    """

    segment: int
    lang: Lang
    given: Amount
    converted: Amount
    rate: Decimal
    expected: Decimal | None = None

    @property
    def off(self) -> Decimal | None:
        """How far the rate lies from the expected one: 0.05 is five per cent above; None without an expectation."""
        return None if not self.expected else self.rate / self.expected - 1


def compare_document(
    segments: Iterable[tuple[str, str]], *, rates: Mapping[str, Decimal] | None = None
) -> tuple[list[list[AmountPair]], list[Conversion]]:
    """Pairs of amounts for each (Korean, English) segment, and the bracketed conversions that do not fit the document's rate.

    `rates` are won per unit of a currency; where given they take the place of the document's own.
    """
    pairs: list[list[AmountPair]] = []
    found: list[Conversion] = []
    for i, (ko, en) in enumerate(segments):
        left, right = parse_amounts(ko, "ko"), parse_amounts(en, "en")
        pairs.append(pair_amounts(left, right, (len(ko), len(en))))
        found += conversions(ko, left, "ko", i) + conversions(en, right, "en", i)
    return pairs, outliers(found, rates=rates)


def conversions(text: str, amounts: Sequence[Amount], lang: Lang, segment: int = 0) -> list[Conversion]:
    """Money of `text` with its conversion in brackets behind it; `amounts` are those of `text`."""
    out = []
    with localcontext(CONTEXT):
        for given, converted in pairwise(amounts):
            gap = text[given.end : converted.start]
            if not (is_money(given.unit) and is_money(converted.unit)) or given.unit == converted.unit:
                continue
            if not given.value or not converted.value or len(gap) > _LONGEST_OPENING or not _OPENING.fullmatch(gap):
                continue
            out.append(Conversion(segment, lang, given, converted, converted.value / given.value))
    return out


def implied_rates(found: Iterable[Conversion]) -> dict[tuple[str, str], Decimal]:
    """(currency, currency) -> the document's rate, the median of its conversions in either direction; at least three are needed."""
    rates: dict[tuple[str, str], list[Decimal]] = {}
    with localcontext(CONTEXT):
        for conversion in found:
            one, other = conversion.given.unit, conversion.converted.unit
            if one > other:
                rates.setdefault((other, one), []).append(1 / conversion.rate)
            else:
                rates.setdefault((one, other), []).append(conversion.rate)
        out = {}
        for (one, other), values in rates.items():
            if len(values) >= _FEWEST:
                middle = median(values)
                out[one, other], out[other, one] = middle, 1 / middle
    return out


def outliers(found: Sequence[Conversion], *, rates: Mapping[str, Decimal] | None = None) -> list[Conversion]:
    """The conversions whose rate lies more than five per cent off the expected one, with that rate filled in.

    `rates` are won per unit of a currency; without them the document's own rate is expected.
    """
    own = implied_rates(found)
    out = []
    with localcontext(CONTEXT):
        for c in found:
            expected = _given_rate(c, rates) or own.get((c.given.unit, c.converted.unit))
            if expected and not _fits(c, expected):
                out.append(Conversion(c.segment, c.lang, c.given, c.converted, c.rate, expected))
    return out


def _fits(conversion: Conversion, expected: Decimal) -> bool:
    """Within five per cent, or as near as the digits of the conversion allow (약 1조원 for $750 million)."""
    value, due = conversion.converted.value, (conversion.given.value or Decimal(0)) * expected
    if value is None:
        return True
    step = Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
    return abs(value - due) <= max(_ONE_RATE * due, step / 2)


def _given_rate(conversion: Conversion, rates: Mapping[str, Decimal] | None) -> Decimal | None:
    if not rates:
        return None
    won = {"KRW": Decimal(1), **rates}
    one, other = won.get(conversion.given.unit), won.get(conversion.converted.unit)
    return one / other if one and other else None
