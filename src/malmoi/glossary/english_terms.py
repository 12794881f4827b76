"""The glossary's terms in English text: their plurals and spellings, matched without spaces, hyphens and dots between word boundaries."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from malmoi.glossary import nouns, phrase
from malmoi.glossary.folding import fold_lower, kept, squeeze, surroundings
from malmoi.glossary.index import Row
from malmoi.glossary.matcher import Matcher
from malmoi.glossary.senses import Senses
from malmoi.glossary.spots import Spot, by_status

__all__ = ["EnglishTerms"]


class _Form(NamedTuple):
    """A spelling of terms, squeezed: the rows, each with how that spelling comes from it ("": it is the term's own)."""

    rows: tuple[tuple[Row, str], ...]


class EnglishTerms:
    """The terms of English texts."""

    def __init__(self, rows: Iterable[Row], senses: Mapping[int, Senses], saved: Mapping[str, bytes]) -> None:
        forms: dict[str, list[tuple[Row, str]]] = {}
        for row in rows:
            for form, how in phrase.forms(row.term):
                if squeezed := squeeze(fold_lower(form)):
                    forms.setdefault(squeezed, []).append((row, how))
        self._forms = [_Form(tuple(sorted(some, key=lambda pair: by_status(pair[0])))) for some in forms.values()]
        self._senses = senses
        self._matcher = Matcher([*forms], saved=saved.get("english"))

    def save(self) -> dict[str, bytes]:
        """The matcher, for `saved`."""
        made = self._matcher.save()
        return {} if made is None else {"english": made}

    def spots(self, text: str, narrow: bool) -> list[Spot]:
        """Where terms stand in composed `text`, in no order, overlapping; `narrow` as in `fold_lower`."""
        lowered = fold_lower(text, narrow)
        found = self._matcher.find(squeeze(lowered))
        if not found:
            return []
        where = kept(lowered)
        out: list[Spot] = []
        for first, last, number in found:
            start, end = where[first], where[last - 1] + 1
            # English terms stand between words.
            if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
                continue
            for row, how in self._forms[number].rows:
                seen = _seen(text, start, end, row, how)
                if seen is None:
                    continue
                margin = self._margin(text, start, seen[0], row)
                if margin >= 0:
                    out.append(Spot(start, seen[0], seen[1], (row,), margin == 0))
        return out

    def _margin(self, text: str, start: int, end: int, row: Row) -> int:
        """How far the sentence speaks for the glossary's sense; 1 for what is no homograph."""
        senses = self._senses.get(row.no)
        if senses is None:
            return 1
        near, offset = surroundings(text, start, end)
        return senses.margin(near, start - offset, end - offset)


def _seen(text: str, start: int, end: int, row: Row, how: str) -> tuple[int, str] | None:
    """(end, how) of a term at [start, end), None when it is not there."""
    term = row.term
    seen = phrase.look(text, start, end, term, how)
    if seen is None or not (nouns.may_be_other(term) or "-" in term):
        return seen
    near, offset = surroundings(text, start, end)
    s, e = start - offset, end - offset
    if nouns.is_verb_phrase(near, s, e, term) or (nouns.may_be_other(term) and not nouns.is_noun(near, s, e, term)):
        return None
    return seen
