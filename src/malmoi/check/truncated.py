"""truncated: the target breaks off in the middle of a sentence that the source ends.

An English sentence never ends in an article; a Korean one never ends in the particle of a subject or an object.
"""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem, Severity
from malmoi.check.segment import Segment
from malmoi.check.wordlists import words
from malmoi.model.records import Span
from malmoi.text.korean import tokenize

__all__ = ["find"]

_ENDED = re.compile(r"[.!?。…:;]['\"”’)\]」』》〉]*\s*$|[다요죠까음함됨임]['\"”’)\]」』]*\s*$")
_OPEN = re.compile(r"[,\-–—(\[“‘「『/&]\s*$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\s*$")
_NEVER_LAST, _SELDOM_LAST = words("never_last"), words("seldom_last")
# An adnominal ending (낙담한) also ends glosses and headings.
_SURE_TAGS, _LIKELY_TAGS = ("JKO", "JKG", "JC"), ("JKS", "JX", "JKB", "EC", "JKQ", "ETM")
# Characters that Kiwi is shown of the end of a text.
_TAIL = 30


def find(segment: Segment) -> Iterator[Problem]:
    """At most one problem, at the end of the target."""
    if not segment.is_whole or segment.is_copy:
        return
    source, target = segment.text(segment.source).rstrip(), segment.text(segment.target).rstrip()
    if not _ENDED.search(source) or _ENDED.search(target):
        return
    severity = _korean(target) if segment.target == "ko" else _english(target)
    if severity is None:
        return
    start = max(target.rfind(" ") + 1, 0)
    yield Problem(
        "truncated",
        severity,
        **Problem.at(segment.target, Span(start, len(target))),
        message="truncated",
        fields={"text": target[start:]},
    )


def _english(text: str) -> Severity | None:
    last = _LAST_WORD.search(text)
    if last is None:
        return "advisory" if _OPEN.search(text) else None
    word = last[1].lower()
    return "hard" if word in _NEVER_LAST else "advisory" if word in _SELDOM_LAST else None


def _korean(text: str) -> Severity | None:
    if not "가" <= text[-1] <= "힣":
        return "advisory" if _OPEN.search(text) else None
    tail = text[-_TAIL:]
    tokens = tokenize(tail[tail.find(" ") + 1 :])
    if len(tokens) < len(("noun", "particle")):
        return None
    tag = tokens[-1].tag
    return "hard" if tag in _SURE_TAGS else "advisory" if tag in _LIKELY_TAGS else None
