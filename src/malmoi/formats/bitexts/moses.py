"""Parallel corpora as two plain texts, line by line: line n of the one is the translation of line n of the other.

The way corpora for machine translation come (https://www2.statmt.org/moses/?n=FactoredTraining.PrepareTraining). Empty lines count:
they are the numbers of all that follow.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import polars as pl

from malmoi.errors import InputError, LanguageError, UsageError
from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.sides import Row
from malmoi.formats.containers.textstream import numbered_lines
from malmoi.text.hangul import hangul_share

__all__ = ["read", "write"]

# Lines that tell which text is Korean.
_SAMPLE = 1000
_LINE_ENDS = re.compile(r"[\r\n]+")


def write(segments: pl.DataFrame, path: StrPath | tuple[StrPath, StrPath]) -> None:
    """Write a `bitext` frame as a Korean and an English text; a line break within a segment becomes a space.

    Raises UsageError unless two paths are given, OutputError.
    """
    ko, en = _two(path)
    with replacing(ko) as korean, replacing(en) as english:
        for row in segments.select("ko", "en").iter_rows():
            for stream, text in zip((korean, english), row, strict=True):
                stream.write(f"{_LINE_ENDS.sub(' ', text or '')}\n".encode())


def read(
    path: StrPath | tuple[StrPath, StrPath], encoding: str | None = None, mapping: Mapping[str, str] | None = None
) -> Iterator[Row]:
    """The pairs of lines of a Korean and an English text.

    Raises UsageError unless two paths are given, LanguageError when the first is the less Korean, InputError when the numbers of
    lines differ or a file is missing or empty, EncodingError.
    """
    ko, en = _two(path)
    shares = [
        hangul_share("\n".join(line for _, line in islice(numbered_lines(one, encoding), _SAMPLE))) for one in (ko, en)
    ]
    if shares[0] < shares[1]:
        raise LanguageError(f"{ko} is less Korean than {en}: give the Korean text first.")
    counts = [sum(1 for _ in numbered_lines(one, encoding)) for one in (ko, en)]
    if counts[0] != counts[1]:
        raise InputError(
            f"{ko} has {counts[0]} lines and {en} {counts[1]}: they are compared line by line. "
            "Align them first: malmoi align KO EN -o pairs.tsv"
        )
    for (_, korean), (_, english) in zip(numbered_lines(ko, encoding), numbered_lines(en, encoding), strict=True):
        yield Row("", korean, english)


def _two(path: StrPath | tuple[StrPath, StrPath]) -> tuple[StrPath, StrPath]:
    if not isinstance(path, tuple):
        raise UsageError(f"{path} is one file: line by line, a Korean and an English one are needed.")
    return path
