"""Where an English phrase is no noun phrase: it begins with a verb, or ends in one, in an adjective or an adverb."""

import re
from functools import lru_cache
from typing import NamedTuple

from malmoi.extract.english_units import Words
from malmoi.extract.folding import is_word
from malmoi.extract.wordlists import words_of
from malmoi.text.english import lemma

__all__ = ["is_predicate", "modifier_end", "opens_predicate"]


def modifier_end(phrase: str) -> float:
    """How surely the last word of a phrase is no noun: 1 for a past form or an adjective by its ending, 1/2 for -ing, else 0."""
    return _modifier(phrase.rsplit(" ", 1)[-1])


@lru_cache(maxsize=1 << 16)
def _modifier(word: str) -> float:
    if not word.islower() or not word[-1].isalpha():
        return 0.0
    word = word.rsplit("-", 1)[-1]
    if word.endswith(_ADJECTIVES) or (word.endswith("ly") and len(word) >= _SHORTEST_ADVERB and is_word(word[:-2])):
        return 1.0
    if word.endswith(_PLURALS) or lemma(word) == word:
        return 0.0
    return 0.5 if word.endswith("ing") else 1.0


_ADJECTIVES = ("ful", "ous", "able", "ible", "less")
# What a noun in the plural ends in (media, alumni, children, people, feet): the dictionary has another form of it too.
_PLURALS = ("s", "a", "i", "men", "ren", "ople", "eet", "eeth", "ice")
# Of an adverb in -ly: earthly, not only.
_SHORTEST_ADVERB = 6


def opens_predicate(words: Words, i: int) -> bool:
    """Is word i a verb that only a verb phrase begins with: will select, build AI infrastructure?"""
    units = words.units
    may = _verb(words.written[i], units[i].key)
    end = words.ends[i]
    if not may.lower or words.text[end : end + 1] == "-":
        return False
    if may.base or (may.past and _is_finite(words, i)) or (may.gerund and _is_gerund(words, i)):
        return True
    before = i - 1
    while before >= 0 and units[before].key in _BETWEEN:
        before -= 1
    return before >= 0 and units[before].key in _MODALS


class _Verb(NamedTuple):
    """What verb a word may be: is it in small letters, a verb in its base form, one in -ed, one in -ing that is no noun?"""

    lower: bool
    base: bool
    past: bool
    gerund: bool


@lru_cache(maxsize=1 << 16)
def _verb(word: str, key: str) -> _Verb:
    verbs = words_of("english_verbs")
    changed = key != word
    gerund = changed and word.endswith("ing") and (key in verbs or key in _TRANSITIVE) and word not in _ADJECTIVAL
    return _Verb(word.islower(), not changed and word in verbs, changed and word.endswith("ed"), gerund)


def _is_finite(words: Words, i: int) -> bool:
    """Is a word in -ed the verb of the noun or pronoun right before it (fans attended the concert, who named children)?"""
    if i == 0 or words.text[words.ends[i - 1] : words.starts[i]] != " ":
        return False
    before, said = words.units[i - 1], words.written[i - 1]
    if said.casefold() in _SUBJECTS:
        return True
    return (
        before.weight > _FIGURE_WEIGHT and not before.proper and said.endswith("s") and not said.endswith(("ss", "us"))
    )


_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "who", "which", "i", "you"})
_FIGURE_WEIGHT = 0.5


def _is_gerund(words: Words, i: int) -> bool:
    """Has a verb in -ing nothing before it that would make it an adjective (for ensuring privacy)?"""
    before = words.written[i - 1].casefold() if i else ""
    if i == 0 or before in _BEFORE_GERUNDS or before.endswith("s"):
        return True
    return words.text[words.ends[i - 1] : words.starts[i]] != " "


_BEFORE_GERUNDS = frozenset(
    ("of", "for", "by", "in", "on", "about", "with", "without", "from", "is", "are", "was", "were", "be", "been", "to", "at", "after",
     "before", "while", "when", "and", "or", "who", "which", "that", "than")
)  # fmt: skip
# Forms in -ing that are nouns and adjectives of their own.
_ADJECTIVAL = frozenset(
    {"existing", "leading", "suffering", "surviving", "remaining", "writing", "learning", "publishing"}
)
# Verbs that are nouns elsewhere, or no term's end but none's beginning either; in -ing they have an object.
_TRANSITIVE = frozenset(
    ("cause", "produce", "sell", "disturb", "raise", "force", "offer", "seek", "bring", "leave", "hold", "show", "face", "name", "feature",
     "cite", "increase", "boost", "release", "urge", "support", "place", "visit", "attack", "fear", "quote", "question", "ban",
     "lead", "interfere")
)  # fmt: skip


# Of these the form in -ing is no noun behind another one.
_NEVER_NOUNS = frozenset(
    {
        "bring",
        "leave",
        "cite",
        "urge",
        "seek",
        "cause",
        "face",
        "feature",
        "become",
        "say",
        "make",
        "take",
        "give",
        "get",
    }
)
_MODALS = frozenset({"will", "would", "shall", "should", "can", "could", "may", "might", "must", "cannot"})
_BETWEEN = frozenset({"not", "also", "then", "now", "only", "never", "soon"})


def is_predicate(text: str, start: int, end: int, size: int) -> bool:
    """Does the phrase [start, end) of `size` words end in a verb, an adjective or adverb, or in what has an object: check the following?"""
    phrase = text[start:end]
    _, spaced, last = phrase.rpartition(" ")
    ending = _ending(last)
    if not ending.lower or (not spaced and "-" in phrase):
        return False
    if spaced and (ending.postposed or ending.never_noun):
        return not ending.postposed  # the division bringing in most
    if ending.predicate:
        return True
    if size > 1 or _OBJECT.match(text, end) is None:
        return False
    if ending.agent and not text.endswith("to ", 0, start):
        return False
    return _NOUN_FOLLOWS.search(text, max(0, start - _LOOK_BACK), start) is None


class _Ending(NamedTuple):
    """Of the last word of a phrase: is it in small letters, an adjective after its noun, a form in -ing that is never a noun, a verb or
    an adjective, one who does something?"""

    lower: bool
    postposed: bool
    never_noun: bool
    predicate: bool
    agent: bool


@lru_cache(maxsize=1 << 16)
def _ending(last: str) -> _Ending:
    word = last.rsplit("-", 1)[-1]
    if not word.islower():
        return _Ending(False, False, False, False, False)
    found, ing = lemma(word), word.endswith("ing")
    predicate = _modifier(last) == 1.0 or (not ing and found in words_of("english_verbs"))
    return _Ending(True, word in _POSTPOSED, ing and found in _NEVER_NOUNS, predicate, word.endswith(_AGENTS))


_OBJECT = re.compile(r" (?:the|an?|its|their|his|her|our|your|this|these) ")
# After an article, a possessive or a figure stands a noun, whatever follows (called the meeting a success).
_NOUN_FOLLOWS = re.compile(
    r"\b(?:the|an?|its|their|his|her|our|your|this|these|two|three|four|five|six|[a-z]+illion|\d+) $", re.IGNORECASE
)
_LOOK_BACK = 12
# Words with these endings are nouns, but for enter and mention.
_AGENTS = ("er", "or", "ist", "ion", "ity", "ment", "ness")
# Adjectives that stand after the office they belong to: chief executive designate.
_POSTPOSED = frozenset({"designate", "elect", "emeritus"})
