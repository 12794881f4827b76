"""The Korean reader: finds figures, reads numerals, has their units attached. What the words are stands in the tables.

Text with digits is read by grammar alone. Numerals in Hangul alone are proposed by grammar and decided by the gate, which is
asked only where a counter, a scale or a frame (분의, 번째) makes a number likely; without such a place Kiwi is never loaded.
"""

import re
from decimal import Decimal

from malmoi.amounts.dates_ko import end_of_non_amount, is_year
from malmoi.amounts.gate import is_number
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.numerals_ko import NATIVE_ONES, NATIVE_TENS, read_numeral
from malmoi.amounts.readings import Reading
from malmoi.amounts.signs import currency_before
from malmoi.amounts.tables import suffixes, words
from malmoi.amounts.units_ko import join, measure
from malmoi.text.hangul import is_syllable

__all__ = ["read"]

_FIGURES = "0123456789½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SINO_HEADS = "일이삼사오육칠팔구십백천만억조영공수몇"
_NATIVE_HEADS = "|".join(sorted({*NATIVE_ONES, *NATIVE_TENS} | {"대여섯", "예닐곱"}, key=len, reverse=True))
# Where a figure may begin: a digit, ½, a decimal point before a digit; a Hangul numeral at the head of a word.
_START = re.compile(
    rf"[{_FIGURES}]|\.(?=[0-9])|(?<=[약총제만])[{_SINO_HEADS}]|(?<![가-힣])(?:보름(?!달)|반년|이틀|사흘|나흘|닷새|엿새|열흘|[{_SINO_HEADS}]|{_NATIVE_HEADS}|첫|반)|절반|https?://"
)
_ADDRESS = re.compile(r"https?://\S*")
_BATTING = re.compile(r"(\d{1,2})할(?:\s?(\d)푼)?(?:\s?(\d)리)?(?!인)")
_AGE_IN_BRACKETS = re.compile(r"[가-힣]\((\d{1,3})(?:[),·]|세\))")
_OLDEST = 120
_HALF = re.compile(r"절반|반(?=[이을]? ?(?:넘|이상|가까|가량|정도|쯤))")
_FIRST = re.compile(r"첫(?:\s?번째|째)?(?![날눈사인걸])")
# Digits that are no other word where a particle follows, and frames that only numbers fill.
_LONE_DIGIT = re.compile(r"[삼육칠팔](?:[은는이가을를과와도]|입니다|이다)(?![가-힣])")
_FRAME = re.compile(
    r"[일이삼사오육칠팔구십백천만억조]+분의|[일이삼사오육칠팔구십백천만억조]{2,} 분의"
    r"|[일이삼사오육칠팔구십백천]+[과와] [일이삼사오육칠팔구십백천]+ ?분의|이(?:등|위)(?:[은는을를이가의로에,. ]|$)"
)
_DETERMINERS = frozenset(("두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"))
# 공장, 영 번: a nought alone counts nothing.
_NOUGHTS = ("공", "영")
_SINO_DIGITS = frozenset("일이삼사오육칠팔구조")
_NATIVELY_COUNTED = ("item", "person", "case", "unit", "country", "times")
_OTHER_WORDS = "한이일사오육칠팔구영공조억만천백십"
_UNIT_ENDS = re.compile(r"$|[\s,.)~]|[은는이가을를의에도과와씩](?:[\s,.)]|$)")
_NOUN_BEHIND = re.compile(r" [가-힣]{2}")
_ENDS = " .!?"
_MARGIN = 8


def read(text: str) -> list[Reading]:
    """Readings of a flattened, composed text, in order and apart from one another."""
    out: list[Reading] = []
    at = 0
    while found := _START.search(text, at):
        start, floor = found.start(), out[-1].end if out else 0
        at = found.end()
        if text[start] == "h":
            reading, end = None, _end(_ADDRESS, text, start)
        elif text[start] in _FIGURES or text[start] == ".":
            reading, end = _digits(text, start, floor)
        else:
            reading, end = _spelled(text, start, floor)
        at = max(end, at)
        if reading is not None and not (out and join(text, out[-1], reading)):
            out.append(reading)
    return out


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


def _digits(text: str, start: int, floor: int) -> tuple[Reading | None, int]:
    """What begins with the digit at `start`: a reading or None, and where to go on."""
    end = end_of_non_amount(text, start) or _serial(text, start)
    if end is not None:
        return None, end
    batting = _BATTING.match(text, start)
    if batting:
        return _average(batting), batting.end()
    numeral = read_numeral(text, start)
    if numeral is None:
        return None, _after_digits(text, start)
    bracket = _AGE_IN_BRACKETS.match(text, start - 2) if start >= 2 else None
    if bracket and bracket.end(1) == numeral.end and numeral.value and 0 < numeral.value <= _OLDEST:
        return Reading(start, numeral.end, numeral, "age", "age"), numeral.end
    reading = measure(text, numeral, floor)
    year = is_year(text[start : reading.end]) and not _alone(text, reading)
    if reading.bare and (year or _names_a_thing(text, start)):
        return None, reading.end
    return reading, reading.end


def _names_a_thing(text: str, start: int) -> bool:
    """코로나19, 보잉747: a bare figure that sticks to a word of two syllables is part of a name."""
    before = text[max(0, start - 2) : start]
    return len(before) == 2 and all(is_syllable(c) for c in before)


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
    """The end of S24, F-16, 5G, A380: letters before the digits that are no currency, or letters behind that are no unit."""
    before = text[start - 1 : start]
    hyphen = before == "-" and text[start - 2 : start - 1].isascii() and text[start - 2 : start - 1].isalpha()
    if before == "_" or (before.isascii() and before.isalpha()) or hyphen:
        return None if currency_before(text, start) else _after_serial(text, start)
    end = start
    while end < len(text) and text[end].isdigit():
        end += 1
    letter = text[end : end + 1]
    if letter.isascii() and letter.isalpha() and suffixes("ko").at(text, end) is None:
        return _after_serial(text, end)
    return None


def _after_serial(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end].isascii():
        if not (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isalnum())):
            break
        end += 1
    return max(end, at + 1)


def _spelled(text: str, start: int, floor: int) -> tuple[Reading | None, int]:
    """What begins with the Hangul numeral at `start`."""
    fixed = _half(text, start) or _days(text, start) or _first(text, start)
    if fixed is not None:
        return fixed, fixed.end
    numeral = read_numeral(text, start)
    if numeral is None:
        return None, start
    reading = measure(text, numeral, floor)
    if not numeral.spelled or (_likely(text, reading) and _is_number(text, reading)):
        return reading, reading.end
    bare = Reading(reading.start, numeral.end, reading.numeral)
    if not reading.bare and numeral.end - numeral.start > 1 and _likely(text, bare) and _is_number(text, bare):
        # 천만 관객: the unit was the head of another word.
        return bare, bare.end
    return None, start


def _half(text: str, start: int) -> Reading | None:
    """절반, 반이 넘는."""
    found = _HALF.match(text, start)
    if not found:
        return None
    numeral = Numeral(start, found.end(), Decimal("0.5"), kind="fraction", spelled=True)
    return Reading(start, found.end(), numeral, "fraction")


def _days(text: str, start: int) -> Reading | None:
    """이틀, 사흘, 나흘, 반년."""
    if text.startswith("반년", start):
        return Reading(start, start + 2, Numeral(start, start + 1, Decimal("0.5"), spelled=True), "year", "time")
    days = words("korean.toml")["days"].get(text[start : start + 2])
    if days is None or text.startswith("보름달", start):
        return None
    return Reading(start, start + 2, Numeral(start, start + 2, Decimal(days), spelled=True), "day", "time")


def _first(text: str, start: int) -> Reading | None:
    """첫 단어, 첫째, 첫 번째."""
    found = _FIRST.match(text, start)
    if not found:
        return None
    numeral = Numeral(start, found.end(), Decimal(1), kind="ordinal", spelled=True)
    return Reading(start, found.end(), numeral, "ordinal", "ordinal")


def _likely(text: str, reading: Reading) -> bool:
    """May a numeral in Hangul alone be a number here? A unit, a fraction, a sign, a scale word or two words of number say so."""
    numeral = reading.numeral
    spelled = text[numeral.start : numeral.end].replace(" ", "")
    if len(spelled) == 1 and text[numeral.start - 1 : numeral.start] == "제" and numeral.start:
        # 제일 is "most", 제삼자 a third party.
        return False
    if spelled in _NOUGHTS:
        return _alone(text, reading) or _in_contract(text, reading)
    attached = text[numeral.end : numeral.end + 1] != " "
    if spelled in _SINO_DIGITS and reading.unit in _NATIVELY_COUNTED and (attached or spelled == "이"):
        # Things and people are counted by native numerals: 사건, 이 사람, 구조.
        return False
    if not reading.bare or numeral.kind == "fraction" or reading.start < numeral.start:
        return True
    if numeral.kind == "vague":
        return numeral.scale > 1
    if spelled in NATIVE_ONES:
        # 두 여성: a determiner before any noun; 한 is "a", too.
        return spelled in _DETERMINERS and _NOUN_BEHIND.match(text, numeral.end) is not None
    return len(spelled) >= 2 or _alone(text, reading) or _LONE_DIGIT.match(text, numeral.start) is not None


def _certain(text: str, reading: Reading) -> bool:
    """두 명이, 수천 명의, 다섯 살: native and vague numerals with a counter and a particle need no Kiwi.

    한 and the Sino-Korean heads are words of their own too often, and so are the counters that are nouns (unit "unit").
    """
    start, end = reading.numeral.start, reading.numeral.end
    if reading.bare or reading.unit in ("unit", "ordinal") or text[start] in _OTHER_WORDS:
        return False
    if end - start == 1 and text[end : end + 1] != " ":
        # 열리는, 세인의, 서명을: one syllable and its counter are often one word.
        return False
    return _UNIT_ENDS.match(text, reading.end) is not None


def _in_contract(text: str, reading: Reading) -> bool:
    """금 사조이천억원정: the words of a contract close both ends."""
    return text[max(0, reading.start - 3) : reading.start].rstrip().endswith("금") and text.startswith(
        "정", reading.end
    )


def _alone(text: str, reading: Reading) -> bool:
    """Is the figure all that its line holds? Looks a few characters far on either side."""
    if reading.start > _MARGIN or len(text) - reading.end > _MARGIN:
        return False
    return not text[: reading.start].strip() and not text[reading.end :].strip(_ENDS)


def _is_number(text: str, reading: Reading) -> bool:
    """What the gate says, where the frame does not say it already."""
    numeral = reading.numeral
    if _alone(text, reading) or _FRAME.match(text, numeral.start) or _in_contract(text, reading):
        return True
    if _certain(text, reading):
        return True
    if numeral.form == "decimal":
        return is_number(text, numeral.start, text.index("점", numeral.start))
    return is_number(text, numeral.start, numeral.end, reading.end)
