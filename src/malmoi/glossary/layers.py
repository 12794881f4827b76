"""A stack of glossaries: which terms of a lower one count. Standard library only: a cold lookup reads this.

The first that has something to say is right. A concept that a higher glossary ever had, by its id, is that glossary's alone; a Korean term
that a higher one has in the same domain, or without a domain, is answered by the higher one; a concept of which that leaves no Korean
term is out altogether. An English term alone hides nothing: many Korean terms are called the same in English.
"""

from collections.abc import Sequence

from malmoi.glossary.entry import key_of, terms_of
from malmoi.glossary.index import Index, Row
from malmoi.glossary.keys import FOLD, fold

__all__ = ["hidden"]


def hidden(above: Sequence[Index], index: Index, row: Row) -> bool:
    """Does a glossary `above` say otherwise about this term of `index`?"""
    if any(other.hides(row.concept) for other in above):
        return True
    fields = index.fields(row.concept) or {}
    domain = str(fields.get("domain", ""))
    if row.lang == "ko":
        return _is_taken(above, row.term, domain)
    korean = [term["term"] for term in terms_of(fields) if term["lang"] == "ko"]
    return bool(korean) and all(_is_taken(above, term, domain) for term in korean)


def _is_taken(above: Sequence[Index], term: str, domain: str) -> bool:
    """Has a glossary above this Korean term in this domain, or without one?"""
    for other in above:
        for row in other.find(FOLD, fold(term)):
            if row.lang == "ko" and key_of(row.term).casefold() == key_of(term).casefold():
                own = str((other.fields(row.concept) or {}).get("domain", ""))
                if own in ("", domain):
                    return True
    return False
