"""Currency signs and codes before a figure: $, US$, ₩, KRW, C$, with or without a space."""

from decimal import Decimal
from functools import cache

from malmoi.amounts.tables import Surface, rows

__all__ = ["currency_before"]


def currency_before(text: str, start: int, floor: int = 0) -> tuple[int, Surface] | None:
    """The longest currency sign or code that ends at `start` (one or two spaces between) and where it begins; not before `floor`."""
    table, longest = _signs()
    end = start
    while end > 0 and start - end < 2 and text[end - 1] in " \u00a0\u202f":
        end -= 1
    for length in range(min(longest, end - floor), 0, -1):
        begin = end - length
        surface = table.get(text[begin:end])
        if surface is None:
            continue
        if text[begin].isalpha() and begin > 0 and (text[begin - 1].isalnum() and text[begin - 1].isascii()):
            continue
        if text[begin:end] == "W" and end < start:
            continue
        return begin, surface
    return None


@cache
def _signs() -> tuple[dict[str, Surface], int]:
    """All signs, and the length of the longest."""
    table = {
        text: Surface(text, row["unit"], "money", Decimal(row["factor"]))
        for row in rows("currencies.tsv")
        for text in row["before"].split("|")
        if text
    }
    return table, max(map(len, table))
