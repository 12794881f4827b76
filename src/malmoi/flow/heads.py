"""Which column of a sheet is what, wherever people moved it and whatever they called it; said aloud where it had to be inferred.

A sheet of decisions is known by the head of its id column, or else by a head for decisions; a plain table by heads for Korean and
English, or by its two languages. What the names of columns may be stands in `heads.tsv`, in the table of all heads of term tables
(`formats.term_heads`) and in the workbooks' own labels.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from malmoi.errors import FormatError
from malmoi.export.glossary_workbook import CONCEPTS_HEAD, PARTS_HEAD
from malmoi.export.labels import Labels
from malmoi.export.terms_sheet import CONFLICT_HEAD, DECISION_COLUMNS, ID_HEAD, pair_id
from malmoi.formats.containers.workbooks import Cell, Sheet
from malmoi.formats.termbases.heads import names_of
from malmoi.text.hangul import hangul_share, normalize

__all__ = ["TERM_COLUMNS", "Heads", "Kind", "find_heads", "plain", "text_columns", "verdict_of"]

Kind = Literal["review", "conflicts", "glossary", "decisions", "table"]
Verdict = Literal["accept", "reject", "edit", "later"]
# Called with a key, its column and why it is believed to be that.
_Take = Callable[[str, int, str], None]

# People put a title above a table, not a page.
_TITLE_ROWS = 20
# Columns of a glossary workbook that hold terms.
TERM_COLUMNS = ("ko", "en", "other_ko", "other_en", "avoid_ko", "avoid_en")
_LABELS = ("ko", "en", "decision", "edited_ko", "edited_en", "domain", "note")
_DECISIONS = tuple(key.removeprefix("terms.") for key in DECISION_COLUMNS)
_GLOSSARY_LABELS = ("glossary.index", "glossary.by", "glossary.at", "glossary.letter")
_WRITTEN = ("edited_ko", "edited_en")
# Columns of a plain table that are read here; one that says more is a term base.
_PLAIN_TABLE = ("ko", "en", "domain", "note", "status", "definition")
# Share of the rows whose id must follow from a pair of columns before they are believed to be the Korean and the English one.
_ENOUGH = 0.5
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Heads:
    """Row of the heads (from 0), the column of each key, what kind of sheet it is, and sentences about what was inferred."""

    kind: Kind
    row: int
    columns: Mapping[str, int]
    notices: list[str] = field(default_factory=list)

    def cell(self, row: Sequence[Cell], key: str) -> Cell:
        """The cell under a head; None where there is neither."""
        at = self.columns.get(key)
        return row[at] if at is not None and at < len(row) else None


def find_heads(sheet: Sheet) -> Heads | None:
    """The heads of a sheet with term pairs; None for any other. Raises FormatError, in words, where columns cannot be told apart."""
    for row, cells in enumerate(sheet.rows[:_TITLE_ROWS]):
        names = [plain(cell) for cell in cells]
        found = _known(sheet, row, names)
        if "part" in found:
            raise FormatError(
                f"{sheet.place(row)}: this glossary workbook has no whole concepts and cannot be taken back: "
                "edit one that malmoi export has written without --rows term and --status."
            )
        if "concept" in found:
            return _glossary(sheet, row, names, found)
        if "id" in found:
            return _review(sheet, row, names, found)
        if {"ko", "en"} <= found.keys():
            if "bead" in found:
                return None
            return Heads(
                "decisions" if "decision" in found else "table", row, found, _ignored(sheet, row, names, found)
            )
    return _by_language(sheet)


def text_columns(sheet: Sheet) -> list[int]:
    """The columns whose cells must be text, and in which nothing else tells what a cell held before it was retyped."""
    try:
        heads = find_heads(sheet)
    except FormatError:
        return []
    if heads is None:
        return []
    keys = {"review": _WRITTEN, "conflicts": _WRITTEN, "glossary": TERM_COLUMNS}.get(
        heads.kind, ("ko", "en", *_WRITTEN)
    )
    return [heads.columns[key] for key in keys if key in heads.columns]


def verdict_of(cell: Cell) -> Verdict | Literal[""] | None:
    """The verdict that a cell's word means, "" for an empty one, None for a word that means none."""
    return _verdicts().get(plain(cell).casefold())


def plain(cell: Cell) -> str:
    """The text of a cell, composed and with single spaces."""
    return "" if cell is None else " ".join(normalize(str(cell)).text.split())


@cache
def _names() -> Mapping[str, str]:
    """Keys by what their heads may be called, in lower case."""
    lines = files(__package__).joinpath("heads.tsv").read_text(encoding="utf-8").splitlines()[2:]
    names = {name: key for key, some in (line.split("\t") for line in lines) for name in some.split("|")}
    names |= names_of(*_PLAIN_TABLE)
    for labels in _all_labels():
        names |= {plain(labels.name(f"terms.{key}")).casefold(): key for key in _LABELS}
        names |= {plain(labels.name(f"glossary.{key}")).casefold(): key for key in (*TERM_COLUMNS, "definition")}
        names |= {
            plain(labels.name(label)).casefold(): key
            for label, key in (("version", "version"), ("segments.bead", "bead"))
        }
    return {
        **names,
        ID_HEAD.casefold(): "id",
        CONFLICT_HEAD.casefold(): "id",
        CONCEPTS_HEAD: "concept",
        PARTS_HEAD: "part",
    }


def _all_labels() -> tuple[Labels, Labels, Labels]:
    return Labels("ko"), Labels("en"), Labels("both")


@cache
def _verdicts() -> Mapping[str, Verdict | Literal[""]]:
    return {"": "", **{Labels(ui).decision(word).casefold(): word for ui in ("ko", "en") for word in get_args(Verdict)}}


def _known(sheet: Sheet, row: int, names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, name in enumerate(names):
        key = _names().get(name.casefold())
        if key is not None and key in found:
            raise FormatError(
                f"{sheet.place(row, found[key])} and {sheet.place(row, column)} both head the column {name!r}: "
                "delete one of the two, or rename it."
            )
        if key is not None:
            found[key] = column
    return found


def _review(sheet: Sheet, row: int, names: Sequence[str], found: dict[str, int]) -> Heads:
    """The heads of a sheet that malmoi wrote; columns that were renamed are found by where they stand and what they hold."""
    notices: list[str] = []

    def take(key: str, column: int, why: str) -> None:
        found[key] = column
        notices.append(f"{sheet.place(row, column)}: the column {names[column]!r} is read as {_label(key)}, {why}.")

    body = sheet.rows[row + 1 :]
    unknown = [i for i, name in enumerate(names) if name and i not in found.values()]
    _find_pair(body, unknown, found, take)
    _find_decisions(body, unknown, found, take)
    missing = [key for key in ("ko", "en", "decision") if key not in found]
    if missing:
        raise FormatError(
            f"{sheet.place(row)}: the sheet has no column {' nor '.join(map(_label, missing))}: "
            "give the column its head again, as the workbook had it."
        )
    lost = [key for key in _WRITTEN if key not in found]
    strange = [
        i for i in range(len(names)) if i not in found.values() and _holds_text(body, i) and not _is_label(names[i])
    ]
    if lost and strange:
        raise FormatError(
            f"{sheet.place(row)}: the sheet has no column {' nor '.join(map(_label, lost))}, and it may be "
            f"{' or '.join(sheet.place(row, i) for i in strange)}: give it its head again, or delete what is not of the workbook."
        )
    notices += [f"{sheet.place(row)}: there is no column {_label(key)}; it is taken as empty." for key in lost]
    kind: Kind = "conflicts" if names[found["id"]].casefold() == CONFLICT_HEAD else "review"
    return Heads(kind, row, found, [*notices, *_ignored(sheet, row, names, found)])


def _glossary(sheet: Sheet, row: int, names: Sequence[str], found: dict[str, int]) -> Heads:
    """The heads of a glossary workbook: all columns of terms must be there, else it would seem that their terms were deleted."""
    lost = [key for key in (*TERM_COLUMNS, "version") if key not in found]
    if lost:
        labels = Labels("en")
        words = (labels.name("version" if key == "version" else f"glossary.{key}") for key in lost)
        raise FormatError(
            f"{sheet.place(row)}: the sheet has no column {' nor '.join(words)}: give it its head again, as the workbook had it."
        )
    return Heads("glossary", row, found, _ignored(sheet, row, names, found))


def _find_pair(body: Sequence[Sequence[Cell]], unknown: Sequence[int], found: dict[str, int], take: _Take) -> None:
    """The Korean and the English column by the ids, which follow from them."""
    if {"ko", "en"} <= found.keys():
        return
    for ko in [found["ko"]] if "ko" in found else unknown:
        for en in [found["en"]] if "en" in found else unknown:
            if ko != en and _ids_follow(body, ko, en, found["id"]):
                for key, column in (("ko", ko), ("en", en)):
                    if key not in found:
                        take(key, column, "because the row ids follow from it")
                return


def _ids_follow(body: Sequence[Sequence[Cell]], ko: int, en: int, id_: int) -> bool:
    rows = [row for row in body[:_SAMPLE] if len(row) > max(ko, en, id_) and row[id_]]
    return bool(rows) and sum(pair_id(plain(r[ko]), plain(r[en])) == r[id_] for r in rows) >= _ENOUGH * len(rows)


def _find_decisions(body: Sequence[Sequence[Cell]], unknown: Sequence[int], found: dict[str, int], take: _Take) -> None:
    """The decision column by its words; all decision columns by where they stand beside one another."""
    if "decision" not in found:
        fits = [i for i in unknown if i not in found.values() and _holds_verdicts(body, i)]
        if len(fits) == 1:
            take("decision", fits[0], "because it holds decisions")
    starts = {found[key] - i for i, key in enumerate(_DECISIONS) if key in found}
    if len(starts) == 1:
        start = starts.pop()
        for i, key in enumerate(_DECISIONS):
            if key not in found and start + i in unknown and start + i not in found.values():
                take(key, start + i, "because it stands in its place")


def _holds_verdicts(body: Sequence[Sequence[Cell]], column: int) -> bool:
    verdicts = [verdict_of(row[column]) for row in body if column < len(row) and row[column] is not None]
    return bool(verdicts) and all(verdicts)


def _holds_text(body: Sequence[Sequence[Cell]], column: int) -> bool:
    return any(plain(row[column]) for row in body if column < len(row))


def _is_label(name: str) -> bool:
    """Is a head one of the other columns of the review workbook?"""
    return name.casefold() in _other_labels()


@cache
def _other_labels() -> frozenset[str]:
    keys = ("kind", "confidence", "count", "status", "evidence", "example_ko", "example_en", "segments")
    names = [
        plain(labels.name(label))
        for labels in _all_labels()
        for label in (*(f"terms.{key}" for key in keys), "go", "conflicts.why", "conflicts.place", *_GLOSSARY_LABELS)
    ]
    return frozenset(name.casefold() for name in names)


def _ignored(sheet: Sheet, row: int, names: Sequence[str], found: Mapping[str, int]) -> list[str]:
    """A sentence about the columns that are not malmoi's."""
    body = sheet.rows[row + 1 :]
    added = [
        f"{sheet.place(row, i)} ({name or 'no head'})"
        for i, name in enumerate(names)
        if i not in found.values() and not _is_label(name) and _holds_text(body, i)
    ]
    return [f"Not imported, because malmoi does not know the column: {', '.join(added)}."] if added else []


def _by_language(sheet: Sheet) -> Heads | None:
    """A table without heads: exactly two columns hold text, one Korean, the other not."""
    width = max(map(len, sheet.rows), default=0)
    texts = {i: " ".join(plain(row[i]) for row in sheet.rows if i < len(row)).strip() for i in range(width)}
    used = [i for i, text in texts.items() if text]
    if len(used) != 2:
        return None
    ko, en = sorted(used, key=lambda i: -hangul_share(texts[i]))
    if not hangul_share(texts[ko]) > hangul_share(texts[en]):
        return None
    said = f"{sheet.place(0)}: there are no heads; {sheet.place(0, ko)} is read as Korean, {sheet.place(0, en)} as English."
    return Heads("table", -1, {"ko": ko, "en": en}, [said])


def _label(key: str) -> str:
    return Labels("en").name(f"terms.{key}")
