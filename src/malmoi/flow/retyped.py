"""What a cell held before a spreadsheet program made something else of it: believed only where the row's id says so.

Excel makes 12 of 0012, a date of 3-1, TRUE of true, and curls quotes; people leave spaces behind; a Mac decomposes Hangul. An id follows
from the two terms of its row, so of all that a cell may have been, the right one shows itself, and nothing else passes.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product

from malmoi.export.terms_sheet import pair_id
from malmoi.flow.heads import plain
from malmoi.formats.containers.workbooks import Cell

__all__ = ["forms", "kind_of", "restored", "straight"]

# The most leading zeros that are tried: business numbers have 10 digits, product codes 13.
_DIGITS = 14
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# A date as readers that know only text give it.
_TIME = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)(?: 00:00:00)?")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "′": "'", "″": '"'})
_CURLED = re.compile(r"(?<=\w)’(?=\w)")
# The ways in which what was typed may have looked like a date: y year, m month, d day, b Jan, B January.
_DATE_FORMS = (
    *("{m}-{d}", "{m}/{d}", "{m:02}-{d:02}", "{m:02}/{d:02}", "{m}.{d}", "{m}월 {d}일"),
    *("{b}-{d}", "{d}-{b}", "{b} {d}", "{d} {b}", "{B} {d}", "{d} {B}", "{b}-{yy:02}", "{b} {y}", "{B} {y}"),
    *("{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}. {m}. {d}.", "{y}-{m:02}", "{y}-{m}"),
)


def restored(ko: Cell, en: Cell, id_: str) -> tuple[str, str] | None:
    """The pair of which `id_` is the id, if its cells may have held it; None when they did not."""
    return next((pair for pair in product([*forms(ko)], [*forms(en)]) if pair_id(*pair) == id_), None)


def straight(text: str) -> str:
    """`text` with the apostrophes inside words that programs curl as one types."""
    return _CURLED.sub("'", text)


def kind_of(cell: Cell) -> str | None:
    """What a cell holds that is no text, in words; None for text and for nothing."""
    if isinstance(cell, bool):
        return f"the truth value {str(cell).upper()}"
    if isinstance(cell, int | float):
        return f"the number {cell:g}"
    if isinstance(cell, date | time | timedelta):
        return f"a date or time ({cell})"
    return None


def forms(cell: Cell) -> Iterator[str]:
    """What may have stood in a cell, the likeliest first."""
    if isinstance(cell, bool):
        yield from (str(cell).upper(), str(cell), str(cell).lower())
    elif isinstance(cell, int | float):
        yield from _numbers(f"{cell:.15g}")
        yield f"{cell * 100:.12g}%"
    elif isinstance(cell, datetime | date):
        yield from _dates(cell)
    elif cell is not None:
        text = str(cell)
        yield text
        yield from dict.fromkeys((text.strip(), plain(text), plain(text).translate(_QUOTES)))
        if _NUMBER.fullmatch(text.strip()):
            yield from _numbers(text.strip())
        if _TIME.fullmatch(text.strip()):
            yield from _dates(date.fromisoformat(text.strip()[:10]))
        if text.strip().casefold() in ("true", "false"):
            yield from (text.strip().upper(), text.strip().title(), text.strip().lower())


def _numbers(text: str) -> Iterator[str]:
    yield text
    whole, point, decimals = text.partition(".")
    yield from (whole.zfill(n) + point + decimals for n in range(len(whole) + 1, _DIGITS + 1))
    if not point:
        yield from (f"{text}.0", f"{text}.00")
    if len(decimals) == 1:
        yield f"{text}0"


def _dates(day: date) -> Iterator[str]:
    for form in _DATE_FORMS:
        yield form.format(y=day.year, yy=day.year % 100, m=day.month, d=day.day, b=f"{day:%b}", B=f"{day:%B}")
