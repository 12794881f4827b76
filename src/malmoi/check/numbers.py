"""number_missing: a figure that stands on one side only.

That is ordinary in free translation; it is certain where the pair is otherwise a close translation.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from malmoi.check.problem import Problem, Severity
from malmoi.check.segment import Segment
from malmoi.model.records import Amount, AmountPair, Lang, Span

__all__ = ["find"]

_DIGIT = re.compile(r"\d+")
_CONVERSION = re.compile(r"[(（\[]\s*(?:약|about|approximately|roughly|some|~|≈)?\s*[^()（）]*$")
# Words elsewhere that may be open while the pair still counts as close: one in so many.
_OPEN_ONE_IN = 6
_COUNTED_ONE_IN = 3
# 2005.10, 2005.10.3: a date at the foot of a text.
_DATE = re.compile(r"(?:19|20)\d\d\.\s?\d{1,2}(?:\.\s?\d{1,2})?\.?")


def find(segment: Segment) -> Iterator[Problem]:
    """Figures of the source that are gone, and figures of the target that came from nowhere."""
    if not segment.is_whole:
        return
    for pair in segment.amounts:
        if pair.status in ("ko_only", "en_only"):
            yield from _missing(segment, pair)


def _missing(segment: Segment, pair: AmountPair) -> Iterator[Problem]:
    lang: Lang = "ko" if pair.ko is not None else "en"
    amount = pair.ko if pair.ko is not None else pair.en
    if amount is None:
        return
    text, other = segment.text(lang), segment.text("en" if lang == "ko" else "ko")
    written = text[amount.start : amount.end]
    if (
        not any(ch.isdigit() for ch in written)
        or _DATE.fullmatch(written)
        or _is_conversion(text, amount)
        or _is_judged(segment, lang, amount)
        or _stands(written, other)
    ):
        return
    yield Problem(
        "number_missing",
        _certainty(segment, lang, amount),
        **Problem.at(lang, Span(amount.start, amount.end)),
        message="number_missing" if lang == segment.source else "number_added",
        fields={"amount": written},
    )


def _is_judged(segment: Segment, lang: Lang, amount: Amount) -> bool:
    """Is it part of a code or a time, or the number of a thing of which the other side has one too? Other rules judge those."""
    there = {thing.kind for thing in segment.numbered("en" if lang == "ko" else "ko") if thing.kind}
    spans = [clock.span for clock in segment.clocks(lang)]
    spans += [code.span for code in (*segment.placeholders(lang), *segment.tags(lang))]
    spans += [thing.span for thing in segment.numbered(lang) if thing.kind in there]
    return any(span.start < amount.end and amount.start < span.end for span in spans)


def _is_conversion(text: str, amount: Amount) -> bool:
    """Is it in a bracket, where conversions stand that may be added or dropped?"""
    return bool(_CONVERSION.search(text[: amount.start])) and bool(re.match(r"[^()（）]*[)）\]]", text[amount.end :]))


def _stands(written: str, other: str) -> bool:
    """Do the digits stand on the other side, in whatever reading, or are they said in words there?"""
    if any(figure.fullmatch(written) and words.search(other) for figure, words in _said_alike()):
        return True
    there = set(_DIGIT.findall(other.replace(",", "")))
    return all(digits in there for digits in _DIGIT.findall(written.replace(",", "")))


@lru_cache(maxsize=1)
def _said_alike() -> list[tuple["re.Pattern[str]", "re.Pattern[str]"]]:
    lines = files("malmoi.check").joinpath("said_alike.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(re.compile(figure), re.compile(words)) for figure, words in rows]


def _certainty(segment: Segment, lang: Lang, amount: Amount) -> Severity:
    """Hard where the pair is a close translation, or where what was counted is there and its number is not."""
    if amount.value is None or amount.unit == "ordinal" or abs(amount.value) <= _SMALL:
        return "advisory"
    fidelity = segment.fidelity
    opened = {
        side: [u for u in fidelity.open(side) if side != lang or not amount.start <= u.start < amount.end]
        for side in _SIDES
    }
    counted = _is_counted_there(segment, lang, amount)
    if not counted and amount.unit == "number" and abs(amount.value) < _FEW:
        return "advisory"
    one_in = _COUNTED_ONE_IN if counted else _OPEN_ONE_IN
    allowed = fidelity.slack(segment.source, one_in)
    return "hard" if all(len(units) <= allowed for units in opened.values()) else "advisory"


_SIDES: tuple[Lang, Lang] = ("ko", "en")
# One and two hide in articles, plurals, both, a pair.
_SMALL = 2
# Bare figures below this are idioms (9 to 5) and numbers of things as often as counts.
_FEW = 10


def _is_counted_there(segment: Segment, lang: Lang, amount: Amount) -> bool:
    """Has the noun beside the amount (로봇 800대, 131 passengers) a counterpart that no figure stands beside?"""
    units = segment.fidelity.units(lang)
    inside = [i for i, u in enumerate(units) if amount.start <= u.start < amount.end]
    if not inside:
        return False
    beside = [units[i] for i in (inside[-1] + 1, inside[0] - 1) if 0 <= i < len(units)]
    other: Lang = "en" if lang == "ko" else "ko"
    text = segment.text(other)
    for unit in beside:
        if unit.tag.startswith(("V", "M")):
            continue
        found = segment.fidelity.counterparts(lang, Span(unit.start, unit.end))
        if found:
            return all(not any(ch.isdigit() for ch in text[max(0, far.start - 8) : far.end + 5]) for _, far, _ in found)
    return False
