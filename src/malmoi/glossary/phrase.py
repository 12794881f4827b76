"""Is a stretch of English text the term it looks like? Plurals, hyphens and spaces, dots in acronyms, capitals, word boundaries."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files

from malmoi.glossary.folding import surroundings
from malmoi.text.english import is_function_word

__all__ = ["fits_case", "forms", "look"]

# The head of a noun phrase stands before these: boards of directors, ministers for trade.
_PREPOSITIONS = frozenset(("of", "for", "in", "on", "at", "with", "by", "from", "to", "against", "under", "per"))
_JOINS = frozenset((*_PREPOSITIONS, "and", "or", "&"))
_ES = re.compile(r"(s|x|z|ch|sh)$")
_Y = re.compile(r"[^aeiou]y$")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—.]+")
# Between the words of a term: a space or a line break with its indent, a hyphen.
_JOINT = re.compile(r"[^\S\n]?\n?[^\S\n]*|[-‐‑‒–]")
_LONGEST_JOINT = 8
_DOTTED = re.compile(r"(?:[A-Za-z]\.){2,}|(?:[A-Za-z]\.)+[A-Za-z]")
# Pieces of a word that is closed in the glossary, where the text has a space (cyber security) or a hyphen (e-mail).
_SPACED_PIECE, _HYPHENATED_PIECE = 3, 1
# An acronym this long may be read, and written, as a word.
_WORDLIKE = 4
# A name of one word is also a common word rather than sloppily written only if a dictionary has it.
_LONGEST_NAME = 20
_KOREAN_NAME = re.compile(r"[A-Z][a-z]+-$")


def forms(term: str) -> Iterator[tuple[str, str]]:
    """(spelling, how) of a term, its plural, and its singular when it is a plural phrase."""
    for i, spelling in enumerate(_spellings(term)):
        yield spelling, "spelling" if i else ""
        words = spelling.split()
        for change in (_plural, _singular):
            for changed in _changed(words, _heads(words), change):
                yield changed, "inflected"


def look(text: str, start: int, end: int, term: str, how: str) -> tuple[int, str] | None:
    """(end, how) of `term` at [start, end); None when it is not there. The end moves behind the last dot of A.I."""
    if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
        return None
    surface = text[start:end]
    if "." in surface and "." not in term and end < len(text) and text[end] == "." and _DOTTED.fullmatch(surface + "."):
        end += 1
        surface = text[start:end]
    spacing = _spacing(surface, term)
    if spacing is None or not fits_case(surface, term, surroundings(text, start, end)[0]):
        return None
    if (
        start
        and text[start - 1] in "-‐‑"
        and term.islower()
        and _KOREAN_NAME.search(text, max(0, start - _LONGEST_NAME), start)
    ):
        # Chey Tae-won is no currency.
        return None
    return end, how or ("spacing" if spacing else "exact")


def fits_case(surface: str, term: str, text: str) -> bool:
    """May `surface`, somewhere in `text`, stand for the term, by their capitals? AI is not ai, US is not us, but a headline may shout."""
    own = _letters(term)
    if not own or own.islower() or surface == term:
        return not (own.isupper() and text and _shouts(text) and is_function_word(own))
    letters = _letters(surface)
    if own.isupper():
        if letters.istitle() and len(own) >= _WORDLIKE and surface == letters:
            # Read as a word, and written as one: Kospi, Nato.
            return not _is_word(letters.lower())
        if not (letters.isupper() or (letters[:-1].isupper() and letters[-1] == "s" and len(letters) > len(own))):
            return False
        return not (_shouts(text) and is_function_word(letters))
    if letters.islower() and len(term.split()) == 1:
        return not _is_word(letters)
    return True


def _spellings(term: str) -> list[str]:
    """A term, with "and" for "&" and back, and as the other side of the Atlantic spells it."""
    out = [term]
    if " & " in term or " and " in term:
        out.append(term.replace(" & ", " and ") if " & " in term else term.replace(" and ", " & "))
    for british, american in _atlantic():
        for one, other in ((british, american), (american, british)):
            if one in term:
                out += [changed for known in [*out] if (changed := re.sub(one + r"(?=s?\b)", other, known)) != known]
    return list(dict.fromkeys(out))


def _shouts(text: str) -> bool:
    """Is a text all in capitals, so that these say nothing?"""
    letters = [word for word in re.findall(r"[A-Za-z]+", text) if len(word) > 1]
    return len(letters) > 1 and all(word.isupper() for word in letters)


@lru_cache(maxsize=1 << 14)
def _letters(term: str) -> str:
    return "".join(ch for ch in term if ch.isascii() and ch.isalpha())


@lru_cache(maxsize=1 << 12)
def _is_word(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang="en"))


def _spacing(surface: str, term: str) -> bool | None:
    """Do the separators of `surface` differ from the term's? None when they are none that a spelling may have."""
    if surface == term:
        return False
    pieces, joints = _SEPARATORS.split(surface), _SEPARATORS.findall(surface)
    for joint in joints:
        if "." in joint:
            if not (_DOTTED.search(surface) or "." in term):
                return None
        elif len(joint) > _LONGEST_JOINT or not _JOINT.fullmatch(joint):
            return None
    own = [piece for piece in _SEPARATORS.split(term) if piece]
    if len([p for p in pieces if p]) > len(own) and not _DOTTED.search(surface):
        least = _SPACED_PIECE if any(joint.isspace() for joint in joints) else _HYPHENATED_PIECE
        if any(len(piece) < least for piece in pieces):
            return None
    return [*map(str, joints)] != _SEPARATORS.findall(term)


def _heads(words: list[str]) -> list[int]:
    """Where the nouns stand that take the plural: the head, or both of two that are joined."""
    for i, word in enumerate(words[1:], 1):
        if word.lower() in _PREPOSITIONS:
            return [i - 1]
    if len(words) == len(("mergers", "and", "acquisitions")) and words[1].lower() in _JOINS:
        return [0, 2]
    return [len(words) - 1]


def _changed(words: list[str], heads: list[int], change: Callable[[str], str | None]) -> Iterator[str]:
    for some in [[head] for head in heads] if len(heads) == 1 else [heads, [heads[-1]]]:
        made = [*words]
        for head in some:
            new = change(words[head])
            if new is None or (change is _singular and len(words) == 1):
                # futures, damages, sales: a plural word that is a term is not its singular.
                break
            made[head] = new
        else:
            yield " ".join(made)


def _plural(word: str) -> str | None:
    """The plural of a noun; None when it has none, or is one."""
    lower = word.lower()
    singulars, plurals = _irregular()
    if (lower in singulars and lower not in plurals) or not word[-1:].isalpha() or not word.isascii():
        return None
    if word.isupper() and len(word) > 1:
        return word + "s"
    if lower in plurals:
        return plurals[lower]
    hyphen = word.rpartition("-")
    if hyphen[1] and hyphen[2].lower() in plurals:
        return hyphen[0] + "-" + plurals[hyphen[2].lower()]
    for ending in ("man", "woman"):
        if lower.endswith(ending) and lower not in ("human", "german", "roman"):
            return word[: -len("an")] + "en"
    if _Y.search(lower):
        return word[:-1] + "ies"
    if lower.endswith("sis"):
        return word[:-2] + "es"
    return word + ("es" if _ES.search(lower) else "s")


def _singular(word: str) -> str | None:
    """The singular of a regular plural; None for anything else."""
    lower = word.lower()
    listed = _irregular()[0].get(lower)
    if listed is not None:
        return None if listed == lower else listed
    if not lower.endswith("s") or lower.endswith(("ss", "us", "is")) or word.isupper():
        return None
    if lower.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if lower.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


@lru_cache(maxsize=1)
def _atlantic() -> list[tuple[str, str]]:
    """Ends of words: (British, American)."""
    rows = _rows("malmoi.glossary", "spellings.tsv")
    return [(british, american) for british, american in rows]


@lru_cache(maxsize=1)
def _irregular() -> tuple[dict[str, str], dict[str, str]]:
    """(plural → singular, singular → plural); words without another form are in the first only."""
    rows = _rows("malmoi.text", "english_plurals.tsv")
    back = {singular: plural for plural, singular, *_ in reversed(rows) if plural != singular}
    return {plural: singular for plural, singular, *_ in rows}, back


def _rows(package: str, name: str) -> list[list[str]]:
    lines = files(package).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
