"""Lines and paragraphs: which line ends are real, and which were only put there to fit a page.

A blank line always parts paragraphs. A single line end parts them too unless the lines are clearly wrapped: the first word of the
next line would not have fitted on this one, and the text goes on in the middle of a sentence. Marked lines (bullets, numbers,
headings) always begin a paragraph of their own. Works on composed text, in linear time.
"""

import re
from typing import NamedTuple

from malmoi.model.span import Span
from malmoi.text.english import is_function_word
from malmoi.text.hangul import has_hangul, is_syllable
from malmoi.text.particles import strip

__all__ = ["mark_length", "paragraph_spans"]

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Form feed and U+2029 part paragraphs by their very meaning.
_HARD_ENDS = "\x0c\u2029"
# What may begin a line of a list: bullets; 1. 1) (1) ① 1.2; 가. 가) (가); a. A) (a); roman numbers; 제3조. And the # of a heading.
_MARK = re.compile(
    r"""\s*(?:
      [-*+•·▪▫◦‣⁃○●◎◇◆□■△▲▶▷►※→–—☞✓✔★☆ㅇ]\s+
    | [(（\[][0-9]{1,3}[)）\]]\s* | [(（][a-zA-Z가나다라마바사아자차카타파하][)）]\s*
    | [0-9]{1,3}(?:\.[0-9]{1,3})*[.)）]?\)?\s+(?=\S) (?<=[.)）]\s)
    | [0-9]{1,3}(?:\.[0-9]{1,3})+\s+ | [0-9]{1,3}[.)）](?=[^\W\d])
    | [가나다라마바사아자차카타파하][.)）]\s+ | [a-zA-Z][.)）]\s+ | [ivxIVX]{2,5}[.)）]\s+
    | [①-⑳⑴-⒇㉠-㉻❶-❿Ⅰ-Ⅻ][.)]?\s*
    | 제\s?[0-9]+\s?[조장절관편항][\s.(（]
    | \#{1,6}\s+ | >+\s+
    )""",
    re.VERBOSE,
)
# Only lines at least this long (columns; a syllable takes two) can have been wrapped, and a full line reaches this share of the
# longest one: shorter texts are headings, verses, addresses.
_MIN_WIDTH = 40
_FULL = 0.7
_TERMINAL = re.compile(r"[.!?。！？…:;][\"'”’)\]}」』》〉)]*\s*$")
_KOREAN_FINAL = re.compile(r"(?:[다요죠까오라자네지함음임됨][.!?]?|[.!?。])[\"'”’)\]」』]*$")


class _Line(NamedTuple):
    start: int
    end: int
    hard: bool  # a page or paragraph ends here whatever follows


def paragraph_spans(text: str) -> list[Span]:
    """Paragraphs of composed `text`, without the white space around them."""
    out: list[Span] = []
    run: list[_Line] = []
    for line in _lines(text):
        if run and mark_length(text, line.start, line.end):
            out += _join(text, run)
            run = []
        if line.start < line.end:
            run.append(line)
        if run and (line.start == line.end or line.hard):
            out += _join(text, run)
            run = []
    return out + _join(text, run)


def mark_length(text: str, start: int, end: int) -> int:
    """Length of the list or heading mark at the start of text[start:end]; 0 where there is none."""
    found = _MARK.match(text, start, end)
    return found.end() - start if found else 0


def _lines(text: str) -> list[_Line]:
    """Lines less the white space around them; an empty one has start == end."""
    out = []
    at = 0
    for end in _LINE_END.finditer(text):
        out.append(_line(text, at, end.start(), end.group() in _HARD_ENDS))
        at = end.end()
    out.append(_line(text, at, len(text), True))
    return out


def _line(text: str, start: int, end: int, hard: bool) -> _Line:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    return _Line(left, max(left, start + len(piece.rstrip())), hard) if piece.strip() else _Line(start, start, hard)


def _join(text: str, run: list[_Line]) -> list[Span]:
    """Paragraphs of neighbouring lines: joined where they were wrapped."""
    if len(run) < 2:
        return [Span(line.start, line.end) for line in run]
    widths = [_width(text, line.start, line.end) for line in run]
    widest = max(widths)
    fits = [_is_wrapped(text, run[i], run[i + 1], widths[i], widest) for i in range(len(run) - 1)]
    goes_on = [fit and _goes_on(text, run[i], run[i + 1]) for i, fit in enumerate(fits)]
    # Once one line goes on in the middle of a sentence the page was wrapped, and full lines beside it were too.
    out = []
    start = run[0].start
    for i in range(len(run) - 1):
        beside = (i > 0 and goes_on[i - 1]) or (i + 1 < len(goes_on) and goes_on[i + 1])
        if not (goes_on[i] or (fits[i] and beside)):
            out.append(Span(start, run[i].end))
            start = run[i + 1].start
    out.append(Span(start, run[-1].end))
    return out


def _width(text: str, start: int, end: int) -> int:
    """Columns that a line takes: a syllable takes two."""
    line = text[start:end]
    return len(line) if line.isascii() else sum(2 if ch >= "\u1100" else 1 for ch in line)


def _is_wrapped(text: str, line: _Line, following: _Line, width: int, widest: int) -> bool:
    """Is this line full: would the next word not have fitted?"""
    if widest < _MIN_WIDTH or width < _FULL * widest:
        return False
    space = text.find(" ", following.start, following.end)
    word = _width(text, following.start, following.end if space < 0 else space)
    return width + 1 + word > widest


def _goes_on(text: str, line: _Line, following: _Line) -> bool:
    """Does the sentence clearly go on in the next line?"""
    if text[line.end - 1] in ",、，-":
        return True
    tail = text[max(line.start, line.end - 40) : line.end]
    if _TERMINAL.search(tail):
        return False
    if text[following.start].islower():
        return True
    last = tail.split()[-1]
    if has_hangul(last):
        return not _KOREAN_FINAL.search(last) and (_has_particle(last) or _KOREAN_JOINT.search(last) is not None)
    return is_function_word(last)


# Endings after which a Korean sentence goes on: and, but, because, -ing, that …
_KOREAN_JOINT = re.compile(r"(?:[고며면서는은을를한할된될던와과의에도로]|지만|는데|므로|니까|려고|도록)$")


def _has_particle(word: str) -> bool:
    return is_syllable(word[-1]) and len(strip(word)) > 1
