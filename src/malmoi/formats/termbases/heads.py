"""Which column of a term table is what, by the many names that people give to columns."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from malmoi.errors import FormatError, UsageError
from malmoi.formats.termbases.records import LANGS, TERM_FIELDS

__all__ = ["KEYS", "columns_by_mapping", "columns_by_name", "key_of_head", "names_of"]

# A field of the terms of one language: ko_status.
_OWN = re.compile(rf"({'|'.join(LANGS)})_({'|'.join((*TERM_FIELDS, 'id'))})")


def key_of_head(head: str) -> str | None:
    """The key of a column by its head; None for one that is not known."""
    name = " ".join(head.split()).casefold()
    # The glossary's own names come first: "source" is a field, though many a table calls its first language so.
    return name if name in KEYS or _OWN.fullmatch(name) else _names().get(name)


def names_of(*keys: str) -> dict[str, str]:
    """The keys asked for, by what columns of theirs may be called, in lower case."""
    return {name: key for name, key in _names().items() if key in keys}


def columns_by_name(heads: Sequence[str], place: str) -> dict[str, int]:
    """The column of each key that is known. Raises FormatError where two columns have one key."""
    found: dict[str, int] = {}
    for column, head in enumerate(heads):
        key = key_of_head(head)
        if key in found:
            raise FormatError(
                f"{place}: the columns {heads[found[key]]!r} and {head!r} both mean {key}: "
                "rename one of them, or say what is what with --map."
            )
        if key is not None:
            found[key] = column
    return found


def columns_by_mapping(heads: Sequence[str], mapping: Mapping[str, str], place: str) -> dict[str, int]:
    """The columns that a person named, by head or by number from 1; of the others those that are known by name and not taken.

    Raises UsageError for a key that is no field, FormatError for a column that is not there.
    """
    names = [" ".join(head.split()).casefold() for head in heads]
    found: dict[str, int] = {}
    for key, name in mapping.items():
        if key not in KEYS and not _OWN.fullmatch(key):
            raise UsageError(f"--map {key}={name}: there is no field {key!r}; the fields are {', '.join(KEYS)}.")
        wanted = " ".join(name.split()).casefold()
        if wanted in names:
            found[key] = names.index(wanted)
        elif name.isdecimal() and 0 < int(name) <= len(heads):
            found[key] = int(name) - 1
        else:
            raise FormatError(f"{place}: there is no column {name!r} for {key}; there are {', '.join(heads)}.")
    for column, head in enumerate(heads):
        key_there = key_of_head(head)
        if key_there is not None and key_there not in found and column not in found.values():
            found[key_there] = column
    return found


@cache
def _names() -> dict[str, str]:
    """Keys by names."""
    lines = files(__package__).joinpath("heads.tsv").read_text(encoding="utf-8").splitlines()[2:]
    return {name: key for key, some in (line.split("\t") for line in lines) for name in some.split("|")}


KEYS = (
    *("concept", "id", "lang", "term", "ko", "en", "other_ko", "other_en", "avoid_ko", "avoid_en"),
    *("domain", "definition", "concept_note", *TERM_FIELDS, "by", "at"),
)
