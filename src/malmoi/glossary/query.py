"""Lookup: one question, every way in which it may mean a term. Standard library only, unless nothing exact was found."""

from typing import TYPE_CHECKING

from malmoi.glossary.entry import STATUSES, terms_of
from malmoi.glossary.index import Index, Row
from malmoi.glossary.keys import FOLD, fold, narrow
from malmoi.model.records import Match

if TYPE_CHECKING:
    from malmoi.model.records import Lang

__all__ = ["lookup"]


def lookup(index: Index, query: str, limit: int = 10, lang: "Lang | None" = None) -> list[Match]:
    """The terms that `query` may mean, best first, one a concept; none when nothing is good."""
    rows = index.find(FOLD, fold(query))
    found = [(1.0, "exact" if row.term == narrow(query).strip() else "case", row) for row in rows]
    found.sort(key=lambda f: (-f[0], STATUSES.index(f[2].status)))
    return [_match(index, *one) for one in found if lang in (None, one[2].lang)][:limit]


def _match(index: Index, score: float, how: str, row: Row) -> Match:
    terms = terms_of(index.fields(row.concept) or {})
    own = next((term for term in terms if term["id"] == row.id), {})
    others = tuple((term["lang"], term["term"]) for term in terms if term["lang"] != row.lang)
    return Match(row.concept, row.term, "ko" if row.lang == "ko" else "en", row.status, how, score, own, others)
