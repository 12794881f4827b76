import numpy as np
import pytest
from numpy.typing import NDArray

from malmoi.extract.context import Context
from malmoi.extract.evidence import FEATURES, PairEvidence
from malmoi.extract.nearness import Nearness, describe_nearness
from malmoi.extract.pairing import spans
from malmoi.extract.sides import Phrase, Side, Unit

# What a token points at: words of one meaning point the same way, and a word between others a little at these.
MEANINGS = {"배": 0, "ship": 0, "pear": 1, "먹": 1, "sank": 2, "가라앉": 2, "the": 3}


class Words:
    """An encoder that tells one token a word; `encode` knows nothing."""

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        return np.ones((len(texts), 4), np.float32)

    def tokens(self, texts: list[str], /) -> list[tuple[NDArray[np.float32], NDArray[np.int64]]]:
        return [self._of(text) for text in texts]

    def _of(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        words = text.split()
        starts = np.cumsum([0, *[len(w) + 1 for w in words]])[: len(words)]
        vectors = np.array([np.eye(5)[MEANINGS.get(w, 4)] for w in words], np.float32).reshape(-1, 5)
        return vectors, np.array([(s, s + len(w)) for s, w in zip(starts, words, strict=True)], np.int64).reshape(-1, 2)


def side(text: str, *phrases: str) -> Side:
    words = text.split()
    starts = [sum(len(w) + 1 for w in words[:n]) for n in range(len(words))]
    units = [Unit(w, s, s + len(w), 1.0) for w, s in zip(words, starts, strict=True)]
    found = []
    for phrase in phrases:
        start = text.index(phrase)
        inner = [n for n, u in enumerate(units) if start <= u.start and u.end <= start + len(phrase)]
        found.append(Phrase(start, start + len(phrase), inner[0], inner[-1] + 1, phrase))
    return Side(text, units, found)


# Words of no meaning, so that the middle of each language is theirs.
OTHERS = [(side("가 나 다 라 마 바 사 아", "가"), side("a b c d e f g h", "a"))]


def test_tokens_of_one_meaning_are_near_and_shared() -> None:
    ko, en = side("배 가라앉", "배", "가라앉"), side("the ship sank", "ship", "sank", "the ship")
    seen = Context(Words(), [(ko, en), *OTHERS]).of(ko, en)
    assert seen.cosines.shape == seen.shared_ko.shape == seen.stray_en.shape == (2, 3)
    assert seen.cosines[0].argmax() == 0
    assert seen.cosines[1].argmax() == 1
    assert seen.shared_ko[0, 0] > 0.9 > 0.1 > seen.shared_ko[0, 1]
    # What `ship` looks for is in 배; what `the` beside it looks for is nowhere.
    assert seen.shared_en[0, 0] > 0.9 > seen.shared_en[0, 2]
    # 배 ~ sank leaves astray the ship that stands beside.
    assert seen.stray_en[0, 1] > 0.9
    # `the` looks for nothing in particular: half of it here, half there.
    assert seen.stray_en[1, 1] == pytest.approx(0.5, abs=0.01)


def test_phrases_without_tokens_and_empty_texts_are_nothing() -> None:
    ko, en = side("배", "배"), Side("")
    seen = Context(Words(), [(ko, en)]).of(ko, en)
    assert seen.cosines.shape == (1, 0)
    beside = Side("배 ", [Unit("x", 2, 2, 1.0)], [Phrase(2, 2, 0, 1, "")])
    again = Context(Words(), [(beside, side("ship", "ship"))]).of(beside, side("ship", "ship"))
    assert again.cosines.tolist() == [[0.0]]
    assert again.stray_en.tolist() == [[0.0]]


def test_a_large_bitext_is_centred_by_a_sample_and_not_kept() -> None:
    segments = [(side("배 가라앉", "배"), side("the ship sank", "ship"))] * 600
    context = Context(Words(), segments)
    assert not context._kept
    assert context.of(*segments[0]).cosines == pytest.approx(Context(Words(), segments[:1]).of(*segments[0]).cosines)


def test_the_columns_are_filled_and_name_their_model() -> None:
    ko, en = side("배 가라앉", "배", "가라앉"), side("the ship sank", "ship", "sank")
    near = Nearness(Words(), [(ko, en), *OTHERS])
    assert near.model == "_token"
    pairs = PairEvidence.of(ko, en, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    describe_nearness(pairs, near.of(ko, en), spans(ko, en, pairs))
    assert all(pairs.get(name).any() for name in FEATURES if name.startswith("token"))
    assert pairs.get("token_ko")[0] > 0 > pairs.get("token_ko")[1]
    assert pairs.get("token_en")[3] > 0 > pairs.get("token_en")[2]


def test_without_tokens_the_columns_stay_empty() -> None:
    class Sentences(Words):
        def tokens(self, _texts: list[str], /) -> None:  # type: ignore[override]
            return None

    ko, en = side("배 가라앉", "배"), side("the ship sank", "ship")
    near = Nearness(Sentences(), [(ko, en)])
    assert near.model == "_near"
    pairs = PairEvidence.of(ko, en, np.array([0]), np.array([0]))
    describe_nearness(pairs, near.of(ko, en), spans(ko, en, pairs))
    assert not any(pairs.get(name).any() for name in FEATURES if name.startswith("token"))
