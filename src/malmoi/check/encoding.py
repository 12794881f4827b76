"""encoding: characters that came to harm on the way: replacement marks, bytes read in a wrong encoding, decomposed Hangul."""

import re
import unicodedata
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_LOST = re.compile("\ufffd+")
# UTF-8 read as Latin-1 or CP1252: â€™ for ’, ìž for a syllable.
_MISREAD = re.compile(
    "â€[\u2122\u0153\u02dc“”\u00a6™œ˜]|(?:[ê-í][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]{1,2}){2,}|Ã[\u00a0-\u00bf]"
)
_CONJOINING = re.compile("[\u1100-\u11ff]+")


def find(segment: Segment) -> Iterator[Problem]:
    """Damaged characters of the target; hard where a character is lost."""
    text = segment.text(segment.target)
    if text.isascii():
        return
    for pattern in (_LOST, _MISREAD):
        for match in pattern.finditer(text):
            yield Problem(
                "encoding",
                "hard",
                **Problem.at(segment.target, Span(match.start(), match.end())),
                message="lost_character",
                fields={"text": match[0]},
            )
    if segment.target != "ko" or unicodedata.is_normalized("NFC", text):
        return
    conjoining = _CONJOINING.search(text)
    if conjoining:
        yield Problem(
            "encoding", "advisory", ko=Span(conjoining.start(), conjoining.end()), message="decomposed",
            suggestion=unicodedata.normalize("NFC", conjoining[0]),
        )  # fmt: skip
