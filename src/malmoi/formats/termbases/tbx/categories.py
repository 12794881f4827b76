"""What TBX-Basic says of each data category, and how ids are written that XML does not allow as they are."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Category", "categories", "id_of", "xml_id"]

# What may be an xml:ID (a name without a colon), of the letters that ids have.
_NAME = re.compile(r"[A-Za-z_가-힣][A-Za-z0-9_.\-가-힣]*")
_ESCAPED = "_x-"
_KEPT = re.compile(r"[^A-Za-z0-9.\-]")
_CODE = re.compile(r"_([0-9a-f]+)_")


class Category(NamedTuple):
    """The element, the levels and the values ("" none are fixed) of a data category, and the module that declares it."""

    element: str
    levels: frozenset[str]
    module: str
    values: tuple[str, ...]


@cache
def categories() -> dict[str, Category]:
    """All categories of TBX-Basic by name."""
    lines = files(__package__).joinpath("categories.tsv").read_text(encoding="utf-8").splitlines()[2:]
    found = {}
    for line in lines:
        name, element, levels, module, values = ([*line.split("\t"), ""])[:5]
        legal = tuple(values.split("|")) if values else ()
        found[name] = Category(element, frozenset(levels.split("|")), module, legal)
    return found


def xml_id(text: str) -> str:
    """An id as XML takes it: as it is where it is a name, else escaped so that `id_of` gives it back."""
    if _NAME.fullmatch(text) and not text.startswith(_ESCAPED):
        return text
    return _ESCAPED + _KEPT.sub(lambda match: f"_{ord(match[0]):x}_", text)


def id_of(text: str) -> str:
    """The id that `xml_id` made a name of."""
    if not text.startswith(_ESCAPED):
        return text
    try:
        return _CODE.sub(lambda match: chr(int(match[1], 16)), text.removeprefix(_ESCAPED))
    except (ValueError, OverflowError):
        return text
