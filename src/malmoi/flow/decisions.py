"""What people decided in a workbook or listed in a table: each row as a proposal, each doubt named with its sheet and cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from malmoi.errors import FormatError
from malmoi.flow.heads import TERM_COLUMNS, Heads, find_heads, plain, verdict_of
from malmoi.flow.retyped import kind_of, restored, straight
from malmoi.formats.containers.workbooks import Cell, Sheet
from malmoi.glossary.entry import STATUSES
from malmoi.model.records import Decision

__all__ = ["Decisions", "Problem", "Proposal", "read_decisions"]

_FIELDS = ("domain", "note", "definition", "status")
# What tables of terms put between the synonyms of one cell.
_BETWEEN = "|"
_KOREAN_STATUSES = {"권장": "preferred", "허용": "admitted", "폐기": "superseded", "금지": "deprecated"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A row or cell that was not taken, and why, in a sentence that says what to do."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row: what was decided, the terms and fields that the glossary shall have, and what they were judged against.

    `version` is the glossary's signature when the row was made, "" where nobody knows; `edited` are the languages whose form
    a person wrote; `informed` says that the row told what the glossary has instead.
    A row of a glossary workbook is about `concept`, with its `cells` by column as they stand.
    """

    place: str
    decision: Decision
    ko: tuple[str, ...]
    en: tuple[str, ...]
    fields: Mapping[str, str]
    version: str = ""
    edited: frozenset[str] = frozenset()
    informed: bool = False
    concept: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All proposals in order; problems; notices about what was inferred; how many rows nobody decided on."""

    proposals: list[Proposal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    undecided: int = 0


def read_decisions(sheets: Sequence[Sheet], name: str) -> Decisions:
    """What stands in the sheets that hold decisions, or, where none does, in those that hold pairs of terms.

    Raises FormatError when no sheet of the file `name` holds either, or its columns cannot be told apart.
    """
    known = [(sheet, heads) for sheet in sheets if (heads := find_heads(sheet)) is not None]
    for kinds in (("review", "conflicts"), ("glossary",), ("decisions",), ("table",)):
        chosen = [(sheet, heads) for sheet, heads in known if heads.kind in kinds]
        if chosen:
            return _read(chosen)
    raise FormatError(
        f"{name} holds no sheet with term pairs: head one column ko (or 한국어) and one en (or 영어), "
        "or give a workbook that malmoi align or malmoi export has written."
    )


class _Doubt(Exception):  # noqa: N818  it never leaves this module
    """A row that cannot be taken: the column of the cell that is in doubt, and the message."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def _read(chosen: Sequence[tuple[Sheet, Heads]]) -> Decisions:
    found: list[tuple[str, Proposal]] = []
    problems, notices, undecided = [], [], 0
    for sheet, heads in chosen:
        notices += heads.notices
        for at, row in enumerate(sheet.rows[heads.row + 1 :], heads.row + 1):
            if not any(plain(heads.cell(row, key)) for key in heads.columns):
                continue
            try:
                made = _row(sheet, at, row, heads, notices)
            except _Doubt as doubt:
                problems.append(Problem(sheet.place(at, heads.columns.get(doubt.key, 0)), str(doubt)))
                continue
            if made is None:
                undecided += 1
            else:
                found.append((plain(heads.cell(row, "id")) or made.concept, made))
    return Decisions([*_singled(found, problems, notices)], problems, notices, undecided)


def _singled(found: Sequence[tuple[str, Proposal]], problems: list[Problem], notices: list[str]) -> Iterator[Proposal]:
    """One proposal a row id or concept: copies that say the same are one, copies that differ are a problem."""
    by_id: dict[str, list[Proposal]] = {}
    for number, (id_, proposal) in enumerate(found):
        by_id.setdefault(id_ or str(number), []).append(proposal)
    for same in by_id.values():
        places = ", ".join(proposal.place for proposal in same)
        if any((p.decision, p.cells) != (same[0].decision, same[0].cells) for p in same):
            problems.append(
                Problem(
                    same[0].place, f"The rows {places} are copies of one row, but decide differently: keep one of them."
                )
            )
            continue
        if len(same) > 1:
            notices.append(f"The rows {places} are copies of one row and are taken once.")
        yield same[0]


def _row(sheet: Sheet, at: int, row: Sequence[Cell], heads: Heads, notices: list[str]) -> Proposal | None:
    """The proposal of a row; None for one that nobody decided on. Raises _Doubt."""
    place = sheet.place(at, heads.columns["ko"])
    if heads.kind == "glossary" and (concept := plain(heads.cell(row, "concept"))):
        return _concept(place, row, heads, concept)
    if heads.kind in ("table", "glossary"):
        return _listed(place, row, heads)
    verdict = verdict_of(heads.cell(row, "decision"))
    if verdict is None:
        raise _Doubt(
            "decision", f"{plain(heads.cell(row, 'decision'))!r} is no decision: accept, reject, edit or later."
        )
    pair = _pair(place, row, heads, notices)
    written = {key: _written(row, heads, key, place, notices) for key in ("edited_ko", "edited_en")}
    fields = {key: _field(row, heads, key) for key in _FIELDS}
    filled = [key for key in (*written, *fields) if {**written, **fields}[key] and key in heads.columns]
    if not verdict:
        if set(filled) - {"status", "definition"}:
            raise _Doubt(
                filled[0], "The row has something written in it but no decision: choose accept, edit, reject or later."
            )
        return None
    if verdict == "reject" and any(written.values()):
        raise _Doubt("decision", "The row is rejected but has an edited form: reject it without, or choose edit.")
    edited = frozenset(
        lang for lang, was in (("ko", pair[0]), ("en", pair[1])) if written[f"edited_{lang}"] not in ("", was)
    )
    if verdict == "edit" and not any(written.values()):
        raise _Doubt("decision", "The decision is edit, but no edited form is written: write one, or choose accept.")
    decision = Decision(*pair, verdict, **written, domain=fields["domain"], note=fields["note"])
    ko, en = written["edited_ko"] or pair[0], written["edited_en"] or pair[1]
    version = plain(heads.cell(row, "version")) if "id" in heads.columns else ""
    given = {key: value for key, value in fields.items() if value}
    sides = (_terms(ko), _terms(en)) if heads.kind == "conflicts" else ((ko,), (en,))
    return Proposal(place, decision, *sides, given, version, edited, heads.kind == "conflicts")


def _concept(place: str, row: Sequence[Cell], heads: Heads, concept: str) -> Proposal:
    """A row of a glossary workbook; what changed in it is for the comparison with the glossary to see."""
    cells = {key: heads.cell(row, key) for key in (*TERM_COLUMNS, *_FIELDS[:3]) if key in heads.columns}
    ko, en = plain(cells["ko"]), plain(cells["en"])
    if not any(plain(cells[key]) for key in TERM_COLUMNS):
        raise _Doubt(
            "ko", f"All terms are gone from the row: to remove the concept, use malmoi glossary remove {concept}."
        )
    version = plain(heads.cell(row, "version"))
    return Proposal(place, Decision(ko, en, "edit"), (ko,), (en,), {}, version, concept=concept, cells=cells)


def _listed(place: str, row: Sequence[Cell], heads: Heads) -> Proposal:
    """A row of a plain table: terms and fields, accepted as they stand."""
    sides: list[tuple[str, ...]] = []
    for key in ("ko", "en"):
        text = _text(heads.cell(row, key), key)
        sides.append(_terms(text))
        if not sides[-1]:
            raise _Doubt(key, f"The row has no {'Korean' if key == 'ko' else 'English'} term: both are needed.")
    fields = {key: value for key in _FIELDS if (value := _field(row, heads, key))}
    decision = Decision(
        sides[0][0], sides[1][0], "accept", domain=fields.get("domain", ""), note=fields.get("note", "")
    )
    return Proposal(place, decision, sides[0], sides[1], fields)


def _terms(text: str) -> tuple[str, ...]:
    """The terms of one cell, each once."""
    return tuple(dict.fromkeys(part for one in text.split(_BETWEEN) if (part := plain(one))))


def _pair(place: str, row: Sequence[Cell], heads: Heads, notices: list[str]) -> tuple[str, str]:
    """The proposed pair: as the id says where there is one, else as it stands."""
    ko, en = heads.cell(row, "ko"), heads.cell(row, "en")
    id_ = plain(heads.cell(row, "id"))
    if not id_:
        texts = [plain(_text(cell, key)) for cell, key in ((ko, "ko"), (en, "en"))]
        for text, key in zip(texts, ("ko", "en"), strict=True):
            if not text:
                raise _Doubt(key, "The row was added by hand, and needs a Korean and an English term.")
        return texts[0], texts[1]
    pair = restored(ko, en, id_)
    if pair is None:
        raise _Doubt(
            "ko",
            f"The terms {plain(ko)!r} and {plain(en)!r} are not those the row was made with (or its row id was changed): "
            "restore them and write the better form under Edited Korean or Edited English, or clear the row id to add a new pair.",
        )
    for term, cell in zip(pair, (ko, en), strict=True):
        if plain(term) != plain(cell):
            notices.append(f"{place}: {plain(cell)!r} is read as {term!r}, which it was when the workbook was written.")
    return pair


def _written(row: Sequence[Cell], heads: Heads, key: str, place: str, notices: list[str]) -> str:
    """A form that a person wrote, "" when there is none."""
    text = plain(_text(heads.cell(row, key), key))
    if key == "edited_en" and straight(text) != text:
        notices.append(f"{place}: the curled apostrophe in {text!r} is taken as a straight one.")
    return straight(text) if key == "edited_en" else text


def _text(cell: Cell, key: str) -> str:
    kind = kind_of(cell)
    if kind is not None:
        raise _Doubt(key, f"The cell holds {kind}, not text: format it as text and type what is meant.")
    return "" if cell is None else str(cell)


def _field(row: Sequence[Cell], heads: Heads, key: str) -> str:
    cell = heads.cell(row, key)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.15g}"
    text = _text(cell, key).strip()
    if key == "status" and text:
        status = _KOREAN_STATUSES.get(text, text.casefold())
        if status not in STATUSES:
            raise _Doubt(key, f"{text!r} is no status: it is one of {', '.join(STATUSES)}.")
        return status
    return text
