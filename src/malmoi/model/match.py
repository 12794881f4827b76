"""What a look-up answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from malmoi.model.span import Lang

__all__ = ["Match"]


@dataclass(frozen=True, slots=True)
class Match:
    """An answer to a lookup: a term of a concept, how the query met it, and how well (`score` in [0, 1])."""

    concept: str
    term: str
    lang: Lang
    status: str
    how: str
    score: float
    fields: Mapping[str, str] = field(default_factory=dict)
    translations: tuple[tuple[str, str], ...] = ()
