"""The glossary's terms in English text: their plurals and spellings, matched without spaces, hyphens and dots between word boundaries."""

import json
from collections.abc import Mapping, Sequence

from malmoi.glossary import nouns, phrase
from malmoi.glossary.folding import fold_lower, kept, squeeze, surroundings
from malmoi.glossary.index import Row
from malmoi.glossary.matcher import Matcher
from malmoi.glossary.senses import Senses
from malmoi.glossary.spots import Spot, by_status

__all__ = ["EnglishTerms"]


class EnglishTerms:
    """The terms of English texts."""

    def __init__(self, rows: Sequence[Row], senses: Mapping[int, Senses], saved: Mapping[str, bytes]) -> None:
        """`saved`: what `save` gave for the same rows, or nothing."""
        self._rows, self._senses = rows, senses
        # What stands behind each spelling: places in `rows`, each with how the spelling comes from that term ("": it is its own).
        self._forms: list[list[tuple[int, str]]]
        spellings: list[str] | None = None
        if {"forms", "english"} <= saved.keys():
            self._forms = json.loads(saved["forms"])
        else:
            forms = _forms(rows)
            spellings, self._forms = [*forms], [*forms.values()]
        self._matcher = Matcher(spellings, saved=saved.get("english"))

    def save(self) -> dict[str, bytes]:
        """The matcher, for `saved`."""
        made = self._matcher.save()
        tables = json.dumps(self._forms, separators=(",", ":")).encode("ascii")
        return {"forms": tables} if made is None else {"forms": tables, "english": made}

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
            for place, how in self._forms[number]:
                row = self._rows[place]
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


def _forms(rows: Sequence[Row]) -> dict[str, list[tuple[int, str]]]:
    """Every spelling of every term, squeezed, with the places of its rows."""
    forms: dict[str, list[tuple[int, str]]] = {}
    for place in sorted(range(len(rows)), key=lambda place: by_status(rows[place])):
        for form, how in phrase.forms(rows[place].term):
            if squeezed := squeeze(fold_lower(form)):
                forms.setdefault(squeezed, []).append((place, how))
    return forms


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
