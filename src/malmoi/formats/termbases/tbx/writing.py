"""TBX-Basic, one concept at a time, in one of three dresses: version 2, and version 3 with categories as attributes (DCA) or as tags (DCT).

What TBX-Basic has no category for (hanja, do not translate, case, kinds of variants) stands in notes with a fixed beginning.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple
from xml.sax.saxutils import escape

from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.records import LANGS, Concept, Term, Writing
from malmoi.formats.termbases.tbx.categories import categories, xml_id
from malmoi.formats.termbases.values import notes_of

__all__ = ["Dress", "as_attribute", "as_tag", "write_entries"]

# Kinds of variants that TBX-Basic has no word for: they are variants, and a note says of which kind.
_OWN_TYPES = frozenset({"spacing", "loanword", "hanja", "romanised"})
_SUFFIX = "Term-admn-sts"


class Dress(NamedTuple):
    """Names of the elements, and how a category with its text is written."""

    entry: str
    language: str
    term: str
    category: Callable[[str, str], str]


def as_attribute(name: str, text: str) -> str:
    """A category as an attribute: <descrip type="definition">…</descrip>."""
    element = categories()[name].element
    return f'<{element} type="{name}">{_xml(text)}</{element}>'


def as_tag(name: str, text: str) -> str:
    """A category as a tag of its module: <basic:definition>…</basic:definition>."""
    module = categories()[name].module
    return f"<{module}:{name}>{_xml(text)}</{module}:{name}>"


def write_entries(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing, dress: Dress) -> None:
    """Write the entries of all concepts."""
    taken: set[str] = set()
    for number, concept in enumerate(concepts, 1):
        taken.add(id_ := xml_id(concept.id or f"c{number}"))
        stream.write(("".join(_entry(concept, id_, dress, taken)) + "\n").encode("utf-8"))
        writing.report.written += 1


def _entry(concept: Concept, id_: str, dress: Dress, taken: set[str]) -> Iterator[str]:
    category = dress.category
    yield f'<{dress.entry} id="{id_}">'
    if concept.domain:
        yield category("subjectField", concept.domain)
    if concept.definition:
        yield f"<descripGrp>{category('definition', concept.definition)}</descripGrp>"
    if concept.at:
        yield f"<transacGrp>{category('transactionType', 'modification')}<date>{concept.at[:10]}</date>"
        yield f"{category('responsibility', concept.by) if concept.by else ''}</transacGrp>"
    if concept.note:
        yield f"<note>{_xml(concept.note)}</note>"
    for lang in LANGS:
        terms = concept.of(lang)
        if terms:
            yield f'\n <{dress.language} xml:lang="{lang}">'
            for term in terms:
                yield from _term(term, dress, taken)
            yield f"</{dress.language}>"
    yield f"\n</{dress.entry}>"


def _term(term: Term, dress: Dress, taken: set[str]) -> Iterator[str]:
    category = dress.category
    id_ = xml_id(term.id) if term.id else ""
    yield f'\n  <{dress.term} id="{id_}">' if id_ and id_ not in taken else f"\n  <{dress.term}>"
    taken.add(id_)
    yield f"<term>{_xml(term.term)}</term>"
    noted = {"hanja", "do_not_translate", "case"}
    if term.pos:
        # A proper noun is a noun to TBX-Basic.
        noted |= {"pos"} if term.pos == "proper noun" else set()
        yield category("partOfSpeech", "noun" if term.pos == "proper noun" else term.pos)
    if term.status:
        yield category("administrativeStatus", term.status + _SUFFIX)
    if term.type:
        noted |= {"type"} & ({"type"} if term.type in _OWN_TYPES else set())
        yield category("termType", "variant" if term.type in _OWN_TYPES else term.type)
    if term.region:
        yield category("geographicalUsage", term.region)
    if term.context:
        yield f"<descripGrp>{category('context', term.context)}</descripGrp>"
    if term.source:
        yield category("source", term.source)
    for note in notes_of(term, noted):
        yield f"<note>{_xml(note)}</note>"
    yield f"</{dress.term}>"


def _xml(text: str) -> str:
    return escape(legal(text), {"\r": "&#13;"})
