"""Conditional formats that several sheets use: bars, and fills by value."""

from collections.abc import Mapping
from typing import Any

from malmoi.export.styles import BAR

__all__ = ["add_bar", "add_fills"]


def add_bar(sheet: Any, letter: str, last: int) -> None:
    """A bar from 0 to 1 behind the numbers of a column, from row 2 to `last`."""
    from openpyxl.formatting.rule import DataBarRule

    rule = DataBarRule(
        start_type="num", start_value=0, end_type="num", end_value=1, color=BAR, minLength=0, maxLength=100
    )
    sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)


def add_fills(sheet: Any, letter: str, last: int, fills: Mapping[str, str]) -> None:
    """Cells of a column that hold a word of `fills` get its colour, also after people have changed them."""
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill

    for word, color in fills.items():
        rule = CellIsRule(operator="equal", formula=[f'"{word}"'], fill=PatternFill(bgColor=color))
        sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)
