"""`compare_amounts`: which amount of the Korean text stands for which of the English one, and do they agree?

Equal amounts of one kind are paired first, then rounded and converted ones, then equal figures whose units differ (a currency,
percent against percentage point). What is left of one kind on both sides is a mismatch where the figures look like one another
(a power of ten, one digit off) or are the only ones of their kind left; anything else stands alone, and standing alone means little.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from malmoi.amounts.figures import CONTEXT
from malmoi.amounts.parse import parse_amounts
from malmoi.amounts.quantity import Quantity, agreement, quantity, related
from malmoi.amounts.tables import is_money
from malmoi.model.records import Amount, AmountPair

__all__ = ["compare_amounts", "pair_amounts"]

# Ranks of the ways to belong together; the sum with the distance of places (below one) orders all candidates.
_EQUAL, _SAME_FIGURE, _ROUNDED, _CONVERTED, _KIN = 0.0, 1.0, 2.0, 3.0, 4.0
_WRONG_UNIT = 5.0
_POWERS = range(-12, 13)


def compare_amounts(ko: str, en: str) -> list[AmountPair]:
    """Amounts of a Korean and an English text that stand for one another, in the order of the Korean text, then those that stand alone.

    `status` is match, mismatch, ko_only or en_only; `ratio` names what separates two amounts (`×10`, `×1/10000`, `currency`,
    `percent_point`, `unit`, `rounded`, `converted`) or is None.
    """
    return pair_amounts(parse_amounts(ko, "ko"), parse_amounts(en, "en"), (len(ko), len(en)))


def pair_amounts(ko: Sequence[Amount], en: Sequence[Amount], lengths: tuple[int, int]) -> list[AmountPair]:
    """`compare_amounts` over amounts already read; `lengths` are those of the texts, in characters."""
    with localcontext(CONTEXT):
        left, right = [quantity(a) for a in ko], [quantity(a) for a in en]
        pairs: dict[int, tuple[int, AmountPair]] = {}
        used: set[int] = set()
        for _, i, j, pair in sorted(_candidates(left, right, lengths), key=lambda c: c[:3]):
            if i not in pairs and j not in used:
                pairs[i] = (j, pair)
                used.add(j)
        for i, j, pair in _conflicts(left, right, pairs, used):
            pairs[i] = (j, pair)
            used.add(j)
    out = [pairs[i][1] if i in pairs else AmountPair(amount, None, "ko_only") for i, amount in enumerate(ko)]
    return out + [AmountPair(None, amount, "en_only") for j, amount in enumerate(en) if j not in used]


def _candidates(
    left: Sequence[Quantity], right: Sequence[Quantity], lengths: tuple[int, int]
) -> list[tuple[float, int, int, AmountPair]]:
    """(cost, i, j, pair) of all amounts that may belong together."""
    out = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found = _belongs(a, b)
            if found is not None:
                rank, pair = found
                apart = abs(a.amount.start / max(1, lengths[0]) - b.amount.start / max(1, lengths[1]))
                out.append((rank + 0.99 * min(1.0, apart), i, j, pair))
    return out


def _belongs(a: Quantity, b: Quantity) -> tuple[float, AmountPair] | None:
    ko, en = a.amount, b.amount
    if a.family == b.family:
        how = agreement(a, b)
        if how is None:
            return None
        if (
            ko.unit != en.unit
            and {ko.unit, en.unit} & {"percent", "percent_point", "bp"}
            and {ko.unit, en.unit} != {"bp", "percent_point"}
        ):
            return _WRONG_UNIT, AmountPair(ko, en, "mismatch", "percent_point")
        rank = {"equal": _EQUAL, "rounded": _ROUNDED, "converted": _CONVERTED}[how]
        alike = ko.unit == en.unit
        return rank + (0 if alike else 0.5), AmountPair(ko, en, "match", None if how == "equal" else how)
    if related(ko.unit, en.unit) and agreement(a, b) is not None:
        return _KIN, AmountPair(ko, en, "match")
    if not _same_figure(ko, en):
        return None
    if "number" in (ko.unit, en.unit) or {a.family, b.family} <= {"count", "ordinal", "ratio", "time", "magnitude"}:
        return _SAME_FIGURE + 0.5, AmountPair(ko, en, "match")
    kinds = {a.family, b.family}
    if kinds == {"length", "speed"}:
        return _KIN, AmountPair(ko, en, "match", "unit")
    if is_money(ko.unit) and is_money(en.unit):
        return _WRONG_UNIT, AmountPair(ko, en, "mismatch", "currency")
    return None


def _same_figure(a: Amount, b: Amount) -> bool:
    return a.value == b.value if a.value is not None or b.value is not None else (a.low, a.high) == (b.low, b.high)


def _conflicts(
    left: Sequence[Quantity], right: Sequence[Quantity], pairs: dict[int, tuple[int, AmountPair]], used: set[int]
) -> list[tuple[int, int, AmountPair]]:
    """Amounts of one kind left on both sides whose figures contradict."""
    rest_ko = [i for i in range(len(left)) if i not in pairs]
    rest_en = [j for j in range(len(right)) if j not in used]
    out: list[tuple[int, int, AmountPair]] = []
    for sure in (True, False):
        for i in rest_ko:
            if any(i == o[0] for o in out):
                continue
            open_en = [j for j in rest_en if all(j != o[1] for o in out) and _comparable(left[i], right[j], sure)]
            if sure:
                open_en = [j for j in open_en if _ratio(left[i], right[j])]
            elif len(open_en) != 1 or not _alone(left, right, rest_ko, open_en[0], out):
                continue
            if open_en:
                j = open_en[0]
                out.append((i, j, AmountPair(left[i].amount, right[j].amount, "mismatch", _ratio(left[i], right[j]))))
    return out


def _comparable(a: Quantity, b: Quantity, loosely: bool) -> bool:
    """Amounts of one kind; counters are of one kind only with the same counter, or loosely."""
    if a.family == "count" and b.family == "count":
        return loosely or (a.amount.unit == b.amount.unit and a.amount.unit in ("person", "country"))
    if {a.family, b.family} == {"length", "speed"}:
        return True
    return a.family == b.family and a.family not in ("ordinal",)


def _alone(
    left: Sequence[Quantity],
    right: Sequence[Quantity],
    rest_ko: Sequence[int],
    j: int,
    out: Sequence[tuple[int, int, AmountPair]],
) -> bool:
    """Is one Korean amount only left that could stand for the English amount `j`?"""
    taken = {o[0] for o in out}
    return sum(_comparable(left[i], right[j], False) for i in rest_ko if i not in taken) == 1


def _ratio(a: Quantity, b: Quantity) -> str | None:
    """×10, ×1/10000: the power of ten between two values with the same digits, where it is one."""
    if not (a.exact and b.exact) or not a.low or not b.low:
        return None
    x, y = a.amount.value, b.amount.value
    if x is None or y is None:
        return None
    for one, other in ((a.low, b.low), (x, y)):
        for power in _POWERS:
            if power and one * Decimal(10) ** power == other:
                return f"×{10**power}" if power > 0 else f"×1/{10**-power}"
    return None
