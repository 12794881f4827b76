"""Amounts that stand for one another and differ, for the rules of values, currencies and units.

`compare_amounts` pairs nothing else, so every one of them is certain.
"""

from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Amount, Span

__all__ = ["differing"]

# What `compare_amounts` calls the difference → (rule, message).
_KINDS = {
    "currency": ("currency_mismatch", "amount_currency"),
    "unit": ("unit_mismatch", "amount_unit"),
    "percent_point": ("amount_mismatch", "amount_percent_point"),
}


def differing(segment: Segment, wanted: str) -> Iterator[Problem]:
    """The pairs of amounts that the rule `wanted` speaks of."""
    if not segment.is_whole:
        return
    for pair in segment.amounts:
        if pair.status == "mismatch" and pair.ko is not None and pair.en is not None:
            rule, message = _kind(pair.ko, pair.en, pair.ratio)
            if rule == wanted:
                yield _problem(segment, pair.ko, pair.en, pair.ratio, rule, message)


def _kind(ko: Amount, en: Amount, ratio: str | None) -> tuple[str, str]:
    if ratio not in _KINDS and ko.value is not None and ko.value == en.value and ko.unit != en.unit:
        return _KINDS["unit"]  # also where one unit is a power of ten of the other: 256MB, 256 GB
    if ratio and ratio.startswith("×"):
        return "amount_mismatch", "amount_power"
    return _KINDS.get(ratio or "", ("amount_mismatch", "amount_value"))


def _problem(segment: Segment, ko: Amount, en: Amount, ratio: str | None, rule: str, message: str) -> Problem:
    texts = {"ko": segment.ko[ko.start : ko.end], "en": segment.en[en.start : en.end]}
    return Problem(
        rule,
        "hard",
        Span(ko.start, ko.end),
        Span(en.start, en.end),
        message=message,
        fields={"source": texts[segment.source], "target": texts[segment.target], "ratio": ratio or ""},
    )
