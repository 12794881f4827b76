"""`compare_amounts`: which amount of the Korean text stands for which of the English one, and do they agree?

Equal amounts of one kind are paired first, then rounded and converted ones, then equal figures whose units differ (a currency,
percent against percentage point). What is left of one kind on both sides is a mismatch where the figures look like one another
(a power of ten, one digit off) or are the only ones of their kind left; anything else stands alone, and standing alone means little.
"""

from collections.abc import Mapping, Sequence
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
# Kinds whose equal figures may stand for one another: 34분 and the 34th minute, 3개 and the third.
_FREELY = frozenset(("count", "ordinal", "ratio", "time", "magnitude"))
_FEWEST_DIGITS = 3
_WON = "KRW"
# Counters that English names too; a bare English figure may count the same people where it is no small number and like theirs.
_COUNTED = ("person", "country")
_FEW = 10
_LIKE = Decimal("1.5")
# Bracketed conversions agree within this share of the rate.
_CONVERSION = Decimal("0.05")
_POWERS = range(-12, 13)


def compare_amounts(ko: str, en: str, *, rates: Mapping[str, Decimal] | None = None) -> list[AmountPair]:
    """Amounts of a Korean and an English text that stand for one another, in the order of the Korean text, then those that stand alone.

    `status` is match, mismatch, ko_only or en_only; `ratio` names what separates two amounts (`×10`, `×1/10000`, `currency`,
    `percent_point`, `unit`, `rounded`, `converted`, `elliptical`) or is None. `rates`, won per unit of a currency, let money of two
    currencies match as a conversion.
    """
    return pair_amounts(parse_amounts(ko, "ko"), parse_amounts(en, "en"), (len(ko), len(en)), rates)


def pair_amounts(
    ko: Sequence[Amount],
    en: Sequence[Amount],
    lengths: tuple[int, int],
    rates: Mapping[str, Decimal] | None = None,
) -> list[AmountPair]:
    """`compare_amounts` over amounts already read; `lengths` are those of the texts, in characters."""
    with localcontext(CONTEXT):
        left, right = [quantity(a) for a in ko], [quantity(a) for a in en]
        pairs: dict[int, tuple[int, AmountPair]] = {}
        used: set[int] = set()
        for _, i, j, pair in sorted(_candidates(left, right, lengths, rates or {}), key=lambda c: c[:3]):
            if i not in pairs and j not in used:
                pairs[i] = (j, pair)
                used.add(j)
        for i, j, pair in _conflicts(left, right, pairs, used):
            pairs[i] = (j, pair)
            used.add(j)
    out = [pairs[i][1] if i in pairs else AmountPair(amount, None, "ko_only") for i, amount in enumerate(ko)]
    return out + [AmountPair(None, amount, "en_only") for j, amount in enumerate(en) if j not in used]


def _candidates(
    left: Sequence[Quantity],
    right: Sequence[Quantity],
    lengths: tuple[int, int],
    rates: Mapping[str, Decimal],
) -> list[tuple[float, int, int, AmountPair]]:
    """(cost, i, j, pair) of all amounts that may belong together."""
    out = []
    fuller = _without_ellipsis(right)
    turns = _turns(left), _turns(right)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found = _belongs(a, b) or _converted(a, b, rates) or _elliptical(a, b, fuller.get(j))
            if found is not None:
                rank, pair = found
                apart = abs(a.amount.start / max(1, lengths[0]) - b.amount.start / max(1, lengths[1]))
                if turns[0][i][0] == turns[1][j][0]:
                    # Two twos on either side pair in their order.
                    apart = float(turns[0][i][1] != turns[1][j][1])
                out.append((rank + 0.49 * min(1.0, apart), i, j, pair))
    return out


def _turns(amounts: Sequence[Quantity]) -> list[tuple[tuple[str, Decimal, Decimal, int], int]]:
    """For each amount its value with how often it stands in the text, and which of them it is."""
    keys = [(a.family, a.low, a.high) for a in amounts]
    return [((*key, keys.count(key)), keys[:i].count(key)) for i, key in enumerate(keys)]


def _belongs(a: Quantity, b: Quantity) -> tuple[float, AmountPair] | None:
    """The rank of two amounts that may stand for one another, and the pair that they would be."""
    ko, en = a.amount, b.amount
    if a.family == b.family:
        how = agreement(a, b)
        if how is None:
            return None
        if "percent" in (ko.unit, en.unit) and ko.unit != en.unit:
            return _WRONG_UNIT, AmountPair(ko, en, "mismatch", "percent_point")
        rank = {"equal": _EQUAL, "rounded": _ROUNDED, "converted": _CONVERTED}[how]
        return rank + (0 if ko.unit == en.unit else 0.5), AmountPair(ko, en, "match", None if how == "equal" else how)
    if related(ko.unit, en.unit) and agreement(a, b) is not None:
        return _KIN, AmountPair(ko, en, "match")
    if _same_share(ko, en):
        return _KIN, AmountPair(ko, en, "match", "unit")
    if not _same_figure(ko, en):
        return None
    kinds, units = {a.family, b.family}, {ko.unit, en.unit}
    if "number" in units or kinds <= _FREELY or (kinds == {"count", "percent"} and units & {"point", "percent_point"}):
        return _SAME_FIGURE + 0.5, AmountPair(ko, en, "match")
    if kinds == {"length", "speed"}:
        return _KIN, AmountPair(ko, en, "match", "unit")
    if is_money(ko.unit) and is_money(en.unit):
        return _WRONG_UNIT, AmountPair(ko, en, "mismatch", "currency")
    return None


def _converted(a: Quantity, b: Quantity, rates: Mapping[str, Decimal]) -> tuple[float, AmountPair] | None:
    """Money in two currencies that agrees at the given rates."""
    if a.family == b.family or not (a.exact and b.exact):
        return None
    won = {_WON: Decimal(1), **rates}
    one, other = won.get(a.amount.unit), won.get(b.amount.unit)
    if one is None or other is None or abs(a.low * one - b.low * other) > _CONVERSION * abs(b.low * other):
        return None
    return _CONVERTED + 0.75, AmountPair(a.amount, b.amount, "match", "converted")


def _without_ellipsis(amounts: Sequence[Quantity]) -> dict[int, tuple[Decimal, str]]:
    """index -> (value, currency) of a small figure when the scale of the money before it goes on: $1.92 million to $2.13."""
    out: dict[int, tuple[Decimal, str]] = {}
    last: Quantity | None = None
    for j, quantity_ in enumerate(amounts):
        amount = quantity_.amount
        if amount.value is None:
            continue
        if last is not None and abs(amount.value) < 1000 and amount.unit in ("number", last.amount.unit):
            thousands = last.low.adjusted() // 3 * 3
            out[j] = (amount.value.scaleb(thousands), last.amount.unit)
        if is_money(amount.unit) and amount.value >= 10**6:
            last = quantity_
    return out


def _elliptical(a: Quantity, b: Quantity, fuller: tuple[Decimal, str] | None) -> tuple[float, AmountPair] | None:
    if fuller is None or fuller != (a.amount.value, a.amount.unit):
        return None
    return _KIN, AmountPair(a.amount, b.amount, "match", "elliptical")


def _same_share(a: Amount, b: Amount) -> bool:
    """절반 and 50 percent."""
    for share, percent in ((a, b), (b, a)):
        if share.unit in ("fraction", "number") and percent.unit == "percent" and share.value and percent.value:
            return 0 < share.value < 1 and share.value * 100 == percent.value
    return False


def _same_figure(a: Amount, b: Amount) -> bool:
    return a.value == b.value if a.value is not None or b.value is not None else (a.low, a.high) == (b.low, b.high)


def _conflicts(
    left: Sequence[Quantity], right: Sequence[Quantity], pairs: dict[int, tuple[int, AmountPair]], used: set[int]
) -> list[tuple[int, int, AmountPair]]:
    """Amounts of one kind left on both sides whose figures contradict: first those that look alike, then the only ones left."""
    rest_ko = [i for i in range(len(left)) if i not in pairs]
    rest_en = [j for j in range(len(right)) if j not in used]
    out: list[tuple[int, int, AmountPair]] = []

    def conflict(i: int, j: int) -> None:
        ratio = _ratio(left[i], right[j])
        out.append((i, j, AmountPair(left[i].amount, right[j].amount, "mismatch", ratio)))
        rest_ko.remove(i)
        rest_en.remove(j)

    for alike in (_is_power_of_ten, _is_slip):
        for i in tuple(rest_ko):
            j = next((j for j in rest_en if _of_a_kind(left[i], right[j]) and alike(left[i], right[j])), None)
            if j is not None:
                conflict(i, j)
    for i in tuple(rest_ko):
        facing = [j for j in rest_en if _of_one_unit(left[i], right[j])]
        if len(facing) == 1 and sum(_of_one_unit(left[k], right[facing[0]]) for k in rest_ko) == 1:
            conflict(i, facing[0])
    return out


def _of_a_kind(a: Quantity, b: Quantity) -> bool:
    """May the two be compared at all? All counters are of a kind; ordinals slip too often without being wrong."""
    return (a.family == b.family and a.family != "ordinal") or {a.family, b.family} == {"length", "speed"}


def _of_one_unit(a: Quantity, b: Quantity) -> bool:
    """Of a kind, and counters of the same things: people against people, or against a bare figure of the like size."""
    if not a.family == b.family == "count":
        return _of_a_kind(a, b)
    if a.amount.unit not in _COUNTED:
        return False
    if b.amount.unit == a.amount.unit:
        return True
    near = min(a.low, b.low) >= _FEW and max(a.low, b.low) <= _LIKE * min(a.low, b.low)
    return near and a.exact and b.exact and b.amount.unit == "number"


def _is_power_of_ten(a: Quantity, b: Quantity) -> bool:
    return _ratio(a, b) is not None


def _is_slip(a: Quantity, b: Quantity) -> bool:
    """Figures of one unit and of three digits and more that differ in one digit: 5.5501 and 3.5501."""
    if not (a.exact and b.exact) or a.amount.unit != b.amount.unit or min(a.digits, b.digits) < _FEWEST_DIGITS:
        return False
    one, other = f"{a.amount.value:f}", f"{b.amount.value:f}"
    return len(one) == len(other) and sum(x != y for x, y in zip(one, other, strict=True)) == 1


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
