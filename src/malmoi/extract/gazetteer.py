"""Names that the shipped tables know, with what they name: countries and cities, companies and media, people.

The tables are those of other parts of malmoi: pairs of names (`names/pairs.tsv`), names among the entries of the base lexicon
(`align/lexicon_hand`), territories and cities of Unicode CLDR (`align/lexicon_cldr.tsv`).
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from malmoi.extract.folding import fold

__all__ = [
    "contradicts",
    "is_known_name",
    "is_korean_name",
    "is_of_a_person",
    "is_thing",
    "named_place",
    "opens_with_place",
    "pair_kind",
]

_TABLES = (("malmoi.names", "pairs.tsv"), ("malmoi.align", "lexicon_cldr.tsv"))
# Of the hand-written tables of the lexicon those that begin so.
_OF_NAMES = ("countries.", "names.", "organisations_", "people_", "places_")
_PART = "given name or surname"
_KINDS = {
    "place": "place",
    "country": "place",
    "city": "place",
    "cities": "place",
    "territories": "place",
    "company": "organisation",
    "organisation": "organisation",
    "media": "organisation",
    "person": "person",
    _PART: "person",
}


def pair_kind(ko: str, en: str) -> str:
    """What the pair names, as a kind of candidate; empty when no table has it or they disagree (조던 is a country and a surname)."""
    kinds = _pairs().get((fold(ko), fold(en)), frozenset())
    return next(iter(kinds)) if len(kinds) == 1 else ""


def contradicts(ko: str, en: str) -> bool:
    """Is the Korean name a known place, and the English one none of its names nor begun like one of them (Mexico, Mexican)?"""
    if _sides()[0].get(fold(ko)) != _PLACE or fold(en) in _sides()[1]:
        return False
    start = fold(en)[:_BEGINNING]
    return not any(name.startswith(start) for name in _english_of()[fold(ko)])


_BEGINNING = 3


def is_known_name(ko: str, en: str) -> bool:
    """Has a table the pair as a name, or does it name a known place? Then a capital at the head of a sentence is its own."""
    return (fold(ko), fold(en)) in _pairs() or bool(named_place(ko, en))


def opens_with_place(en: str) -> bool:
    """Is the first of the words a place or of one (Greek police)? It has a capital wherever it stands."""
    first = fold(en.partition(" ")[0])
    return first in _CONTINENTAL or _sides()[1].get(first, frozenset()) >= _PLACE


# Of no single place.
_CONTINENTAL = frozenset({"european", "asian", "african", "latin", "arctic", "antarctic", "mediterranean"})


def named_place(ko: str, en: str) -> str:
    """The side by which the pair names a known place, though no table has the pair: its Korean, or else its English name; or empty."""
    korean, english = _sides()
    if korean.get(fold(ko)) == _PLACE and not (en and contradicts(ko, en)):
        return ko
    return en if english.get(fold(en)) == _PLACE else ""


def is_of_a_person(word: str) -> bool:
    """Is an English word a given name or surname?"""
    return fold(word) in _people()


def is_korean_name(ko: str, en: Sequence[str]) -> bool:
    """Is it a Korean surname with a given name of two syllables, and is the surname among the two or three English words?"""
    return (
        len(ko) == _KOREAN_NAME and 1 < len(en) <= _KOREAN_NAME and bool(_surnames().get(ko[0], frozenset()) & set(en))
    )


# Syllables of nearly all full Korean names, and words of them in English.
_KOREAN_NAME = 3


def is_thing(ko: str, en: str) -> bool:
    """Is the pair a loanword for a thing (인터넷 ~ Internet) and no name?"""
    return (fold(ko), fold(en)) in _things()


_PLACE = frozenset({"place"})


_THINGS = frozenset({"loanword", "everyday", "technology", "medical"})


@cache
def _things() -> frozenset[tuple[str, str]]:
    lines = (line.split("\t") for line in files("malmoi.names").joinpath("pairs.tsv").read_text("utf-8").splitlines())
    return frozenset((fold(row[0]), fold(row[1])) for row in lines if row[-1] in _THINGS)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    out = []
    by_hand = files("malmoi.align").joinpath("lexicon_hand").iterdir()
    tables = [files(package).joinpath(path) for package, path in _TABLES]
    for table in (*tables, *(path for path in by_hand if path.name.startswith(_OF_NAMES))):
        for line in table.read_text("utf-8").splitlines():
            ko, en, domain = line.split("\t") if line.count("\t") == 2 else ("", "", "")
            if domain in _KINDS:
                out.append((ko, en, domain))
    return tuple(out)


@cache
def _pairs() -> dict[tuple[str, str], frozenset[str]]:
    out: dict[tuple[str, str], set[str]] = {}
    for ko, en, domain in _rows():
        out.setdefault((fold(ko), fold(en)), set()).add(_KINDS[domain])
    return {pair: frozenset(kinds) for pair, kinds in out.items()}


@cache
def _sides() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """All that a Korean and an English name may name."""
    out: tuple[dict[str, set[str]], dict[str, set[str]]] = {}, {}
    for ko, en, domain in _rows():
        out[0].setdefault(fold(ko), set()).add(_KINDS[domain])
        out[1].setdefault(fold(en), set()).add(_KINDS[domain])
    korean, english = ({name: frozenset(kinds) for name, kinds in side.items()} for side in out)
    return korean, english


@cache
def _english_of() -> dict[str, set[str]]:
    """Folded English names of a folded Korean one."""
    out: dict[str, set[str]] = {}
    for ko, en, _ in _rows():
        out.setdefault(fold(ko), set()).add(fold(en))
    return out


@cache
def _surnames() -> dict[str, frozenset[str]]:
    """Korean surnames with their Latin spellings."""
    rows = (line.split("\t") for line in files("malmoi.names").joinpath("surnames.tsv").read_text("utf-8").splitlines())
    return {row[0]: frozenset(row[1].split()) for row in rows if len(row) > 1}


@cache
def _people() -> frozenset[str]:
    """Given names and surnames; of full names the first word."""
    return frozenset(fold(en.split()[0]) for _, en, domain in _rows() if _KINDS[domain] == "person")
