"""English cardinals and ordinals: twenty-one trillion three hundred, 4.2bn, 3 hundred and 21, 11th, twenty-fifth.

A number is a row of parts that get smaller: figures and words below a thousand, closed by hundred, thousand, million …; "and"
joins a smaller part. Every reading goes left to right once.
"""

import re
from decimal import Decimal
from typing import Literal

from malmoi.amounts.figures import read_figure
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.tables import suffixes
from malmoi.amounts.words_en import AND, ARTICLE, GAP, WORD, lower, opens_fraction, table

__all__ = ["denominator", "read_cardinal"]

_ORDINAL_END = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z])", re.IGNORECASE)
_HUNDRED = re.compile(r"[ -]hundred", re.IGNORECASE)
_FIGURE_HEADS = "0123456789.½⅓⅔¼¾⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚"
_ONE, _ZERO = Decimal(1), Decimal(0)
_THOUSAND = Decimal(1000)


def read_cardinal(text: str, start: int, money: bool = False) -> Numeral | None:
    """The longest cardinal or ordinal at `start`; after a currency sign (`money`) 5m, 3b and 2t are scales too."""
    return Parts(text, start, money).run().numeral()


def denominator(text: str, start: int, plural: bool) -> Numeral | None:
    """The ordinal (fifth, twenty-firsts) at `start` that names the parts of a fraction; halves and quarters too."""
    word = WORD.match(text, start)
    if word is None:
        return None
    value = table("halves").get(word.group().lower())
    if value is not None:
        return Numeral(start, word.end(), value, spelled=True)
    parts = Parts(text, start, False, plural).run()
    found = parts.numeral()
    if found is None or not parts.ordinal or found.value is None or found.value < 3:
        return None
    return found


class Parts:
    """One pass over the parts of a number: `section` is below a thousand (or a figure), `total` is closed by scales."""

    def __init__(self, text: str, start: int, money: bool, plural: bool = False) -> None:
        self.text, self.start, self.end = text, start, start
        self.money, self.plural = money, plural
        self.total = self.section = _ZERO
        self.last = Decimal("Infinity")
        self.scale = _ONE
        self.figures = self.any = self.fresh = False
        self.ordinal = False
        self.form = "integer"

    def numeral(self) -> Numeral | None:
        if not self.any:
            return None
        kind: Literal["ordinal", "cardinal"] = "ordinal" if self.ordinal else "cardinal"
        return Numeral(
            self.start, self.end, self.total + self.section, kind=kind, scale=self.scale, spelled=not self.figures, form=self.form
        )  # fmt: skip

    def run(self) -> "Parts":
        at = self.start
        article = ARTICLE.match(self.text, at)
        if article and self._multiplier_at(article.end()):
            at = article.end()
        joined = False
        while not self.ordinal:
            after = self._part(at, joined)
            if after == at:
                break
            self.end, self.any = after, True
            gap = GAP.match(self.text, after)
            link = AND.match(self.text, after) if self._may_join() else None
            joined = link is not None and self._fits_after_and(link.end())
            step = link if joined else gap
            at = step.end() if step else after
        return self

    def _may_join(self) -> bool:
        return (self.section >= 100 and self.section % 100 == 0) or (not self.section and self.total > 0)

    def _fits_after_and(self, at: int) -> bool:
        """After "and" a number must be smaller in all its parts: 3 hundred and 2 hundred are two numbers."""
        if opens_fraction(self.text, at):
            return False
        rest = Parts(self.text, at, self.money)
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
            gap = GAP.match(self.text, after)
            at = gap.end() if gap else after

    def _multiplier_at(self, at: int) -> bool:
        word = lower(self.text, at)
        return word == "hundred" or word == "dozen" or word in table("scales") or word in table("ordinal_scales")

    def _part(self, at: int, joined: bool = False) -> int:
        if at < len(self.text) and self.text[at] in _FIGURE_HEADS:
            return self._figure(at, joined)
        word = WORD.match(self.text, at)
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
        found = WORD.match(self.text, at)
        if found is None:
            return end
        word = found.group()
        if len(word) > 3 and self._scale_on_code(word):
            return found.end() - 3
        scale = table("short_scales").get(word)
        if scale is None and self.money:
            scale = table("money_scales").get(word)
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
        if self.figures and not self.fresh and not joined and self.scale >= _THOUSAND and word not in table("scales"):
            # 1.7 million four years: words go on with a figure only behind "and".
            return at
        if word in table("ones"):
            return end if self._below_hundred(table("ones")[word], 10) else at
        if word in table("tens"):
            return end if self._below_hundred(table("tens")[word], 100) else at
        if (word == "hundred" and (0 < self.section < 100 or not self.any)) or (
            word == "hundreds" and 0 < self.section < 100
        ):
            self.section = (self.section or _ONE) * 100
            self.scale, self.fresh = Decimal(100), False
            return end
        if word in ("dozen", "dozens") and (self.any or self.text[self.start : at]):
            return self._dozen(end)
        if word in table("scales") and (word in table("singular_scales") or self.figures or self.any):
            scale = table("scales")[word]
            if self.any and not self.section and not self.fresh and scale > self.last:
                # A hundred thousand trillion: scales multiply.
                self.total *= scale
                self.last = self.scale = scale
                return end
            if scale >= self.last or (self.any and not self.section and not self.fresh):
                return at
            self._close(scale)
            return end
        if self.any and len(word) > 3 and self._scale_on_code(self.text[at:end]):
            return end - 3
        return self._ordinal_word(word, at, end)

    def _scale_on_code(self, word: str) -> bool:
        """120 MEUR, twenty MUSD: does a scale stick to a currency's code?"""
        scale = table("short_scales").get(word[:-3])
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
        if self.plural:
            word = word.removesuffix("s") if word.endswith("s") else ""
        value = table("ordinals").get(word)
        if value is not None:
            taken = self._below_hundred(value, 100)
            self.ordinal = taken
            return end if taken else at
        if word == "hundredth" and self.section < 100:
            self.section = (self.section or _ONE) * 100
            self.ordinal = True
            return end
        scale = table("ordinal_scales").get(word)
        if scale is not None and scale < self.last:
            self._close(scale)
            self.ordinal = True
            return end
        return at
