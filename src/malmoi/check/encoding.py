"""encoding: characters that came to harm on the way: replacement marks, decomposed Hangul, stray jamo, foreign ideographs."""

import re
import unicodedata
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Lang, Span

__all__ = ["find"]

_LOST = re.compile("\ufffd+")
_CONJOINING = re.compile("[\u1100-\u11ff]+")
# One jamo caught between syllables. ㅋㅋ, ㅠㅠ, ㄱ) and words about letters (ㄹ받침) stay.
_STRAY = re.compile(r"(?<=[가-힣])[ㄱ-ㅎㅏ-ㅣ](?=[가-힣])|(?<=[가-힣])[ㅏ-ㅣ](?![가-힣ㄱ-ㅣ])")
_KANA = re.compile("[\u3041-\u30ff]+")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]+")


def find(segment: Segment) -> Iterator[Problem]:
    """Damaged characters of the target."""
    text = segment.text(segment.target)
    if text.isascii():
        return
    yield from _each(_LOST, text, segment.target, "hard", "lost_character")
    if segment.target != "ko":
        return
    if not unicodedata.is_normalized("NFC", text):
        match = _CONJOINING.search(text)
        if match:
            yield Problem(
                "encoding", "advisory", ko=Span(match.start(), match.end()), message="decomposed",
                suggestion=unicodedata.normalize("NFC", match[0]),
            )  # fmt: skip
    yield from _each(_STRAY, text, "ko", "advisory", "stray_jamo")
    yield from _each(_KANA, text, "ko", "advisory", "foreign_script")
    for match in _IDEOGRAPH.finditer(text):
        # KS X 1001 holds the Hanja that Korean texts use; others are Chinese short forms or Japanese ones.
        if not _is_korean(match[0]):
            yield Problem(
                "encoding",
                "advisory",
                ko=Span(match.start(), match.end()),
                message="foreign_script",
                fields={"text": match[0]},
            )


def _each(pattern: "re.Pattern[str]", text: str, lang: Lang, severity: str, message: str) -> Iterator[Problem]:
    for match in pattern.finditer(text):
        yield Problem(
            "encoding",
            "hard" if severity == "hard" else "advisory",
            **Problem.at(lang, Span(match.start(), match.end())),
            message=message,
            fields={"text": match[0]},
        )


def _is_korean(text: str) -> bool:
    try:
        text.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return True
