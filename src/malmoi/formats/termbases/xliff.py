"""Term bases as XLIFF 2.1 with the glossary module (OASIS, http://docs.oasis-open.org/xliff/xliff-core/v2.1/): written, not read.

One unit a concept: its best source term as the segment, marked as a term, and its terms as glossary entries; what nobody should use is left
out, because a `gls:translation` is offered for use.
"""

from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.pairs import usable
from malmoi.formats.termbases.records import REFUSED, Concept, Term, Writing

__all__ = ["write"]

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a document with a unit a concept that has a source term."""
    stream.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{_CORE}" xmlns:gls="{_GLOSSARY}" version="2.1" '
        f'srcLang="{writing.source}" trgLang="{writing.target}">\n<file id="f1">\n'.encode()
    )
    for concept in concepts:
        sources, targets = usable(concept, writing.source), usable(concept, writing.target)
        for term in concept.terms:
            if term.status in REFUSED:
                writing.lose(term.status, concept, term, f"It is {term.status}, and a reader would offer it for use.")
        if not sources:
            for term in targets:
                writing.lose("one-sided", concept, term, f"The concept has no {writing.source} term.")
            continue
        writing.report.written += 1
        stream.write(_unit(concept, sources, targets, writing.report.written).encode("utf-8"))
    if not writing.report.written:
        # A file must have a unit or a group.
        stream.write(b'<group id="g1"/>\n')
    stream.write(b"</file>\n</xliff>\n")


def _unit(concept: Concept, sources: list[Term], targets: list[Term], number: int) -> str:
    lines = [f'<unit id="u{number}" name={quoteattr(legal(concept.id))}>']
    # An entry must have a translation or a definition.
    entries = sources if targets or concept.definition else []
    lines += ["<gls:glossary>"] if entries else []
    for i, source in enumerate(entries):
        lines.append('<gls:glossEntry ref="#m1">' if i == 0 else "<gls:glossEntry>")
        lines.append(f"<gls:term{_source(source)}>{_text(source.term)}</gls:term>")
        lines += [f"<gls:translation{_source(t)}>{_text(t.term)}</gls:translation>" for t in targets]
        if concept.definition:
            lines.append(f"<gls:definition>{_text(concept.definition)}</gls:definition>")
        lines.append("</gls:glossEntry>")
    lines += ["</gls:glossary>"] if entries else []
    notes = [("domain", concept.domain), ("note", concept.note)]
    if any(text for _, text in notes):
        said = "".join(f'<note category="{name}">{_text(text)}</note>' for name, text in notes if text)
        lines.append(f"<notes>{said}</notes>")
    best = sources[0]
    keep = ' translate="no"' if best.do_not_translate == "yes" else ""
    value = f" value={quoteattr(legal(concept.definition))}" if concept.definition else ""
    marked = f'<mrk id="m1" type="term"{value}{keep}>{_text(best.term)}</mrk>'
    target = f"<target>{_text(targets[0].term)}</target>" if targets else ""
    return "".join([*lines, f"<segment><source>{marked}</source>{target}</segment></unit>\n"])


def _source(term: Term) -> str:
    return f" source={quoteattr(legal(term.source))}" if term.source else ""


def _text(text: str) -> str:
    return escape(legal(text), {"\r": "&#13;"})
