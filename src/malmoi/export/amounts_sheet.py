"""The sheet of amounts: values as numbers to calculate with, what separates the sides, the rates they imply."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from malmoi.export.cells import Figure, Linked, Value
from malmoi.export.rates import Rate, implied_rates, number
from malmoi.export.rules import add_fills
from malmoi.export.styles import BODY, LINK
from malmoi.export.table import ARROW, Book, Column, Table

if TYPE_CHECKING:
    from malmoi.model.records import Alignment

__all__ = ["figure", "open_amounts", "write_amounts"]

_SHORT = BODY.but(horizontal="center")
_NUMBER = BODY.but(horizontal="right")
_COLUMNS = (
    Column("amounts.seg", 10, _SHORT),
    Column("go", 7, LINK),
    Column("amounts.status", 21, _SHORT),
    Column("amounts.ko", 24),
    Column("amounts.ko_value", 22, _NUMBER),
    Column("amounts.ko_unit", 16, _SHORT),
    Column("amounts.en", 26),
    Column("amounts.en_value", 22, _NUMBER),
    Column("amounts.en_unit", 16, _SHORT),
    Column("amounts.ratio", 14, _SHORT),
    Column("amounts.rate", 28, _NUMBER),
)
_FILLS = {"match": "FFDDF3EF", "mismatch": "FFFBE0DC", "ko_only": "FFF1F1F1", "en_only": "FFF1F1F1"}
# Significant digits that a spreadsheet's number holds.
_DIGITS = 15
# Units whose numbers are written without grouping: 2026, not 2,026.
_UNGROUPED = frozenset({"year", "ordinal"})
_RATE_DECIMALS = 2


def open_amounts(book: Book) -> Table:
    """The empty sheet, before its rows: other sheets link to where they will stand."""

    def finish(sheet: Any, last: int, letters: Mapping[str, str]) -> None:
        results = {book.labels.value("amount", status): color for status, color in _FILLS.items()}
        add_fills(sheet, letters["amounts.status"], last, results)

    return Table(book, "amounts", _COLUMNS, finish=finish)


def write_amounts(book: Book, table: Table, alignment: "Alignment", segments: Table) -> None:
    """One row a pair of amounts, or an amount without a counterpart."""
    at = {seg: i for i, seg in enumerate(alignment.segments["seg"])}
    rates = implied_rates(alignment.amounts, alignment.segments)
    for row, rate in zip(alignment.amounts.iter_rows(named=True), rates, strict=True):
        seg: int = row["seg"]
        table.append(
            (
                seg + 1,
                Linked(ARROW, segments.place(at[seg], "segments.seg")) if seg in at else None,
                book.labels.value("amount", row["status"] or ""),
                row["ko"],
                figure(row["ko_value"], row["ko_unit"]),
                row["ko_unit"],
                row["en"],
                figure(row["en_value"], row["en_unit"]),
                row["en_unit"],
                row["ratio"],
                _rate(rate),
            )
        )
    table.close()


def figure(value: str | None, unit: str | None) -> Value:
    """An exact value as a number in its own format; as text where it is vague or has more digits than a number holds."""
    exact = number(value)
    if exact is None:
        return value.replace("..", " … ") if value else None
    decimals = max(-int(exact.as_tuple().exponent), 0)
    if len(exact.normalize().as_tuple().digits) > _DIGITS or abs(exact) >= Decimal(10) ** _DIGITS or decimals > _DIGITS:
        return format(exact, "f")
    whole = "0" if unit in _UNGROUPED else "#,##0"
    form = f"{whole}.{'0' * decimals}" if decimals else whole
    return Figure(float(exact) if decimals else int(exact), f'{form}"%"' if unit == "percent" else form)


def _rate(rate: Rate | None) -> Value:
    """A rate as a number whose format names its units: 1 USD = 1,404.00 KRW."""
    if rate is None:
        return None
    of, to = (unit.replace('"', "'") for unit in (rate.of, rate.to))
    return Figure(float(round(rate.value, _RATE_DECIMALS)), f'"1 {of} = "#,##0.{"0" * _RATE_DECIMALS}" {to}"')
