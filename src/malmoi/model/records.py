"""Records that the stations exchange: one sentence, amount, link, concept, candidate, finding each.

Spans are half-open and count code points of the text *as given*, whatever its normalisation form. `Span` and `Match` have small
modules of their own, because a cold look-up pays for everything that it imports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from malmoi.model.match import Match
from malmoi.model.span import Lang, Span

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Alignment",
    "Amount",
    "AmountPair",
    "Bead",
    "Candidate",
    "Decision",
    "Finding",
    "Hit",
    "Lang",
    "Link",
    "Match",
    "Modifier",
    "PairStatus",
    "Score",
    "Span",
    "TermStatus",
    "Terms",
]

Modifier = Literal["about", "over", "under", "nearly"]
PairStatus = Literal["match", "mismatch", "ko_only", "en_only"]
TermStatus = Literal["preferred", "admitted", "deprecated", "superseded"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in a text: [start, end), its value and unit.

    `unit` is an ISO 4217 code for money, `percent`, `percent_point`, a measure by symbol (`km`, `pyeong`, `month` …), `age`,
    `ordinal`, a counter (`person`, `item`, `times` …) or `number` when bare. A vague magnitude (수천억 달러) has no `value`
    but `low` and `high`. A range is two amounts.
    """

    start: int
    end: int
    value: Decimal | None
    unit: str
    modifier: Modifier | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AmountPair:
    """Two amounts that stand for one another, or one that stands alone.

    `ratio` names what separates the two values when that has a name (`×10`, `×10000`, `currency`, `percent_point`, `unit` …).
    """

    ko: Amount | None
    en: Amount | None
    status: PairStatus
    ratio: str | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that translate one another: indices of either side (one may be empty), `score` in [0, 1]."""

    ko: tuple[int, ...]
    en: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A word or morpheme link inside one segment; `p` in [0, 1]."""

    ko: Span
    en: Span
    p: float


class Hit(NamedTuple):
    """A glossary term as it stands in a text: [start, end), and how it matched (`exact`, `inflected`, `spacing`, `spelling`, `compound`).

    `ambiguous`: the same letters may mean something else here; `others` are the concepts among that. A tuple, because a long text has
    very many.
    """

    start: int
    end: int
    concept: str
    term: str
    status: str
    how: str
    ambiguous: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposed term pair in dictionary form, with its confidence in [0, 1] and the evidence behind it, in words."""

    ko: str
    en: str
    kind: str
    confidence: float
    count: int
    evidence: str
    status: Literal["new", "known", "conflict"] = "new"
    example_ko: str = ""
    example_en: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one candidate in a review workbook."""

    ko: str
    en: str
    verdict: Literal["accept", "reject", "edit", "later"]
    edited_ko: str = ""
    edited_en: str = ""
    domain: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found in a segment; spans are None on a side without one."""

    rule: str
    severity: Literal["hard", "advisory"]
    segment: int
    ko: Span | None
    en: Span | None
    message: str
    reason: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A figure with its confidence interval and the signature of how it was made."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What term extraction found: frames `candidates` (one row a pair), `occurrences` (one row a place), `links` (of words)."""

    candidates: "pl.DataFrame"
    occurrences: "pl.DataFrame"
    signature: str = ""
    links: "pl.DataFrame | None" = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two whole texts, aligned: frames `segments` (as `bitext`), `terms` (as `candidates`), `occurrences`, `amounts`.

    `beads[i]` says which sentences segment i was made from; `findings` is what the checks have against the translation (None where
    none were made); `links` are the word links (None where words were not aligned); `quality` judges each segment (None where that
    was not done); `summary` holds the counts, the quality estimate and the signature.
    """

    segments: "pl.DataFrame"
    terms: "pl.DataFrame"
    occurrences: "pl.DataFrame"
    amounts: "pl.DataFrame"
    summary: Mapping[str, str | int | float]
    beads: tuple[Bead, ...] = ()
    findings: "pl.DataFrame | None" = None
    links: "pl.DataFrame | None" = None
    quality: "pl.DataFrame | None" = None
