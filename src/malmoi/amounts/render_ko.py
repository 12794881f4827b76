"""Amounts written in Korean: 4조2000억원, 7천890, 4조 2000억 원, 사조 이천억 원, 금 사조이천억원정."""

from decimal import Decimal
from typing import Any

from malmoi.amounts.names import unit_pattern
from malmoi.amounts.tables import is_money
from malmoi.errors import UsageError
from malmoi.model.records import Amount

__all__ = ["write"]

_TEN_THOUSAND = 10**4
# A last section of four digits belongs to what stands before it, money or not.
_CLEAR = 1000
_SCALES = ("", "만", "억", "조", "경", "해")
_SMALL = ("", "십", "백", "천")
_DIGITS = "영일이삼사오육칠팔구"
_VAGUE = {10: "십", 100: "백", 1000: "천"}


def write(amount: Amount, style: dict[str, Any], attributive: bool) -> str:
    """`amount` in a style of `styles.toml`, without its modifier; Korean has no other form before a noun."""
    del attributive
    pattern = unit_pattern(amount.unit, "ko")
    head, _, tail = pattern.partition("{}")
    space = style["before_unit"] if tail and tail[0] >= "가" else ""
    if amount.value is None:
        figure = _vague(amount, style)
    else:
        figure = _figure(abs(amount.value), style, is_money(amount.unit))
        if amount.value < 0:
            figure = ("마이너스 " if style["sections"] == "hangul" else "-") + figure
    before, after = ("", "")
    if is_money(amount.unit) and "money" in style:
        before, after = style["money"]
    return f"{before}{head}{figure}{space}{tail}{after}"


def _figure(value: Decimal, style: dict[str, Any], money: bool = True) -> str:
    whole = int(value)
    places = _decimals(value - whole)
    if style["sections"] == "none":
        return f"{whole:,}" + (f".{places}" if places else "")
    spelled = style["sections"] == "hangul"
    parts: list[str] = []
    for power, section in _sections(whole):
        if not section and not (power == 0 and (places or not whole)):
            continue
        parts.append(_section(section, power, style, first=not parts) + _scale(power))
    if not places and (money or spelled or whole % _TEN_THOUSAND >= _CLEAR or not whole % _TEN_THOUSAND):
        return str(style["between"]).join(parts)
    # A short last section would read as a number of its own (157만 1㎞), and so would decimals: they stick.
    text = "".join(parts)
    if not places:
        return text
    return f"{text}점 {''.join(_DIGITS[int(c)] for c in places)}" if spelled else f"{text}.{places}"


def _scale(power: int) -> str:
    if power >= len(_SCALES):
        raise UsageError("Korean numerals are written up to 해 (10^20, four digits of it).")
    return _SCALES[power]


def _sections(whole: int) -> list[tuple[int, int]]:
    """(power of ten thousand, four digits), greatest first."""
    out, power = [], 0
    while True:
        whole, section = divmod(whole, _TEN_THOUSAND)
        out.append((power, section))
        power += 1
        if not whole:
            return out[::-1]


def _decimals(rest: Decimal) -> str:
    """Digits behind the point."""
    return f"{rest.normalize():f}".partition(".")[2]


def _section(section: int, power: int, style: dict[str, Any], first: bool) -> str:
    if style["sections"] == "digits":
        return str(section)
    if style["sections"] == "thousands":
        thousands, rest = divmod(section, 1000)
        return (f"{thousands}천" if thousands else "") + (str(rest) if rest or not thousands else "")
    every_one = bool(style.get("every_one"))
    if section == 1 and power == 1 and first and not every_one:
        # 만 오천 원, not 일만 오천 원.
        return ""
    return _spell(section, every_one)


def _spell(section: int, every_one: bool) -> str:
    """Four digits in Hangul: 7890 is 칠천팔백구십."""
    if not section:
        return _DIGITS[0]
    out = ""
    for place in (3, 2, 1, 0):
        digit = section // 10**place % 10
        if digit:
            out += ("" if digit == 1 and place and not every_one else _DIGITS[digit]) + _SMALL[place]
    return out


def _vague(amount: Amount, style: dict[str, Any]) -> str:
    """수천억, 수십만; other bounds as a range."""
    if amount.low is None or amount.high is None:
        raise UsageError("An amount without a value needs low and high to be rendered.")
    unit = amount.low / 2
    power, rest = 0, unit
    while rest >= _TEN_THOUSAND and power < len(_SCALES) - 1:
        power, rest = power + 1, rest / _TEN_THOUSAND
    if (rest in _VAGUE or (rest == 1 and power)) and amount.high >= 10 * unit - 1:
        return "수" + _VAGUE.get(int(rest), "") + _SCALES[power]
    return f"{_figure(amount.low, style)}~{_figure(amount.high, style)}"
