"""Korean figures that are no amounts: dates, clock times, scores, telephone and document numbers, articles of law.

Every pattern is anchored at a digit and its repeats are bounded, so that trying them costs the same at any place of any text.
"""

import re

from malmoi.amounts.tables import words

__all__ = ["end_of_non_amount", "is_year", "lasts"]

# Years of our time: what stands before 년 in four digits without a comma.
_FIRST_YEAR, _LAST_YEAR = 1000, 2199

_NUMBERS = re.compile(
    r"""
      \d{1,4}\s?년\s?\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?          # 2024년 3월 1일, 98년 9월
    | \d{1,2}\s?월(?!\d)(?:\s?[초중말]순?|\s?\d{1,2}(?:\s?[~,·-]\s?\d{1,2})?\s?일)?   # 3월, 3월 24~26일
    | \d{4}[-./]\s?\d{1,2}[-./]\s?\d{1,2}\.?(?!\d)              # 2024-03-01
    | \d{2}\.\s?\d{1,2}\.\s?\d{1,2}\.?(?!\d)
    | \d{1,2}:\d{2}(?::\d{2})?(?!\d)                            # 12:26
    | \d{1,2}\s?시(?![간속])(?:\s?\d{1,2}\s?분)?(?:\s?\d{1,2}\s?초)?   # 0시 26분
    | \d{2,4}[-)]\s?\d{3,4}-\d{4}(?!\d)                         # telephone
    | \d{6}-\d{7}(?!\d)                                         # resident registration
    | \d{1,3}\s?(?:-|:|대)\s?\d{1,3}(?![\d,.]\d|\s?[가-힣%㎞㎏a-zA-Z]|\d)   # 3-1, 2:1, 3대 1
    | \d{1,3}\s?(?:-|:|대)\s?\d{1,3}(?=로|으로|\s?승|\s?패|\s?무|의\s)
    | [1-4]/4\s?분기
    | \d{2,4}년(?:도|대|생|산|형|식)
    | \d{4}(?:학년도|회계연도)
    | \d{1,2}학년(?:\s?\d{1,2}반)?
    | \d{1,2}[./·]\d{1,2}(?=\s?(?:전쟁|의거|사변|테러|사태|항쟁|혁명|운동|선언|남북|공동선언|전당|총선|대선|사건|참사|민주))
    """,
    re.VERBOSE,
)
_LAW = re.compile(r"제\s?(\d{1,4})\s?(?:조|항|호|장|절|편|목|관)(?![가-힣]?원)(?:의\s?\d{1,2})?")
_ARTICLE = re.compile(r"(?:헌법|[가-힣]{1,6}법|규약|협정|조례|헌장|규칙|규정)\s(\d{1,4})조(?![가-힣]?원|\s?[\d,]*억)")
_DAY = re.compile(r"\d{1,2}(?:\s?[~,·-]\s?\d{1,2})?일(?!\d)")
_YEAR = re.compile(r"'?(\d{4}|\d{2})(?:\s?[~-]\s?\d{2,4})?년")


def end_of_non_amount(text: str, at: int) -> int | None:
    """Where what starts at the digit `at` ends when it is no amount, else None."""
    law = _LAW.match(text, _before(text, at)) or _ARTICLE.search(text, max(0, at - 8), at + 8)
    if law and law.start(1) == at:
        return law.end()
    number = _NUMBERS.match(text, at)
    if number:
        return number.end()
    return _day_of_month(text, at) or _calendar_year(text, at)


def is_year(digits: str) -> bool:
    """Are these digits a year of our time?"""
    return len(digits) == 4 and digits.isdecimal() and _FIRST_YEAR <= int(digits) <= _LAST_YEAR


def _before(text: str, at: int) -> int:
    """Where a 제 before the digit stands, with or without a space."""
    if text[at - 1 : at] == "제":
        return at - 1
    return at - 2 if text[max(0, at - 2) : at] == "제 " else at


def _day_of_month(text: str, at: int) -> int | None:
    """28일(현지시간) is a day of the month, 10일 만에 a stretch of time."""
    found = _DAY.match(text, at)
    if not found or int(re.match(r"\d+", found.group()).group()) > 31:  # type: ignore[union-attr]
        return None
    return None if lasts(text, found.end(), "day") else found.end()


def _calendar_year(text: str, at: int) -> int | None:
    """1997년 is a year, 1600년 전 and 15년 are stretches of time; '98년 and 98년에 are years."""
    found = _YEAR.match(text, at)
    if not found:
        return None
    digits = found.group(1)
    if is_year(digits):
        return None if lasts(text, found.end(), "year") else found.end()
    if len(digits) == 2 and text[at - 1 : at] == "'":
        return found.end()
    if len(digits) == 2 and (digits[0] == "0" or int(digits) >= 50):
        return None if lasts(text, found.end(), "year") else found.end()
    return None


def lasts(text: str, end: int, kind: str) -> bool:
    """Do the words at `end`, behind a "year" or a "day", say that it is a stretch of time?"""
    at = end + 1 if text[end : end + 1] == " " else end
    return text.startswith(tuple(words("korean.toml")["duration"][kind]), at)
