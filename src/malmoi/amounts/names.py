"""Names and signs of units as they are written: the first spelling in the tables, or what `styles.toml` says."""

from functools import cache

from malmoi.amounts.tables import rows, words

__all__ = ["codes", "unit_pattern"]


@cache
def unit_pattern(unit: str, lang: str, one: bool = False) -> str:
    """How a figure and `unit` are written, with {} for the figure: "{} miles" ("{} mile" for `one`), "{}㎞"."""
    special = words("styles.toml")["units"][lang].get(unit)
    if special is not None:
        return str(special if isinstance(special, str) else special[0 if one else 1])
    many, single = _names(lang).get(unit, (unit, unit))
    name = single if one else many
    return "{}" + name if lang == "ko" else "{} " + name


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """currency -> the signs and codes that may stand before a figure, in the order of the table."""
    return {
        row["unit"]: tuple(text for text in row["before"].split("|") if text)
        for row in rows("currencies.tsv")
        if row["factor"] == "1"
    }


@cache
def _names(lang: str) -> dict[str, tuple[str, str]]:
    """unit -> (plural, singular) in `lang`; Korean has one for both."""
    out: dict[str, tuple[str, str]] = {}
    for table in ("currencies.tsv", "units.tsv", "counters.tsv"):
        for row in rows(table):
            names = [name for name in row[lang].split("|") if name] or [
                s for s in row.get("symbols", "").split("|") if s
            ]
            if not names or (row.get("factor") != "1" and table == "currencies.tsv"):
                continue
            out.setdefault(row["unit"], (names[0], _singular(names)))
    return out


def _singular(names: list[str]) -> str:
    """The tables list plural, singular: won has no second form, feet has foot."""
    first, *rest = names
    if rest and rest[0][0] == first[0] and len(rest[0]) <= len(first) and rest[0].count(" ") == first.count(" "):
        return rest[0]
    return first
