"""What a rule reports, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from malmoi.model.records import Lang, Span

__all__ = ["Places", "Problem", "Severity"]

Severity = Literal["hard", "advisory"]


class Places(TypedDict):
    """Where a problem lies on either side."""

    ko: Span | None
    en: Span | None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a rule found in a segment.

    `message` is a key of `messages.tsv` and `fields` what goes into its gaps; spans are of the texts as given, None on a side
    without one. `hard` only what is certain from the pair alone.
    """

    rule: str
    severity: Severity
    ko: Span | None = None
    en: Span | None = None
    message: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""

    @staticmethod
    def at(lang: Lang, span: Span | None, other: Span | None = None) -> Places:
        """Keyword arguments for `span` on the side of `lang`, `other` on the other side."""
        return {"ko": span, "en": other} if lang == "ko" else {"ko": other, "en": span}
