"""The English reader: finds figures and number words and has their units attached. What the words are stands in the tables."""

import re
from decimal import Decimal
from functools import cache

from malmoi.amounts.dates_en import end_of_non_amount
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.numerals_en import read_numeral
from malmoi.amounts.readings import Reading
from malmoi.amounts.signs import currency_before
from malmoi.amounts.tables import words
from malmoi.amounts.units_en import join, measure, unit_behind

__all__ = ["read"]

_FIGURES = "0123456789½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_START = re.compile(rf"[{_FIGURES}]|\.(?=[0-9])|[A-Za-z]+")
_ADDRESS = re.compile(r"https?://\S*|www\.\S*")
_BEFORE = re.compile(r"([A-Za-z]+)[ -]$")
_AFTER = re.compile(r"[ -]([A-Za-z]+)|(['.,;:!?)]|$)")
_HALF_OF = re.compile(r" (?:of|the|its|their|his|her|our|all|as) ")
_NO_HALF = ("first", "second", "other", "latter", "final", "last", "one-", "-")
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# Half past three, quarter to eight, seven-thirty.
_CLOCK = re.compile(
    rf"(?:a )?(?:half|quarter) (?:past|to) {_HOUR}(?![a-z])|{_HOUR}-(?:fifteen|thirty|forty-five)(?![a-z-])|{_HOUR} o'clock",
    re.IGNORECASE,
)
# 12 trillion calculations a second: a rate, no rank.
_PER_SECOND = re.compile(r"an? second(?= *(?:[.,;:!?)]|$))", re.IGNORECASE)
_NEAR = 16


def read(text: str) -> list[Reading]:
    """Readings of a flattened text, in order and apart from one another."""
    out: list[Reading] = []
    heads = _heads()
    at = 0
    while found := _START.search(text, at):
        start, word = found.start(), found.group()
        at = found.end()
        if word[0].isalpha():
            if word in ("http", "https", "www"):
                address = _ADDRESS.match(text, start)
                at = address.end() if address else at
            if word.lower() not in heads:
                continue
            reading, end = _words(text, start, found.end(), out[-1].end if out else 0)
        else:
            reading, end = _digits(text, start, out[-1].end if out else 0)
        at = max(end, at)
        if reading is not None and not (out and join(text, out[-1], reading)):
            out.append(reading)
    return out


@cache
def _heads() -> frozenset[str]:
    """Words that may open a figure."""
    table = words("english.toml")
    names = ("ones", "tens", "singular_scales", "ordinals", "ordinal_scales", "multiples")
    heads = {word for name in names for word in table[name]}
    heads |= {"a", "an", "half", "quarter", "hundred", "dozen", "dozens", "hundredth", "several", "many"}
    return frozenset(heads | set(table["vague"]["plurals"]))


def _digits(text: str, start: int, floor: int) -> tuple[Reading | None, int]:
    """What begins with the digit at `start`: a reading or None, and where to go on. A sign stands not before `floor`."""
    sign = currency_before(text, start, floor)
    if sign is None:
        end = end_of_non_amount(text, start)
        if end is None:
            end = _serial(text, start)
        if end is not None:
            return None, end
    numeral = read_numeral(text, start, money=sign is not None)
    if numeral is None:
        return None, _after_digits(text, start)
    reading = measure(text, numeral, sign)
    if reading is None:
        return None, _after_letters(text, numeral.end)
    return reading, reading.end


def _after_digits(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and (text[end] in "0123456789" or (text[end] in ".,/" and text[end + 1 : end + 2].isdigit())):
        end += 1
    return end


def _serial(text: str, start: int) -> int | None:
    """The end of S24, F-16, scp-173m, PA 23456 F: letters (and a hyphen) right before the digits."""
    before = text[start - 1 : start]
    letters = before == "_" or (before.isascii() and before.isalpha())
    hyphen = before == "-" and _ends_code(text, start - 2)
    if not letters and not hyphen:
        return None
    end = start
    while end < len(text) and text[end] in "0123456789":
        end += 1
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha() and not text[end + 2 : end + 3].isalpha():
        end += 2
    return _after_letters(text, end)


def _ends_code(text: str, last: int) -> bool:
    """Does a code (F, scp2, MP) end at `last`? Letters are in it, but not four small ones as in magnitude-6.8."""
    begin = last
    while begin >= 0 and last - begin < 12 and text[begin].isascii() and text[begin].isalnum():
        begin -= 1
    code = text[begin + 1 : last + 1]
    return any(c.isalpha() for c in code) and not (len(code) >= 4 and code.islower() and code.isalpha())


def _after_letters(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end].isascii():
        if not (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isdigit())):
            break
        end += 1
    return end


def _words(text: str, start: int, head: int, floor: int) -> tuple[Reading | None, int]:
    """What begins with the number word at `start`."""
    word = text[start:head].lower()
    if start > 0 and text[start - 1] in "'’":
        return None, head
    clock = _CLOCK.match(text, start)
    if clock:
        return None, clock.end()
    multiple = words("english.toml")["multiples"].get(word)
    if multiple is not None:
        return Reading(
            start, head, Numeral(start, head, Decimal(multiple), kind="multiple", spelled=True), "times"
        ), head
    rate = _PER_SECOND.match(text, start)
    if rate:
        return None, rate.end()
    numeral = read_numeral(text, start)
    if numeral is None or (
        word in ("a", "an") and numeral.kind == "ordinal" and numeral.value is not None and numeral.value < 1000
    ):
        return _article(text, start, head, word)
    sign = currency_before(text, start, floor)
    reading = measure(text, numeral, sign if sign and text[sign[0]] in "$€£¥₩" else None)
    if reading is None:
        return None, head
    if word == "one" and not _counts(text, reading, head):
        return None, reading.end
    if word in ("half", "quarter") and numeral.end == head and reading.bare:
        return _half(text, reading) if word == "half" else None, head
    if numeral.kind == "ordinal" and text.startswith("s", numeral.end):
        return None, head
    return reading, reading.end


def _half(text: str, reading: Reading) -> Reading | None:
    """Half the people, half of them; not the first half."""
    before = text[max(0, reading.start - _NEAR) : reading.start].lower().rstrip()
    if not _HALF_OF.match(text, reading.end) or before.endswith(_NO_HALF):
        return None
    reading.unit = "fraction"
    return reading


def _counts(text: str, reading: Reading, head: int) -> bool:
    """Is this "one" a number, no pronoun (that one is good, one of them) and no "one day"?"""
    if reading.unit == "day":
        return _counted(text, reading.start, reading.end)
    if reading.end > head or text[reading.start : head].lower() != "one":
        return True
    context = words("english.toml")["context"]
    before = _BEFORE.search(text[max(0, reading.start - _NEAR) : reading.start])
    after = _AFTER.match(text, head)
    if text[head : head + 1] == "-" or (before and before.group(1).lower() in context["before_pronoun"]):
        return False
    if after is None:
        return True
    if after.group(1) is None:
        return reading.start == 0
    return after.group(1).lower() not in context["after_pronoun"]


def _article(text: str, start: int, head: int, word: str) -> tuple[Reading | None, int]:
    """A year, an hour: one of them where no rate (98 dollars a share) is meant."""
    if word not in ("a", "an"):
        return None, head
    surface, end = unit_behind(text, head)
    if (
        surface is None
        or surface.family != "time"
        or surface.unit == "s"
        or surface.text.endswith("s")
        or not _counted(text, start, end)
    ):
        return None, head
    numeral = Numeral(start, head, Decimal(1), spelled=True)
    return Reading(start, end, numeral, surface.unit, surface.family), end


def _counted(text: str, start: int, end: int) -> bool:
    """Do the words around "a year" or "one day" count it (for a year, a year ago)?"""
    context = words("english.toml")["context"]
    before = _BEFORE.search(text[max(0, start - _NEAR) : start])
    after = _AFTER.match(text, end)
    if text.startswith((" and a half", " and a quarter"), end):
        return True
    if before and before.group(1).lower() in context["before_article"]:
        return True
    return bool(after and (after.group(1) or "").lower() in context["after_article"])
