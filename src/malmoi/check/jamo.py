"""stray_jamo: a letter of Hangul caught between syllables, left over from typing."""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

# ㅋㅋ, ㅠㅠ, ㄱ) and words about letters (ㄹ받침) stay.
_STRAY = re.compile(r"(?<=[가-힣])[ㄱ-ㅎㅏ-ㅣ](?=[가-힣])|(?<=[가-힣])[ㅏ-ㅣ](?![가-힣ㄱ-ㅣ])")


def find(segment: Segment) -> Iterator[Problem]:
    """Advisory: single jamo inside words of a Korean target."""
    if segment.target != "ko":
        return
    for match in _STRAY.finditer(segment.ko):
        yield Problem(
            "stray_jamo",
            "advisory",
            ko=Span(match.start(), match.end()),
            message="stray_jamo",
            fields={"text": match[0]},
        )
