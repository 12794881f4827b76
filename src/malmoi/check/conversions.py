"""conversion_off: money converted in brackets at another rate than the rest of the document, 5000억달러(약 702조원).

One document converts at one rate, within five per cent; the outlier is the error, most often a slip of a power of ten.
"""

from collections.abc import Iterator
from decimal import Decimal

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.model.records import Span

__all__ = ["find"]

# So many times the document's rate, or so many times less, is a slip; less may be another day's rate.
_SLIP = Decimal(3)


def find(segment: Segment) -> Iterator[Problem]:
    """Conversions of the target that do not fit the document's rate."""
    text = segment.text(segment.target)
    for off in segment.document.off_rate:
        if off.segment != segment.number or off.lang != segment.target or off.expected is None:
            continue
        factor = off.rate / off.expected
        yield Problem(
            "conversion_off",
            "hard" if factor >= _SLIP or factor <= 1 / _SLIP else "advisory",
            **Problem.at(segment.target, Span(off.given.start, off.converted.end)),
            message="conversion_off",
            fields={
                "given": text[off.given.start : off.given.end],
                "converted": text[off.converted.start : off.converted.end],
                "rate": f"{off.rate:.5g}",
                "expected": f"{off.expected:.5g}",
            },
        )
