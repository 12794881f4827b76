"""Figures among Korean morphemes that date, count or measure: no part of a term."""

from collections.abc import Sequence

from malmoi.text.korean import Token

__all__ = ["is_counted", "opens_measure"]


def opens_measure(tokens: Sequence[Token], i: int) -> bool:
    """Does token i open a date, an amount or a measure (21일, 500명, 3조5000억), or lie inside one? It is no term's then."""
    token = tokens[i]
    if token.tag != "SN" and not (i and tokens[i - 1].tag == "SN"):
        return False
    if _is_hyphened(tokens, i) or _is_hyphened(tokens, i - 1):
        return False
    if i and tokens[i - 1].tag == "SN" and tokens[i - 1].end == token.start and token.form in _INNER_MEASURES:
        return True
    if token.tag != "SN" or i + 1 >= len(tokens):
        return False
    after = tokens[i + 1]
    if after.form == "월" and _is_delivery(tokens, i + 2):
        return False
    if after.form == "년" and i + 2 < len(tokens) and tokens[i + 2].form in _SPANS:
        return True
    return after.form in _MEASURES or (after.tag == "NR" and after.start == token.end)


def is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Is token i a figure that counts what follows it (중소기업 600개)? It is no part of a name then (보잉 747)."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return tokens[i].tag == "SN" and after is not None and after.start == tokens[i].end and after.tag in _COUNTERS


_COUNTERS = frozenset({"NNB", "NNG", "NR", "XSN", "SW", "SN"})


def _is_hyphened(tokens: Sequence[Token], i: int) -> bool:
    """Is token i a figure after letters and a hyphen (I-35W, F-16)?"""
    return 1 < i < len(tokens) and tokens[i].tag == "SN" and tokens[i - 1].form == "-" and tokens[i - 2].tag == "SL"


def _is_delivery(tokens: Sequence[Token], i: int) -> bool:
    """Do goods stand here that go by the month of their delivery: 8월 인도분, 9월물, 3월호?"""
    forms = [t.form for t in tokens[i : i + 2]]
    return forms[:1] in (["물"], ["호"]) or forms[1:] in (["분"], ["물"], ["호"])


# Powers of ten and symbols that a figure goes on with; what makes a number of years a stretch of time.
_INNER_MEASURES = frozenset(
    (
        "조",
        "억",
        "만",
        "천",
        "백",
        "KB",
        "MB",
        "GB",
        "TB",
        "Hz",
        "MHz",
        "GHz",
        "W",
        "kW",
        "MW",
        "GW",
        "km",
        "kg",
        "cm",
        "mm",
        "m",
    )
)
_SPANS = frozenset(("간", "이내", "이상", "이하", "동안"))
_MEASURES = frozenset(
    (
        "일",
        "월",
        "시",
        "분",
        "초",
        "명",
        "개",
        "시간",
        "주",
        "주일",
        "개월",
        "원",
        "달러",
        "여",
        "만",
        "억",
        "건",
        "개사",
        "대",
        "년간",
    )
)
