"""Where an English phrase is no noun phrase: it begins with a verb, or ends in one, in an adjective or an adverb."""

import re
from functools import lru_cache

from malmoi.extract.folding import is_word
from malmoi.extract.sides import Phrase, Unit
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


def opens_predicate(text: str, units: list[Unit], i: int) -> bool:
    """Is word i a verb that only a verb phrase begins with: will select, build AI infrastructure?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if not word.islower() or text[unit.end : unit.end + 1] == "-":
        return False
    if _is_finite(text, units, i) or _is_gerund(text, units, i):
        return True
    before = i - 1
    while before >= 0 and units[before].key in _BETWEEN:
        before -= 1
    return (before >= 0 and units[before].key in _MODALS) or (word in words_of("english_verbs") and word == unit.key)


def _is_finite(text: str, units: list[Unit], i: int) -> bool:
    """Is a word in -ed the verb of the noun or pronoun right before it (fans attended the concert, who named children)?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if i == 0 or not word.endswith("ed") or unit.key == word or text[units[i - 1].end : unit.start] != " ":
        return False
    before = units[i - 1]
    said = text[before.start : before.end]
    if said.casefold() in _SUBJECTS:
        return True
    return (
        before.weight > _FIGURE_WEIGHT and not before.proper and said.endswith("s") and not said.endswith(("ss", "us"))
    )


_SUBJECTS = frozenset({"he", "she", "they", "it", "we", "who", "which", "i", "you"})
_FIGURE_WEIGHT = 0.5


def _is_gerund(text: str, units: list[Unit], i: int) -> bool:
    """Is a word in -ing a verb that is no noun, with nothing before that would make it an adjective (for ensuring privacy)?"""
    unit = units[i]
    word = text[unit.start : unit.end]
    if (
        not word.endswith("ing")
        or unit.key == word
        or not (unit.key in words_of("english_verbs") or unit.key in _TRANSITIVE)
    ):
        return False
    if word in _ADJECTIVAL:
        return False
    before = text[units[i - 1].start : units[i - 1].end].casefold() if i else ""
    return i == 0 or before in _BEFORE_GERUNDS or before.endswith("s") or text[units[i - 1].end : unit.start] != " "


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


def is_predicate(text: str, p: Phrase) -> bool:
    """Does the phrase end in a verb, an adjective or adverb, or in what has an object: check the following?"""
    word = p.text.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    if not word.islower() or ("-" in p.text and " " not in p.text):
        return False
    if word in _POSTPOSED and " " in p.text:
        return False
    if word.endswith("ing") and " " in p.text and lemma(word) in _NEVER_NOUNS:
        return True  # the division bringing in most
    if modifier_end(p.text) == 1.0 or (lemma(word) in words_of("english_verbs") and not word.endswith("ing")):
        return True
    if p.last - p.first > 1 or _OBJECT.match(text, p.end) is None:
        return False
    if word.endswith(_AGENTS) and not text.endswith("to ", 0, p.start):
        return False
    return _NOUN_FOLLOWS.search(text, max(0, p.start - _LOOK_BACK), p.start) is None


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
