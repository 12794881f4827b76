"""Texts as a cell can hold them.

A cell holds 32,767 characters (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3), XML no control
characters; and spreadsheet programs read "_x000D_" in a text as an escaped character (ECMA-376, 22.9.2.19 ST_Xstring).
"""

import re
from collections.abc import Sequence

from malmoi.formats.xmltext import legal

__all__ = ["MAX_TEXT", "Run", "is_too_long", "safe_runs", "safe_text"]

# A stretch of text and the name of its look: "" plain, or a term's status.
Run = tuple[str, str]

# Characters a cell holds, as UTF-16 code units.
MAX_TEXT = 32_767
_CUT = " […]"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = "_x005F_"
_LINE_ENDS = re.compile("\r\n?")
# Nearly every text has none of these, and one search costs less than three replacements.
_RISKY = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")


def safe_text(text: str) -> str:
    """`text` as a cell can hold it: line ends as "\\n", forbidden characters made visible, no accidental escapes, cut to length."""
    if is_too_long(text):
        text = _cut(text, MAX_TEXT)
    return _clean(text) if _RISKY.search(text) else text


def safe_runs(runs: Sequence[Run]) -> list[Run]:
    """`safe_text` over the runs of a rich text: the length counts over all of them, runs without text are left out."""
    left, out = MAX_TEXT, []
    for text, name in runs:
        if not text:
            continue
        short = text if len(text) * 2 <= left else _cut(text, left)
        left -= _units(short)
        out.append((_clean(short) if _RISKY.search(short) else short, name))
        if short is not text:
            break
    return [run for run in out if run[0]]


def is_too_long(text: str) -> bool:
    """Does `text` exceed what a cell holds?"""
    return len(text) * 2 > MAX_TEXT and _units(text) > MAX_TEXT


def _clean(text: str) -> str:
    return _ESCAPE.sub(_ESCAPED, _LINE_ENDS.sub("\n", legal(text)))


def _cut(text: str, room: int) -> str:
    """`text` itself where it fits into `room` UTF-16 units; else its beginning and a mark that says so."""
    if _units(text) <= room:
        return text
    keep = max(room - len(_CUT), 0)
    return text.encode("utf-16-le", "surrogatepass")[: keep * 2].decode("utf-16-le", "ignore") + _CUT[:room]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
