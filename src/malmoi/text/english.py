"""English words: tokens with spans, lemmas, dictionary forms of noun phrases, function words.

Clitics that begin with an apostrophe are words of their own (Abilene + 's, they + 're), so are currency signs and %; negations
stay whole (don't). Hyphenated words, abbreviations (U.S., p.m.), numbers with their separators (1,234.5) and names such as AT&T,
F-16 or COVID-19 are one word. Lemmas are simplemma's (https://github.com/adbar/simplemma, MIT), loaded when first needed.
"""

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Word", "expanded", "is_function_word", "lemma", "singular", "spellings", "words"]


class Word(NamedTuple):
    """One word as written, [start, end) of the text."""

    text: str
    start: int
    end: int


_LETTER = r"[^\W\d_]"
_WORD = re.compile(
    rf"""
      (?:{_LETTER}\.){{2,}}                             # U.S., p.m., e.g.
    | \d+(?:[.,:]\d+)*(?:[-–]?{_LETTER}+)?(?:-[\w]+)*   # 1,234.5  5m  21st  10-year  9:30
    | {_LETTER}\w*(?:(?:[-&‐‑](?=\w)|[.](?=(?i:com|org|net|io|ai)\b)|['’](?=(?i:t)\b))\w*)*   # state-of-the-art, AT&T, don't
    | ['’](?i:s|re|ve|ll|d|m)\b
    | \.\.\.+ | [^\w\s]
    """,
    re.VERBOSE,
)
# A possessive apostrophe after a plural is no closing quote: companies' shares.
_APOSTROPHES = "'’"
_ARTICLES = ("the", "a", "an")
_POSSESSIVES = ("my", "your", "his", "her", "its", "our", "their")
# The head of a noun phrase stands before these: board of directors, minister for foreign affairs.
_PREPOSITIONS = frozenset(
    (
        *("of", "for", "in", "on", "at", "with", "by", "from", "to", "between", "against", "under", "over", "per"),
        *("into", "about", "as", "without", "within"),
    )
)


def words(text: str) -> list[Word]:
    """The words of `text` in order, punctuation marks included, white space left out."""
    return [Word(m.group(), *m.span()) for m in _WORD.finditer(text)]


def spellings(text: str) -> list[str]:
    """What `words` finds, without the places: half the time."""
    return _WORD.findall(text)


def expanded(word: str) -> str:
    """The word that an abbreviated title with its full stop stands for, in small letters: Gov. → governor; empty for all else."""
    return _TITLES.get(word, "")


_TITLES = {
    "Gov.": "governor", "Sen.": "senator", "Rep.": "representative", "Gen.": "general", "Prof.": "professor", "Dr.": "doctor",
    "Corp.": "corporation", "Co.": "company", "Dept.": "department", "Lt.": "lieutenant", "Col.": "colonel", "Sgt.": "sergeant",
    "Adm.": "admiral", "Capt.": "captain", "Maj.": "major", "Rev.": "reverend", "Pres.": "president", "Mt.": "mount",
}  # fmt: skip


@lru_cache(maxsize=1 << 16)
def lemma(word: str) -> str:
    """The dictionary form: Companies → company, was → be, LLMs → LLM. Acronyms keep their capitals, all else is lower case."""
    if not word[:1].isalpha():
        return _CLITICS.get(word.lower().replace("’", "'"), word.lower())
    if word.endswith("."):
        return word
    if _is_acronym(word):
        return word[:-1] if word.endswith("s") else word
    found = _lookup(word.lower())
    return found.lower() if found else word.lower()


_CLITICS = {"'s": "'s", "'re": "be", "'m": "be", "'ve": "have", "'ll": "will", "'d": "would"}


def singular(phrase: str) -> str:
    """The dictionary form of a noun phrase: its head in the singular, without article, possessive pronoun and possessive ending.

    the boards of directors → board of directors, data centers → data center, Abilene's → Abilene, LLMs → LLM. Names in
    capitals keep their s (United Nations, SK Telecoms), as do words that have no other form (Texas, series, headquarters).
    """
    tokens = phrase.split()
    while len(tokens) > 1 and tokens[0].lower() in (*_ARTICLES, *_POSSESSIVES):
        tokens = tokens[1:]
    if not tokens:
        return phrase.strip()
    tokens[-1] = _without_possessive(tokens[-1])
    head = _head(tokens)
    if not _is_name(tokens, head):
        tokens[head] = _singular_word(tokens[head])
    return " ".join(tokens)


def is_function_word(word: str) -> bool:
    """Is `word` an article, pronoun, preposition, conjunction, auxiliary or clitic (any case)?"""
    return word.lower().replace("’", "'") in _function_words()


# ---------------------------------------------------------------- private


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(row[0] for row in _rows("english_function_words.tsv"))


@lru_cache(maxsize=1)
def _singulars() -> dict[str, str]:
    return {row[0]: row[1] for row in _rows("english_plurals.tsv")}


def _rows(name: str) -> list[list[str]]:
    lines = files("malmoi.text").joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _lookup(word: str) -> str:
    from simplemma import lemmatize

    return str(lemmatize(word, lang="en"))


_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&-]*[A-Z0-9]s?|[a-z][A-Z]\w*")


def _is_acronym(word: str) -> bool:
    """LLM, GPUs, AT&T, iPhone; a longer word in capitals is a common word that shouts (NUCLEAR) when the dictionary has it."""
    if _ACRONYM.fullmatch(word) is None:
        return False
    shouted = word.isupper() and word.isalpha() and len(word) >= _SHOUTED
    return not (shouted and _is_known(word.lower()))


_SHOUTED = 5


def _is_known(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang="en"))


def _without_possessive(word: str) -> str:
    if len(word) > 2 and word[-1] in "sS" and word[-2] in _APOSTROPHES:
        return word[:-2]
    if len(word) > 2 and word[-1] in _APOSTROPHES and word[-2] in "sS":
        return word[:-1]
    return word


def _head(tokens: list[str]) -> int:
    """Where the head noun stands: before the first preposition, else last."""
    for i, token in enumerate(tokens[1:], 1):
        if token.lower() in _PREPOSITIONS:
            return i - 1
    return len(tokens) - 1


def _is_name(tokens: list[str], head: int) -> bool:
    """Several words, all in capitals where names have them: their s belongs to the name. Acronyms with s are plurals still."""
    if len(tokens) == 1 or _ACRONYM.fullmatch(tokens[head]):
        return False
    return all(token[:1].isupper() or token[:1].isdigit() or token.lower() in _PREPOSITIONS for token in tokens)


_PLURAL_ACRONYM = re.compile(r"[A-Z0-9][A-Z0-9&-]+s|[a-z][A-Z]\w*[a-z]s|\d+s")


def _singular_word(word: str) -> str:
    """One noun in the singular, in its own capitals; hyphenated compounds by their last part."""
    if _PLURAL_ACRONYM.fullmatch(word):
        return word if word[:-1].isdigit() else word[:-1]  # 1990s is no plural of 1990
    before, hyphen, last = word.rpartition("-")
    changed = _singular_lower(last.lower())
    return word if changed == last.lower() else before + hyphen + _like(last, changed)


def _like(word: str, changed: str) -> str:
    """`changed` with the capitals of `word`."""
    if word.isupper() and len(word) > 1:
        return changed.upper()
    return changed.capitalize() if word[:1].isupper() else changed


@lru_cache(maxsize=1 << 14)
def _singular_lower(word: str) -> str:
    listed = _singulars().get(word)
    if listed is not None:
        return listed
    made = _candidates(word)
    if not made:
        return word
    for found in (_lookup(word), _lookup(word.capitalize()).lower()):
        if found in made:
            return found
    # The dictionary knows the word and calls it a lemma: savings, earnings, news.
    return word if _is_known(word) else made[0]


_KEEPS_S = ("ss", "us", "is", "'s", "ics")
_ES_AFTER = ("ches", "shes", "sses", "xes", "zzes")
_SHORT = 3


def _candidates(word: str) -> list[str]:
    """Possible singulars of a word that ends in s, the likeliest first; empty for what is no plural."""
    if len(word) <= _SHORT or not word.endswith("s") or word.endswith(_KEEPS_S):
        return []
    if word.endswith("ies"):
        return [word[:-3] + "y", word[:-1]]
    if word.endswith(_ES_AFTER):
        return [word[:-2], word[:-1]]
    if word.endswith("ves"):
        return [word[:-1], word[:-3] + "f", word[:-3] + "fe"]
    if word.endswith(("oes", "ses", "zes")):
        return [word[:-1], word[:-2], word[:-2] + "is"]
    return [word[:-1]]
