"""Korean particles (조사): chains of them, which stem they may follow, and the form that fits a stem.

A chain is one or more particles, plural 들 or forms of the copula 이다 with its quotations (에서부터도, 들에게까지, 이라고는, 였다며). It
is parsed by `particles.tsv`, which says what may follow what; nothing is enumerated. Particles that come in two forms (은/는,
으로/로) look at the last sound before them: of a syllable, of a digit as it is read, of a Latin letter as it is named.
"""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from malmoi.text.hangul import final, normalize

__all__ = ["attach", "follows", "is_chain", "strip"]

# What the last sound of a stem can be. A stem that can be read in two ways (OPEC, Stargate) has several.
_OPEN, _CLOSED, _RIEUL = "open", "closed", "ㄹ"
_ALL = frozenset((_OPEN, _CLOSED, _RIEUL))
_NOT_OPEN = frozenset((_CLOSED, _RIEUL))
_NOT_CLOSED = frozenset((_OPEN, _RIEUL))

# Readings: 영/공 일 이 삼 사 오 육 칠 팔 구; longer numbers end in 십 백 천 만, which are closed as 0 is.
_DIGITS = {"0": _CLOSED, "1": _RIEUL, "3": _CLOSED, "6": _CLOSED, "7": _RIEUL, "8": _RIEUL}
# Names of letters: 엘 엠 엔 알; all others are open (에스, 엑스, 지).
_LETTERS = {"L": _RIEUL, "M": _CLOSED, "N": _CLOSED, "R": _RIEUL}
# An acronym of this many letters may be read as a word (오펙, 나토), a shorter one is spelled out.
_WORDLIKE = 4
_QUOTES = "\"'”’»›」』》〉"
_BRACKETS = ")]}）］｝"
# No chain in the table's language is longer in running text (에게까지만이었다고는); bounds the work on long words.
_LONGEST = 12


class _Form(NamedTuple):
    form: str
    after: frozenset[str]  # sounds that this form may follow
    follow: tuple[str, ...]  # classes that may come next
    ends: bool
    mate: str  # the first form of its row, by which both are known


def strip(word: str) -> list[tuple[str, str]]:
    """Possible (stem, chain) splits of an 어절, the longest chain first and (word, "") last.

    Stems need not be known words; the chain fits the last sound of its stem. Decomposed input is composed first.
    """
    word = normalize(word).text
    table = _table()
    out: list[tuple[str, str]] = []
    if word and word[-1] in table.last:
        for i in range(max(1, len(word) - _LONGEST), len(word)):
            if word[i] in table.first:
                chain = word[i:]
                after = _after(chain)
                if after and after & _sounds(word[:i]):
                    out.append((word[:i], chain))
    out.append((word, ""))
    return out


def is_chain(text: str) -> bool:
    """Is `text` a legal chain of particles, copula and quotation endings included? The empty string is none."""
    return bool(_after(normalize(text).text))


def follows(stem: str, chain: str) -> bool:
    """May `chain` follow `stem`: is it legal, and does its first form fit the stem's last sound? "" follows everything."""
    if not chain:
        return True
    after = _after(normalize(chain).text)
    return bool(after) and bool(after & _sounds(normalize(stem).text))


def attach(word: str, josa: str) -> str:
    """`word` with a particle or chain in the form that fits: LG + 은/는 → LG는, 서울 + 으로 → 서울로, 책 + 를 → 책을.

    `josa` is either form, or both as 은/는, 은(는), (으)로. What is no chain of particles raises ValueError.
    """
    wanted = _first_form(normalize(josa).text)
    stem = normalize(word).text
    sound = _best_sound(stem)
    fitting = [chain for chain in _variants(wanted) if sound in _after(chain)]
    if fitting:
        # The form made for this very sound (회사라고) before one that is good after any (회사이라고).
        return stem + min(fitting, key=lambda chain: len(_after(chain)))
    raise ValueError(f"{josa!r} is not a Korean particle or chain of particles")


# ---------------------------------------------------------------- the table


class _Table(NamedTuple):
    by_class: dict[str, dict[str, list[_Form]]]  # class → first syllable ("" for the empty form) → forms
    starts: tuple[str, ...]
    first: frozenset[str]
    last: frozenset[str]


# Classes that a chain may begin with; the others only continue one.
_STARTS = (
    "plural", "honorific", "core", "oblique", "contracted", "with", "like", "from", "until", "delimiter", "topic",
    "option", "vocative", "copula",
)  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> _Table:
    by_class: dict[str, dict[str, list[_Form]]] = {}
    first: set[str] = set()
    last: set[str] = set()
    for line in files("malmoi.text").joinpath("particles.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, closed, opened, follow = line.split("\t")
        classes = tuple(c for c in follow.split() if c != ".")
        for form, after in _pair(closed, opened, optional=name == "copula"):
            made = _Form(form, after, classes, "." in follow.split(), closed)
            by_class.setdefault(name, {}).setdefault(form[:1], []).append(made)
            first.update(form[:1])
            last.update(form[-1:])
    starts = {form[:1] for form in by_class["end"]}  # 이 of the copula falls away: the chain begins with its ending
    return _Table(by_class, _STARTS, frozenset(first | starts), frozenset(last))


def _pair(closed: str, opened: str, *, optional: bool) -> list[tuple[str, frozenset[str]]]:
    """The forms of one row with the sounds they follow. The copula's 이 may stay after an open syllable (의사이다)."""
    if opened == "=":
        return [(closed, _ALL)]
    if closed.startswith("으"):
        return [(closed, frozenset((_CLOSED,))), (opened, _NOT_CLOSED)]
    return [(closed, _ALL if optional else _NOT_OPEN), ("" if opened == "-" else opened, frozenset((_OPEN,)))]


@lru_cache(maxsize=1 << 16)
def _after(chain: str) -> frozenset[str]:
    """Sounds that `chain` may follow; empty when it is no chain."""
    return _parse(chain, _table().starts) if chain else frozenset()


def _parse(chain: str, classes: tuple[str, ...]) -> frozenset[str]:
    table = _table()
    sounds: frozenset[str] = frozenset()
    for name in classes:
        forms = table.by_class[name]
        for form in (*forms.get(chain[0], ()), *forms.get("", ())):
            if not chain.startswith(form.form):
                continue
            rest = chain[len(form.form) :]
            if not rest:
                sounds |= form.after if form.ends else frozenset()
                continue
            then = _parse(rest, form.follow)
            if not form.form:
                sounds |= form.after & then
            elif then & _sounds(form.form):
                sounds |= form.after
    return sounds


@lru_cache(maxsize=4096)
def _variants(chain: str) -> tuple[str, ...]:
    """`chain` with its first particle in either form, every one a legal chain; the given one first."""
    made = [chain] if _after(chain) else []
    table = _table()
    for name in table.starts:
        rows = [form for forms in table.by_class[name].values() for form in forms]
        for form in rows:
            if not chain.startswith(form.form):
                continue
            for mate in rows:
                other = mate.form + chain[len(form.form) :]
                if mate.mate == form.mate and other and other not in made and _after(other):
                    made.append(other)
    return tuple(made)


def _first_form(josa: str) -> str:
    """은/는 → 은, 은(는) → 은, (으)로 → 으로."""
    josa = josa.partition("/")[0]
    if josa.startswith("("):
        return josa.replace("(", "").replace(")", "")
    return josa.partition("(")[0]


# ---------------------------------------------------------------- last sounds


def _sounds(stem: str) -> frozenset[str]:
    """Every sound that `stem` may end in. Closing quotes are looked through; a bracket may be read or passed over."""
    stem = stem.rstrip(_QUOTES)
    if not stem:
        return _ALL
    ch = stem[-1]
    last = final(ch)
    if last is not None:
        return _SYLLABLE[{"": _OPEN, "ㄹ": _RIEUL}.get(last, _CLOSED)]
    if ch.isdecimal() and ch.isascii():
        return _SYLLABLE[_DIGITS.get(ch, _OPEN)]
    if ch in "%％":
        return _SYLLABLE[_OPEN]
    if ch.isascii() and ch.isalpha():
        return _latin(stem)
    return _ALL


_SYLLABLE = {sound: frozenset((sound,)) for sound in (_OPEN, _CLOSED, _RIEUL)}


def _latin(stem: str) -> frozenset[str]:
    """Sounds of a stem that ends in a Latin letter: spelled out when it is a short acronym, that or a word when longer, else anything.

    Which long acronyms are words nobody can tell by their letters (OPEC 오펙, HTTP 에이치티티피); where both readings end in the
    same sound (NASA 나사 or 엔에이에스에이, ASEAN 아세안 or …엔), that does not matter.
    """
    word = _last_latin(stem)
    if not word.isupper():
        return _ALL
    spelled = _SYLLABLE[_LETTERS.get(word[-1], _OPEN)]
    if len(word) < _WORDLIKE or not set(word) & set("AEIOUY"):
        return spelled
    return spelled | _word_sounds(word.lower())


def _word_sounds(word: str) -> frozenset[str]:
    """Every sound in which Koreans may read the end of an English word: a stop is 받침 (웹, 로봇) or a syllable (태그, 포인트)."""
    ending = word[-2:] if word.endswith("e") and word[-2:-1] not in tuple("aeiou") else word[-1:]
    if ending[0] == "l":
        return _SYLLABLE[_RIEUL] | (_SYLLABLE[_OPEN] if ending == "le" else frozenset())
    sounds = {_OPEN} if ending[0] not in "mn" or len(ending) > 1 else set()
    if ending[0] in "mnptkcbg":
        sounds.add(_CLOSED)  # d is always a syllable
    return frozenset(sounds)


def _last_latin(stem: str) -> str:
    i = len(stem)
    while i and stem[i - 1].isascii() and stem[i - 1].isalpha():
        i -= 1
    return stem[i:]


def _best_sound(stem: str) -> str:
    """The likeliest last sound of `stem`, where `_sounds` leaves several."""
    stem = stem.rstrip(_QUOTES)
    while stem and stem[-1] in _BRACKETS:  # 애빌린(Abilene)은: the bracket is not read
        opening = max(stem.rfind(b) for b in "([{（［｛")
        if opening <= 0:
            stem = stem[:-1]
            break
        stem = stem[:opening].rstrip()
    sounds = _sounds(stem)
    if len(sounds) == 1:
        return next(iter(sounds))
    word = _last_latin(stem)
    if word.isupper():
        return _LETTERS.get(word[-1], _OPEN)
    return _read_sound(word.lower())


def _read_sound(word: str) -> str:
    """The last sound of an English word as loanwords write it (외래어 표기법): model 델, Chrome 롬, robot 봇, Stargate 트."""
    if word.endswith(("l", "le", "ll")):
        return _RIEUL
    if word.endswith(("m", "n", "ng", "me", "ne")):
        return _CLOSED
    short_stop = len(word) > 2 and word[-1] in "ptck" and word[-2] in "aeiouc" and word[-3:-1] not in ("ea", "oa", "ai")
    return _CLOSED if short_stop else _OPEN
