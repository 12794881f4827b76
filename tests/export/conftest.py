"""One small alignment, written for these tests: every status, a merged and a one-sided segment, awkward characters."""

import polars as pl
import pytest

from malmoi.model.frames import AMOUNTS, CANDIDATES, OCCURRENCES, bitext
from malmoi.model.records import Alignment, Bead

SEGMENTS = [
    (
        "한빛전자는 3일 광주에 12억 달러(약 1조6800억 원)를 들여 반도체 후공정 공장을 짓는다고 밝혔다.",
        "Hanbit Electronics said on the 3rd that it would spend $1.2 billion (about 1.68 trillion won) on a chip packaging plant.",
        0.97,
        (1, 1),
    ),
    (
        "이사회는 지난주 투자 계획을 승인했다.",
        "Its board of directors approved the plan last week. Construction starts in March.",
        0.82,
        (1, 2),
    ),
    ("새 공장은 직원 1200명을 고용하고 2029년부터 매출의 15%를 맡는다.", "", 0.0, (1, 0)),
    (
        "영업이익은 3조 2000억 원으로 1년 전보다 8.5% 늘었다.",
        "Operating profit rose 8.5 percent from a year earlier to 320 billion won.",
        0.91,
        (1, 1),
    ),
    (
        "=SUM(A1:A9) 같은 수식도, @메모도 글자 그대로 남아야 한다.",
        "-1 or +82 or =SUM(A1:A9) or @note must stay as they are typed.",
        0.44,
        (1, 1),
    ),
]
TERMS = [
    ("한빛전자", "Hanbit Electronics", "organisation", 0.98, 1, "소리가 같음 / the names sound alike (0.94)", "new"),
    ("반도체 후공정", "chip packaging", "term", 0.71, 1, "함께 나옴 / they occur together", "new"),
    ("이사회", "board of directors", "term", 0.99, 1, "용어집 / in the glossary", "known"),
    (
        "영업이익",
        "operating profit",
        "term",
        0.96,
        1,
        "용어집에는 operating income / the glossary has operating income",
        "conflict",
    ),
    ("=SUM(A1:A9)", "=SUM(A1:A9)", "acronym", 0.31, 1, "글자가 같음 / the same characters", "new"),
]


@pytest.fixture
def alignment() -> Alignment:
    return sample()


def sample() -> Alignment:
    """The alignment; occurrences are found by the terms' forms."""
    segments = bitext([s[0] for s in SEGMENTS], [s[1] for s in SEGMENTS], "hanbit", [s[2] for s in SEGMENTS])
    occurrences, rows = [], []
    for i, (ko, en, *rest) in enumerate(TERMS):
        seg = next(j for j, s in enumerate(SEGMENTS) if ko in s[0])
        at, to = SEGMENTS[seg][0].index(ko), SEGMENTS[seg][1].lower().index(en.lower())
        occurrences.append((i, seg, at, at + len(ko), to, to + len(en), rest[1]))
        rows.append((ko, en, *rest, *SEGMENTS[seg][:2]))
    return Alignment(
        segments,
        pl.DataFrame(rows, schema=CANDIDATES, orient="row"),
        pl.DataFrame(occurrences, schema=OCCURRENCES, orient="row"),
        pl.DataFrame([_amount(*row) for row in AMOUNT_ROWS], schema=AMOUNTS, orient="row"),
        {"segments": 5, "segment_score": 0.63, "terms": 5, "signature": "malmoi:0.1.0|kiwi:0.24.1|seed:0"},
        tuple(Bead(tuple(range(k)), tuple(range(e)), score) for _, _, score, (k, e) in SEGMENTS),
    )


AMOUNT_ROWS = [
    (0, "match", None, "12억 달러", "1200000000", "USD", "$1.2 billion", "1200000000", "USD"),
    (0, "match", None, "1조6800억 원", "1680000000000", "KRW", "1.68 trillion won", "1680000000000", "KRW"),
    (2, "ko_only", None, "1200명", "1200", "person", None, None, None),
    (2, "ko_only", None, "15%", "15", "percent", None, None, None),
    (3, "mismatch", "×10", "3조 2000억 원", "3200000000000", "KRW", "320 billion won", "320000000000", "KRW"),
    (3, "match", None, "8.5%", "8.5", "percent", "8.5 percent", "8.5", "percent"),
]


def _amount(seg, status, ratio, ko, ko_value, ko_unit, en, en_value, en_unit):
    spans = []
    for text, form in zip(SEGMENTS[seg][:2], (ko, en), strict=True):
        start = text.index(form) if form else None
        spans += [start, form and start + len(form)]
    return (seg, status, ratio, ko, en, ko_value, ko_unit, en_value, en_unit, *spans)
