"""What kind of thing a pair names: person, organisation, place, product, event, acronym or plain term.

Each place where the pair stands is asked by itself: known names (`gazetteer`), words and endings that say what a name names, titles
and other neighbours, quotation marks. `kind_among` weighs what the places say against each other.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from malmoi.extract.brackets import is_acronym
from malmoi.extract.sides import Phrase, Side

__all__ = ["Guess", "guess_kind", "has_title", "is_titled", "kind_among", "kind_word", "names_bearer"]


class Guess(NamedTuple):
    """A kind, the reason in a few words, and how much it counts against other guesses; a plain term counts nothing."""

    kind: str
    why: str
    weight: float


# What a guess counts: said outright, shown by a word or a title, hinted at by a neighbour.
_SURE, _SHOWN, _HINTED = 3.0, 2.0, 1.0
_MOST_NAME_WORDS = 4
_LONGEST_ACRONYM = 5
_ALIKE = 0.5
_SMALL = frozenset(
    {"of", "and", "the", "for", "in", "on", "de", "la", "al", "bin", "van", "von", "da", "di", "&", "'s"}
)
_ARABIC = re.compile(r"(?:al|el|ul|as|ar|bin|ibn)-[A-Z]")
# Korean endings of peoples and languages: 독일인, 쿠르드족, 독일어.
_PEOPLES = frozenset("인족어")
_FAITHS = ("불교", "기독교", "유대교", "이슬람교", "회교", "천주교", "힌두교", "교도", "주의", "주의자")
_DIRECTIONS = frozenset(
    (
        "North",
        "South",
        "East",
        "West",
        "Northern",
        "Southern",
        "Eastern",
        "Western",
        "Central",
        "Northeastern",
        "Northwestern",
    )
)
_TERM = Guess("term", "", 0.0)


def guess_kind(ko: Side, en: Side, k: Phrase, e: Phrase, alike: float) -> Guess:
    """What one place says; `alike` is how the two sound alike, in [0, 1]."""
    from malmoi.extract.gazetteer import pair_kind

    words = e.text.split()
    if k.text.isascii() and is_acronym(e.text):
        return Guess("acronym", "written in capitals", _SURE)
    known = pair_kind(k.text, e.text)
    if not (e.name or (known and words[0][0].isupper())):
        return _TERM
    if not all(w[0].isupper() or w[0].isdigit() or w in _SMALL or _ARABIC.match(w) for w in words):
        return _by_head(words)
    return _outright(k, e, known, alike) or _by_evidence(ko, en, k, e, alike, known)


def _outright(k: Phrase, e: Phrase, known: str, alike: float) -> Guess | None:
    """What the pair itself says, wherever it stands."""
    from malmoi.extract.gazetteer import is_korean_name, is_thing, named_place

    if not known and is_thing(k.text, e.text):
        return Guess("term", "a loanword", 0.0)
    if k.text[-1] in _PEOPLES and known != "person" and named_place(k.text[:-1], ""):
        return Guess("term", "a people", 0.0)
    if k.text.endswith(_FAITHS):
        return Guess("term", "a faith", 0.0)
    if alike > _ALIKE and is_korean_name(k.text, e.text.split()):
        return Guess("person", "a Korean surname and a given name", _SHOWN)
    return None


def _by_evidence(ko: Side, en: Side, k: Phrase, e: Phrase, alike: float, known: str) -> Guess:
    """What tables, words and neighbours say, the surest first."""
    from malmoi.extract.gazetteer import named_place

    words = e.text.split()
    titled = _title_beside(ko, en, k, e) if len(words) <= _MOST_NAME_WORDS and alike > _ALIKE else ""
    worded = _by_words(k.text, words, alike)
    # The European Union is a territory to CLDR.
    if known and not (known == "place" and (titled or (worded and worded.kind == "organisation"))):
        return Guess(known, "a known name", _SURE)
    for guess in (worded, _by_storm(ko, en, k, e), _by_work(ko, en, k, e)):
        if guess is not None:
            return guess
    place = named_place(k.text, e.text) or (named_place("", words[-1]) if words[0] in _DIRECTIONS else "")
    if place and not titled:
        return Guess("place", f"{place} is a known place", _SHOWN)
    if titled:
        return Guess("person", f"beside the title {titled}", _SHOWN)
    if is_acronym(e.text) and len(e.text) <= _LONGEST_ACRONYM:
        return Guess("acronym", "written in capitals", _SHOWN)
    return _by_company(ko, en, k, e) or _by_shape(ko, en, k, e, alike) or Guess("term", "a name", 0.0)


def kind_among(guesses: Iterable[Guess]) -> Guess:
    """The kind for which the places say most together, with its best reason; the first of equals."""
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, Guess] = {}
    for guess in guesses:
        sums[guess.kind] += guess.weight
        if guess.kind not in best or guess.weight > best[guess.kind].weight:
            best[guess.kind] = guess
    return best[max(sums, key=lambda kind: sums[kind])] if sums else _TERM


def kind_word(word: str) -> bool:
    """Is it an English word, capital and all, that says what a name is the name of (Center, University, Bridge)?"""
    return word in _kind_words()


@cache
def _kind_words() -> frozenset[str]:
    return frozenset().union(*(_table()["en", kind, "word"] for kind in _BY_WORDS))


def is_titled(p: Phrase, lang: str) -> bool:
    """Is the phrase a name together with its bearer's title (이라크 총리, President Obama) rather than a name?"""
    return p.name and has_title(p.text, lang)


def has_title(text: str, lang: str) -> bool:
    """Would a name of this text be one together with its bearer's title?"""
    return " " in text and _is_titled(text, lang)


@lru_cache(maxsize=1 << 16)
def _is_titled(text: str, lang: str) -> bool:
    words = text.split()
    if len(words) < 2:
        return False
    if lang == "ko":
        return words[-1] in _table()["ko", "person", "after"]
    return words[0] in _table()["en", "person", "before"] or " ".join(words[:2]) in _table()["en", "person", "before"]


def names_bearer(en: str) -> bool:
    """Does an English phrase give a title and its bearer's name after it (US President George W Bush; not Director General)?"""
    words = en.split()
    titles = _table()["en", "person", "before"]
    return any(
        title in titles and name[0].isupper() and name != "General" and not kind_word(name)
        for title, name in pairwise(words)
    )


# ---------------------------------------------------------------- words of the name


_BY_WORDS = ("organisation", "event", "place")


@cache
def _table() -> dict[tuple[str, str, str], frozenset[str]]:
    out: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for line in files("malmoi.extract").joinpath("data/kinds.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, kind, where, form = line.split("\t")
            out[lang, kind, where].add(form)
    return defaultdict(frozenset, {key: frozenset(forms) for key, forms in out.items()})


def _by_words(ko: str, en: list[str], alike: float) -> Guess | None:
    """The word that makes it so: an English one, or a Korean ending that the English does not contradict."""
    table, endings = _table(), _endings()
    for kind in _BY_WORDS if len(en) > 1 and any(map(kind_word, en)) else ():
        # The head of an English name stands last, or before its of: Gulf of Mexico, Bank of Korea.
        for word in (_head(en), *en[::-1]):
            if word in table["en", kind, "word"] and not (word != _head(en) and kind == "event"):
                return Guess(kind, f"{word!r} in its name", _SHOWN)
    if len(en) == 1 and en[0] in table["en", "event", "alone"]:
        return Guess("event", f"{en[0]!r} is one", _SHOWN)
    found = [ko[-size:] for size in range(min(len(ko), _LONGEST_ENDING), 0, -1) if ko[-size:] in endings]
    for kind in _BY_WORDS if found else ():
        for ending in found:
            if ending in table["ko", kind, "end"] and (len(ending) > 1 or _may_end_so(ko, en, kind, alike)):
                return Guess(kind, f"ends in {ending}", _SHOWN)
    return None


@cache
def _endings() -> frozenset[str]:
    """Korean endings of all that words tell the kind of."""
    return frozenset().union(*(_table()["ko", kind, "end"] for kind in _BY_WORDS))


def _head(en: list[str]) -> str:
    return en[en.index("of") - 1] if "of" in en[1:] else en[-1]


# Korean endings of one syllable (부, 시, 도) mean something only after two syllables of a name.
_STEM = 2
_LONGEST_ENDING = 6
# A name that sounds the same to its end has no ending that says what it is (김용원 ~ Kim Yong-won).
_SAME_TO_THE_END = 0.9
# Endings that English leaves out (텍사스주 ~ Texas), and how alike the rest then sounds at least.
_STATES, _PARTLY = frozenset("시주성현구군"), 0.4


def _may_end_so(ko: str, en: list[str], kind: str, alike: float) -> bool:
    if len(ko) - 1 < _STEM or " " in ko or alike > _SAME_TO_THE_END:
        return False
    if kind == "place" and ko[-1] in _STATES and alike > _PARTLY:
        return True
    return len(en) > 1 or (kind == "organisation" and is_acronym(en[0]))


def _by_head(en: list[str]) -> Guess:
    """A name before a common noun that says what it is: Iraqi government, siege of Sarajevo; or a part of a place: northern Texas."""
    from malmoi.extract.gazetteer import named_place

    head = _head(en)
    if en[0].capitalize() in _DIRECTIONS and len(en) > 1 and named_place("", " ".join(en[1:])):
        return Guess("place", f"a part of {' '.join(en[1:])}", _SHOWN)
    for kind in _BY_WORDS:
        if head in _table()["en", kind, "head"]:
            return Guess(kind, f"{head!r} in its name", _SHOWN)
    return _TERM


# ---------------------------------------------------------------- neighbours


def _title_beside(ko: Side, en: Side, k: Phrase, e: Phrase) -> str:
    """The title of a person right after the Korean name or before the English one; a title before another name is not the phrase's."""
    after = ko.text[k.end : k.end + 12].strip().split(" ")
    titles = _table()["ko", "person", "after"]
    for n in (2, 1):
        title = " ".join(after[:n]).strip(",.")
        if title in titles and not _name_follows(ko, k.end + len(title) + n):
            return title
        for size in range(len(title) - 1, 0, -1) if n == 1 else ():
            if title[size] in _PARTICLES and title[:size] in titles:
                return title[:size]
    before = en.text[max(0, e.start - 20) : e.start].split()
    for n in (2, 1):
        if " ".join(before[-n:]) in _table()["en", "person", "before"]:
            return " ".join(before[-n:])
    return ""


# What a title goes on with: particles and the copula.
_PARTICLES = frozenset("은는이가을를의과와도에께로인,")


def _name_follows(ko: Side, at: int) -> bool:
    """Is it another's title: 제트스타 최고경영자 앨런 조이스?"""
    return any(u.proper and 0 <= u.start - at <= 1 for u in ko.units)


def _by_storm(ko: Side, en: Side, k: Phrase, e: Phrase) -> Guess | None:
    """Storms have names of people: 허리케인 돌리, Hurricane Dolly."""
    if e.text.split()[0] in _STORMS:
        return Guess("event", "a storm", _SHOWN)
    before = ko.text[max(0, k.start - 8) : k.start].split()[-1:]
    english = en.text[max(0, e.start - 20) : e.start].split()[-1:]
    for word in (*(w for w in before if w in _table()["ko", "event", "before"]), *(w for w in english if w in _STORMS)):
        return Guess("event", f"named after {word}", _SHOWN)
    return None


_STORMS = frozenset({"Hurricane", "Typhoon", "Storm", "Cyclone"})


def _by_work(ko: Side, en: Side, k: Phrase, e: Phrase) -> Guess | None:
    """The name of a work or a ware beside the word for its sort: the film Heat, Windows software, 영화 '기생충'."""
    korean = ko.text[max(0, k.start - 8) : k.start].strip(" '\"‘“<《〈『「").split()[-1:]
    english = en.text[max(0, e.start - 20) : e.start].strip(" '\"‘“").split()[-1:]
    after = re.match(r"[\"'’”]? ([a-z]+)", en.text[e.end :])
    table = _table()
    for word, where in (
        *((w, ("ko", "product", "before")) for w in korean),
        *((w, ("en", "product", "beside")) for w in english),
    ):
        if word in table[where]:
            return Guess("product", f"after {word}", _SHOWN)
    if after and after.group(1) in table["en", "product", "beside"]:
        return Guess("product", f"before {after.group(1)}", _SHOWN)
    return None


def _by_company(ko: Side, en: Side, k: Phrase, e: Phrase) -> Guess | None:
    """What only companies and offices have: shares, a spokesman, a chief executive."""
    after = re.match(r"(?:['’]s)? ([A-Za-z]+)", en.text[e.end :])
    if after and after.group(1) in _table()["en", "organisation", "after"]:
        return Guess("organisation", f"before {after.group(1)}", _HINTED)
    before = en.text[max(0, e.start - 20) : e.start].split()[-1:]
    if before and before[0] in _table()["en", "organisation", "before"]:
        return Guess("organisation", f"after {before[0]}", _HINTED)
    korean = re.match(r" ?([가-힣]+)", ko.text[k.end :])
    for word in _table()["ko", "organisation", "after"]:
        if korean and korean.group(1).startswith(word):
            return Guess("organisation", f"before {word}", _HINTED)
    return None


# ---------------------------------------------------------------- shape and other hints


def _by_shape(ko: Side, en: Side, k: Phrase, e: Phrase, alike: float) -> Guess | None:
    words = e.text.split()
    located = _LOCATED.search(en.text, max(0, e.start - 8), e.start) is not None
    if alike > _ALIKE and 1 < len(words) <= _MOST_NAME_WORDS and _is_full_name(k.text, words):
        if _has_given_name(words):
            return Guess("person", "a given name and a surname", _SHOWN)
        if not located and not all(map(_is_common, words)):
            return Guess("person", "shaped like a full name", _HINTED)
    if any(p.quoted and s.text[p.start - 1] in _QUOTES for s, p in ((ko, k), (en, e))):
        return Guess("product", "a name in quotation marks", _HINTED)
    if any(c.isdigit() for c in e.text):
        return Guess("product", "a name with a number", _HINTED)
    if alike <= _ALIKE or len(words) > 2:
        return None
    if _SPOKE.match(en.text, e.end) or _SAID.search(en.text, max(0, e.start - 8), e.start):
        return Guess("person", "somebody who speaks", _HINTED)
    if located or ko.text.startswith(_LOCATIVE, k.end):
        return Guess("place", "after a preposition of place" if located else "followed by a particle of place", _HINTED)
    return None


_QUOTES = frozenset("\"'“‘[<「『〈《")
_LOCATIVE = ("에서", "에 ", "으로 ", "로 ")
_LOCATED = re.compile(r"\b(?:in|near|at) (?:the )?$")
_SPOKE = re.compile(
    r",? (?:who |also |has |had )?(?:said|says|told|added|asked|insisted|admitted|explained|argued|wrote|he |she |\d\d,)"
)
_SAID = re.compile(r"\b(?:said|says|added|asked) $")


def _is_full_name(ko: str, en: list[str]) -> bool:
    """Two to four words in capitals for as many Korean ones, or a Korean name of three syllables with a hyphen in English."""
    if len(ko.split()) == len([w for w in en if w not in _SMALL]) or len(ko.split()) == len(en):
        return True
    return " " not in ko and len(ko) in (3, 4) and 2 <= len(en) <= 3 and all(w[0].isupper() for w in en)


def _has_given_name(en: list[str]) -> bool:
    from malmoi.extract.gazetteer import is_of_a_person

    hyphened = any(re.fullmatch(r"[A-Z][a-z]+-[A-Za-z][a-z]+", w) for w in en)
    return hyphened or any(is_of_a_person(w) for w in en)


def _is_common(word: str) -> bool:
    return _english_words()(word.lower())


@cache
def _english_words() -> Callable[[str], bool]:
    """Does the base lexicon translate this English word? A name of such words alone is no person's (Dark Knight)."""
    from malmoi.align.lexicon import load
    from malmoi.text.english import lemma

    lexicon = load()
    return cache(lambda word: lexicon.is_translation(lemma(word)))
