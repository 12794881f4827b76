"""foreign_script: kana, and ideographs that Korean does not use, in a Korean target."""

import re
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

_OTHERS = re.compile("[\u3041-\u30fa\u30fc-\u30ff]+|[\u4e00-\u9fff]+")
_KANA = "\u3041", "\u30ff"


def find(segment: Segment) -> Iterator[Problem]:
    """Advisory: runs of kana, and of ideographs outside KS X 1001, which holds the Hanja that Korean texts use."""
    if segment.target != "ko" or segment.ko.isascii():
        return
    for match in _OTHERS.finditer(segment.ko):
        if _KANA[0] <= match[0][0] <= _KANA[1] or not _is_korean(match[0]):
            yield Problem(
                "foreign_script",
                "advisory",
                ko=Span(match.start(), match.end()),
                message="foreign_script",
                fields={"text": match[0]},
            )


def _is_korean(text: str) -> bool:
    try:
        text.encode("euc_kr")
    except UnicodeEncodeError:
        return False
    return True
