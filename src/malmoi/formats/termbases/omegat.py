"""OmegaT's glossaries: source, target and comment, parted by tabs (.txt, .tab, .utf8) or, in a .csv, by commas; no heads.

Lines that begin with # are comments; the first written says the encoding, without which OmegaT takes that of the system
(https://omegat.sourceforge.io/manual-standard/en/chapter.glossaries.html). Domain, definition and what to avoid stand in the
comment, marked, and are read back from there.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from malmoi.formats.containers.tables import delimited_rows, squeezed
from malmoi.formats.containers.textstream import numbered_lines
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.pairs import Pair, oriented, usable
from malmoi.formats.termbases.records import REFUSED, Concept, Reading, Term, Writing

__all__ = ["read", "write", "write_csv"]

_MAGIC = "# Glossary in tab-separated format -*- coding: utf-8 -*-"
_OURS = "# malmoi glossary "
_BETWEEN, _INSTEAD = " | ", " / "
_DOMAIN, _DEFINITION, _AVOID = "domain: ", "definition: ", "avoid: "


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a tab-separated glossary: each source term with each target term that may be used."""
    lines = [_MAGIC, f"{_OURS}{writing.signature}".rstrip()]
    stream.write(("\n".join(lines) + "\n").encode())
    for row in _rows(concepts, writing):
        stream.write(("\t".join(row) + "\n").encode("utf-8"))


def write_csv(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a comma-separated glossary, which OmegaT takes for UTF-8."""
    for row in _rows(concepts, writing):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerow(row)
        stream.write(buffer.getvalue().encode("utf-8"))


def read(reading: Reading) -> Iterator[Concept]:
    """A concept a row; a row without a target has a term of one language."""
    source, target, pairs = oriented(_pairs(reading), reading)
    for pair in pairs:
        terms = [Term(lang, text) for lang, text in ((source, pair.source), (target, pair.target)) if text]
        yield Concept("", tuple(terms), **_said(pair.rest["comment"]), place=reading.place(pair.line))


def _pairs(reading: Reading) -> Iterator[Pair]:
    for line, cells in _lines(reading):
        cells = [cell.strip() for cell in cells]
        if not cells[0]:
            if any(cells):
                reading.problem(line, "The line has no source term.")
            continue
        if len(cells) < 2:
            reading.problem(line, "The line has one column: a source and a target term, parted by a tab, are expected.")
            continue
        yield Pair(line, cells[0], cells[1], {"comment": cells[2] if len(cells) > 2 else ""})


def _lines(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    if Path(reading.path).suffix.lower() == ".csv":
        rows = delimited_rows(reading.path, reading.encoding, reading.delimiter or ",")
        yield from ((int(place.rpartition(":")[2]), [*cells]) for place, cells in rows if any(cells))
        return
    for number, line in numbered_lines(reading.path, reading.encoding):
        if line.startswith(_OURS):
            reading.signature = line.removeprefix(_OURS).strip()
        if line.strip() and not line.startswith("#"):
            yield number, line.split("\t")


def _rows(concepts: Iterable[Concept], writing: Writing) -> Iterator[list[str]]:
    for concept in concepts:
        # A text to be translated may hold what nobody should write any more; what to write instead is never such a term.
        sources = [*usable(concept, writing.source), *(t for t in concept.of(writing.source) if t.status in REFUSED)]
        for source in [source for source in sources if source.term.startswith("#")]:
            sources.remove(source)
            writing.lose("comment", concept, source, "OmegaT takes a line that begins with # for a comment.")
        targets: list[Term | None] = [*usable(concept, writing.target)]
        if not sources:
            for term in concept.of(writing.target):
                writing.lose("one-sided", concept, term, f"The concept has no {writing.source} term to list it under.")
            continue
        avoid = [t.term for t in concept.of(writing.target) if t.status in REFUSED]
        comment = _comment(concept, avoid)
        for source in sources:
            for target in targets or [None]:
                writing.report.written += 1
                texts = (source.term, target.term if target else "", comment)
                yield [squeezed(legal(text)) for text in texts]


def _comment(concept: Concept, avoid: list[str]) -> str:
    parts = [
        mark + text.replace(_BETWEEN, _INSTEAD)
        for mark, text in (
            (_DOMAIN, concept.domain),
            (_DEFINITION, concept.definition),
            (_AVOID, ", ".join(avoid)),
            ("", concept.note),
        )
        if text
    ]
    return _BETWEEN.join(parts)


def _said(comment: str) -> dict[str, str]:
    """What a comment says: the parts that are marked, and a note."""
    found = {"domain": "", "definition": "", "note": ""}
    rest = []
    for part in comment.split(_BETWEEN):
        if part.startswith(_DOMAIN) and not found["domain"]:
            found["domain"] = part.removeprefix(_DOMAIN).strip()
        elif part.startswith(_DEFINITION) and not found["definition"]:
            found["definition"] = part.removeprefix(_DEFINITION).strip()
        elif not part.startswith(_AVOID):
            rest.append(part)
    return {**found, "note": _BETWEEN.join(rest).strip()}
