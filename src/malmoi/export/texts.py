"""Texts as a cell can hold them.

A cell holds 32,767 characters (https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3), XML no control
characters; and spreadsheet programs read "_x000D_" in a text as an escaped character (ECMA-376, 22.9.2.19 ST_Xstring).
"""

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from malmoi.formats.containers.xmltext import legal

__all__ = ["MAX_TEXT", "Run", "is_too_long", "xml_runs", "xml_text"]

# A stretch of text and the name of its look: "" plain, or a term's status.
Run = tuple[str, str]

# Characters a cell holds, as UTF-16 code units.
MAX_TEXT = 32_767
_CUT = " […]"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = "_x005F_"
_LINE_ENDS = re.compile("\r\n?")
# Nearly every text has none of these, and one search costs less than the replacements.
_RISKY = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff&<>]|_x")


def xml_text(text: str) -> str:
    """`text` as XML that a cell can hold: line ends as "\\n", forbidden characters made visible, escapes escaped, cut to length."""
    if is_too_long(text):
        text = _beginning(text, MAX_TEXT - len(_CUT)) + _CUT
    return _clean(text) if _RISKY.search(text) else text


def xml_runs(runs: Sequence[Run]) -> list[Run]:
    """`xml_text` over the runs of a rich text: the length counts over all of them, runs without text are left out."""
    if is_too_long("".join([text for text, _ in runs])):
        runs = _cut_runs(runs)
    return [(_clean(text) if _RISKY.search(text) else text, name) for text, name in runs if text]


def is_too_long(text: str) -> bool:
    """Does `text` exceed what a cell holds?"""
    return len(text) * 2 > MAX_TEXT and _units(text) > MAX_TEXT


def _clean(text: str) -> str:
    return escape(_ESCAPE.sub(_ESCAPED, _LINE_ENDS.sub("\n", legal(text))))


def _cut_runs(runs: Sequence[Run]) -> list[Run]:
    """The beginning of runs that are too long together, and a mark that says so."""
    left, out = MAX_TEXT - len(_CUT), []
    for text, name in runs:
        out.append((_beginning(text, left), name))
        left -= _units(out[-1][0])
    return [*out, (_CUT, "")]


def _beginning(text: str, units: int) -> str:
    """As much of `text` as fits into so many UTF-16 units, without half a character."""
    return text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
