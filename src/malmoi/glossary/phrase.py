"""Is a stretch of English text the term it looks like? Word boundaries, plurals, hyphens, capitals."""

import re
from collections.abc import Iterator

__all__ = ["fits_case", "forms", "look"]
_GAP = re.compile(r"[\s\-‐‑‒–]{1,3}")


def forms(term: str) -> Iterator[tuple[str, str]]:
    """(spelling, how) of a term and of its plurals."""
    yield term, ""
    for form in _plurals(term):
        yield form, "inflected"


def look(text: str, start: int, end: int, term: str, how: str) -> tuple[int, str] | None:
    """(end, how) of `term` at [start, end); None when it is not there."""
    if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
        return None
    if not fits_case(text[start:end], term, text):
        return None
    return end, how or ("exact" if text[start:end] == term else "spacing")


def fits_case(surface: str, term: str, text: str) -> bool:
    """May `surface` stand for the term, by their capitals?"""
    return not term.isupper() or surface.isupper() or surface[:-1].isupper()


def _plurals(term: str) -> list[str]:
    parts = term.split()
    head = len(parts) - 1
    word = parts[head]
    if not word[-1:].isalpha() or not word.isascii():
        return []
    if re.search("(s|x|z|ch|sh)$", word):
        plural = word + "es"
    elif re.search("[^aeiou]y$", word):
        plural = word[:-1] + "ies"
    else:
        plural = word + "s"
    return [" ".join([*parts[:head], plural, *parts[head + 1 :]])]
