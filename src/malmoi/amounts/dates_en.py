"""English figures that are no amounts: dates, years, clock times, telephone, document and product numbers.

Every pattern is anchored at the figure and its repeats are bounded.
"""

import re

from malmoi.amounts.tables import words

__all__ = ["end_of_non_amount"]

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_MONTH_BEFORE = re.compile(rf"(?<![a-z]){_MONTH}\s{{1,2}}(?:the\s)?(?:\d{{1,2}}\s?[-–,&]\s?)?$", re.IGNORECASE)
_ENTITY = re.compile(r"&#x?\w{0,8}$")
_NUMBERS = re.compile(
    rf"""
      \d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?\s(?:of\s)?{_MONTH}(?![a-z])(?:,?\s\d{{4}})?     # 8 May 1945
    | \d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)
    | \d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2,4}}(?!\d)
    | \d{{1,2}}(?::\d{{2}}){{1,2}}(?!\d)(?:\s?[ap]\.?m\b\.?)?          # 12:26 a.m.
    | \d{{1,2}}(?:\.\d{{2}})?\s?(?:[ap]\.m\.?|[ap]m(?![a-z])|o'clock|noon|GMT|ET\b)    # 6pm
    | \(?\d{{3}}[-) ]\s?\d{{3}}-\d{{4}}(?!\d)                        # telephone
    | \d{{3}}-\d{{2}}-\d{{4}}(?!\d)
    | \d{{4}}\s?[-–/]\s?\d{{2,4}}(?!\d)                              # 1999-2000, 2007/08
    | \d{{2,4}}s(?![a-z])                                          # 1990s
    | (?:9/11|24/7|50/50|9-11|7-Eleven)(?!\d)
    | \d{{1,3}}-\d{{1,3}}-\d{{1,3}}(?![\d-])                             # 13-21-3
    | \d{{1,2}}&\d{{1,2}}(?!\d)                                        # 2&1
    | \d{{5}}(?:-\d{{4}})?(?<=[A-Z]{{2}}\s\d{{5}})(?!\d)                     # zip codes
    | \d{{1,5}}\s(?-i:[A-Z][a-z]+\s){{1,2}}(?:Street|St\.|Avenue|Ave\.|Road|Rd\.|Boulevard|Blvd\.|Lane|Drive)(?![a-z])
    | \d{{1,3}}-\d{{1,3}}(?=\s(?:win|victory|loss|defeat|draw|lead|tie|vote|record|decision|ruling|score|in\sfavor|against))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"[12]\d{3}(?![\d,.]\d|[%\w]| over \d)")
# 17-5 descends as no range does.
_SCORE = re.compile(r"(\d{1,3})-(\d{1,3})(?![\d.,]\d|[\d%-]|\s(?:million|billion|trillion|percent))")
_NEXT_WORD = re.compile(r"[ -]([a-z]+)")
_LAST_WORD = re.compile(r"([A-Za-z.'$]+|,|\()\s?$")
_LETTERS = re.compile(r"[A-Za-z]")


def end_of_non_amount(text: str, at: int) -> int | None:
    """Where what starts at the digit `at` ends when it is no amount, else None."""
    found = _NUMBERS.match(text, at)
    if text[at - 1 : at] == "#" and _ENTITY.search(text, max(0, at - 3), at):
        return _after_day(text, at)
    if found and not (found.group()[-1] == "s" and text[max(0, at - 1) : at] in "$€£" and at):
        return found.end()
    score = _SCORE.match(text, at)
    if score and int(score.group(1)) >= int(score.group(2)) and not text[max(0, at - 1) : at].strip("( "):
        return score.end()
    if _MONTH_BEFORE.search(text, max(0, at - 24), at):
        return _after_day(text, at)
    return _year(text, at)


def _after_day(text: str, at: int) -> int:
    day = re.compile(
        r"\d{1,2}(?:st|nd|rd|th)?(?!\d)(?:\s?[-–]\s?\d{1,2}(?!\d))?(?:\s?,\s?[12]\d{3}(?!\d))?|\d{4}(?!\d)|\d+"
    ).match(text, at)
    return day.end() if day else at + 1


def _year(text: str, at: int) -> int | None:
    """1997 and 2004 are years unless a plural noun or a unit follows: 2000 soldiers."""
    found = _YEAR.match(text, at)
    if not found:
        return None
    if at < 3 and len(text) - found.end() < 3 and not text[:at].strip(" -") and not text[found.end() :].strip():
        # Nothing but a figure: no year of anything.
        return None
    year = int(found.group())
    before = _LAST_WORD.search(text, max(0, at - 16), at)
    word = before.group(1).lower() if before else ""
    context = words("english.toml")["context"]
    if word in context["before_year"]:
        return found.end()
    if not 1800 <= year <= 2100 or word in context["before_count"]:
        return None
    following = _NEXT_WORD.match(text, found.end())
    if following and (
        following.group(1) in context["counted"] or (following.group(1).endswith("s") and len(following.group(1)) > 4)
    ):
        return None
    return found.end()
