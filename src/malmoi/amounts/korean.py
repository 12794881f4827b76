"""The Korean reader: finds figures, reads numerals, attaches units. What the words are stands in the tables.

Text with digits is read by grammar alone. Numerals in Hangul alone are proposed by grammar and decided by the gate, which is
asked only where a counter, a scale or a frame (분의, 번째) makes a number likely; without such a place Kiwi is never loaded.
"""

import re
from decimal import Decimal

from malmoi.amounts.dates_ko import end_of_non_amount
from malmoi.amounts.figures import skip_spaces
from malmoi.amounts.gate import is_number
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.numerals_ko import BIG, NATIVE_ONES, NATIVE_TENS, SINO, SMALL, read_numeral
from malmoi.amounts.readings import Reading
from malmoi.amounts.signs import currency_before
from malmoi.amounts.tables import Surface, suffixes, words

__all__ = ["read"]

_HEADS = "".join(sorted({*SINO, *SMALL, *BIG, "수", "몇"} - {"경", "해", "령", "륙"}))
_NATIVE_HEADS = "|".join(sorted({w for w in (*NATIVE_ONES, *NATIVE_TENS) if w[0] not in _HEADS}, key=len, reverse=True))
# Where a figure may begin: a digit, ½, a decimal point before a digit; a Hangul numeral at the head of a word.
_START = re.compile(
    rf"[0-9½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]|\.(?=[0-9])|(?:(?<![가-힣])|(?<=[약총제만]))(?:[{_HEADS}]|{_NATIVE_HEADS}|대여섯|예닐곱|첫|절반|반)"
)
_SIGN = re.compile(r"(?:(?<![0-9A-Za-z가-힣)])[-−]|마이너스\s?|음수\s?|영하\s?)$")
_SPEED = re.compile(r"시속\s?(?:약\s?|최고\s?|최대\s?|평균\s?)?$")
_PER_SECOND = re.compile(r"초속\s?(?:약\s?|최고\s?|최대\s?|평균\s?)?$")
_SCALES_OF_HEAT = re.compile(r"(섭씨|화씨)\s?(?:약\s?)?$")
_MAGNITUDE = re.compile(r"규모\s?(?:약\s?)?$")
_BATTING = re.compile(r"(\d{1,2})할(?:\s?(\d)푼)?(?:\s?(\d)리)?(?!인)")
_AGE_IN_BRACKETS = re.compile(r"[가-힣]\((\d{1,3})(?:[),·]|세\))")
_HALF_MORE = re.compile(r"\s?반(?![가-힣])|\s?반(?=이|을|의|간|동안|만에|이나|가량|정도|쯤|여|짜리|으로|에|,|\.)")
_HALF = re.compile(r"절반|반(?=[이을]? ?(?:넘|이상|가까|가량|정도|쯤))")
_AGE_BAND = re.compile(r"대(?=\s?(?:초반|중반|후반|남성|여성|남자|여자|남녀|청년|젊은|여인|노인|주부|직장인|소년|들|\(|의 (?:남|여|젊)|와 [3-9]0대|인 |가 |는 |이 |에 ))")
_PLUS = ("여 ", "여", "몇", "수")
_BEHIND = 12


def read(text: str) -> list[Reading]:
    """Readings of a flattened, composed text, in order and apart from one another."""
    out: list[Reading] = []
    at = 0
    while True:
        found = _START.search(text, at)
        if found is None:
            return out
        start = found.start()
        if text[start] in "0123456789.½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞":
            reading, end = _digits(text, start)
        else:
            reading, end = _spelled(text, start, found.end())
        at = max(end, start + 1)
        if reading is not None:
            if out and _compound(text, out[-1], reading):
                continue
            out.append(reading)


def _digits(text: str, start: int) -> tuple[Reading | None, int]:
    """What begins with the digit at `start`: a reading or None, and where to go on."""
    end = end_of_non_amount(text, start)
    if end is not None:
        return None, end
    batting = _BATTING.match(text, start)
    if batting:
        return _average(batting), batting.end()
    serial = _serial(text, start)
    if serial is not None:
        return None, serial
    numeral = read_numeral(text, start)
    if numeral is None:
        return None, _after_digits(text, start)
    bracket = _AGE_IN_BRACKETS.match(text, start - 2) if start >= 2 else None
    if bracket and bracket.end(1) == numeral.end and numeral.value and 1 <= numeral.value <= 120:
        return Reading(start, numeral.end, numeral, "age", "age"), numeral.end
    reading = _measured(text, numeral)
    return reading, reading.end


def _average(found: re.Match[str]) -> Reading:
    """2할6푼8리, a batting average: .268."""
    places = [Decimal(int(found.group(i) or 0)).scaleb(-i) for i in (1, 2, 3)]
    numeral = Numeral(found.start(), found.end(), sum(places, Decimal(0)), form="decimal")
    return Reading(found.start(), found.end(), numeral, "ratio", "ratio")


def _after_digits(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and (text[end].isdigit() or (text[end] in ".,/-" and text[end + 1 : end + 2].isdigit())):
        end += 1
    return end


def _serial(text: str, start: int) -> int | None:
    """The end of S24, F-16, 5G, 4K, A380: letters before the digits that are no currency, or a capital right behind them."""
    before = text[start - 1 : start]
    hyphen = before == "-" and text[start - 2 : start - 1].isascii() and text[start - 2 : start - 1].isalpha()
    if (before.isascii() and (before.isalpha() or before == "_")) or hyphen:
        if currency_before(text, start) is None:
            return _after_serial(text, start)
    end = start
    while end < len(text) and text[end].isdigit():
        end += 1
    letter = text[end : end + 1]
    if letter.isascii() and letter.isalpha() and suffixes("ko").at(text, end) is None:
        return _after_serial(text, end)
    return None


def _after_serial(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return max(end, at + 1)


def _measured(text: str, numeral: Numeral) -> Reading:
    """A numeral with its sign and with the unit that stands before or behind it."""
    numeral, start = _signed(text, numeral)
    before = text[max(0, start - _BEHIND) : start]
    reading = Reading(start, numeral.end, numeral)
    at, plus = _plus(text, numeral.end)
    if plus:
        reading.modifier = "over"
    sign = currency_before(text, start)
    surface, end = _unit_behind(text, at, numeral)
    if sign is not None and (surface is None or surface.family != "money"):
        reading.start, reading.prefixed = sign[0], True
        _attach(reading, sign[1], numeral.end)
        return reading
    if surface is None:
        return _ordinal(text, reading) or _with_prefix(reading, before)
    _attach(reading, surface, end)
    _adjust(text, reading, before)
    return reading


def _attach(reading: Reading, surface: Surface, end: int) -> None:
    reading.unit, reading.family, reading.factor = surface.unit, surface.family, surface.factor
    reading.end = max(end, reading.end)


def _signed(text: str, numeral: Numeral) -> tuple[Numeral, int]:
    """A minus before the figure, or a word for it, goes into the value and the span."""
    found = _SIGN.search(text, max(0, numeral.start - 6), numeral.start)
    if found is None or numeral.value is None:
        return numeral, numeral.start
    negative = Numeral(numeral.start, numeral.end, -numeral.value, kind=numeral.kind, scale=numeral.scale, spelled=numeral.spelled, form=numeral.form)  # fmt: skip
    return negative, found.start()


def _plus(text: str, end: int) -> tuple[int, bool]:
    """300여 명: past the 여, which says that there are somewhat more."""
    if text.startswith("여", end) and not text.startswith(("여성", "여자", "여러", "여기", "여행", "여객", "여당", "여야"), end):
        return end + 1, True
    return end, False


def _unit_behind(text: str, at: int, numeral: Numeral) -> tuple[Surface | None, int]:
    """The unit behind a numeral and its end."""
    for place in dict.fromkeys((at, skip_spaces(text, at))):
        rank = _rank(text, place, place > at)
        surface = suffixes("ko").at(text, place)
        if surface is not None and not (rank and rank > place + len(surface.text)):
            end = place + len(surface.text)
            return (surface, end) if not rank or rank < end else (None, at)
        if rank:
            return None, at
    return None, at


def _rank(text: str, at: int, spaced: bool) -> int | None:
    """The end of 번째, 위, 등, 차 at `at`."""
    table = words("korean.toml")["ordinal"]
    for suffix in table["spaced"] if spaced else table["suffixes"]:
        if text.startswith(suffix, at) and not text.startswith(tuple(table["not_before"].get(suffix, ())) or "\0", at + len(suffix)):
            return at + len(suffix)
    return None


def _ordinal(text: str, reading: Reading) -> Reading | None:
    end = reading.numeral.end
    rank = _rank(text, end, False) or _rank(text, skip_spaces(text, end), True)
    law = text[max(0, reading.start - 1) : reading.start] == "제"
    if rank is None and not law:
        return None
    reading.unit, reading.family = "ordinal", "ordinal"
    reading.end = rank or end
    return reading


def _with_prefix(reading: Reading, before: str) -> Reading:
    """규모 6.8."""
    found = _MAGNITUDE.search(before)
    if found and reading.numeral.value is not None and reading.numeral.value < 11:
        reading.start -= len(before) - found.start()
        reading.unit, reading.family = "magnitude", "magnitude"
    return reading


def _adjust(text: str, reading: Reading, before: str) -> None:
    """Units whose sense lies in the words around: 시속 100㎞, 섭씨 20도, 2년 반, 20대."""
    unit = reading.unit
    if reading.family == "length":
        for pattern, per in ((_SPEED, {"km": "km/h", "mi": "mph", "m": "m/h"}), (_PER_SECOND, {"m": "m/s", "km": "km/s", "ft": "ft/s"})):
            found = pattern.search(before)
            if found and unit in per:
                reading.start -= len(before) - found.start()
                reading.unit, reading.family = per[unit], "speed"
    elif unit == "deg":
        found = _SCALES_OF_HEAT.search(before)
        if found:
            reading.start -= len(before) - found.start()
            reading.unit = "degC" if found.group(1) == "섭씨" else "degF"
        elif text.startswith("영하", reading.start):
            found = _SCALES_OF_HEAT.search(text, max(0, reading.start - 6), reading.start)
            reading.unit = "degF" if found and found.group(1) == "화씨" else "degC"
    elif reading.family == "time":
        half = _HALF_MORE.match(text, reading.end)
        if half and reading.numeral.value is not None and unit in ("year", "month", "hour", "week", "day", "minute"):
            n = reading.numeral
            reading.numeral = Numeral(n.start, n.end, n.value + Decimal("0.5"), spelled=n.spelled)  # type: ignore[operator]
            reading.end = half.end()
    elif text[reading.end - 1] == "대" and reading.numeral.value in range(10, 100, 10) and _AGE_BAND.match(text, reading.end - 1):
        reading.unit, reading.family = "age", "age"


def _compound(text: str, left: Reading, right: Reading) -> bool:
    """1달러 20센트 and 5피트 2인치 are one amount: take the right one into the left one."""
    gap = text[left.end : right.start]
    if gap.strip() or len(gap) > 2 or left.numeral.value is None or right.numeral.value is None:
        return False
    if right.unit == left.unit and right.factor < left.factor and left.family == "money":
        more = right.numeral.value * right.factor / left.factor
    elif (left.unit, right.unit) == ("ft", "in"):
        more = right.numeral.value / 12
    else:
        return False
    n = left.numeral
    left.numeral = Numeral(n.start, right.numeral.end, left.numeral.value + more, spelled=n.spelled)
    left.end = right.end
    return True


def _spelled(text: str, start: int, head: int) -> tuple[Reading | None, int]:
    """What begins with the Hangul numeral at `start`."""
    half = _HALF.match(text, start)
    if half:
        numeral = Numeral(start, half.end(), Decimal("0.5"), kind="fraction", spelled=True)
        return Reading(start, half.end(), numeral, "fraction"), half.end()
    if text.startswith("첫", start):
        return _first(text, start)
    numeral = read_numeral(text, start)
    if numeral is None:
        return None, head
    if not numeral.spelled:
        reading = _measured(text, numeral)
        return reading, reading.end
    reading = _measured(text, numeral)
    if _likely(text, reading) and _is_number(text, reading):
        return reading, reading.end
    return None, max(head, start + 1)


def _first(text: str, start: int) -> tuple[Reading | None, int]:
    """첫 단어, 첫째, 첫 번째."""
    found = re.compile(r"첫(?:\s?번째|째)?(?=\s|$|[가-힣])").match(text, start)
    if not found or text.startswith(("첫날", "첫눈", "첫인상", "첫사랑"), start):
        return None, start + 1
    numeral = Numeral(start, found.end(), Decimal(1), kind="ordinal", spelled=True)
    return Reading(start, found.end(), numeral, "ordinal", "ordinal"), found.end()


def _likely(text: str, reading: Reading) -> bool:
    """May a numeral in Hangul alone be a number here? A unit, a fraction, a sign, a scale word or two words of number say so."""
    numeral = reading.numeral
    if not reading.bare or numeral.kind == "fraction" or reading.start < numeral.start:
        return True
    if numeral.kind == "vague":
        return numeral.scale > 1
    length = len(text[numeral.start : numeral.end].replace(" ", ""))
    return length >= 2 or not text[: numeral.start].strip() and not text[numeral.end :].strip(" .!?")


def _is_number(text: str, reading: Reading) -> bool:
    numeral = reading.numeral
    if not text[: reading.start].strip() and not text[reading.end :].strip(" .!?"):
        return True
    return is_number(text, numeral.start, numeral.end)
