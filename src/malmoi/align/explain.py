"""How well the parts of a Korean compound account for the words of an English phrase: a best assignment of short runs.

투자 | 유치 against "attract foreign investment": 유치 takes "attract", 투자 takes "investment", "foreign" stays open. Each taken run
counts with the certainty of its pair, by its share of syllables on the Korean side and of words on the English side; function
words cost nothing when they stay open. The answer is the harmonic mean of the two sides, so that neither may be left behind.
"""

from collections.abc import Callable, Sequence
from functools import cache

from malmoi.text.english import is_function_word

__all__ = ["explain"]

# Longest runs that are tried as one entry: 국회|의원, large language model.
_LONGEST_KO, _LONGEST_EN = 4, 5
# A compound's part is believed at the root of its probability: that a word has many translations does not make one of them less right.
_TRUST = 0.5
# More parts or words than this are no term; only the first ones are looked at, so that time stays bounded.
_MOST_PARTS, _MOST_WORDS = 12, 16

# (end in ko, bit mask of English words, weight on the Korean side, on the English side)
_Run = tuple[int, int, float, float]


def explain(p: Callable[[str, str], float], ko_parts: Sequence[str], en_words: Sequence[str]) -> float:
    """The harmonic mean of the explained shares of both sides, in [0, 1]; 0 when a side is empty.

    `p` gives the certainty of (ko entry, en lemma) in [0, 1].
    """
    ko, en = list(ko_parts[:_MOST_PARTS]), [word.casefold() for word in en_words[:_MOST_WORDS]]
    content = [not is_function_word(word) and any(map(str.isalnum, word)) for word in en]
    if not any(content):
        content = [True] * len(en)
    syllables, words = sum(map(len, ko)), sum(content)
    if not syllables or not words:
        return 0.0
    runs = [_runs(p, ko, en, content, start) for start in range(len(ko))]

    @cache
    def best(start: int, used: int) -> tuple[float, float]:
        if start == len(ko):
            return 0.0, 0.0
        found = best(start + 1, used)
        for end, mask, on_ko, on_en in runs[start]:
            if not mask & used:
                rest = best(end, used | mask)
                made = (rest[0] + on_ko, rest[1] + on_en)
                if made[0] / syllables + made[1] / words > found[0] / syllables + found[1] / words:
                    found = made
        return found

    on_ko, on_en = best(0, 0)
    shares = on_ko / syllables, on_en / words
    return 2 * shares[0] * shares[1] / (shares[0] + shares[1]) if min(shares) > 0 else 0.0


def _runs(p: Callable[[str, str], float], ko: list[str], en: list[str], content: list[bool], start: int) -> list[_Run]:
    """Runs that begin at part `start` and have a partner among the words."""
    out = []
    for end in range(start + 1, min(start + _LONGEST_KO, len(ko)) + 1):
        entry = "".join(ko[start:end])
        for first in range(len(en)):
            for last in range(first + 1, min(first + _LONGEST_EN, len(en)) + 1):
                phrase = " ".join(en[first:last])
                sure = 1.0 if entry.casefold() == phrase.replace(" ", "") else p(entry, phrase) ** _TRUST
                if sure:
                    mask = (1 << last) - (1 << first)
                    out.append((end, mask, sure * len(entry), sure * sum(content[first:last])))
    return out
