"""Is an English word a noun here? For nouns that are verbs or adjectives too: won, appeal, patient, listing.

There is no tagger behind this, only what stands on either side: an article, a figure or a preposition makes a noun, a pronoun, an
auxiliary or an object a verb. Where nothing speaks, a noun is a noun, but a past tense (won) is a past tense.
"""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from malmoi.text.english import is_function_word, words

__all__ = ["is_noun", "is_verb_phrase", "may_be_other"]


def _words_of(*classes: str) -> frozenset[str]:
    """The words of these classes in `word_classes.tsv`."""
    lines = files("malmoi.glossary").joinpath("word_classes.tsv").read_text("utf-8").splitlines()
    rows = (line.split("	") for line in lines if not line.startswith("#"))
    return frozenset(word for name, some in rows if name in classes for word in some.split())


_ARTICLES = _words_of("articles")
_POSSESSIVES = _words_of("possessives")
_DETERMINERS = _words_of("articles", "determiners")
_OBJECTS = _words_of("objects")
# What shows that the word before has an object, and so is a verb.
_OBJECT_STARTS = _ARTICLES | _POSSESSIVES | _OBJECTS
_PARTICLES = _words_of("particles")
_SUBJECTS = _words_of("subjects")
_AUXILIARIES = _words_of("auxiliaries")
_BE = _words_of("be")
_DEGREES = _words_of("degrees")
_PREPOSITIONS = _words_of("prepositions")
_SCALES = _words_of("scales")
# Words behind which "to" stands before a noun: due to, access to.
_TO_NOUN = _words_of("to_noun")
_PAST_FORMS = _words_of("past_forms")
# What happens to a currency, so that a noun stands before it; and kinds of currency.
_MARKET_VERBS = _words_of("market_verbs")
_CURRENCY_KIND = _words_of("currency_kind")


class _Around(NamedTuple):
    """The word and its neighbours, lower case; "" where the sentence ends."""

    word: str
    two_before: str
    before: str
    after: str
    two_after: str


def may_be_other(word: str) -> bool:
    """Is this noun (as the glossary has it, in the singular or not) another kind of word too?"""
    return word in _table() or _is_verb(word)


def is_noun(text: str, start: int, end: int, term: str) -> bool:
    """Is the word at [start, end), a form of `term`, a noun there?"""
    kinds, compounds = _table().get(term, _VERB)
    here = _around(text, start, end)
    if kinds == "p":
        return _is_no_past(here)
    if "a" in kinds and here.word == term and _is_adjective(here, compounds):
        return False
    if kinds == "g":
        return not _is_participle(here)
    if kinds == "d":
        return not (_is_content(here.before) and _is_content(here.after)) and not _is_third_person(here)
    if "v" in kinds:
        return not (_is_third_person(here) if here.word != term else _is_base_verb(here))
    return True


def is_verb_phrase(text: str, start: int, end: int, term: str) -> bool:
    """Is a noun made of a verb and a particle (start-up) written as the verb is (start up the engine)?"""
    _, hyphen, particle = term.lower().rpartition("-")
    if not hyphen or particle not in _PARTICLES or "-" in text[start:end] or " " not in text[start:end]:
        return False
    before = _around(text, start, end).before
    return not (before in _DETERMINERS or before in _PREPOSITIONS or _is_figure(before))


@lru_cache(maxsize=1 << 14)
def _is_verb(word: str) -> bool:
    """Has a noun the past and the participle of a verb (harvest, harvested, harvesting)?"""
    if not (word.isascii() and word.isalpha() and word.islower() and len(word) > _SHORT):
        return False
    from simplemma import is_known, lemmatize

    stem = word.removesuffix("e")
    past, participle = stem + "ed", stem + "ing"
    return is_known(past, lang="en") and is_known(participle, lang="en") and lemmatize(past, lang="en") == word


def _is_base_verb(w: _Around) -> bool:
    """contract: will contract, to contract, they contract the virus."""
    if w.before in _DETERMINERS or w.before in _PREPOSITIONS or _is_figure(w.before):
        return False
    if w.before in _AUXILIARIES or w.before in _SUBJECTS - {"it"}:
        return True
    if w.before == "to":
        return w.two_before not in _TO_NOUN and (w.after in _DETERMINERS | _OBJECTS or _is_content(w.after))
    return w.after in _OBJECT_STARTS


def _is_third_person(w: _Around) -> bool:
    """yields: it yields, who yields, the plan yields a profit."""
    if w.before in _DETERMINERS or w.before in _PREPOSITIONS or _is_figure(w.before):
        return False
    if w.before in _SUBJECTS or (w.before in ("that", "which") and w.after not in ("that", "which")):
        return True
    return w.after in _OBJECT_STARTS


def _is_no_past(w: _Around) -> bool:
    """won: the won, 500 won, in won, but not: the team won."""
    if w.before in _DETERMINERS - {"what", "which", "all", "both", "'"} or _is_figure(w.before) or w.before in _SCALES:
        return w.before in _ARTICLES or w.after not in _ARTICLES | _POSSESSIVES
    if w.before in _PREPOSITIONS | _CURRENCY_KIND | {"-", "/"}:
        return True
    return w.after in _MARKET_VERBS or w.after in ("/", "-denominated") or (w.after == "'s" and w.two_after != "")


def _is_adjective(w: _Around, compounds: frozenset[str]) -> bool:
    """patient: is patient, so patient, a patient man, but not: the patient left, patient data."""
    if w.before in _DEGREES or (w.before in _BE and w.two_before != "there"):
        return True
    if "*" in compounds or not _is_content(w.after):
        return False
    if w.before in _DETERMINERS and (w.after.endswith("ed") or w.after in _PAST_FORMS):
        # The patient waited: an article, and a verb behind.
        return False
    return w.after not in compounds


def _is_participle(w: _Around) -> bool:
    """ruling: is ruling out, listing the items, but not: the ruling, a ruling on."""
    if w.after in _OBJECT_STARTS and w.before not in _DETERMINERS:
        return True
    return w.before in _BE and w.before not in ("'s",) and bool(w.after) and w.after not in (".", ",", ";", "of")


def _is_figure(word: str) -> bool:
    return word[:1].isdigit() or word in _SCALES


def _is_content(word: str) -> bool:
    """Is it a word that says something, not one that only joins?"""
    return word[:1].isalpha() and not is_function_word(word)


def _around(text: str, start: int, end: int) -> _Around:
    # Two words on either side are enough; more text would only be cut into words for nothing.
    left = max(0, start - _REACH)
    tokens = words(text[left : end + _REACH])
    at = [i for i, token in enumerate(tokens) if token.start < end - left and token.end > start - left]
    first, last = (at[0], at[-1]) if at else (len(tokens), len(tokens))

    def word(i: int) -> str:
        return tokens[i].text.lower().replace("’", "'") if 0 <= i < len(tokens) else ""

    return _Around(text[start:end].lower(), word(first - 2), word(first - 1), word(last + 1), word(last + 2))


_REACH = 50
_SHORT = 2
# What a noun is that no table lists, but that has a verb's forms.
_VERB: tuple[str, frozenset[str]] = ("v", frozenset())


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, frozenset[str]]]:
    """Word → (what else it is, the nouns that it stands before as a noun)."""
    lines = files("malmoi.glossary").joinpath("noun_verbs.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: (row[1], frozenset(row[2].split()) if len(row) > 2 else frozenset()) for row in rows}
