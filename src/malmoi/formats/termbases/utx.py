"""UTX, the simple dictionary format of the Asia-Pacific Association for Machine Translation, 1.11 written, 1.1x and 1.2x read.

    #UTX 1.11; ko/en; 2026-11-23T00:00:00; copyright: …; bidirectional
    #src→tgt→src:pos→tgt:pos→term status→src:comment→tgt:comment→concept ID        (→ a tab, "-" an empty cell)

A row is a pair with one status, that of the worse of its two terms; on reading, a term has the best status of the rows it comes in.
The last line of heads that begins with # says the columns (https://aamt.info/english/utx/).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from malmoi.errors import FormatError
from malmoi.formats.containers.tables import squeezed
from malmoi.formats.containers.textstream import numbered_lines
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.pairs import pairs_of
from malmoi.formats.termbases.records import LANGS, Concept, Reading, Term, Writing, language_of
from malmoi.formats.termbases.values import value_of

__all__ = ["read", "write"]

_COLUMNS = ("src", "tgt", "src:pos", "tgt:pos", "term status", "src:comment", "tgt:comment", "concept ID")
# Best first; the glossary's statuses are in the same order.
_STATUS = {
    "preferred": "approved",
    "admitted": "provisional",
    "superseded": "non-standard",
    "deprecated": "forbidden",
    "": "",
}
_OURS = {utx: own for own, utx in _STATUS.items()}
_ORDER = [*_STATUS]
_EMPTY = "-"
_POS = {"proper noun": "properNoun"}


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a dictionary of pairs, with what not to use marked as forbidden."""
    date = "1970-01-01"
    rows = []
    for concept in concepts:
        date = max(date, concept.at[:10])
        for source, target in pairs_of(_writable(concept, writing), writing, refused=True):
            if source is None:
                if target is not None:
                    writing.lose("one-sided", concept, target, f"The concept has no {writing.source} term.")
                continue
            writing.report.written += 1
            rows.append("\t".join(_row(concept, source, target)))
    heads = [
        f"#UTX 1.11; {writing.source}/{writing.target}; {date}T00:00:00; bidirectional; Dictionary ID: malmoi {writing.signature};",
        "#" + "\t".join(_COLUMNS),
    ]
    stream.write(("\r\n".join([*heads, *rows]) + "\r\n").encode("utf-8"))


def read(reading: Reading) -> Iterator[Concept]:
    """The concepts of a dictionary; rows with one concept ID make one, all others one each. Raises FormatError without its head."""
    lines = numbered_lines(reading.path, reading.encoding)
    languages, columns = _head(lines, reading)
    together: dict[str, list[Concept]] = {}
    for number, cells in _body(lines):
        if len(cells) < 2:
            reading.problem(
                number, "The line has one column: a source and a target term, parted by a tab, are expected."
            )
            continue
        row = {
            name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip() not in ("", _EMPTY)
        }
        made = _concept(row, languages, number, reading)
        if made is None:
            continue
        if made.id:
            together.setdefault(made.id, []).append(made)
        else:
            yield made
    yield from (_joined(some) for some in together.values())


def _writable(concept: Concept, writing: Writing) -> Concept:
    """The concept without terms that no row can hold."""
    kept = []
    for term in concept.terms:
        if term.term == _EMPTY or (term.lang == writing.source and term.term.startswith("#")):
            writing.lose(
                "comment", concept, term, "UTX takes # at the start of a line for a comment, and - for an empty cell."
            )
        else:
            kept.append(term)
    return replace(concept, terms=tuple(kept))


def _row(concept: Concept, source: Term, target: Term | None) -> list[str]:
    status = max(source.status, target.status if target else "preferred", key=_ORDER.index)
    cells = (
        *(source.term, target.term if target else "", source.pos, target.pos if target else "", status),
        *(source.note or concept.note, target.note if target else "", concept.id),
    )
    texts = [squeezed(legal(text)) for text in cells]
    texts[2:5] = [_POS.get(texts[2], texts[2]), _POS.get(texts[3], texts[3]), _STATUS[texts[4]]]
    return [text or _EMPTY for text in texts]


def _head(lines: Iterator[tuple[int, str]], reading: Reading) -> tuple[tuple[str, str], Sequence[str]]:
    """(languages, names of columns) of the lines that begin a dictionary."""
    languages: tuple[str, str] | None = None
    for number, line in lines:
        if not line.startswith("#"):
            if line.strip():
                break
            continue
        text = line.lstrip("#").strip("\r")
        if text.upper().startswith("UTX"):
            languages = _languages(text, reading.place(number))
            reading.signature = _signature(text)
        elif languages is not None and text.lower().split("\t")[:2] == ["src", "tgt"]:
            return languages, [name.strip().lower() for name in text.split("\t")]
    raise FormatError(
        f"{reading.path} is no UTX dictionary: it must begin with #UTX, its version and languages, and a line #src, tgt, …"
    )


def _languages(text: str, place: str) -> tuple[str, str]:
    for part in text.split(";"):
        source, slash, target = part.strip().partition("/")
        pair = language_of(source)[0], language_of(target)[0]
        if slash and sorted(pair) == sorted(LANGS):
            return pair
    raise FormatError(f"{place}: the head does not say ko/en or en/ko: malmoi keeps Korean and English glossaries.")


def _signature(text: str) -> str:
    _, found, rest = text.partition("Dictionary ID: malmoi ")
    return rest.split(";")[0].strip() if found else ""


def _body(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    return ((number, line.split("\t")) for number, line in lines if line.strip() and not line.startswith("#"))


def _concept(row: dict[str, str], languages: tuple[str, str], number: int, reading: Reading) -> Concept | None:
    given = row.get("term status", "").lower()
    status = _OURS.get(given)
    if status is None:
        status = value_of("status", given)
        if status is None:
            reading.problem(number, f"The term status {given!r} is not known and was left out.", hard=False)
    terms = [
        Term(
            lang,
            row[side],
            status or "",
            pos=value_of("pos", row.get(f"{side}:pos", "")) or "",
            note=row.get(f"{side}:comment", ""),
        )
        for side, lang in zip(("src", "tgt"), languages, strict=True)
        if side in row
    ]
    if "src" not in row:
        reading.problem(number, "The line has no source term.")
        return None
    return Concept(row.get("concept id", ""), tuple(terms), place=reading.place(number))


def _joined(some: Sequence[Concept]) -> Concept:
    """One concept of the rows that are about it: each term once, in the best status it has."""
    terms: dict[tuple[str, str], Term] = {}
    for concept in some:
        for term in concept.terms:
            was = terms.get((term.lang, term.term), term)
            terms[term.lang, term.term] = replace(
                was, status=min(was.status, term.status, key=_ORDER.index), note=was.note or term.note
            )
    return replace(some[0], terms=tuple(terms.values()))
