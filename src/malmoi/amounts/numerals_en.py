"""English numerals: twenty-one trillion three hundred, 4.2bn, half a million, two and three quarters, 11th, hundreds of thousands.

A number is a row of parts that get smaller: figures and words below a thousand, closed by hundred, thousand, million …; "and"
joins a smaller part or a fraction. Every reading goes left to right once.
"""

import re
from decimal import Decimal
from functools import cache

from malmoi.amounts.figures import CONTEXT, Figure, read_figure
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.tables import suffixes, words

__all__ = ["ones", "read_numeral", "scales"]

_WORD = re.compile(r"[A-Za-z]+")
# What may stand between the parts of a number.
_GAP = re.compile(r"[ \u00a0\t]{1,3}-?[ \u00a0\t]{0,2}|-[ ]?")
_AND = re.compile(r"[ \u00a0]{1,3}and[ \u00a0]{1,3}", re.IGNORECASE)
_A = re.compile(r"an?[ -]{1,2}", re.IGNORECASE)
_OF_A = re.compile(r"[ ](?:of an? |an? )?|-", re.IGNORECASE)
_OF = re.compile(r"[ ]of[ ]", re.IGNORECASE)
_ORDINAL_END = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])", re.IGNORECASE)
_DIVIDED = re.compile(r"[ ](over|out of|in)[ ]", re.IGNORECASE)
_HUNDRED = re.compile(r"[ -]hundred", re.IGNORECASE)
_POINT = re.compile(r"[ ]point[ ]", re.IGNORECASE)
_ONE, _ZERO = Decimal(1), Decimal(0)
_THOUSAND = Decimal(1000)


@cache
def _table(name: str) -> dict[str, Decimal]:
    return {word: Decimal(str(value)) for word, value in words("english.toml")[name].items()}


def ones() -> dict[str, Decimal]:
    """zero … nineteen."""
    return _table("ones")


def scales() -> dict[str, Decimal]:
    """thousand, million, … with their plurals and abbreviations that need no currency."""
    return _table("scales")


def read_numeral(text: str, start: int, money: bool = False) -> Numeral | None:
    """The longest numeral at `start`; after a currency sign (`money`) 5m, 3b and 2t are scales too."""
    whole = _fraction_of(text, start) or _sum(text, start, money) or _plural(text, start)
    if whole is None or whole.kind in ("vague", "ordinal") or whole.value is None:
        return whole
    return _fraction_after(text, whole) or _divided(text, whole) or _pointed(text, whole) or whole


class _Parts:
    """One pass over the parts of a number: `section` is below a thousand (or a figure), `total` is closed by scales."""

    def __init__(self, text: str, start: int, money: bool) -> None:
        self.text, self.start, self.end, self.money = text, start, start, money
        self.total = self.section = _ZERO
        self.last = Decimal("Infinity")
        self.scale = _ONE
        self.figures = self.any = self.fresh = False
        self.ordinal = False
        self.form = "integer"

    def numeral(self) -> Numeral | None:
        if not self.any:
            return None
        kind = "ordinal" if self.ordinal else "cardinal"
        return Numeral(
            self.start, self.end, self.total + self.section, kind=kind, scale=self.scale, spelled=not self.figures, form=self.form
        )  # fmt: skip

    def run(self) -> "_Parts":
        at = self.start
        article = _A.match(self.text, at)
        if article and self._multiplier_at(article.end()):
            at = article.end()
        joined = False
        while not self.ordinal:
            after = self._part(at, joined)
            if after == at:
                break
            self.end, self.any = after, True
            gap = _GAP.match(self.text, after)
            link = _AND.match(self.text, after) if self._may_join() else None
            joined = link is not None and self._fits_after_and(link.end())
            if link is not None and joined:
                at = link.end()
            else:
                at = gap.end() if gap else after
        return self

    def _may_join(self) -> bool:
        return self.section >= 100 and self.section % 100 == 0 or (not self.section and self.total > 0)

    def _fits_after_and(self, at: int) -> bool:
        """After "and" a number must be smaller in all its parts: 3 hundred and 2 hundred are two numbers."""
        if _unit_fraction(self.text, at):
            return False
        rest = _Parts(self.text, at, self.money)
        if self.text[at : at + 1].isdigit():
            figure = read_figure(self.text, at)
            if figure is None or figure.value is None or not figure.value or figure.form in ("decimal", "fraction"):
                return False
        rest.run_simple()
        limit = 100 if self.section else self.last
        return rest.any and _ZERO < rest.total + rest.section < limit

    def run_simple(self) -> None:
        """The parts without looking past an "and"."""
        at = self.start
        while not self.ordinal:
            after = self._part(at)
            if after == at:
                return
            self.end, self.any = after, True
            gap = _GAP.match(self.text, after)
            at = gap.end() if gap else after

    def _multiplier_at(self, at: int) -> bool:
        word = _lower(self.text, at)
        return word == "hundred" or word == "dozen" or word in scales() or word in _table("ordinal_scales")

    def _part(self, at: int, joined: bool = False) -> int:
        if at < len(self.text) and (self.text[at].isdigit() or self.text[at] in ".½⅓⅔¼¾⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚"):
            return self._figure(at, joined)
        word = _WORD.match(self.text, at)
        if word is None:
            return at
        return self._word(word.group().lower(), at, word.end(), joined)

    def _figure(self, at: int, joined: bool) -> int:
        figure = read_figure(self.text, at)
        if figure is None or figure.value is None:
            return at
        if self.any and (self.fresh or self.section % 100 or figure.form != "integer" or not figure.value):
            return at
        if self.any and (figure.value >= (100 if self.section else self.last) or not (self.section or self.total)):
            return at
        if self.any and not joined and not self.section and not _HUNDRED.match(self.text, figure.end):
            # 3 million 20 people were there: a figure goes on with a scale only where a hundred follows.
            return at
        self.figures = True
        if not self.any:
            self.form = figure.form
        self.section += figure.value
        self.fresh = True
        end = figure.end
        ordinal = _ORDINAL_END.match(self.text, end)
        if ordinal and figure.form in ("integer", "grouped"):
            self.ordinal = True
            return ordinal.end()
        return self._short_scale(end)

    def _short_scale(self, end: int) -> int:
        """bn, mln, k right behind a figure, or after a space; m, b and t need a currency."""
        at = end
        while at < len(self.text) and at - end < 2 and self.text[at] == " ":
            at += 1
        found = _WORD.match(self.text, at)
        if found is None:
            return end
        word = found.group()
        if len(word) > 3 and self._scale_on_code(word):
            return found.end() - 3
        scale = _table("short_scales").get(word)
        if scale is None and self.money:
            scale = _table("money_scales").get(word)
        if scale is None or (found.end() < len(self.text) and self.text[found.end()] in "0123456789²³"):
            return end
        self._close(scale)
        return found.end()

    def _close(self, scale: Decimal) -> None:
        self.total += (self.section if self.section or self.fresh else _ONE) * scale
        self.section, self.fresh = _ZERO, False
        self.last = self.scale = scale

    def _word(self, word: str, at: int, end: int, joined: bool) -> int:
        if self.figures and not self.fresh and self.form == "decimal":
            return at
        if self.figures and not self.fresh and not joined and self.scale >= _THOUSAND and word not in scales():
            # 1.7 million four years: words go on with a figure only behind "and".
            return at
        if word in ones():
            return end if self._below_hundred(ones()[word], 10) else at
        if word in _table("tens"):
            return end if self._below_hundred(_table("tens")[word], 100) else at
        if (word == "hundred" and (0 < self.section < 100 or not self.any)) or (
            word == "hundreds" and 0 < self.section < 100
        ):
            self.section = (self.section or _ONE) * 100
            self.scale, self.fresh = Decimal(100), False
            return end
        if word in ("dozen", "dozens") and (self.any or self.text[self.start : at]):
            return self._dozen(end)
        if word in scales() and (word in _table("singular_scales") or self.figures or self.any):
            scale = scales()[word]
            if scale >= self.last or (self.any and not self.section and not self.fresh):
                return at
            self._close(scale)
            return end
        if self.any and len(word) > 3 and self._scale_on_code(self.text[at:end]):
            return end - 3
        return self._ordinal_word(word, at, end)

    def _scale_on_code(self, word: str) -> bool:
        """120 MEUR, twenty MUSD: does a scale stick to a currency's code?"""
        scale = _table("short_scales").get(word[:-3])
        code = suffixes("en").at(word, len(word) - 3) if scale is not None else None
        if scale is None or code is None or code.family != "money" or len(code.text) != 3:
            return False
        self._close(scale)
        return True

    def _dozen(self, end: int) -> int:
        """Three hundred and two dozens: the dozen multiplies what stands since the hundred."""
        over = self.section - self.section % 100 if self.section >= 100 else _ZERO
        self.section = over + ((self.section - over) or _ONE) * 12
        self.scale = Decimal(12)
        return end

    def _below_hundred(self, value: Decimal, limit: int) -> bool:
        """Take a word below a hundred where its place is free."""
        section = self.section
        if self.figures and self.fresh:
            return False
        free = section % 100 == 0 or (value < 10 and section % 10 == 0 and section % 100 >= 20)
        if not free or (value == 0 and self.any) or (self.any and not section and not self.total):
            return False
        if self.any and section == 0 and self.last <= value:
            return False
        self.section += value
        self.fresh = True
        self.scale = _ONE
        return True

    def _ordinal_word(self, word: str, at: int, end: int) -> int:
        value = _table("ordinals").get(word)
        if value is not None:
            taken = self._below_hundred(value, 100)
            self.ordinal = taken
            return end if taken else at
        if word == "hundredth" and self.section < 100:
            self.section = (self.section or _ONE) * 100
            self.ordinal = True
            return end
        scale = _table("ordinal_scales").get(word)
        if scale is not None and scale < self.last:
            self._close(scale)
            self.ordinal = True
            return end
        return at


def _lower(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    return found.group().lower() if found else ""


def _sum(text: str, start: int, money: bool) -> Numeral | None:
    return _Parts(text, start, money).run().numeral()


def _unit_fraction(text: str, at: int) -> tuple[Decimal, int, bool] | None:
    """half, a third, two thirds, three-quarters at `at`: value, end, and whether an article opens it."""
    article = _A.match(text, at)
    above, place = _ONE, at
    if article:
        place = article.end()
    else:
        number = _WORD.match(text, at)
        if number is None and text[at : at + 1].isdigit():
            figure = read_figure(text, at)
            if figure is not None and figure.value is not None and figure.form == "integer":
                gap = _GAP.match(text, figure.end)
                if gap:
                    above, place = figure.value, gap.end()
        elif number is not None and number.group().lower() in {**ones(), **_table("tens")}:
            gap = _GAP.match(text, number.end())
            if gap:
                above = {**ones(), **_table("tens")}[number.group().lower()]
                place = gap.end()
    found = _WORD.match(text, place)
    if found is None:
        return None
    word = found.group().lower()
    part = _table("parts").get(word) or (_table("parts_plural").get(word) if above != 1 or place == at else None)
    if part is None or (place == at and word not in ("half", "quarter")):
        return None
    if above != 1 and word in _table("parts") and word not in ("half", "quarter"):
        # two third is no English; two thirds is.
        return None
    return CONTEXT.multiply(above, part), found.end(), bool(article)


def _fraction_of(text: str, start: int) -> Numeral | None:
    """Half a million, a quarter of a million, three quarters billion, two thirds, half."""
    part = _unit_fraction(text, start)
    if part is None:
        return None
    value, end, article = part
    gap = _OF_A.match(text, end)
    if gap:
        word = _WORD.match(text, gap.end())
        scale = {**scales(), "dozen": Decimal(12), "hundred": Decimal(100)}.get(word.group().lower()) if word else None
        if word and scale is not None:
            return Numeral(start, word.end(), value * scale, scale=scale, spelled=True)
    kind = "fraction"
    ordinal = article and text[start:end].lower().split()[-1] not in ("half", "quarter")
    if ordinal and not _ends_fraction(text, end):
        return None
    return Numeral(start, end, value, kind=kind, spelled=True)


def _ends_fraction(text: str, end: int) -> bool:
    """A third of them, a third more; but a third party, a third time are ordinals."""
    after = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    return after is None or after.group().lower() in words("english.toml")["context"]["after_fraction"]


def _fraction_after(text: str, whole: Numeral) -> Numeral | None:
    """… and a half, and two thirds; after a scale the fraction is of the scale (one million and a half)."""
    joined = _AND.match(text, whole.end) or re.compile(r"-and-").match(text, whole.end)
    if not joined or whole.value is None:
        return None
    part = _unit_fraction(text, joined.end())
    if part is None:
        return None
    value, end, _ = part
    gap = _OF_A.match(text, end)
    word = _WORD.match(text, gap.end()) if gap else None
    scale = scales().get(word.group().lower()) if word else None
    if word and scale is not None and scale not in (whole.scale,):
        if whole.scale == 1:
            # two and a half million
            return Numeral(whole.start, word.end(), (whole.value + value) * scale, scale=scale, spelled=whole.spelled)
        if scale < whole.scale:
            return Numeral(whole.start, word.end(), whole.value + value * scale, scale=scale, spelled=whole.spelled)
    of = whole.scale if whole.scale >= _THOUSAND else _ONE
    return Numeral(
        whole.start, end, whole.value + value * of, kind="fraction", scale=whole.scale, spelled=whole.spelled
    )


def _divided(text: str, above: Numeral) -> Numeral | None:
    """1 over twenty-one, one out of three, 1 in 21."""
    found = _DIVIDED.match(text, above.end)
    if not found or above.value is None:
        return None
    below = _sum(text, found.end(), False)
    if below is None or not below.value or below.kind == "ordinal":
        return None
    # The hundreds of "five hundreds" are a plural of the number, not a vague magnitude.
    end = below.end + (text[below.end : below.end + 1] == "s")
    how = found.group(1).lower()
    if (
        how == "in"
        and (above.value != 1 or below.value <= 1 or _is_year(below))
        or (how != "over" and above.value > below.value)
    ):
        return None
    return Numeral(above.start, end, CONTEXT.divide(above.value, below.value), kind="fraction", spelled=above.spelled)


def _is_year(number: Numeral) -> bool:
    return not number.spelled and number.value is not None and 1900 <= number.value <= 2100


def _pointed(text: str, whole: Numeral) -> Numeral | None:
    """Two hundred point seventy-one, naught point five: the digits behind the point as they are said."""
    found = _POINT.match(text, whole.end)
    if not found or not whole.spelled or whole.value is None:
        return None
    at, end, digits = found.end(), found.end(), ""
    while word := _WORD.match(text, at):
        value = ones().get(word.group().lower(), _table("tens").get(word.group().lower()))
        if value is None:
            break
        digits = (
            digits[:-1] + str(value)
            if len(digits) > 1 and digits.endswith("0") and value < 10 and value
            else digits + str(value)
        )
        end = word.end()
        gap = _GAP.match(text, end)
        at = gap.end() if gap else end
        if not gap:
            break
    if not digits:
        return None
    return Numeral(whole.start, end, whole.value + Decimal(digits).scaleb(-len(digits)), spelled=True, form="decimal")


def _plural(text: str, start: int) -> Numeral | None:
    """Hundreds of thousands, tens of millions, dozens, several hundred, a couple of: vague magnitudes."""
    table = words("english.toml")["vague"]
    rest = text[start : start + 24].lower()
    for opening, bounds in table["openings"].items():
        if rest.startswith(opening + " "):
            following = start + len(opening) + 1
            word = _WORD.match(text, following)
            scale = (
                {**scales(), "dozen": Decimal(12), "hundred": Decimal(100)}.get(word.group().lower()) if word else None
            )
            if word and scale is not None:
                return Numeral(start, word.end(), None, bounds[0] * scale, bounds[1] * scale, "vague", scale, True)
            if bounds[2]:
                return Numeral(
                    start, start + len(opening), None, Decimal(bounds[0]), Decimal(bounds[1]), "vague", _ONE, True
                )
    word = _WORD.match(text, start)
    first = table["plurals"].get(word.group().lower()) if word else None
    if word is None or first is None:
        return None
    unit, end, chain = Decimal(first), word.end(), 1
    while gap := _OF.match(text, end):
        following = _WORD.match(text, gap.end())
        more = table["plurals"].get(following.group().lower()) if following else None
        if following is None or more is None or Decimal(more) < 1000:
            break
        unit, end, chain = unit * Decimal(more), following.end(), chain + 1
    reach = 10 if chain > 1 or unit < 1000 else 1000
    return Numeral(start, end, None, 2 * unit, reach * unit - 1, "vague", unit, True)


def figure_at(text: str, start: int) -> Figure | None:
    """The figure in digits at `start`."""
    return read_figure(text, start)
