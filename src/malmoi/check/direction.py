"""Which way was a bitext translated? Translations show: conversions and originals in brackets stand in the target.

Korean translations give won for foreign money (5000억 달러(약 700조 원)) and the Latin of a name in brackets (애빌린(Abilene)); English
ones give dollars for won ($1 = …, 12 trillion won ($8.43 billion)) and speak of Koreans in romanised names.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Literal

from malmoi.model.records import Lang

__all__ = ["Direction", "guess_source"]

Direction = Literal["ko-en", "en-ko"]

_KO_TARGET = (
    re.compile(r"(?:달러|유로|파운드|엔|위안|불)\s*[(（]\s*(?:약\s*|한화\s*)*[\d,.만억조천백 ]+\s*원"),
    re.compile(r"[가-힣]\s?[(（][A-Z][a-z]+(?:[ .'-]+[A-Z]?[a-z]*)*[^()（）]{0,40}[)）]"),
    re.compile(r"(?:영국|미국|프랑스|독일|현지|한국)\s?시[간각]"),
    re.compile(r"(?:^|[^가-힣])(?:그녀|그들|당신)(?:[은는이의을를가에와도]|[^가-힣])"),
)
_EN_TARGET = (
    re.compile(r"\bwon\s*\((?:about\s+|approximately\s+|roughly\s+)?(?:US)?\$"),
    re.compile(r"\b(?:[A-Z][a-z]+ [A-Z][a-z]+-[a-z]+|[A-Z][a-z]+-[a-z]+ (?:Kim|Lee|Park|Choi|Jung|Yoon|Kang|Cho))\b"),
    re.compile(r"\b(?:KRW|KOSPI|Kospi|chaebol|jeonse|Gyeonggi|Gangnam|Seoul|Busan|Incheon|Jeju)\b"),
    re.compile(r"\bwon\b(?! (?:the|a|an|by|in|his|her|their|over|three|two|first))|₩"),
    re.compile(r"[(（][^()（）]*[가-힣][^()（）]*[)）]"),
)
# Segments that are looked at: the style of a text shows early.
_MOST = 400


def guess_source(pairs: Iterable[tuple[str, str]], margin: int = 1) -> Lang | None:
    """The language that (ko, en) pairs were translated from; None when nothing tells, or by less than `margin` segments."""
    to_korean = to_english = 0
    for ko, en in islice(pairs, _MOST):
        to_korean += any(pattern.search(ko) for pattern in _KO_TARGET)
        to_english += any(pattern.search(en) for pattern in _EN_TARGET)
    if abs(to_korean - to_english) < margin:
        return None
    return "en" if to_korean > to_english else "ko"
