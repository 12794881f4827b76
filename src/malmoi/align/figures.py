"""Amounts of sentences by value, whatever their spelling: 5000억 달러 and $500 billion are one word, "~500000000000"."""

from functools import lru_cache

from malmoi.amounts.parse import parse_amounts
from malmoi.model.records import Lang
from malmoi.text.hangul import normalize

__all__ = ["AMOUNT", "amount_words"]

# The first character of such a word.
AMOUNT = "~"
# One and two are articles and pronouns as often as amounts.
_LEAST = 3
# Longer sentences are no prose, and not read for amounts.
_LONGEST = 2_000


@lru_cache(maxsize=1 << 14)
def amount_words(sentence: str, lang: Lang) -> tuple[str, ...]:
    """A word for each exact amount of a sentence from three on, its unit left out."""
    if len(sentence) > _LONGEST:
        return ()
    values = (amount.value for amount in parse_amounts(normalize(sentence).text, lang))
    return tuple(dict.fromkeys(f"{AMOUNT}{value.normalize():f}" for value in values if value and value >= _LEAST))
