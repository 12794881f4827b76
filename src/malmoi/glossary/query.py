"""Lookup: one question, every way in which it may mean a term.

Ways are tried from the surest to the boldest, and a bold one only when no sure one answers: the term itself; its case, width, spacing;
particles, plurals, the wrong keyboard, Hanja, romanisation; initial consonants and beginnings; slips. Every answer says how it was met.
Standard library only, but for slips (rapidfuzz, simplemma). What only some ways need is imported by them: a word that is spelled as in
the glossary is answered before any of it is loaded.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from malmoi.glossary.entry import CONCEPT_FIELDS, GONE, STATUSES, terms_of
from malmoi.glossary.index import Index, Row
from malmoi.glossary.keys import CHOSEONG, FOLD, ROMAN, SOUND, STEM, fold, loose, narrow, roman, romans, stem
from malmoi.glossary.layers import hidden
from malmoi.model.match import Match
from malmoi.text.hangul import INITIALS, choseong, has_hangul, is_syllable

if TYPE_CHECKING:
    from malmoi.model.span import Lang

__all__ = ["Asker", "lookup", "nearest"]


class Found(NamedTuple):
    """An answer in the making; `layer` counts the glossaries of a stack from the top."""

    score: float
    how: str
    row: Row
    layer: int


# (score, how, term) of everything that one way finds in one index.
Way = Callable[[Index, str], Iterable[tuple[float, str, Row]]]
Ways = Iterator[tuple[float, str, Row]]

# How sure each way is, in [0, 1]; what lies within one step of 0.02 is ranked by status.
_EXACT, _CASE, _SPACING, _INFLECTED = 1.0, 0.98, 0.96, 0.94
_HANJA, _KEYBOARD, _ROMANISED, _CHOSEONG = 0.92, 0.9, 0.88, 0.86
_PREFIX, _CHOSEONG_PREFIX, _SWAPPED, _LOANWORD, _TYPO, _BY_EAR = 0.8, 0.7, 0.7, 0.75, 0.7, 0.6
_LOOSELY_ROMANISED = 0.78
_STATUS_STEP = 0.005
_PER_SLIP = 0.1
# What a beginning must have: two syllables or three letters say enough.
_PREFIX_SYLLABLES, _PREFIX_LETTERS = 2, 3
_CHOSEONG_LENGTH = 2
_ROMAN_LENGTH, _LOOSE_LENGTH = 4, 6
_ARTICLES = ("the", "a", "an")
_MANY = 50
# Below this, words that share their consonants do not sound alike.
_ALIKE = 0.65
# Words of two syllables are seldom loanwords, and in the other order they are often another word (정부, 부정).
_LOAN_SYLLABLES = _SWAP_SYLLABLES = 3
# Behind one syllable these make another noun far more often than they are a form of the copula: 원인, 암자.
_WORD_ENDS = frozenset("인일임자나사고지")


class Asker:
    """Answers questions about a stack of indexes, the first on top; what a lower one says that a higher one says too is left out."""

    def __init__(self, indexes: Sequence[Index]) -> None:
        self._indexes = indexes

    def lookup(self, query: str, limit: int = 10, lang: "Lang | None" = None, domain: str | None = None) -> list[Match]:
        """The terms that `query` may mean, best first, one a concept; none when nothing is good."""
        # Half characters come from arguments that are not UTF-8; no term has one.
        query = narrow(query.encode("utf-8", "ignore").decode("utf-8")).strip()
        if not fold(query):
            return []
        with self._reading():
            best = self._best(query, lang, domain)
            found = sorted(best.values(), key=lambda f: (-f.score, f.layer, len(f.row.term), f.row.term))
            return [_match(self._indexes[one.layer], one) for one in found[:limit]]

    def _best(self, query: str, lang: "Lang | None", domain: str | None) -> dict[str, Found]:
        """The best answer of every concept."""
        best: dict[str, Found] = {}
        for ways in (_SPELLED, _SURE, _BOLD, _SLIPS, _LAST):
            if best and ways is not _BOLD:
                continue
            for layer, index in enumerate(self._indexes):
                for way in ways:
                    for score, how, row in way(index, query):
                        if lang in (None, row.lang) and self._counts(layer, row, domain):
                            _keep(best, Found(score - _STATUS_STEP * _rank(row), how, row, layer))
        return best

    def nearest(self, query: str, limit: int = 3) -> list[str]:
        """Terms that look like a query that has no answer, nearest first."""
        from malmoi.glossary.typos import neighbours

        letters = len(fold(query)) * (2 if has_hangul(query) else 1)
        found: list[tuple[int, int, str]] = []
        with self._reading():
            for layer, index in enumerate(self._indexes):
                close = {no: distance for distance, no in neighbours(index, query, max(1, letters // 3))}
                rows = index.rows(close)
                found += ((close[row.no], layer, row.term) for row in rows if self._counts(layer, row, None))
        return list(dict.fromkeys(term for _, _, term in sorted(found)))[:limit]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """One state of every index, with all its keys."""
        with ExitStack() as stack:
            for index in self._indexes:
                index.make_searchable()
                stack.enter_context(index.reading())
            yield

    def _counts(self, layer: int, row: Row, domain: str | None) -> bool:
        """Is this term of the domain asked for, and hidden by nothing above it?"""
        if domain is not None and str((self._indexes[layer].fields(row.concept) or {}).get("domain", "")) != domain:
            return False
        return not layer or not hidden(self._indexes[:layer], self._indexes[layer], row)


def lookup(
    index: Index, query: str, limit: int = 10, lang: "Lang | None" = None, domain: str | None = None
) -> list[Match]:
    """One question, see `Asker.lookup`."""
    return Asker([index]).lookup(query, limit, lang, domain)


def nearest(index: Index, query: str, limit: int = 3) -> list[str]:
    """See `Asker.nearest`."""
    return Asker([index]).nearest(query, limit)


# ---------------------------------------------------------------- the sure ways


def _spelled(index: Index, query: str) -> Ways:
    """The same letters, but for case, spaces, hyphens and dots."""
    for row in index.find(FOLD, fold(query)):
        if row.term == query:
            yield _EXACT, "exact", row
        elif row.term.casefold() == query.casefold():
            yield _CASE, "case", row
        else:
            yield _SPACING, "spacing", row


def _with_particles(index: Index, query: str) -> Ways:
    """A Korean term with particles, the shortest chain first."""
    if not has_hangul(query):
        return
    from malmoi.text.particles import strip

    for i, (term, chain) in enumerate(reversed(strip(query))):
        if chain and (len(term) > 1 or chain not in _WORD_ENDS):
            yield from ((_INFLECTED - 0.001 * i, "particle", row) for row in index.find(FOLD, fold(term)))


def _inflected(index: Index, query: str) -> Ways:
    """An English term in the plural, with a possessive ending or an article."""
    if has_hangul(query):
        return
    words = query.split()
    whole = [query, " ".join(words[1:]) if words[0].casefold() in _ARTICLES else ""]
    for root in dict.fromkeys(stem(text) for one in whole for text in (one, one.casefold())):
        if root:
            for row in (*index.find(FOLD, root), *index.find(STEM, root)):
                yield _INFLECTED, "inflected", row


def _in_hanja(index: Index, query: str) -> Ways:
    from malmoi.glossary import hanja

    if hanja.has_hanja(query):
        for reading in hanja.readings(query):
            for _, _, row in (*_spelled(index, reading), *_with_particles(index, reading)):
                yield _HANJA, "hanja", row


def _on_wrong_keyboard(index: Index, query: str) -> Ways:
    """The term typed while the keyboard was set to the other language."""
    from malmoi.glossary import keyboard

    others = [keyboard.to_latin(query)] if has_hangul(query) else keyboard.hangul_readings(query)
    for other in filter(None, others):
        for _, _, row in (*_spelled(index, other), *_with_particles(index, other)):
            yield _KEYBOARD, "keyboard", row


def _romanised(index: Index, query: str) -> Ways:
    if has_hangul(query):
        return
    key = roman(query)
    for row in index.find(ROMAN, loose(key)) if key else ():
        # In short words the differences that the keys forgive make other words.
        if key in romans(row.term) and (len(key) >= _ROMAN_LENGTH or _romanized(row.term) == fold(query)):
            yield _ROMANISED, "romanised", row
        elif len(key) >= _LOOSE_LENGTH:
            yield _LOOSELY_ROMANISED, "romanised", row


def _romanized(term: str) -> str:
    from malmoi.names.romanization import romanize

    return fold(romanize(term))


def _by_initials(index: Index, query: str) -> Ways:
    """초성, alone or among syllables (스ㅌ게이트): first the terms that are just so long, then those that begin so."""
    from malmoi.glossary import keyboard

    pattern = "".join(keyboard.DOUBLE.get(ch, ch) for ch in fold(query))
    if len(pattern) < _CHOSEONG_LENGTH or not any(ch in INITIALS for ch in pattern):
        return
    if not all(ch in INITIALS or is_syllable(ch) or ch.isascii() for ch in pattern):
        return
    key = choseong(pattern)
    for row in index.starting(CHOSEONG, key, _MANY):
        term = fold(row.term)
        if all(p in (t, choseong(t)) for p, t in zip(pattern, term, strict=False)):
            whole = len(term) == len(pattern)
            score = _CHOSEONG if whole else _CHOSEONG_PREFIX * _coverage(pattern, term)
            yield score, "choseong", row


# ---------------------------------------------------------------- the bold ways


def _beginning(index: Index, query: str) -> Ways:
    """The beginning of a term; two letters are enough where a word or a script ends there (KB of KB금융)."""
    key = fold(query)
    hangul = has_hangul(key)
    if len(key) < (_PREFIX_SYLLABLES if hangul else _PREFIX_LETTERS - 1):
        return
    for row in index.starting(FOLD, key, _MANY):
        term = fold(row.term)
        if hangul or len(key) >= _PREFIX_LETTERS or not (term[len(key) :] + " ")[0].isascii():
            yield _PREFIX * _coverage(key, term), "prefix", row


def _by_ear(index: Index, query: str) -> Ways:
    """An English term spelled in Hangul, as loanwords are."""
    from malmoi.glossary import sound

    key = sound.of_hangul(fold(query)) if has_hangul(query) else ""
    if len(key) >= sound.SHORTEST and len(fold(query)) >= _LOAN_SYLLABLES:
        for row in index.find(SOUND, key):
            if (near := sound.likeness(row.term, fold(query))) >= _ALIKE:
                yield _BY_EAR * near, "sound", row


def _slips(index: Index, query: str) -> Ways:
    """Near spellings."""
    from malmoi.glossary.typos import near, swapped

    base = fold(query)
    for other in swapped(base) if len(base) >= _SWAP_SYLLABLES else ():
        yield from ((_SWAPPED, "typo", row) for row in index.find(FOLD, other))
    close = near(index, query)
    rows = {row.no: row for row in index.rows(n.no for n in close)}
    for no, distance, loanword in close:
        top = _LOANWORD if loanword else _TYPO
        yield top - _PER_SLIP * distance, "loanword" if loanword else "typo", rows[no]


def _coverage(part: str, whole: str) -> float:
    """In (0.5, 1]: how much of the whole is there."""
    return 0.5 + 0.5 * len(part) / len(whole)


_SLIPS: tuple[Way, ...] = (_slips,)
_LAST: tuple[Way, ...] = (_by_ear,)
_SPELLED: tuple[Way, ...] = (_spelled,)
_SURE: tuple[Way, ...] = (
    _with_particles,
    _inflected,
    _in_hanja,
    _on_wrong_keyboard,
    _romanised,
    _by_initials,
)
_BOLD: tuple[Way, ...] = (_beginning,)


def _keep(best: dict[str, Found], found: Found) -> None:
    """Of several terms of a concept the best answer stays."""
    if found.row.concept not in best or best[found.row.concept].score < found.score:
        best[found.row.concept] = found


def _rank(row: Row) -> int:
    return STATUSES.index(row.status) if row.status in STATUSES else len(STATUSES)


def _match(index: Index, found: Found) -> Match:
    row = found.row
    fields = index.fields(row.concept) or {}
    terms = terms_of(fields)
    own = {name: str(fields[name]) for name in CONCEPT_FIELDS if name in fields}
    own |= next((term for term in terms if term["id"] == row.id), {})
    if row.status in GONE:
        # What is no longer said is answered with what is said instead.
        instead = [term["term"] for term in terms if term["lang"] == row.lang and term.get("status") == "preferred"]
        own |= {"use": instead[0]} if instead else {}
    others = [term for term in terms if term["lang"] != row.lang]
    others.sort(key=lambda t: STATUSES.index(t["status"]) if t.get("status") in STATUSES else len(STATUSES))
    pairs = tuple((term["lang"], term["term"]) for term in others)
    lang: Lang = "ko" if row.lang == "ko" else "en"
    return Match(row.concept, row.term, lang, row.status, found.how, max(found.score, 0.0), own, pairs)
