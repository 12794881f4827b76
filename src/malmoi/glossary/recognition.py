"""Recognition: the glossary's terms as they stand in a text.

Every place where the letters of a term stand is found at once, and each is then looked at: what lies around it, which particles follow,
whether morphemes end where it ends. What is left is covered by the longest terms.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from malmoi.errors import UsageError
from malmoi.glossary.english_terms import EnglishTerms
from malmoi.glossary.index import Row
from malmoi.glossary.korean_terms import KoreanTerms
from malmoi.glossary.senses import Senses, is_homograph, senses_of
from malmoi.glossary.spots import Spot, cover
from malmoi.model.records import Hit
from malmoi.text.hangul import normalize

if TYPE_CHECKING:
    from malmoi.model.records import Lang

__all__ = ["TIERS", "Recogniser"]

# fast: no Kiwi at all; default: Kiwi where the text alone does not tell; exact: Kiwi for every Korean hit.
TIERS = ("fast", "default", "exact")


_NOTHING: Mapping[str, bytes] = {}


class Recogniser:
    """Finds the terms of one state of a glossary."""

    def __init__(self, rows: Iterable[Row], saved: Mapping[str, bytes] = _NOTHING) -> None:
        """`saved`: what `save` gave for the same rows. Raises ValueError when it is no such thing."""
        rows = [*rows]
        senses = _senses(rows)
        self._english = EnglishTerms([row for row in rows if row.lang == "en"], senses, saved)
        # Korean texts write names and acronyms in Latin letters too.
        korean = [row for row in rows if row.lang == "ko" or row.term != row.term.lower()]
        self._korean = KoreanTerms(korean, senses, saved)

    def save(self) -> dict[str, bytes]:
        """The matchers, for `saved`."""
        return {**self._english.save(), **self._korean.save()}

    def find(self, text: str, lang: "Lang", tier: str = "default") -> list[Hit]:
        """Hits in `text`, in order and disjoint; spans are of the text as given. Raises UsageError for an unknown tier or language."""
        if tier not in TIERS or lang not in ("ko", "en"):
            known = f"tier is one of {', '.join(TIERS)}, lang is ko or en"
            raise UsageError(f"find cannot work with lang={lang!r}, tier={tier!r}: {known}.")
        # Most texts are in NFKC: one question tells that they are composed and have no wide letters.
        narrow = is_normalized("NFKC", text)
        given = None if narrow else normalize(text)
        composed = text if given is None else given.text
        spots = self._korean.spots(composed, tier, narrow) if lang == "ko" else self._english.spots(composed, narrow)
        hits = [_hit(spot) for spot in cover(composed, spots)] if spots else []
        if given is None or given.starts is None:
            return hits
        spans = [given.span(hit.start, hit.end) for hit in hits]
        return [hit._replace(start=span.start, end=span.end) for hit, span in zip(hits, spans, strict=True)]


def _senses(rows: list[Row]) -> dict[int, Senses]:
    """The homographs among the terms, by the number of the row."""
    translations: dict[str, list[Row]] = {}
    for row in rows:
        translations.setdefault(row.concept, []).append(row)
    found = {}
    for row in rows:
        if not is_homograph(row.lang, row.term):
            continue
        others = (other.term for other in translations[row.concept] if other.lang != row.lang)
        if senses := senses_of(row.lang, row.term, others):
            found[row.no] = senses
    return found


def _hit(spot: Spot) -> Hit:
    start, end, how, rows, ambiguous = spot
    row = rows[0]
    others: tuple[str, ...] = ()
    if len(rows) > 1:
        others = tuple(dict.fromkeys(other.concept for other in rows if other.concept != row.concept))
    # Without the constructor, in a third of the time: a long text has very many.
    return _new(Hit, (start, end, row.concept, row.term, row.status, how, ambiguous or bool(others), others))


_new = tuple.__new__
