"""loanword: a loanword of a Korean target in a spelling that the orthography (외래어 표기법) does not have."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.text.hangul import normalize

__all__ = ["find"]


def find(segment: Segment) -> Iterator[Problem]:
    """Spellings of `loanwords.tsv`; advisory, because names of firms and products keep theirs."""
    if segment.target != "ko":
        return
    given = normalize(segment.ko)
    pattern, right = _table()
    for match in pattern.finditer(given.text):
        yield Problem(
            "loanword",
            "advisory",
            ko=given.span(match.start(), match.end()),
            message="loanword",
            fields={"written": match[0], "right": right[match[0]]},
            suggestion=right[match[0]],
        )


@lru_cache(maxsize=1)
def _table() -> tuple["re.Pattern[str]", dict[str, str]]:
    lines = files("malmoi.check").joinpath("loanwords.tsv").read_text("utf-8").splitlines()
    right = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    longest_first = sorted(right, key=len, reverse=True)
    # Two syllables stand in other words by chance (쥬스 in 아쥬스): they must begin their word.
    parts = [re.escape(word) if len(word) > 2 else rf"(?<![가-힣]){re.escape(word)}" for word in longest_first]
    return re.compile("|".join(parts)), right
