"""An entry of TBX as it stands, whatever its version and style: its levels, and on each the data categories and notes."""

from collections.abc import Iterator
from typing import NamedTuple

from malmoi.formats.containers.xmlstream import Element

__all__ = ["ENTRIES", "GROUPS", "HEADERS", "LANGUAGES", "Datum", "Level", "data_of", "levels_of", "terms_of"]

ENTRIES, HEADERS = frozenset({"termEntry", "conceptEntry"}), frozenset({"martifHeader", "tbxHeader"})
LANGUAGES, TERMS = ("langSet", "langSec"), ("tig", "ntig", "termSec")
GROUPS = ("descripGrp", "adminGrp", "termNoteGrp", "transacGrp", "termGrp", "termCompGrp")
_CATEGORIES = ("descrip", "admin", "termNote", "transac", "transacNote", "descripNote", "adminNote", "ref", "xref")
_STRUCTURE = frozenset({*ENTRIES, *LANGUAGES, *TERMS, *GROUPS, "term", "date"})


class Datum(NamedTuple):
    """A data category: its name, its text, its element, and the name of the category it belongs to ("" when it stands for itself)."""

    name: str
    text: str
    element: Element
    about: str


class Level(NamedTuple):
    """A level of an entry: concept, lang or term."""

    name: str
    element: Element


def levels_of(entry: Element) -> Iterator[Level]:
    """The levels of an entry, from outside in."""
    yield Level("concept", entry)
    for language in entry.all(*LANGUAGES):
        yield Level("lang", language)
        for term in language.all(*TERMS):
            yield Level("term", term)


def terms_of(language: Element) -> Iterator[tuple[Element, Element | None]]:
    """(term section, its `term`) of a language."""
    for section in language.all(*TERMS):
        group = section.first("termGrp")
        yield section, (group or section).first("term")


def data_of(element: Element) -> Iterator[Datum]:
    """The data categories right on the level of `element`, those of its groups too; notes have the name "note"."""
    yield from _data(element, grouped=False)


def _data(element: Element, *, grouped: bool) -> Iterator[Datum]:
    leader = ""
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.name in GROUPS:
            yield from _data(child, grouped=child.name != "termGrp")
        elif child.name == "note" or child.name not in _STRUCTURE:
            name = child.get("type") if child.name in _CATEGORIES else child.name
            # The first category of a group stands for itself, what follows is about it.
            yield Datum(name, child.text.strip(), child, leader)
            leader = leader or (name if grouped else "")
