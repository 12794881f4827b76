"""Term bases as TMX 1.4b (https://www.ttt.org/oscarStandards/tmx/tmx14b.html): one `tu` a pair of terms, fields in `prop`s.

What nobody should use is left out: readers take every unit for a translation to be used. Units of one concept carry its id.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from malmoi.formats.containers.tables import squeezed
from malmoi.formats.containers.xmlstream import Element, read_elements
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.pairs import pairs_of
from malmoi.formats.termbases.records import LANGS, TERM_FIELDS, Concept, Reading, Term, Writing, language_of
from malmoi.formats.termbases.values import value_of

__all__ = ["read", "write"]

_CONCEPT, _GLOSSARY, _TERM = "x-malmoi-concept", "x-malmoi-glossary", "x-malmoi-"
_OWN = {"domain": "x-domain", "definition": "x-definition"}
_VALUES = ("status", "pos", "type", "case", "region", "do_not_translate")
# Elements of a segment whose text is code, not text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a memory of term pairs; those of no concept's both languages are units of one language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n',
        f'<header creationtool="malmoi" creationtoolversion={quoteattr(version("malmoi"))} segtype="phrase" o-tmf="malmoi" ',
        f'adminlang="en" srclang="{writing.source}" datatype="plaintext">',
        f'<prop type="{_GLOSSARY}">{_text(writing.signature)}</prop></header>\n<body>\n',
    ]
    stream.write("".join(lines).encode("utf-8"))
    for concept in concepts:
        seen: set[Term] = set()
        for pair in pairs_of(concept, writing):
            writing.report.written += 1
            stream.write(_unit(concept, [term for term in pair if term is not None], seen).encode("utf-8"))
    stream.write(b"</body>\n</tmx>\n")


def read(reading: Reading) -> Iterator[Concept]:
    """The concepts of a memory; units with one concept id make one, all others one each. Raises FormatError with the line."""
    together: dict[str, Concept] = {}
    for element in read_elements(
        reading.path, {"tu", "header"}, root={"tmx"}, kind="TMX file", encoding=reading.encoding
    ):
        if element.name == "header":
            reading.signature = _props(element).get(_GLOSSARY, "")
            continue
        made = _concept(element, reading)
        if made is None or not made.id:
            if made is not None:
                yield made
            continue
        known = together.get(made.id)
        if known is not None:
            fresh = (t for t in made.terms if all((t.lang, t.term) != (o.lang, o.term) for o in known.terms))
            made = replace(known, terms=(*known.terms, *fresh))
        together[made.id] = made
    yield from together.values()


def _unit(concept: Concept, terms: list[Term], seen: set[Term]) -> str:
    """One `tu`; a term's fields stand where it comes first."""
    lines = ["<tu>"]
    lines += [_prop(_CONCEPT, concept.id), *(_prop(kind, getattr(concept, name)) for name, kind in _OWN.items())]
    if concept.note:
        lines.append(f"<note>{_text(concept.note)}</note>")
    for term in terms:
        lines.append(f'<tuv xml:lang="{term.lang}">')
        if term not in seen:
            seen.add(term)
            lines += [_prop(_TERM + name, getattr(term, name)) for name in (*TERM_FIELDS, "id")]
        lines.append(f"<seg>{_text(term.term)}</seg></tuv>")
    return "".join([*lines, "</tu>\n"])


def _prop(kind: str, value: str) -> str:
    return f'<prop type="{kind}">{_text(value)}</prop>' if value else ""


def _text(text: str) -> str:
    return escape(legal(text), {"\r": "&#13;"})


def _props(element: Element) -> dict[str, str]:
    return {prop.get("type"): prop.text for prop in element.all("prop")}


def _concept(unit: Element, reading: Reading) -> Concept | None:
    terms = []
    for variant in unit.all("tuv"):
        lang, _ = language_of(variant.get("xml:lang") or variant.get("lang"))
        segment = variant.first("seg")
        text = squeezed(_plain(segment).strip()) if segment is not None else ""
        if lang not in LANGS:
            reading.languages[lang] += 1
        elif not text:
            reading.problem(variant.line, f"The {lang} segment is empty.")
        else:
            terms.append(Term(lang, text, **_fields(variant, reading)))
    if not terms:
        return None
    props = _props(unit)
    own = {name: props.get(kind, "") for name, kind in _OWN.items()}
    # In many memories the subject stands in a prop of another name.
    own["domain"] = own["domain"] or next((v for k, v in props.items() if k.lower() in ("subject", "x-subject")), "")
    note = "\n".join(note.text for note in unit.all("note"))
    return Concept(props.get(_CONCEPT, ""), tuple(terms), **own, note=note, place=reading.place(unit.line))


def _fields(variant: Element, reading: Reading) -> dict[str, str]:
    found = {}
    for kind, value in _props(variant).items():
        name = kind.removeprefix(_TERM)
        if kind.startswith(_TERM) and name in (*TERM_FIELDS, "id"):
            known = value_of(name, value) if name in _VALUES else value
            if known is None:
                reading.problem(variant.line, f"{name} is {value!r}, which is not known and was left out.", hard=False)
            found[name] = known or ""
    return found


def _plain(element: Element) -> str:
    """The text of a segment without that of its codes."""
    return "".join(
        child if isinstance(child, str) else "" if child.name in _CODES else _plain(child) for child in element.children
    )
