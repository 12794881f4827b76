"""The tables of this folder as look-up indexes: which unit stands at this place of a text?

`units.tsv`, `currencies.tsv` and `counters.tsv` list surfaces; an `Index` finds the longest one that starts at a position in
constant time per surface tried. Adding a unit, a currency or a counter touches the tables alone.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from malmoi.errors import FormatError

__all__ = ["Index", "Surface", "families", "is_money", "rows", "suffixes", "words"]

_ONE = Decimal(1)
_MONEY = "money"
_COUNT = "count"


@dataclass(frozen=True, slots=True)
class Surface:
    """One spelling of a unit: a value before it times `factor` is in `unit`; `unless` may not follow it."""

    text: str
    unit: str
    family: str
    factor: Decimal = _ONE
    unless: tuple[str, ...] = ()


class Index:
    """Surfaces by their first two characters, longest first; those of one character by that."""

    def __init__(self, surfaces: list[Surface]) -> None:
        table: dict[str, dict[str, Surface]] = {}
        for surface in surfaces:
            table.setdefault(surface.text[:2], {}).setdefault(surface.text, surface)
        self._table = {head: tuple(sorted(found.values(), key=lambda s: -len(s.text))) for head, found in table.items()}

    def at(self, text: str, start: int) -> Surface | None:
        """The longest surface at `start` that ends where a word of its script may end, or None."""
        head = text[start : start + 2]
        for surface in (*self._table.get(head, ()), *self._table.get(head[:1], ())):
            if text.startswith(surface.text, start) and _may_end(text, start + len(surface.text), surface):
                return surface
        return None


def _may_end(text: str, end: int, surface: Surface) -> bool:
    """Latin surfaces end at a word boundary, Hangul ones anywhere but before what makes another word of them."""
    if end >= len(text):
        return True
    last, following = surface.text[-1], text[end]
    if last.isascii() and last.isalnum() and following.isascii() and (following.isalpha() or following == "_"):
        return False
    if last.isascii() and last.isalpha() and following.isdigit():
        return False
    return not (surface.unless and text.startswith(surface.unless, end))


@cache
def suffixes(lang: str) -> Index:
    """Units that stand after a figure: measures, money and counters of `lang`; English ones in lower case but for symbols."""
    out: list[Surface] = []
    unless = _unless() if lang == "ko" else {}
    for row in rows("currencies.tsv"):
        factor = Decimal(row["factor"])
        for text in [*_split(row[lang]), *_split(row["after"])]:
            out += _spellings(text, row["unit"], _MONEY, factor, unless)
    for row in rows("units.tsv"):
        for text in [*_split(row[lang]), *_split(row["symbols"])]:
            out += _spellings(text, row["unit"], row["family"], _ONE, unless)
    for row in rows("counters.tsv"):
        for text in _split(row[lang]):
            out += _spellings(text, row["unit"], _COUNT, _ONE, unless)
    return Index(out)


@cache
def families() -> dict[str, tuple[str, Decimal]]:
    """unit -> (family, factor to the family's base); money is its own family by currency, every counter is `count`."""
    out = {row["unit"]: (row["family"], Decimal(row["factor"])) for row in rows("units.tsv")}
    out.update({row["unit"]: (row["unit"], _ONE) for row in rows("currencies.tsv")})
    out.update({row["unit"]: (_COUNT, _ONE) for row in rows("counters.tsv")})
    out.update({"number": (_COUNT, _ONE), "fraction": (_COUNT, _ONE), "ordinal": ("ordinal", _ONE)})
    return out


@cache
def _currencies() -> frozenset[str]:
    return frozenset(row["unit"] for row in rows("currencies.tsv"))


def is_money(unit: str) -> bool:
    """Is `unit` a currency, by code or by a name that several share (franc)?"""
    return unit in _currencies()


@cache
def words(name: str) -> dict[str, Any]:
    """A TOML table of this folder."""
    with files(__package__).joinpath(name).open("rb") as stream:
        return tomllib.load(stream)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a TSV table of this folder as dictionaries; lines that start with "# " are comments.

    Raises FormatError when a row is longer than the header.
    """
    header: list[str] = []
    with files(__package__).joinpath(name).open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            cells = line.rstrip("\n").split("\t")
            if line.startswith("# "):
                continue
            if not header:
                header = cells
                continue
            if len(cells) > len(header):
                raise FormatError(f"{name}:{number} has {len(cells)} cells where the header names {len(header)}.")
            yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


@cache
def _unless() -> dict[str, tuple[str, ...]]:
    return {surface: tuple(after) for surface, after in words("korean.toml")["not_before"].items()}


def _spellings(text: str, unit: str, family: str, factor: Decimal, unless: dict[str, tuple[str, ...]]) -> list[Surface]:
    """A surface and, where it has spaces, the same without them."""
    return [
        Surface(form, unit, family, factor, unless.get(form, ()))
        for form in dict.fromkeys((text, text.replace(" ", "")))
    ]


def _split(cell: str) -> list[str]:
    return [text for text in cell.split("|") if text]
