"""How well the parts of a Korean compound account for the words of an English phrase: a best assignment of short runs.

투자 | 유치 against "attract foreign investment": 유치 takes "attract", 투자 takes "investment", "foreign" stays open. Each taken run
counts with the certainty of its pair, by its share of syllables on the Korean side and of words on the English side; function
words cost nothing when they stay open. The answer is the harmonic mean of the two sides, so that neither may be left behind.
"""

from collections.abc import Callable, Mapping, Sequence

from malmoi.text.english import is_function_word

__all__ = ["explain"]

# Longest runs that are tried as one entry: 국회|의원, large language model.
_LONGEST_KO, _LONGEST_EN = 4, 5
# A compound's part is believed at the root of its probability: a word with many translations is no less right in each of them.
_TRUST = 0.5
# More parts or words than this are no term; only the first ones are looked at, so that time stays bounded.
_MOST_PARTS, _MOST_WORDS, _MOST_STATES = 12, 16, 64

# A run of English words: the phrase, its bit mask, how many content words it holds.
_Phrase = tuple[str, int, int]
# A taken run of parts: where it ends, the mask of its English words, its weight on the Korean and on the English side.
_Run = tuple[int, int, float, float]


def explain(rows: Callable[[str], Mapping[str, float]], ko_parts: Sequence[str], en_words: Sequence[str]) -> float:
    """The harmonic mean of the explained shares of both sides, in [0, 1]; 0 when a side is empty.

    `rows` gives the English lemmas of a Korean entry with their certainty in (0, 1].
    """
    ko, en = list(ko_parts[:_MOST_PARTS]), [word.casefold() for word in en_words[:_MOST_WORDS]]
    content = [any(map(str.isalnum, word)) and not is_function_word(word) for word in en]
    if not any(content):
        content = [True] * len(en)
    syllables, words = sum(map(len, ko)), sum(content)
    if not syllables or not words:
        return 0.0
    phrases = _phrases(en, content)
    on_ko, on_en = _best([_runs(rows, ko, start, phrases) for start in range(len(ko))], syllables, words)
    shares = on_ko / syllables, on_en / words
    return 2 * shares[0] * shares[1] / (shares[0] + shares[1]) if min(shares) > 0 else 0.0


def _best(runs: list[list[_Run]], syllables: int, words: int) -> tuple[float, float]:
    """The explained weights of the best choice of disjoint runs; left to right, with the best states at every part."""
    states: list[dict[int, tuple[float, float]]] = [{} for _ in range(len(runs) + 1)]
    states[0][0] = 0.0, 0.0

    def worth(state: tuple[float, float]) -> float:
        return state[0] / syllables + state[1] / words

    def offer(at: int, used: int, state: tuple[float, float]) -> None:
        if used not in states[at] or worth(state) > worth(states[at][used]):
            states[at][used] = state

    for start, here in enumerate(runs):
        kept = sorted(states[start].items(), key=lambda item: (-worth(item[1]), item[0]))[:_MOST_STATES]
        for used, state in kept:
            offer(start + 1, used, state)
            for end, mask, on_ko, on_en in here:
                if not mask & used:
                    offer(end, used | mask, (state[0] + on_ko, state[1] + on_en))
    return max(states[-1].values(), key=worth)


def _phrases(en: list[str], content: list[bool]) -> list[_Phrase]:
    return [
        (" ".join(en[first:last]), (1 << last) - (1 << first), sum(content[first:last]))
        for first in range(len(en))
        for last in range(first + 1, min(first + _LONGEST_EN, len(en)) + 1)
    ]


def _runs(rows: Callable[[str], Mapping[str, float]], ko: list[str], start: int, phrases: list[_Phrase]) -> list[_Run]:
    """Runs that begin at part `start` and have a partner among the phrases; the same spelling is a sure partner."""
    out = []
    for end in range(start + 1, min(start + _LONGEST_KO, len(ko)) + 1):
        entry = "".join(ko[start:end])
        row, spelling = rows(entry), entry.casefold()
        foreign = not _is_korean(spelling)
        for phrase, mask, words in phrases if row or foreign else ():
            sure = 1.0 if foreign and phrase.replace(" ", "") == spelling else row.get(phrase, 0.0) ** _TRUST
            if sure:
                out.append((end, mask, sure * len(entry), sure * words))
    return out


def _is_korean(text: str) -> bool:
    return all("가" <= ch <= "힣" for ch in text)
