"""A stretch of a text, and the two languages."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Lang", "Span"]

Lang = Literal["ko", "en"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch [start, end) of a text, in code points of the text as given."""

    start: int
    end: int
