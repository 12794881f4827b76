"""Sentences of Korean and English text as spans: guarded rules first, Kiwi where only a model can tell.

A sentence ends at a full stop, question or exclamation mark with what closes after it, where the rules of `boundaries` see
nothing against it; lines are taken as `lines` sees them. A bracket is never cut, nor a Korean quotation that its sentence takes
up (라고 말했다). Korean without full stops (chat, comments) is put to Kiwi, and only there: the rules are some hundred times as
fast. Every character but white space is in exactly one sentence; time is linear in the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from malmoi.model.span import Lang, Span
from malmoi.text.boundaries import CLOSERS, OPENERS, ends_english, ends_korean, goes_on_as_quotation
from malmoi.text.hangul import Normalized, normalize
from malmoi.text.lines import mark_length, paragraph_spans

__all__ = ["paragraphs", "split"]

# A mark that may end a sentence, with everything that closes after it and footnote numbers ([3]).
_STOP = re.compile(rf"[.!?…。！？][.!?…。！？{re.escape(CLOSERS)}]*(?:\[\d{{1,3}}\])*[¹²³⁴-⁹]*")
_SPACE = re.compile(r"\s*")
# Longest bracket that is kept whole; a forgotten one must not swallow the page.
_LONGEST = 400
# A Korean quotation that its sentence takes up is kept whole up to this length: longer ones are several sentences to any translator.
_LONGEST_QUOTE = 120
# An English quotation up to this long, without comma or stop before its closing quote, is a title ("Mamma Mia! Here We Go Again").
_TITLE = 80
# Endings of Korean sentences in the middle of a line, without a mark: only a model can tell whether one ends here.
_DOUBT = re.compile(
    r"(?:니다|[어아여해에예네군세지]요|죠|[었았했됐였갔왔봤]다|한다|된다|[ㅋㅎㅠㅜ]{2,}|~+|\^\^|[ㅋㅎ]ㅋ?)(?=\s+\S)"
)
# Kiwi is given pieces of at most so many characters, cut at white space: a line of megabytes stays linear.
_KIWI_PIECE = 2000


def split(text: str, lang: Lang) -> list[Span]:
    """Sentences of `text` in order, as spans of the text as given, without the white space between them."""
    given = normalize(text)
    return [_back(given, span) for block in paragraph_spans(given.text) for span in _sentences(given.text, block, lang)]


def paragraphs(text: str) -> list[Span]:
    """Paragraphs of `text` as spans of the text as given: parted by blank lines and by line ends that no wrapping put in."""
    given = normalize(text)
    return [_back(given, span) for span in paragraph_spans(given.text)]


# ---------------------------------------------------------------- private


def _back(given: Normalized, span: Span) -> Span:
    return span if given.starts is None else given.span(span.start, span.end)


def _sentences(text: str, block: Span, lang: Lang) -> Iterator[Span]:
    ends = ends_korean if lang == "ko" else ends_english
    insides = iter(_insides(text, block))
    inside = next(insides, None)
    at = block.start
    body = block.start + mark_length(text, block.start, block.end)
    for stop in _STOP.finditer(text, body, block.end):
        after = _SPACE.match(text, stop.end(), block.end).end()  # type: ignore[union-attr]
        if after == block.end:
            break
        while inside is not None and inside.close < stop.start():
            inside = next(insides, None)
        if (
            inside is not None
            and inside.open < stop.start()
            and stop.end() <= inside.close
            and _is_kept(text, at, inside, lang)
        ):
            continue
        if ends(text, at, stop.start(), stop.end(), after):
            yield from _informal(text, Span(at, stop.end()), lang)
            at = after
    yield from _informal(text, Span(at, block.end), lang)


class _Inside(NamedTuple):
    """A bracket or quotation: positions of its opening and closing character."""

    open: int
    close: int


_MARKS = re.compile(rf"[{re.escape(OPENERS + CLOSERS)}]")
# Each mark by kind: writers mix straight and curly quotes, so an opening “ may be closed by ".
_OPENS = {"“": '"', "‘": "'", **{ch: ch for ch in "«([{（［｛「『《〈【"}}
_CLOSES = {"”": '"', "’": "'", **dict(zip("»)]}）］｝」』》〉】", "«([{（［｛「『《〈【", strict=True))}
_BRACKETS = "([{（［｛【"
# Nesting deeper than this is a sign of unbalanced marks; the outermost are forgotten.
_DEEPEST = 8


def _insides(text: str, block: Span) -> list[_Inside]:
    """Outermost brackets and quotations of a block in order, each at most `_LONGEST` long; what is not closed is none."""
    found: list[_Inside] = []
    opened: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(text, block.start, block.end):
        at, ch = mark.start(), mark.group()
        kind, opens = _role(text, block, at, ch)
        opened = [o for o in opened[-_DEEPEST:] if at - o[1] <= _LONGEST]
        same = [i for i, o in enumerate(opened) if o[0] == kind]
        if opens:
            # A quotation that opens twice was never closed: the earlier one is forgotten.
            opened = opened[: same[-1]] if same and kind in "\"'" else opened
            opened.append((kind, at))
        elif same and kind:
            start = opened[same[-1]][1]
            del opened[same[-1] :]
            while found and found[-1].open > start:
                found.pop()
            found.append(_Inside(start, at))
    return found


def _role(text: str, block: Span, at: int, ch: str) -> tuple[str, bool]:
    """The kind of a mark, and whether it opens; the kind of an apostrophe is ""."""
    before = text[at - 1] if at > block.start else " "
    if ch in "'’" and at + 1 < block.end and text[at + 1].isascii() and text[at + 1].isalpha() and not before.isspace():
        return "", False
    if ch in "\"'":
        return ch, before.isspace() or before in OPENERS
    return (_OPENS[ch], True) if ch in _OPENS else (_CLOSES[ch], False)


def _is_kept(text: str, start: int, inside: _Inside, lang: Lang) -> bool:
    """Is this bracket or quotation to stay in one sentence?"""
    if text[inside.open] in _BRACKETS:
        return True
    if inside.close - inside.open > (_TITLE if lang == "en" else _LONGEST_QUOTE):
        return False
    ended = text[inside.close - 1]
    if lang == "en":
        return ended not in ".,!?…"
    after = _SPACE.match(text, inside.close + 1).end()  # type: ignore[union-attr]
    attached = after == inside.close + 1 and after < len(text) and text[after] not in ".!?…。"
    alone = not text[start : inside.open].strip()
    return not alone or ended not in ".!?…。" or attached or goes_on_as_quotation(text, after)


def _informal(text: str, span: Span, lang: Lang) -> Iterator[Span]:
    """The sentences of one that the rules made: itself, unless it is Korean in which endings stand without marks."""
    doubts = {m.end() for m in _DOUBT.finditer(text, span.start, span.end)} if lang == "ko" else set()
    at = span.start
    for cut in _confirmed(text, span, doubts) if doubts else ():
        yield Span(at, cut)
        at = _SPACE.match(text, cut).end()  # type: ignore[union-attr]
    yield Span(at, span.end)


def _confirmed(text: str, span: Span, doubts: set[int]) -> Iterator[int]:
    """Those of the doubtful places (ends of sentences) at which Kiwi ends one too."""
    from malmoi.text.korean import split_sentences

    for piece in _pieces(text, span):
        for _, end in split_sentences(text[piece.start : piece.end])[:-1]:
            if piece.start + end in doubts:
                yield piece.start + end


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """`span` in stretches of at most `_KIWI_PIECE` characters, cut at white space where there is any."""
    at = span.start
    while span.end - at > _KIWI_PIECE:
        cut = text.rfind(" ", at + 1, at + _KIWI_PIECE)
        cut = at + _KIWI_PIECE if cut < 0 else cut
        yield Span(at, cut)
        at = cut
    yield Span(at, span.end)
