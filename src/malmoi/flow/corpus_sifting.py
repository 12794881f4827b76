"""What a corpus leaves out, segment by segment, and why.

empty       a side has no text
long        a side is longer than any sentence
language    the Korean side has hardly any Hangul, or the English one no Latin letters or too much Hangul
length      the lengths are too far from what translations have
same        the pair has been there before, but for white space
near        the pair has been there before, but for particles, endings, articles, case and punctuation
numbers     both sides have an amount where the other has another one
estimate    the sides are hardly translations of one another (`align.estimate`)

The first four cost next to nothing and are asked first; `numbers`, `near` and `estimate` need morphemes.
"""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from malmoi.align.word_units import Pair, read_pairs
from malmoi.amounts.compare import compare_amounts
from malmoi.errors import UsageError
from malmoi.flow.corpus_doubles import Keys, keys_of
from malmoi.flow.quality import estimate_quality

__all__ = ["REASONS", "Sieve", "composed", "judged", "plain_reasons", "same_keys"]

REASONS = ("empty", "long", "language", "length", "same", "numbers", "near", "estimate")

_DIGEST_BYTES = 16
# English letters to a Korean one, and what is added to both lengths so that the ratio of two words means little (`align.estimate`).
_LETTERS_RATIO, _PADDING = 2.2, 5
# Of the letters of a Korean side, and of an English one, so much is Hangul at least, and at most.
_LEAST_HANGUL, _MOST_HANGUL = 0.1, 0.3


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is let through: characters of a side at most, the greatest factor between a length and the usual one, amounts that must not
    differ, the least probability of being a translation (0: not asked), doubles of either kind."""

    longest: int = 2_000
    factor: float = 4.0
    numbers: bool = True
    least: float = 0.2
    near: bool = True

    def __post_init__(self) -> None:
        """Raises UsageError for what lets nothing through."""
        if self.longest < 1 or self.factor <= 1 or not 0 <= self.least < 1:
            raise UsageError(
                "A sieve lets sides of at least 1 character through, a factor above 1, and a probability from 0 to below 1: "
                f"not {self.longest}, {self.factor} and {self.least}."
            )

    @property
    def needs_morphemes(self) -> bool:
        """Is more asked than lengths and letters?"""
        return self.numbers or self.near or self.least > 0

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def composed(frame: pl.DataFrame) -> pl.DataFrame:
    """The same segments without white space at the ends, Hangul in whole syllables (NFC), nulls as empty texts."""
    return frame.with_columns(
        pl.col("doc").fill_null(""),
        *(pl.col(side).fill_null("").str.normalize("NFC").str.strip_chars() for side in ("ko", "en")),
    )


def plain_reasons(frame: pl.DataFrame, sieve: Sieve) -> pl.Series:
    """The first of the reasons that need no morphemes, for each segment; null for what passes."""
    ko, en = pl.col("ko"), pl.col("en")
    ratio = ((ko.str.len_chars() + _PADDING) * _LETTERS_RATIO / (en.str.len_chars() + _PADDING)).log().abs()
    foreign = (_hangul(ko) < _LEAST_HANGUL) | (_hangul(en) > _MOST_HANGUL) | ~en.str.contains("[A-Za-z]")
    reason = (
        pl.when((ko == "") | (en == ""))
        .then(pl.lit("empty"))
        .when(pl.max_horizontal(ko.str.len_chars(), en.str.len_chars()) > sieve.longest)
        .then(pl.lit("long"))
        .when(foreign)
        .then(pl.lit("language"))
        .when(ratio > float(np.log(sieve.factor)))
        .then(pl.lit("length"))
    )
    return frame.select(reason.alias("reason")).to_series()


def same_keys(frame: pl.DataFrame) -> Keys:
    """Keys of the texts, which are equal when nothing but white space differs."""
    return keys_of(
        _digest(" ".join(ko.split()), " ".join(en.split())) for ko, en in frame.select("ko", "en").iter_rows()
    )


def judged(frame: pl.DataFrame, sieve: Sieve) -> tuple[list[str | None], Keys]:
    """What morphemes say of segments that passed so far: a reason or None each, and the keys by which near doubles are known."""
    reasons: list[str | None] = [None] * frame.height
    pairs = frame.select("ko", "en").rows()
    if sieve.numbers:
        for row, pair in enumerate(pairs):
            if any(found.status == "mismatch" for found in compare_amounts(*pair)):
                reasons[row] = "numbers"
    if sieve.least > 0:
        likely = estimate_quality(frame).segments["p"]
        for row, p in enumerate(likely):
            if p is not None and p < sieve.least and reasons[row] is None:
                reasons[row] = "estimate"
    return reasons, keys_of(map(_near_key, read_pairs(pairs)) if sieve.near else (b"\0" * _DIGEST_BYTES for _ in pairs))


def _near_key(pair: Pair) -> bytes:
    """Of the content morphemes of one side and the lemmas of the other; where a side has none, of the letters and figures of its text.

    Korean ones stand without gaps, because a particle may change where Kiwi cuts what is before it.
    """
    ko, en = (gap.join(unit.key for unit in units) for gap, units in (("", pair.ko), (" ", pair.en)))
    return _digest(ko or _bare(pair.texts[0]), en or _bare(pair.texts[1]))


def _bare(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKC", text).casefold() if ch.isalnum())


def _digest(ko: str, en: str) -> bytes:
    return hashlib.blake2b(f"{ko}\x1f{en}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()


def _hangul(text: pl.Expr) -> pl.Expr:
    """The share of Hangul among the letters; 0 where there are none."""
    letters = text.str.count_matches(r"\p{L}")
    return text.str.count_matches(r"\p{Hangul}") / pl.max_horizontal(letters, pl.lit(1))
