"""Which way was a bitext translated? Translations show: conversions and originals in brackets stand in the target.

Korean translations give won for foreign money (5000억 달러(약 700조 원)) and the Latin of a name in brackets (애빌린(Abilene)); English
ones give dollars for won ($1 = …, 12 trillion won ($8.43 billion)) and speak of Koreans in romanised names.
"""

import re
from collections.abc import Iterable
from typing import Literal

from malmoi.model.records import Lang

__all__ = ["Direction", "guess_source"]

Direction = Literal["ko-en", "en-ko"]

_KO_TARGET = (
    re.compile(r"(?:달러|유로|파운드|엔|위안|불)\s*[(（]\s*(?:약\s*|한화\s*)*[\d,.만억조천백 ]+\s*원"),
    re.compile(r"[가-힣]\s?[(（][A-Z][a-z]+(?:[ .'-]+[A-Z]?[a-z]*)*[^()（）]{0,40}[)）]"),
    re.compile(r"[(（](?:영국|미국|프랑스|독일|현지)[^()]*시[간각]"),
)
_EN_TARGET = (
    re.compile(r"\bwon\s*\((?:about\s+|approximately\s+|roughly\s+)?(?:US)?\$"),
    re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+\b"),
    re.compile(r"\b(?:KRW|KOSPI|chaebol|jeonse|Gyeonggi|Gangnam|Seoul)\b"),
    re.compile(r"\bwon\b"),
)
# Segments that are looked at: the style of a text shows early.
_MOST = 400


def guess_source(pairs: Iterable[tuple[str, str]]) -> Lang:
    """The language that (ko, en) pairs were translated from; Korean when nothing tells."""
    to_korean = to_english = 0
    for ko, en in (pair for pair, _ in zip(pairs, range(_MOST), strict=False)):
        to_korean += sum(bool(pattern.search(ko)) for pattern in _KO_TARGET)
        to_english += sum(bool(pattern.search(en)) for pattern in _EN_TARGET)
    return "en" if to_korean > to_english else "ko"
