"""Three-way comparison of a row of a glossary workbook: column by column and term by term.

What the person left as it was exported stays as the glossary has it now; what the person changed is applied where nobody else has
changed it since; where both did, differently, it is a conflict.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from malmoi.flow.decisions import Proposal
from malmoi.flow.heads import TERM_COLUMNS, plain
from malmoi.flow.retyped import forms, kind_of
from malmoi.flow.snapshots import History
from malmoi.flow.steps import Prefer, Step
from malmoi.glossary.entry import Fields, Term, key_of, terms_of

if TYPE_CHECKING:
    from malmoi.formats.containers.workbooks import Cell

__all__ = ["concept_step"]

_FIELDS = ("domain", "definition", "note")
_BETWEEN = "|"
# The standing that a column gives to a term written in it.
_STANDING = {"": "preferred", "other": "admitted", "avoid": "deprecated"}


@dataclass(slots=True)
class _Changes:
    """What a row changes: terms to put by (language, status), fields of ids, ids of terms to remove; what contradicts."""

    put: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    remove: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)


def concept_step(row: Proposal, history: History, source: str, prefer: Prefer | None) -> Step:
    """What becomes of a row of a glossary workbook."""
    now, snapshot = history.now.concepts.get(row.concept), history.at(row.version)
    then = None if snapshot is None else snapshot.concepts.get(row.concept)
    if now is None and then is None:
        return Step(
            "problem", row, f"There is no concept {row.concept!r}: clear the hidden id to add the row as a new concept."
        )
    base = then if then is not None else now or {}
    try:
        changes = _compare(row, base, now or {}, known=then is not None)
    except ValueError as error:
        return Step("problem", row, str(error))
    if now is None:
        touched = changes.put or changes.edits or changes.remove or changes.against
        gone = f"The concept {row.concept} has been removed since."
        return Step("conflict" if touched else "kept", row, gone)
    if changes.against and prefer is None:
        return Step("conflict", row, " ".join(changes.against))
    if changes.against and prefer == "ours":
        return Step("kept", row, f"The glossary stands. {' '.join(changes.against)}")
    if not (changes.put or changes.edits or changes.remove):
        return Step("same", row)
    rows = _rows(changes, row.concept, source)
    return Step("change", row, _said(changes, row.concept), rows, changes.edits, tuple(changes.remove))


def _compare(row: Proposal, base: Fields, now: Fields, *, known: bool) -> _Changes:
    """All differences; conflicts are also made as changes, for the case that the workbook is right. Raises ValueError."""
    changes = _Changes()
    for lang in ("ko", "en"):
        _compare_terms(row, lang, base, now, changes, known=known)
    for name in _FIELDS:
        if name not in row.cells:
            continue
        was, has = _shown(base, name), _shown(now, name)
        value = _as_exported(row.cells[name], was, name)
        if value in (was, has):
            continue
        if name == "note" and any(term.get("note") for term in terms_of(now)):
            raise ValueError(
                f"The note of {row.concept} is that of one of its terms: change it by malmoi glossary edit."
            )
        if has != was or not known:
            changes.against.append(f"The {name} is {has!r} in the glossary and {value!r} in the workbook.")
        changes.edits.setdefault(row.concept, {})[name] = value
    return changes


def _compare_terms(row: Proposal, lang: str, base: Fields, now: Fields, changes: _Changes, *, known: bool) -> None:
    """The terms of one language: of each, in which column it was, is in the workbook, and is in the glossary."""
    was, has, wrote = _columns(base, lang), _columns(now, lang), dict[str, tuple[str, str]]()
    for column in _of_lang(lang):
        shown = " | ".join(term for term, at in was.values() if at == column)
        text = _as_exported(row.cells.get(column), shown, column)
        for part in text.split(_BETWEEN):
            if term := plain(part):
                wrote[key_of(term)] = term, column
    ids = {key_of(term["term"]): term["id"] for term in terms_of(now) if term["lang"] == lang}
    changed = [
        k for k in dict.fromkeys([*was, *wrote]) if _at(was, k) != _at(wrote, k) and _at(wrote, k) != _at(has, k)
    ]
    for key in changed:
        if not known or _at(has, key) != _at(was, key):
            term = (wrote.get(key) or was[key])[0]
            changes.against.append(
                f"{term} is {_standing(_at(has, key))} in the glossary and {_standing(_at(wrote, key))} in the workbook."
            )
    gone, come = [k for k in changed if k not in wrote], [k for k in changed if k not in was and k not in has]
    if len(gone) == len(come) == 1 and was[gone[0]][1] == wrote[come[0]][1] and gone[0] in ids:
        # One term became another in the same cell: it is the same term, spelled better.
        changes.edits.setdefault(ids[gone[0]], {})["term"] = wrote[come[0]][0]
        return
    for key in changed:
        if key not in wrote:
            changes.remove += [ids[key]] if key in ids else []
        elif key in ids:
            changes.edits.setdefault(ids[key], {})["status"] = _status(wrote[key][1])
        else:
            changes.put.setdefault((lang, _status(wrote[key][1])), []).append(wrote[key][0])


def _columns(fields: Fields, lang: str) -> dict[str, tuple[str, str]]:
    """Terms by key: the term, and the column in which the workbook shows it."""
    terms = [term for term in terms_of(fields) if term["lang"] == lang]
    preferred = any(term["status"] == "preferred" for term in terms)

    def column(term: Term) -> str:
        if term["status"] in ("preferred", "admitted"):
            return lang if term["status"] == "preferred" or not preferred else f"other_{lang}"
        return f"avoid_{lang}"

    return {key_of(term["term"]): (term["term"], column(term)) for term in terms}


def _shown(fields: Fields, name: str) -> str:
    """A concept's field as the workbook shows it."""
    notes = [term.get("note", "") for term in terms_of(fields)] if name == "note" else []
    shown = [note or str(fields.get("note", "")) for note in notes] if any(notes) else [str(fields.get(name, ""))]
    return "\n".join(dict.fromkeys(text for text in shown if text))


def _as_exported(cell: "Cell", shown: str, column: str) -> str:
    """The text of a cell; that of the export where only its form has suffered. Raises ValueError for what is no text."""
    text = "" if cell is None else str(cell)
    if plain(text) == plain(shown) or (cell is not None and plain(shown) in map(plain, forms(cell))):
        return shown
    kind = kind_of(cell)
    if kind is not None:
        raise ValueError(f"The column {column} holds {kind}, not text: format the cell as text and type what is meant.")
    return text.strip()


def _at(columns: Mapping[str, tuple[str, str]], key: str) -> str | None:
    return columns[key][1] if key in columns else None


def _of_lang(lang: str) -> Iterator[str]:
    return (column for column in TERM_COLUMNS if column.endswith(lang))


def _status(column: str) -> str:
    return _STANDING[column[:-2].rstrip("_")]


def _standing(column: str | None) -> str:
    return "absent" if column is None else _status(column)


def _rows(changes: _Changes, concept: str, source: str) -> tuple[dict[str, object], ...]:
    """The rows for `put_rows`: one a language and status."""
    return tuple(
        {"concept": concept, lang: tuple(terms), "status": status, "source": source}
        for (lang, status), terms in changes.put.items()
    )


def _said(changes: _Changes, concept: str) -> str:
    parts = [f"+ {', '.join(terms)} ({status})" for (_, status), terms in changes.put.items()]
    parts += [f"{name}: {value}" for fields in changes.edits.values() for name, value in fields.items()]
    parts += [f"- {len(changes.remove)} terms"] if changes.remove else []
    return f"{concept}: {'; '.join(parts)}"
