"""The English reader: finds figures and number words, attaches signs and units. What the words are stands in the tables."""

import re
from decimal import Decimal
from functools import cache

from malmoi.amounts.dates_en import end_of_non_amount
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.numerals_en import read_numeral
from malmoi.amounts.readings import Reading
from malmoi.amounts.signs import currency_before
from malmoi.amounts.tables import Surface, suffixes, words

__all__ = ["read"]

_FIGURES = "0123456789½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_START = re.compile(rf"[{_FIGURES}]|\.(?=[0-9])|[A-Za-z]+")
_SIGN = re.compile(r"(?:(?<![0-9A-Za-z)])[-−]\s?|\b(?:minus|negative)\s)(?=\S)", re.IGNORECASE)
_UNIT_GAP = re.compile(r"[ \u00a0\t]{0,2}-?[ \u00a0\t]?[(\[{<]?|[ ]of[ ]an?[ ]")
_OLD = re.compile(r"[ -](years?|months?|weeks?|days?)[ -]olds?(?![a-z])|[ -]?(?:yo|y/o|y\.o\.)(?![a-z])|[ -](years?|months?|weeks?|days?) of age", re.IGNORECASE)
_AGED = re.compile(r"(?<![a-z])(?:aged?|ages|the age of)\s$", re.IGNORECASE)
_NAMED = re.compile(r"[A-Z][a-z'-]{1,20},\s$")
_AND_OLDER = re.compile(r"\s(?:and|or)\s(?:older|over|above|up|younger|under)(?![a-z])", re.IGNORECASE)
_MAGNITUDE = re.compile(r"magnitude[ -](?:of\s)?$", re.IGNORECASE)
_MAGNITUDE_BEHIND = re.compile(r"[ -]magnitude(?![a-z])", re.IGNORECASE)
_RANK = re.compile(r"(?<![A-Za-z])(?:no\.?|nos\.?|number|#)\s?$", re.IGNORECASE)
_STRONG = re.compile(r"-strong(?![a-z])", re.IGNORECASE)
_CENTS_AND = re.compile(r" and ([a-z]+(?:-[a-z]+)?|\d{1,2})(?![\w.,]?\d)", re.IGNORECASE)
_NEAR = 48


def read(text: str) -> list[Reading]:
    """Readings of a flattened text, in order and apart from one another."""
    out: list[Reading] = []
    heads = _heads()
    at = 0
    while True:
        found = _START.search(text, at)
        if found is None:
            return out
        start, word = found.start(), found.group()
        if word[0].isalpha():
            if word.lower() not in heads:
                at = found.end()
                continue
            reading, at = _words(text, start, found.end())
        else:
            reading, end = _digits(text, start)
            at = max(end, start + 1)
        if reading is not None and not (out and _compound(text, out[-1], reading)):
            out.append(reading)


@cache
def _heads() -> frozenset[str]:
    """Words that may open a figure."""
    table = words("english.toml")
    names = ("ones", "tens", "singular_scales", "ordinals", "ordinal_scales", "multiples")
    heads = {word for name in names for word in table[name]}
    heads |= {"a", "an", "half", "quarter", "hundred", "dozen", "dozens", "hundredth", "several", "many"}
    return frozenset(heads | set(table["vague"]["plurals"]))


def _digits(text: str, start: int) -> tuple[Reading | None, int]:
    """What begins with the digit at `start`: a reading or None, and where to go on."""
    sign = currency_before(text, start)
    if sign is None:
        end = end_of_non_amount(text, start)
        if end is None:
            end = _serial(text, start)
        if end is not None:
            return None, end
    numeral = read_numeral(text, start, money=sign is not None)
    if numeral is None:
        end = start + 1
        while end < len(text) and (text[end] in "0123456789" or (text[end] in ".,/" and text[end + 1 : end + 2].isdigit())):
            end += 1
        return None, end
    reading = _measured(text, numeral, sign)
    if reading is None:
        return None, _after_letters(text, numeral.end)
    return reading, reading.end


def _serial(text: str, start: int) -> int | None:
    """The end of S24, F-16, scp-173m: letters (and a hyphen) right before the digits."""
    before = text[start - 1 : start]
    letters = before.isascii() and (before.isalpha() or before in "_")
    hyphen = before == "-" and start > 1 and text[start - 2].isascii() and text[start - 2].isalnum() and not _lower_word(text, start - 2)
    if not letters and not hyphen:
        return None
    end = start
    while end < len(text) and text[end] in "0123456789":
        end += 1
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha() and not text[end + 2 : end + 3].isalpha():
        end += 2
    return _after_letters(text, end)


def _lower_word(text: str, last: int) -> bool:
    """magnitude-6.8, sub-2: a word of four small letters and more before the hyphen."""
    begin = last
    while begin > 0 and last - begin < 12 and text[begin].islower():
        begin -= 1
    return last - begin >= 4


def _after_letters(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or (text[end] == "-" and text[end + 1 : end + 2].isdigit())):
        end += 1
    return max(end, at)


def _measured(text: str, numeral: Numeral, sign: tuple[int, Surface] | None) -> Reading | None:
    """A numeral with its sign and unit; None for what sticks to letters that are no unit (24703L202)."""
    reading = Reading(numeral.start, numeral.end, numeral)
    if sign is not None:
        reading.start, reading.prefixed = sign[0], True
        reading.unit, reading.family, reading.factor = sign[1].unit, sign[1].family, sign[1].factor
        _cents(text, reading)
        return _negated(text, reading)
    if numeral.kind == "ordinal":
        reading.unit = reading.family = "ordinal"
        return reading
    surface, end = _unit_behind(text, numeral.end)
    if surface is None and not numeral.spelled and _sticks(text, numeral.end):
        return None
    if surface is not None:
        reading.unit, reading.family, reading.factor, reading.end = surface.unit, surface.family, surface.factor, end
        _code_first(text, reading)
    _aged(text, reading) or _adjust(text, reading)
    return _negated(text, reading)


def _sticks(text: str, end: int) -> bool:
    ch = text[end : end + 1]
    return ch.isascii() and (ch.isalpha() or ch == "_")


def _negated(text: str, reading: Reading) -> Reading:
    """With the minus that stands before it."""
    begin = max(0, reading.start - 9)
    for found in _SIGN.finditer(text, begin, reading.start):
        last = found
        if last.end() == reading.start and (text[last.start()] not in "-−" or last.end() - last.start() == 1 or not text[: last.start()].strip()):
            n = reading.numeral
            if n.value is not None:
                reading.numeral = Numeral(n.start, n.end, -n.value, kind=n.kind, scale=n.scale, spelled=n.spelled, form=n.form)
                reading.start = last.start()
    return reading


def _unit_behind(text: str, at: int) -> tuple[Surface | None, int]:
    """The unit behind a figure and its end; the gap may be a space, a hyphen, a bracket."""
    gap = _UNIT_GAP.match(text, at)
    best: tuple[Surface | None, int] = (None, at)
    places = [at, gap.end()] if gap and gap.end() > at else [at]
    for place in places:
        for surface in (suffixes("en").at(text, place), suffixes("en").at(text[place : place + 40].lower(), 0)):
            if surface is not None and (best[0] is None or place + len(surface.text) > best[1]):
                end = place + len(surface.text)
                if _stands_alone(text, at, place, surface, end):
                    best = (surface, end)
    surface, end = best
    if surface is not None and gap and text[gap.end() - 1 : gap.end()] in tuple("([{<"):
        close = {"(": ")", "[": "]", "{": "}", "<": ">"}[text[gap.end() - 1]]
        if text[end : end + 1] != close:
            return None, at
        end += 1
    return surface, end


def _stands_alone(text: str, at: int, place: int, surface: Surface, end: int) -> bool:
    """One-letter symbols stand right behind the figure, or at the end of a phrase; in. and the like need no word to follow."""
    if surface.text in ("$", "£", "€", "¥", "₩") and place > at:
        rest = text[end : end + 3].lstrip()
        return not rest[:1].isdigit() or _pairs(text, end)
    if surface.text in ("in.", "try", "real", "pp", "st", "all", "lei", "A", "cup", "php", "dem", "esp", "sos"):
        return text[at : at + 1] != " " or surface.text == "pp"
    if len(surface.text) == 1 and surface.text.isalpha() and place > at:
        following = text[end : end + 2]
        return surface.text not in ("A", "V", "B", "J", "L", "t", "W", "g", "l") or not following.strip()[:1].isalpha()
    return True


def _pairs(text: str, end: int) -> bool:
    """In 10 $ 30 $ the first sign belongs to the first figure."""
    return bool(re.compile(r"\s?[\d,.]{1,20}\s?[$£€¥₩]").match(text, end))


def _cents(text: str, reading: Reading) -> None:
    """C$ 100 and fifty: the rest of a sum as it is said."""
    found = _CENTS_AND.match(text, reading.end)
    n = reading.numeral
    if found is None or n.value is None or n.scale != 1 or n.value != n.value.to_integral_value():
        return
    more = read_numeral(text, found.start(1))
    if more is None or more.value is None or more.kind != "cardinal" or not 0 < more.value < 100 or more.end != found.end():
        return
    if text[more.end : more.end + 1].strip(" .,;!?)") or _unit_behind(text, more.end)[0] or text[more.end : more.end + 2].strip(" .").isalpha():
        return
    reading.numeral = Numeral(n.start, more.end, n.value + more.value / 100)
    reading.end = more.end


def _code_first(text: str, reading: Reading) -> None:
    """75 USD million and 15 USD 50."""
    if reading.family != "money" or not text[reading.end - 3 : reading.end].isupper():
        return
    n = reading.numeral
    found = re.compile(r" (million|billion|trillion|thousand|mln|bn|m)(?![a-z])", re.IGNORECASE).match(text, reading.end)
    if found and n.value is not None and n.scale == 1:
        scale = Decimal({"m": "1E6", "t": "1E3", "b": "1E9"}.get(found.group(1)[0].lower(), "1E6"))
        if found.group(1).lower().startswith("tr"):
            scale = Decimal("1E12")
        reading.numeral = Numeral(n.start, n.end, n.value * scale, scale=scale)
        reading.end = found.end()
        return
    cents = re.compile(r" (\d{2})(?![\d.,%]*\d|\s?[%a-z]*(?:million|percent|times))").match(text, reading.end)
    if cents and n.value is not None and n.form == "integer":
        reading.numeral = Numeral(n.start, n.end, n.value + Decimal(cents.group(1)) / 100)
        reading.end = cents.end()


def _aged(text: str, reading: Reading) -> bool:
    """24-year-old, 87 yo, 3 years of age, aged 24, Karadzic, 63, and 65 and older."""
    numeral = reading.numeral
    if numeral.value is None:
        return False
    old = _OLD.match(text, numeral.end)
    if old:
        unit = (old.group(1) or old.group(2) or "year").lower().rstrip("s")
        if unit == "year" and numeral.value > 120:
            return False
        reading.unit = "age" if unit == "year" else f"age_{unit}"
        reading.family, reading.factor, reading.end = "age", Decimal(1), old.end()
        return True
    if not reading.bare or not 0 < numeral.value <= 120:
        return False
    before = text[max(0, reading.start - _NEAR) : reading.start]
    named = _NAMED.search(before) and text[reading.end : reading.end + 1] in tuple(",.") and not numeral.spelled
    if named or _AGED.search(before) or _AND_OLDER.match(text, reading.end):
        reading.unit = reading.family = "age"
        return True
    return False


def _adjust(text: str, reading: Reading) -> None:
    """Units whose sense lies in the words around."""
    context = words("english.toml")["context"]
    before = text[max(0, reading.start - _NEAR) : reading.start]
    numeral = reading.numeral
    if reading.unit == "point":
        following = re.compile(r"[ ]([a-z]+)").match(text, reading.end)
        if following and following.group(1) in context["point_gap"]:
            reading.unit, reading.family = "percent_point", "percent"
    elif reading.unit == "GBP" and text[reading.start : reading.end].lower().endswith(("pounds", "pound")):
        if numeral.scale < 10**6 and not any(word in context["money_verbs"] for word in re.findall(r"[a-z]+", before.lower())):
            reading.unit, reading.family, reading.factor = "lb", "mass", Decimal(1)
    elif reading.bare:
        magnitude = _MAGNITUDE.search(before)
        if magnitude:
            reading.start -= len(before) - magnitude.start()
            reading.unit = reading.family = "magnitude"
        elif behind := _MAGNITUDE_BEHIND.match(text, reading.end):
            reading.unit = reading.family = "magnitude"
            reading.end = behind.end()
        elif rank := _RANK.search(before):
            if numeral.value is not None:
                reading.start -= len(before) - rank.start()
                reading.unit = reading.family = "ordinal"
        elif strong := _STRONG.match(text, reading.end):
            reading.unit, reading.end = "person", strong.end()


def _words(text: str, start: int, head: int) -> tuple[Reading | None, int]:
    """What begins with the number word at `start`."""
    word = text[start:head].lower()
    if start > 0 and text[start - 1] in "'’":
        return None, head
    multiple = words("english.toml")["multiples"].get(word)
    if multiple is not None:
        numeral = Numeral(start, head, Decimal(multiple), kind="multiple", spelled=True)
        return Reading(start, head, numeral, "times"), head
    sign = currency_before(text, start)
    numeral = read_numeral(text, start)
    if numeral is None:
        return _article(text, start, head, word)
    if word in ("a", "an") and numeral.kind == "ordinal" and numeral.value is not None and numeral.value < 1000:
        return None, head
    if word == "one" and numeral.end == head and _pronoun(text, start, head):
        return None, head
    reading = _measured(text, numeral, sign if sign and text[sign[0]] in "$€£¥₩" else None)
    if reading is None:
        return None, head
    if numeral.kind == "fraction" and word in ("half", "quarter") and numeral.end == head and reading.bare:
        return _bare_half(text, reading, word)
    if numeral.kind == "ordinal" and word == "second" and re.match(r"s\b", text[head : head + 2]):
        return None, head
    return reading, max(reading.end, head)


def _bare_half(text: str, reading: Reading, word: str) -> tuple[Reading | None, int]:
    """Half the people, half of them; not the first half."""
    if word == "half" and re.match(r" (?:of|the|its|their|his|her|our|a|an|all|as) ", text[reading.end : reading.end + 8]):
        before = text[max(0, reading.start - 12) : reading.start].lower()
        if not before.rstrip().endswith(("first", "second", "other", "latter", "final", "last", "one-", "-")):
            reading.unit = "fraction"
            return reading, reading.end
    return None, reading.end


def _pronoun(text: str, start: int, end: int) -> bool:
    """Is this "one" a pronoun (that one is good, one of them) and no number?"""
    context = words("english.toml")["context"]
    before = re.search(r"([A-Za-z]+)[ ]$", text[max(0, start - 16) : start])
    if before and before.group(1).lower() in context["before_pronoun"]:
        return True
    after = re.match(r"[ ]([A-Za-z]+)|(['.,;:!?)]|$)", text[end : end + 16])
    if after is None:
        return False
    return after.group(2) is not None and start > 0 or (after.group(1) or "").lower() in context["after_pronoun"]


def _article(text: str, start: int, head: int, word: str) -> tuple[Reading | None, int]:
    """A year, an hour: one of them where no rate (98 dollars a share) is meant."""
    if word not in ("a", "an"):
        return None, head
    surface, end = _unit_behind(text, head)
    if surface is None or surface.family != "time" or end == head:
        return None, head
    context = words("english.toml")["context"]
    before = re.search(r"([A-Za-z]+)[ ]$", text[max(0, start - 16) : start])
    after = re.match(r"[ ]([a-z]+)", text[end : end + 16])
    if (before and before.group(1).lower() in context["before_article"]) or (after and after.group(1) in context["after_article"]):
        numeral = Numeral(start, head, Decimal(1), spelled=True)
        return Reading(start, end, numeral, surface.unit, surface.family), end
    return None, head


def _compound(text: str, left: Reading, right: Reading) -> bool:
    """5 feet 2 inches, thirteen dollars and forty-five cents: take the right one into the left one."""
    gap = text[left.end : right.start].strip().lower()
    if gap not in ("", "and", ",") or right.start - left.end > 6 or left.numeral.value is None or right.numeral.value is None:
        return False
    if left.family == "money" and right.unit == left.unit and right.factor < left.factor and not left.prefixed:
        more = right.numeral.value * right.factor / left.factor
    elif (left.unit, right.unit) in _PARTS:
        more = right.numeral.value / _PARTS[left.unit, right.unit]
    else:
        return False
    n = left.numeral
    left.numeral = Numeral(n.start, right.numeral.end, n.value + more, spelled=n.spelled)  # type: ignore[operator]
    left.end = right.end
    return True


_PARTS = {("ft", "in"): 12, ("lb", "oz"): 16, ("st", "lb"): 14, ("yd", "ft"): 3}
