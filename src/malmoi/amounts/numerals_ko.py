"""Korean numerals: 4조2000억, 1천 640만, 22 억 5 천만, 삼백이십, 열두, 3분의 1, 이백점 칠일, 수천억, 서너.

Sino-Korean numbers are sections of up to four digits, each closed by 만, 억, 조, 경; digits may stand for any coefficient. The
reader takes the longest well-formed numeral and says whether a digit stands in it; whether 이만 is a number or "this only" is
the gate's business (`gate.py`), not grammar's.
"""

from dataclasses import replace
from decimal import Decimal

from malmoi.amounts.dates_ko import lasts
from malmoi.amounts.figures import CONTEXT, read_figure, skip_spaces
from malmoi.amounts.numerals import Numeral
from malmoi.amounts.tables import suffixes

__all__ = ["BIG", "NATIVE_ONES", "SINO", "SMALL", "read_numeral"]

SINO = {c: Decimal(i) for i, c in enumerate("영일이삼사오육칠팔구")} | {
    "공": Decimal(0),
    "륙": Decimal(6),
    "령": Decimal(0),
}
SMALL = {"십": Decimal(10), "백": Decimal(100), "천": Decimal(1000)}
BIG = {"만": Decimal(10**4), "억": Decimal(10**8), "조": Decimal(10**12), "경": Decimal(10**16), "해": Decimal(10**20)}
NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
NATIVE_ONES = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "석": 3, "서": 3, "넷": 4, "네": 4, "넉": 4, "너": 4,
    "다섯": 5, "닷": 5, "여섯": 6, "엿": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
# Two numbers at once, and a few: (low, high).
_SEVERAL = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너덧": (4, 5), "네댓": (4, 5), "너댓": (4, 5), "네다섯": (4, 5),
    "대여섯": (5, 6), "대엿": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "일여덟": (7, 8), "여덟아홉": (8, 9), "여남은": (10, 15),
    "서너너덧": (3, 5), "몇": (2, 9),
    "한 두": (1, 2), "두 세": (2, 3), "서 너": (3, 4),
}  # fmt: skip
_VAGUE = "수몇"
_SIGNS = ("마이너스", "음수", "영하")
_PARTS_OF = "분의"
# Words that begin like a scale: 일만큼, 3경기, 5해리.
_NO_SCALES = (
    "만큼", "조차", "조각", "조항", "조약", "조건", "경기", "경우", "경찰", "경영", "경제", "경쟁", "경험", "경로", "경비", "경주",
    "해리", "해외", "해당", "해상", "해안", "해결", "해마다", "해의", "해째", "해를", "해가", "해는", "해 동", "해 만",
)  # fmt: skip
# 1경기가와트 is no match (경기) of anything.
_GIGA = ("경기가와트", "경기가바이트", "경기가비트", "경기가헤르츠")
_TEN_THOUSAND = Decimal(10**4)
_HUNDRED = Decimal(100)
_ONE, _ZERO = Decimal(1), Decimal(0)


def read_numeral(text: str, start: int) -> Numeral | None:
    """The longest numeral at `start`, with fractions (3분의 1, 일과 사분의 일) and spelled decimals (영점 오)."""
    first = _vague(text, start) or _cardinal(text, start)
    if first is None or first.kind == "vague":
        return first
    fraction = _fraction(text, first)
    if fraction is not None:
        return fraction
    return _mixed(text, first) or _point(text, first) or first


def _vague(text: str, start: int) -> Numeral | None:
    """수십억, 몇백, 서너."""
    for length in (4, 3, 2, 1):
        bounds = _SEVERAL.get(text[start : start + length]) if start + length <= len(text) else None
        if bounds and not (length == 1 and _scale_at(text, skip_spaces(text, start + 1, 1))):
            low, high = map(Decimal, bounds)
            end, scale = _scales(text, start + length)
            return Numeral(start, end, None, low * scale, high * scale, "vague", scale, True)
    if text[start] in _VAGUE:
        at = start + 2 if text[start + 1 : start + 2] == " " else start + 1
        end, scale = _scales(text, at)
        if end > at:
            return Numeral(start, end, None, 2 * scale, 10 * scale - 1, "vague", scale, True)
    return None


def _scale_at(text: str, at: int) -> Decimal | None:
    ch = text[at : at + 1]
    return SMALL.get(ch) or BIG.get(ch)


def _scales(text: str, at: int) -> tuple[int, Decimal]:
    """The product of the scale words at `at` (십억, 천만): at most one small and one big one."""
    scale, end = _ONE, at
    if text[end : end + 1] in SMALL:
        scale, end = SMALL[text[end]], end + 1
    if text[end : end + 1] in BIG and not text.startswith(("만큼", "조차", "만에", "만은", "만을"), end):
        scale, end = scale * BIG[text[end]], end + 1
    return end, scale


def _cardinal(text: str, start: int) -> Numeral | None:
    """Digits, Sino-Korean and native numbers and their mixtures."""
    return _Sections(text, start).read()


class _Sections:
    """One pass over a numeral: `coefficient` waits for its scale, `section` for its 만, `total` is closed."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.end = text, start, start
        self.total = self.section = _ZERO
        self.coefficient: Decimal | None = None
        self.small = self.big = Decimal("Infinity")
        self.scale = _ONE
        self.digits = self.native = False
        self.form = "integer"

    def read(self) -> Numeral | None:
        at = self.start
        while at < len(self.text):
            after = self._step(at)
            if after == at:
                break
            self.end = after
            at = after if self._closes() else skip_spaces(self.text, after)
        if self.end == self.start:
            return None
        value = self.total + self.section + (self.coefficient or _ZERO)
        return Numeral(self.start, self.end, value, scale=self.scale, spelled=not self.digits, form=self.form)

    def _closes(self) -> bool:
        """After a native one (열두) nothing may follow."""
        return self.native and self.coefficient is not None

    def _step(self, at: int) -> int:
        """The end of the part at `at`, taken into the sums; `at` itself when no part that fits stands there."""
        ch = self.text[at]
        if ch in "0123456789.":
            return self._figure(at)
        if ch in BIG:
            return self._big(at)
        if ch in SMALL:
            return self._small(at)
        if ch in SINO and not self.text.startswith(("일곱", "일흔"), at):
            return self._digit(at)
        return self._native(at)

    def _spaced(self, at: int) -> bool:
        return at > self.end > self.start

    def _figure(self, at: int) -> int:
        if self.coefficient is not None or self.native:
            return at
        figure = read_figure(self.text, at)
        if figure is None or figure.value is None:
            return at
        lowest = min(self.small, self.big)
        if at > self.start and (figure.form == "fraction" or figure.value >= lowest):
            return at
        if self._spaced(at) and figure.form == "decimal" and figure.value < self.big / 10:
            return at
        if self._spaced(at) and not self._continues(figure.value, figure.end):
            return at
        self.coefficient, self.digits = figure.value, True
        self.form = figure.form if at == self.start else self.form
        self.scale = _ONE
        return figure.end

    def _continues(self, value: Decimal, end: int) -> bool:
        """May a figure after a space belong to the numeral? 1억 5000만 and 5만 3000원 do; 5천만 30개 does not."""
        following = skip_spaces(self.text, end, 1)
        scale = _scale_at(self.text, following)
        if scale is not None:
            return scale < self.big
        if self.small != Decimal("Infinity"):
            return True
        if value >= self.big / 10:
            return True
        unit = suffixes("ko").at(self.text, following)
        return unit is not None and unit.family == "money"

    def _one_may_follow(self, word: str, at: int) -> bool:
        """스물두, 백두 번째; but 백세 are a hundred years of age, and nothing follows 만."""
        if self.native or at == self.start:
            return True
        return self.small != Decimal("Infinity") and not self._spaced(at) and word != "세"

    def _digit(self, at: int) -> int:
        if self.text[at] == "일" and at > self.start and lasts(self.text, at + 1, "day"):
            # 삼백일 동안 and 3백일 동안 count days.
            return at
        if self.coefficient is not None or self.native or (self.digits and not self._hangul_may_follow(at)):
            return at
        self.coefficient = SINO[self.text[at]]
        self.scale = _ONE
        return at + 1

    def _hangul_may_follow(self, at: int) -> bool:
        """After digits (3백이십, 1억오천만) a Hangul digit counts when a scale follows it, or when no particle or counter looks like it."""
        following = self.text[at + 1 : at + 2]
        if following in ("십", "백", "천"):
            return True
        if self.text[at] == "일" and self.small == _HUNDRED and not self._spaced(at):
            return True
        if self._spaced(at) or self.text[at] in "이일영공":
            return False
        return not following.strip() or following in "은는이가을를과와의도.,!?)"

    def _small(self, at: int) -> int:
        unit = SMALL[self.text[at]]
        if unit >= self.small or (self.native and self.coefficient is not None):
            return at
        if self.coefficient is None and self._spaced(at) and self.digits and not self._more_after(at):
            return at
        self.section += (_ONE if self.coefficient is None else self.coefficient) * unit
        self.coefficient, self.small, self.scale = None, unit, unit
        return at + 1

    def _more_after(self, at: int) -> bool:
        """In 5억 천만 the bare 천 belongs to the numeral because a scale follows."""
        return self.text[at + 1 : at + 2] in BIG

    def _big(self, at: int) -> int:
        unit = BIG[self.text[at]]
        if unit >= self.big or self._is_particle(at):
            return at
        empty = self.coefficient is None and not self.section
        if empty and at == self.start and self.text[at] != "만":
            # 만 alone is ten thousand, but 조 and 억 want a figure: 조사, 억지.
            return at
        if empty and at > self.start and (self.total == 0 or self._spaced(at)):
            return at
        coefficient = self.section + (self.coefficient or _ZERO)
        # 2조억 is a slip of the pen for 2조: a scale without a coefficient of its own adds nothing.
        self.total += unit if empty and at == self.start else coefficient * unit
        self.section, self.coefficient, self.native = _ZERO, None, False
        self.small, self.big = Decimal("Infinity"), unit
        self.scale = unit if self.scale >= _TEN_THOUSAND else unit * max(self.scale, _ONE)
        return at + 1

    def _is_particle(self, at: int) -> bool:
        """만 of 일만큼, 조 of 조각, 경 of 경기; 경 and 해 are scales only right behind their figure."""
        if self.text[at] in "경해" and (at == self.start or self._spaced(at)):
            return True
        return self.text.startswith(_NO_SCALES, at) and not self.text.startswith(_GIGA, at)

    def _native(self, at: int) -> int:
        if self.coefficient is not None or self.digits:
            return at
        for length in (2, 1):
            word = self.text[at : at + length]
            if word in NATIVE_TENS and not self.native and len(word) == length:
                self.section += NATIVE_TENS[word]
                self.native, self.small, self.scale = True, Decimal(10), _ONE
                return at + length
            if word in NATIVE_ONES and len(word) == length and self._one_may_follow(word, at):
                self.coefficient, self.native, self.scale = Decimal(NATIVE_ONES[word]), True, _ONE
                return at + length
        return at


def _fraction(text: str, below: Numeral) -> Numeral | None:
    """B분의 A."""
    at = skip_spaces(text, below.end)
    if not text.startswith(_PARTS_OF, at) or not below.value:
        return None
    at = skip_spaces(text, at + len(_PARTS_OF))
    sign = _ONE
    for word in _SIGNS[:2]:
        if text.startswith(word, at):
            sign, at = -_ONE, skip_spaces(text, at + len(word))
    above = _numerator(text, at)
    if above is None or above.value is None:
        return None
    value = sign * CONTEXT.divide(above.value, below.value)
    return Numeral(below.start, above.end, value, kind="fraction", spelled=below.spelled and above.spelled)


def _numerator(text: str, at: int) -> Numeral | None:
    if at >= len(text):
        return None
    above = _cardinal(text, at)
    if above is None or above.value is None:
        return None
    last = text[above.end - 1]
    if last == "만" and above.end - at > 1 and not text[above.end : above.end + 1].isdigit():
        # 사분의 일만: the 만 is the particle "only".
        return replace(_cardinal(text[at : above.end - 1], 0) or above, start=at, end=above.end - 1)
    return above


def _mixed(text: str, whole: Numeral) -> Numeral | None:
    """일과 사분의 일, 1과 3분의 1."""
    if text[whole.end : whole.end + 1] not in ("과", "와"):
        return None
    at = skip_spaces(text, whole.end + 1)
    below = _cardinal(text, at) if at < len(text) else None
    part = _fraction(text, below) if below else None
    if part is None or part.value is None or whole.value is None:
        return None
    return Numeral(
        whole.start, part.end, whole.value + part.value, kind="fraction", spelled=whole.spelled and part.spelled
    )


def _point(text: str, whole: Numeral) -> Numeral | None:
    """이백점 칠일, 일 점 오: digit by digit after 점; only where all is spelled, since 3점 오 counts points."""
    at = skip_spaces(text, whole.end, 1)
    if not whole.spelled or whole.value is None or text[at : at + 1] != "점":
        return None
    at = end = skip_spaces(text, at + 1, 1)
    while end < len(text) and text[end] in SINO:
        end += 1
    if end > at + 1 and text[end - 1] in "이" and text[end : end + 1] in ("다", "고", "며", "었", "라"):
        end -= 1
    if end == at:
        return None
    places = "".join(str(SINO[c]) for c in text[at:end])
    value = whole.value + Decimal(places).scaleb(-len(places), CONTEXT)
    return Numeral(whole.start, end, value, spelled=True, form="decimal")
