"""Is a stretch of Korean text the term it looks like? Boundaries, particles, and Kiwi where these do not decide.

A term stands at the start of an 어절 and a chain of particles follows: that is the usual case and needs no Kiwi. Inside a compound
the term must be made of whole morphemes (금리|인상, but not 절|대표|준), or be what a word of the dictionary is derived from (은행|원).
Measured on news: 28 % of nouns stand bare, 64 % before particles, 8 % in compounds.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from malmoi.glossary.constituents import is_commoner, is_constituent, is_noun, is_word
from malmoi.glossary.readings import is_ambiguous, words_of
from malmoi.text.hangul import is_syllable
from malmoi.text.particles import follows, is_chain, strip

__all__ = ["Place", "look", "look_ahead", "may_be_hidden", "may_be_unit", "verify"]

# Sejong tags of the morphemes that nominal terms are made of.
_NOMINAL = ("NN", "NR", "SL", "SN", "SH", "SW", "XPN", "XSN", "XR")
# What makes a currency of its unit.
_CURRENCY = "화"
# What makes a verb of a noun: 하다, 되다, 시키다, 당하다, 받다 in their forms.
_VERBAL = re.compile("[하해했한할함합되돼됐된될됨됩]|시[키켜켰킨킬킴킵]|당[하해했한할함합]|받[아았은을는고지]")
# A noun goes on as a verb in one syllable, or in what is a suffix too: 최대|한, 남북|한.
_ADNOMINAL = frozenset("한함")
# A figure before a currency or unit of one or two syllables, in digits or in words: 5000억원, 수천만 원.
_FIGURE = re.compile(
    r"(\d[\d.,]* ?[십백천]?[조억만천백십]{0,3}|(?<![가-힣])[수몇일이삼사오육칠팔구]?[십백천만억조]{1,4}) ?$"
)
_FIGURE_ENDS = frozenset(" 0123456789십백천만억조")
_FIGURE_SPAN, _UNIT = 14, 2
# What follows a price without making it another word.
_PRICE_ENDS = (
    "짜리",
    "어치",
    "가량",
    "씩",
    "쯤",
    "대",
    "선",
    "권",
    "이상",
    "이하",
    "미만",
    "초과",
    "정도",
    "안팎",
    "규모",
)
_HANGUL = re.compile("[가-힣]{1,40}")
# No 어절 of a language is longer; what has no white space at all is looked at in pieces.
_LONGEST_WORD = 60
_GAPS = frozenset(" \t\n\r\u00a0\u3000-‐‑–·・ㆍ")
_LONGEST_GAP = 2
# From this many syllables on, particles behind a term are proof: Kiwi is wrong about new words more often than chance makes one.
_SURE = 3


How = Literal["exact", "inflected", "spacing", "compound"]


class Place(NamedTuple):
    """How a term stands at a place: what is seen without Kiwi."""

    how: How
    free: bool  # nothing of its script is joined on the left
    closed: bool  # nothing, or a chain of particles, on the right
    ambiguous: bool  # it can be read in two ways, and its neighbours may tell
    doubtful: bool  # only Kiwi can tell
    likely: bool  # what to believe where Kiwi is not asked


def look(text: str, start: int, end: int, term: str) -> Place | None:
    """What is seen of `term` at [start, end) of composed text; None when it cannot be there."""
    gaps = "" if text[start:end] == term else _gaps(text, start, end, term)
    if gaps is None or _cuts_latin(text, start, end) or (may_be_hidden(term) and _is_opaque(text, start, end)):
        return None
    free = start == 0 or not (is_syllable(text[start - 1]) and is_syllable(text[start]))
    rest = _run(text, end)
    size = _size(term)
    if size == 0 or not is_syllable(text[end - 1]):
        # Latin letters end where Hangul begins: whatever follows, the term is whole.
        return Place("spacing" if gaps else "inflected" if rest else "exact", free, True, False, not free, free)
    if size <= _UNIT and may_be_unit(text, start) and _is_price(text, start, rest, term):
        return Place("inflected" if rest else "exact", True, True, False, False, True)
    if len(term) == 1 and not free:
        return None
    return _standing(term, size, rest, free, gaps)


def look_ahead(term: str, tail: str) -> Place | None:
    """`look` of a term of Hangul that begins an 어절, spelled as it is; `tail` is what follows it there."""
    return _standing(term, len(term), _run(tail, 0), True, "")


def may_be_unit(text: str, start: int) -> bool:
    """Does a figure end at `start`, or one blank before, so that the unit of an amount may begin there?"""
    return start > 0 and text[start - 1] in _FIGURE_ENDS


def may_be_hidden(term: str) -> bool:
    """Is there a word that holds this term's letters and not the term?"""
    return term in _hidden()


def _standing(term: str, size: int, rest: str, free: bool, gaps: str) -> Place:
    """A term that ends in Hangul, with `rest` behind it."""
    single = len(term) == 1
    closed = not rest or _closes(term[-1], rest)
    verbal = free and not single and not closed and bool(_VERBAL.match(rest))
    ambiguous = single or (free and closed and not gaps and is_ambiguous(term, rest))
    how: How = (
        "spacing" if gaps else "compound" if not (free and (closed or verbal)) else "inflected" if rest else "exact"
    )
    whole = free and (closed or (verbal and rest[0] not in _ADNOMINAL))
    likely = free and gaps != "odd" and not single and (closed or verbal or size >= _SURE or _derives_ahead(rest))
    return Place(how, free, closed, ambiguous, ambiguous or gaps == "odd" or not whole, likely)


def _is_price(text: str, start: int, rest: str, term: str) -> bool:
    """Is this the unit of a figure?"""
    return bool(_FIGURE.search(text, max(0, start - _FIGURE_SPAN), start)) and (
        not rest or _closes(term[-1], rest) or rest.startswith(_PRICE_ENDS)
    )


@lru_cache(maxsize=1 << 16)
def _closes(last: str, rest: str) -> bool:
    """Is `rest` a chain of particles that may follow this syllable?"""
    return follows(last, rest)


def verify(text: str, start: int, end: int, term: str, place: Place) -> bool:
    """Do the dictionary and Kiwi see the term at [start, end)?"""
    size = len(term) if len(term) == 1 else max(2, _size(term))
    if place.free and place.closed and size >= _SURE and place.how != "spacing":
        return True
    rest = _run(text, end)
    if size == 1 and not (place.closed or _may_head(term, rest)):
        return False
    if place.how == "spacing" and not place.closed and len(text[start:end].split()[-1]) == 1:
        # 경찰 관|계자
        return False
    if place.how == "inflected" and not place.closed:
        # A noun and 하다, unless these make a word of their own: 최대한.
        return not is_word(term + rest[0])
    if size > 1 and place.how == "compound" and (told := _told(text, start, end)) is not None:
        # A long term with a suffix is itself, whatever its letters may be cut into: 전기차|용, not 전기|차용.
        return told or (place.free and size >= _SURE and bool(rest) and _derives_ahead(rest))
    window, offset = _window(text, start, end)
    tokens = _tokens(window)
    s, e = start - offset, end - offset
    inner = [t for t in tokens if s <= t[2] and t[3] <= e and t[2] < t[3]]
    if inner and inner[0][2] == s and inner[-1][3] == e:
        if _is_term(inner, size):
            return size > 1 or place.closed or _heads_compound(tokens, e)
        return size > 1 and place.free and _is_misread(inner, _run(window, e), place)
    around = next((t for t in tokens if t[2] <= s and e <= t[3] and t[1].startswith("NN")), None)
    if around is not None and _derives(window[around[2] : s], term, window[e : around[3]]):
        return True
    if place.free and size >= _SURE and place.how != "spacing":
        return _goes_on(_run(window, e))
    return around is None and size > 1 and _splits(window, s, e)


def _may_head(term: str, rest: str) -> bool:
    """May a term of one syllable be the first noun of a compound, or the unit of a currency (엔|화)?"""
    stems = [stem for stem, _ in strip(rest)]
    return _CURRENCY in stems or not any(is_word(term + stem) for stem in stems)


def _told(text: str, start: int, end: int) -> bool | None:
    """What the dictionary of nouns says of a compound."""
    left = start
    while left and is_syllable(text[left - 1]):
        left -= 1
    return is_constituent(text[left:start], text[start:end], _run(text, end))


def _is_misread(inner: Sequence["_Token"], rest: str, place: Place) -> bool:
    """Are these morphemes impossible here? A noun with a particle (주가) does not go on as a compound, and a determiner is not written
    together with what it points at (이자로)."""
    if not place.closed:
        return _goes_on(rest)
    return inner[0][1] in ("MM", "NP") and place.how == "inflected"


def _goes_on(rest: str) -> bool:
    """Is what follows a term in its 어절 a suffix or a noun, with or without particles?"""
    return _extends(rest) or any(len(stem) > 1 and is_noun(stem) for stem, _ in strip(rest))


def _heads_compound(tokens: Sequence["_Token"], end: int) -> bool:
    """Does a noun of its own follow a term of one syllable (암|환자), or what makes a currency of it (엔|화)?"""
    after = next((t for t in tokens if t[2] == end), None)
    return after is not None and (after[0] == _CURRENCY or (after[1] in ("NNG", "NNP") and len(after[0]) > 1))


def _is_term(inner: Sequence["_Token"], size: int) -> bool:
    """Are these morphemes those of a noun phrase?"""
    if size == 1:
        return len(inner) == 1 and inner[0][1] in ("NNG", "NNP", "NNB")
    if len(inner) > 1 and len(inner[0][0]) == 1 and inner[0][1] == "MM" and size < _SURE + 1:
        return False
    return all(t[1].startswith(_NOMINAL) or (t[1] in ("MM", "NP") and size >= _SURE) for t in inner)


def _derives(before: str, term: str, behind: str) -> bool:
    """Is a word of the dictionary, `before` + `term` + `behind`, derived from the term?"""
    if len(term) == 1:
        return not before and behind == _CURRENCY
    if before:
        # 전|환율, or 전환|율? The more frequent noun tells.
        rival = (before + term)[:-1]
        if before in words_of("prefix") and term[-1] in words_of("suffix") and is_commoner(rival, term):
            return False
        if before in words_of("joined") and is_word(term) and not behind:
            return True
        return not behind and (before in words_of("prefix") or (len(before) > 1 and is_noun(before)))
    return behind in words_of("suffix") or (len(behind) > 1 and is_noun(behind))


def _splits(window: str, s: int, e: int) -> bool:
    """Does the 어절 fall into known nouns when the term is taken as one? What Kiwi cut otherwise is checked against chance."""
    left = s
    while left and is_syllable(window[left - 1]):
        left -= 1
    right = e + len(_run(window, e))
    before, behind = window[left:s], window[e:right]
    if before and (len(before) == 1 or not is_noun(before)):
        return False
    if not behind or follows(window[s:e], behind):
        return True
    return any(len(stem) > 1 and is_noun(stem) for stem, _ in strip(behind))


_Token = tuple[str, str, int, int]


@lru_cache(maxsize=1 << 14)
def _tokens(window: str) -> list[_Token]:
    from malmoi.text.korean import tokenize

    return [(t.form, t.tag, t.start, t.end) for t in tokenize(window)]


@lru_cache(maxsize=1)
def _opaque() -> frozenset[str]:
    """Words that contain a term by chance, or whose meaning has left it (은행나무)."""
    lines = files("malmoi.glossary").joinpath("opaque.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _hidden() -> frozenset[str]:
    """All that stands inside an opaque word."""
    return frozenset(word[i:j] for word in _opaque() for i in range(len(word)) for j in range(i + 1, len(word) + 1))


def _is_opaque(text: str, start: int, end: int) -> bool:
    """Does a listed word that only looks like a compound of the term stand around [start, end)?"""
    known = _opaque()
    return any(
        text[left:right] in known
        for left in range(max(0, start - _LONGEST_PREFIX), start + 1)
        for right in range(end, min(len(text), end + _LONGEST_SUFFIX) + 1)
        if (left, right) != (start, end)
    )


_LONGEST_PREFIX, _LONGEST_SUFFIX = 3, 4


def _extends(rest: str) -> bool:
    """Does a term go on as a verb (합병된), or as a word derived from it (은행원으로)?"""
    return bool(_VERBAL.match(rest)) or _derives_ahead(rest)


@lru_cache(maxsize=1 << 16)
def _derives_ahead(rest: str) -> bool:
    """Is `rest` a suffix, with or without particles?"""
    return rest[0] in words_of("suffix") and (len(rest) == 1 or is_chain(rest[1:]))


def _window(text: str, start: int, end: int) -> tuple[str, int]:
    """The 어절 of [start, end) with one neighbour on each side, and where it begins in `text`."""
    left, right = start, end
    for _ in range(2):
        left = _skip(text, left, -1)
        right = _skip(text, right, 1)
    return text[left:right], left


def _skip(text: str, at: int, step: int) -> int:
    """From `at` over white space, then over what is none, to the left (-1) or right (1)."""
    look_at = -1 if step < 0 else 0
    last = at + step * _LONGEST_WORD
    for spaces in (True, False):
        while at != last and 0 <= at + look_at < len(text) and text[at + look_at].isspace() == spaces:
            at += step
    return at


def _run(text: str, at: int) -> str:
    """The Hangul from `at` on."""
    found = _HANGUL.match(text, at)
    return found[0] if found else ""


@lru_cache(maxsize=1 << 14)
def _size(term: str) -> int:
    """Syllables of a term."""
    return sum(map(is_syllable, term))


def _gaps(text: str, start: int, end: int, term: str) -> str | None:
    """What the hit steps over: "" nothing that the term does not have, "some" spaces, "odd" ones beside a lone syllable; None: too much."""
    if text[start:end] == term:
        return ""
    pieces, gap = [""], 0
    for ch in text[start:end]:
        if ch in _GAPS:
            gap += 1
            if gap > _LONGEST_GAP:
                return None
        elif ch == "." and pieces[-1][-1:].isascii():
            continue
        elif ch == ".":
            return None
        else:
            if gap:
                pieces.append("")
            gap = 0
            pieces[-1] += ch
    own = set(_cuts(term.split()))
    new = [i for i, cut in enumerate(_cuts(pieces)) if cut not in own]
    if new and all(len(piece) == 1 for piece in pieces):
        return None
    if any(len(pieces[i]) == 1 or len(pieces[i + 1]) == 1 for i in new):
        return "odd"
    return "some" if [p.casefold() for p in pieces] != [p.casefold() for p in term.split()] else ""


def _cuts(pieces: Sequence[str]) -> list[int]:
    """Where pieces are cut, in characters from the start."""
    out, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        out.append(at)
    return out


def _cuts_latin(text: str, start: int, end: int) -> bool:
    """Is a Latin word or a number cut at either end?"""
    return (start > 0 and _is_latin(text[start - 1]) and _is_latin(text[start])) or (
        end < len(text) and _is_latin(text[end - 1]) and _is_latin(text[end])
    )


def _is_latin(ch: str) -> bool:
    return ch.isalnum() and ord(ch) < 0x250
