"""Do links that an aligner is sure of turn out right? Links with a confidence, by tenths of it, against gold links.

Read are NAACL lines whose last field is a number in [0, 1], and JSON links [i, j, p].
"""

import json
from collections.abc import Iterator
from math import sqrt

from malmoi.export.report import Bin
from malmoi.score.notation import Marked

__all__ = ["link_bins"]

_TENTHS = 10
# 95 % of a normal distribution lies within so many standard deviations.
_NINETY_FIVE = 1.96
_FIELDS = 4


def link_bins(text: str, gold: Marked) -> list[Bin]:
    """A bin for every tenth of confidence that has links; none when the links have no confidence. Possible links count as right."""
    cells: dict[int, list[tuple[float, bool]]] = {}
    for sentence, i, j, p in _with_confidence(text):
        if sentence < len(gold):
            cells.setdefault(min(_TENTHS - 1, int(p * _TENTHS)), []).append(
                (p, (i, j) in gold[sentence][0] | gold[sentence][1])
            )
    return [_bin(cells[tenth]) for tenth in sorted(cells)]


def _bin(links: list[tuple[float, bool]]) -> Bin:
    """The interval is Wilson's (1927): Probable inference, the law of succession, and statistical inference."""
    n = len(links)
    promised, found = sum(p for p, _ in links) / n, sum(right for _, right in links) / n
    z = _NINETY_FIVE
    middle, half = found + z * z / (2 * n), z * sqrt(found * (1 - found) / n + z * z / (4 * n * n))
    return Bin(promised, found, n, (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n))


def _with_confidence(text: str) -> Iterator[tuple[int, int, int, float]]:
    if text.lstrip().startswith("["):
        for number, sentence in enumerate(json.loads(text)):
            for link in sentence:
                if len(link) > len(("ko", "en")) and isinstance(link[2], int | float):
                    yield number, link[0], link[1], float(link[2])
        return
    for line in text.splitlines():
        cells = line.split()
        if len(cells) >= _FIELDS and "." in cells[-1] and all(cell.isdigit() for cell in cells[:3]):
            yield int(cells[0]) - 1, int(cells[1]) - 1, int(cells[2]) - 1, float(cells[-1])
