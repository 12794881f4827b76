"""Names in a segment: which Korean units spell the same name as which English word.

Only what may be a name is asked: Korean units that are proper nouns or that no other evidence knows, alone and as the whole run
of one 어절 (베를루스코니 may come apart into morphemes), against English words with a capital that no other evidence knows.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from malmoi.align.word_units import NAME, Pair, Unit
from malmoi.names.similarity import rank_many
from malmoi.text.hangul import is_syllable

__all__ = ["PROPER", "Question", "answers", "named", "questions"]

# Below this similarity a pair is no evidence; above, two alike names stand for one another about so surely.
_ALIKE, _P_NAME = 0.25, 0.85
PROPER = "NNP"
# Tags under which Kiwi files names that it does not know.
_MAYBE = ("NN", "XR", "NR", "MM", "MAG", "IC", "VV", "VA", "W_", "UN")
# Latin letters a syllable of a name: from 오 (o, or eau) to 스 in Christ, with slack.
_LETTERS = (0.8, 5.0)
_SYLLABLES = range(2, 9)


class Question(NamedTuple):
    """Which of the English `words`, the units `places`, is the `name` that the Korean units [start, end) spell?"""

    start: int
    end: int
    name: str
    places: tuple[int, ...]
    words: tuple[str, ...]


def named(pair: Pair, known_ko: Container[int], known_en: Container[int]) -> list[tuple[int, int, float]]:
    """(Korean unit, English unit, probability) of one pair; arguments as in `questions`."""
    return next(answers([questions(pair, known_ko, known_en)]))


def questions(pair: Pair, known_ko: Container[int], known_en: Container[int]) -> Iterator[Question]:
    """What is to be asked of one pair; `known_ko` and `known_en` are units that other evidence accounts for."""
    candidates = [
        (i, _written(pair, unit))
        for i, unit in enumerate(pair.en)
        if unit.tag == NAME and i not in known_en and len(unit.key) > 1
    ]
    if not candidates:
        return
    for start, end in _spans(pair, known_ko):
        name = pair.texts[0][pair.ko[start].start : pair.ko[end - 1].end]
        if len(name) not in _SYLLABLES or not all(map(is_syllable, name)):
            continue
        few, many = (len(name) * letters for letters in _LETTERS)
        fitting = [(i, word) for i, word in candidates if few <= len(word) <= many]
        if fitting:
            yield Question(start, end, name, *zip(*fitting, strict=True))


def answers(asked: Sequence[Iterable[Question]]) -> Iterator[list[tuple[int, int, float]]]:
    """For the questions of each pair (Korean unit, English unit, probability); all are asked at once, which is faster by far."""
    listed = [list(questions) for questions in asked]
    values = iter(rank_many([(q.name, q.words) for questions in listed for q in questions]))
    for questions in listed:
        yield [
            (j, i, alike * _P_NAME)
            for q in questions
            for i, alike in zip(q.places, next(values).tolist(), strict=True)
            if alike >= _ALIKE
            for j in range(q.start, q.end)
        ]


def _written(pair: Pair, unit: Unit) -> str:
    return pair.texts[1][unit.start : unit.end]


def _spans(pair: Pair, known: Container[int]) -> Iterator[tuple[int, int]]:
    """Single units, and whole runs of units without a gap, that may be names."""
    cuts = [0, *(j + 1 for j, (a, b) in enumerate(pairwise(pair.ko)) if b.start > a.end), len(pair.ko)]
    for start, end in pairwise(cuts):
        open_units = [j for j in range(start, end) if j not in known]
        for j in open_units:
            if pair.ko[j].tag == PROPER or pair.ko[j].tag.startswith(_MAYBE):
                yield j, j + 1
        if end - start > 1 and open_units and all(pair.ko[j].tag.startswith(_MAYBE) for j in range(start, end)):
            yield start, end
