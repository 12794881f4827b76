"""Korean noun phrases that may be terms, from Kiwi's morphemes.

Everything between two ends that a term may have is proposed: a whole compound, each run of its parts, runs joined by 의, 및 or
a middle dot, names with Latin letters and figures inside, titles in quotation marks whatever their grammar. Which of them are
terms is decided later, by evidence from the other language; a phrase that is not proposed here is lost.

Kiwi is repaired where it is known to break: a 어절 that it takes for a verb or for more than one word although it is an unknown
name (무아메르 굴러), an unknown noun that swallowed its 조사 (애빌린에), the head of an office that ends in 장 (국장 = 국 + 장).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from malmoi.extract.compounds import cut
from malmoi.extract.measures import is_counted, opens_measure
from malmoi.extract.sides import Phrase, Side, Unit, outside_placeholders
from malmoi.extract.wordlists import words_of
from malmoi.text.hangul import has_hangul
from malmoi.text.korean import Token
from malmoi.text.particles import is_chain, strip

__all__ = ["MOST_UNITS", "korean_side"]

# Longest phrase, in morphemes. The longest annotated names have nine; each more costs a tenth of the phrases.
MOST_UNITS = 9

_NOUNS = frozenset({"NNG", "NNP", "NR", "SL", "SH", "XR"})
_PARTS = frozenset({"SN", "NNB", "XPN", "XSN", "MM"})
_STARTS = _NOUNS | {"SN", "XPN", "MM"}
_ENDS = _NOUNS | {"XSN", "SN", "NNB"}
_VERBS = frozenset({"VV", "VA", "VX", "VV-I", "VV-R", "VA-I", "VA-R"})
# Of proper nouns and of Latin letters.
_NAMES = frozenset({"NNP", "SL"})
_VERB_MAKERS = frozenset({"XSV", "XSA"})
_JOINERS = {"의": "JKG", "및": "MAG"}
_JOINING_SIGNS = re.compile(r"[-‐‑–·・ㆍ∙&/.+]")
_PLURAL = "들"
_OPEN, _CLOSE = "\"'“‘「『<〈《([（［", "\"'”’」』>〉》)]）］"
# Longest title taken whole out of quotation marks, in code points: more is speech.
_LONGEST_TITLE = 40
# What 국 and its like mean before 장 ("head of"): the office is a term of its own.
_OFFICES = frozenset(
    {
        "국장",
        "청장",
        "원장",
        "부장",
        "과장",
        "처장",
        "실장",
        "서장",
        "위원장",
        "본부장",
        "협회장",
        "재단장",
        "단장",
        "단원",
        "당원",
    }
)
_LIGHT = 0.3
# Suffixes that English has a word for: office, bureau, agency, ministry, party, act.
_BODIES = frozenset("실국처청부당법")


def korean_side(text: str, tokens: Sequence[Token], is_known: Callable[[str], bool] | None = None) -> Side:
    """Units and candidate noun phrases of one Korean segment; spans are those of `tokens`, that is, of the text as given.

    `is_known` says whether a lexicon has a word; long names that come out in such words are taken apart.
    """
    tokens = list(_single_words(text, tokens))
    if is_known is not None:
        whole: list[Token] = []
        for i, token in enumerate(tokens):
            whole += _without_particle(text, tokens, i, is_known) if token.tag == "NNP" else (token,)
        tokens = []
        for token in whole:
            tokens += _parts(text, token, is_known) if token.tag in ("NNP", "NNG") else (token,)
    units = [_unit(tokens, i) for i in range(len(tokens))]
    spans: dict[tuple[int, int], Phrase] = {}
    for phrase in (*_titles(text, tokens), *_runs(text, tokens), *_repairs(text, tokens)):
        known = spans.get((phrase.start, phrase.end))
        if known is None or (known.repaired and not phrase.repaired):
            spans[phrase.start, phrase.end] = phrase
    return Side(text, units, outside_placeholders(text, spans.values()))


def _single_words(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Kiwi knows some names as one word with its space (존 매케인): here they are words. R&D, which it cuts in three, is one."""
    joined: list[Token] = []
    for token in tokens:
        if len(joined) > 1 and token.tag == "SL" and _stand_together(text, joined, token):
            first = joined[-2]
            joined[-2:] = [Token(text[first.start : token.end], "SL", first.start, token.end)]
        else:
            joined.append(token)
    for token in joined:
        surface = text[token.start : token.end]
        if " " in surface:
            for found in re.finditer(r"\S+", surface):
                yield Token(found.group(), token.tag, token.start + found.start(), token.start + found.end())
        elif " " in token.form and token.form.replace(" ", "") == surface:
            # Known with a space, written without: 콴타스항공.
            start = token.start
            for word in token.form.split():
                yield Token(word, token.tag, start, start + len(word))
                start += len(word)
        else:
            yield token


def _stand_together(text: str, before: list[Token], token: Token) -> bool:
    """Do letters, an ampersand and these letters stand without a space?"""
    return before[-1].form == "&" and before[-2].tag == "SL" and " " not in text[before[-2].start : token.end]


def _without_particle(text: str, tokens: Sequence[Token], i: int, is_known: Callable[[str], bool]) -> Iterator[Token]:
    """A name that swallowed its particle (애빌린에), given back as two; only particles that names hardly end in."""
    token = tokens[i]
    word = text[token.start : token.end]
    after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].start == token.end else None
    more = after.form if after is not None and after.tag.startswith(("J", "VCP", "XS")) else ""
    if word == token.form and not is_known(word) and not word.endswith(_NO_PARTICLE):
        for stem, chain in _splits(word):
            if chain in _SWALLOWED and len(stem) > 1 and (not more or is_chain(chain + more)):
                middle = token.start + len(stem)
                yield Token(stem, "NNP", token.start, middle)
                yield Token(chain, "JX", middle, token.end)
                return
    yield token


@lru_cache(maxsize=1 << 14)
def _splits(word: str) -> tuple[tuple[str, str], ...]:
    return tuple(strip(word))


# Nouns in 의: 마오주의 is no genitive.
_NO_PARTICLE = ("주의", "회의", "협의", "결의", "합의")
_SWALLOWED = frozenset(
    ("은", "는", "을", "를", "이", "의", "에", "과", "에서", "에게", "으로", "까지", "부터", "에는", "에도", "에서는")
)


def _parts(text: str, token: Token, is_known: Callable[[str], bool]) -> Iterator[Token]:
    parts = cut(token.form, is_known)
    if len(parts) < 2 or text[token.start : token.end] != token.form:
        yield token
        return
    start = token.start
    for part in parts:
        yield Token(part, "NNG" if len(part) > 1 else "XSN" if start > token.start else "XPN", start, start + len(part))
        start += len(part)


def _unit(tokens: Sequence[Token], i: int) -> Unit:
    token = tokens[i]
    tag = token.tag
    if tag in _NOUNS:
        # A one-syllable noun is as often a wrong cut as a word.
        return Unit(token.form, token.start, token.end, 1.0 if len(token.form) > 1 else 0.7, tag in ("NNP", "SL"), tag)
    if tag in _VERBS:
        return Unit(token.form + "다", token.start, token.end, 0.7 if tag != "VX" else 0.0, tag=tag)
    if tag in ("MAG", "MM", "SN"):
        return Unit(token.form, token.start, token.end, 0.5, tag=tag)
    if tag == "XSN" and token.form in _BODIES:
        return Unit(token.form, token.start, token.end, 0.7, tag=tag)
    if tag in ("XPN", "XSN", "NNB") and token.form != _PLURAL:
        return Unit(token.form, token.start, token.end, _LIGHT, tag=tag)
    return Unit(token.form, token.start, token.end, 0.0, tag=tag)


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Every stretch of noun morphemes that may stand for itself."""
    n = len(tokens)
    measures = [opens_measure(tokens, i) for i in range(n)]
    goes_on = [i > 0 and not measures[i] and _continues(text, tokens, i) for i in range(n)]
    may_end = [_may_end(tokens, i) and not is_counted(tokens, i) for i in range(n)]
    names = [0, *accumulate(int(t.tag in _NAMES) for t in tokens)]
    for first in range(n):
        head = tokens[first]
        if head.tag not in _STARTS or head.start == head.end or measures[first]:
            continue
        # 이상거래탐지 begins with what stands alone for "more than".
        if _is_stop(head) and not (len(head.form) > 1 and _next_noun_joined(tokens, first)):
            continue
        nouns = 0
        for last in range(first, min(n, first + MOST_UNITS)):
            token = tokens[last]
            if last > first and not goes_on[last]:
                break
            nouns += token.tag in _NOUNS and token.tag != "NR"
            if nouns and may_end[last]:
                yield _phrase(text, tokens, first, last + 1, names[last + 1] > names[first])


def _next_noun_joined(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].start == tokens[i].end and tokens[i + 1].tag in _NOUNS


def _may_end(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if token.tag not in _ENDS or token.form == _PLURAL or token.start == token.end:
        return False
    return not _is_stop(token) or (token.form in _HUNG_ON and _is_hung_on(tokens, i))


# Words of pointing and measure that make other words when they hang on a noun: 텍사스주, 수입세, 협상단, 고려대, 상임위.
_HUNG_ON = frozenset("주세단대위호원국")


def _is_hung_on(tokens: Sequence[Token], i: int) -> bool:
    before = tokens[i - 1] if i else None
    return (
        before is not None and before.tag in ("NNG", "NNP") and before.end == tokens[i].start and len(before.form) > 1
    )


def _is_stop(token: Token) -> bool:
    """A word of pointing or measure; the same syllable as an affix (대법원, 협상단) is none."""
    return token.tag in ("NNG", "NNB", "MM", "NR") and token.form in words_of("korean_stop")


def _continues(text: str, tokens: Sequence[Token], i: int) -> bool:
    """May a noun phrase go on over token i?"""
    token, before = tokens[i], tokens[i - 1]
    gap = text[before.end : token.start]
    if gap and (gap.strip() or len(gap) > 1 or "\n" in gap):
        return False
    if token.tag in _NOUNS or token.tag in _PARTS:
        return not (token.tag == "SN" and gap and before.tag == "SN")
    if _JOINERS.get(token.form) == token.tag:
        return i + 1 < len(tokens)
    sign = token.tag in ("SO", "SP", "SW", "SF") and _JOINING_SIGNS.fullmatch(token.form) is not None
    return sign and not gap and i + 1 < len(tokens) and tokens[i + 1].start == token.end


def _phrase(text: str, tokens: Sequence[Token], first: int, last: int, name: bool) -> Phrase:
    start, end = tokens[first].start, tokens[last - 1].end
    after = tokens[last] if last < len(tokens) else None
    bound = after is not None and after.tag in _VERB_MAKERS and after.start <= end
    return Phrase(start, end, first, last, text[start:end], name, bound, _enclosed(text, start, end))


def _enclosed(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and text[start - 1] in _OPEN and text[end] in _CLOSE


def _titles(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    """What quotation marks and title brackets enclose, when it is short; a title may be any sentence that nobody says (”고 말했다)."""
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]
    for found in _TITLE.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        last = bisect_left(ends, end)
        said = last < len(tokens) and tokens[last].tag.startswith("E")
        if said and _QUOTING.match(text, found.end()):
            continue
        first, last = bisect_left(starts, start), bisect_left(ends, end)
        bracket = text.find("(", start, end)
        glossed = bracket > start and bracket in ends and bracket in starts
        if glossed:
            yield Phrase(start, bracket, first, ends.index(bracket) + 1, text[start:bracket], name=True, quoted=True)
        # The name in letters behind the title is no part of it: ‘달의 섬(Moon Island)’.
        whole = first <= last < len(tokens) and starts[first] == start and ends[last] == end
        if whole and not (glossed and text[end - 1] == ")"):
            yield Phrase(start, end, first, last + 1, text[start:end], name=True, quoted=True)


# What makes speech of the sentence in quotation marks before it.
_QUOTING = re.compile(r"고|며|면서|는|라고|라며|라면서|라는|던")
_MARKS = (
    ("“", "”"),
    ("‘", "’"),
    ('"', '"'),
    ("'", "'"),
    ("「", "」"),
    ("『", "』"),
    ("〈", "〉"),
    ("《", "》"),
    ("<", ">"),
    ("[", "]"),
)
_TITLE = re.compile(
    "|".join(
        rf"{re.escape(a)}(?P<t{i}>[^\s{re.escape(a + b)}][^{re.escape(a + b)}\n]{{0,{_LONGEST_TITLE - 1}}}(?<![\s.,!?])){re.escape(b)}"
        for i, (a, b) in enumerate(_MARKS)
    )
)


def _repairs(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Stems of 어절 that Kiwi cut elsewhere, alone and with the noun before; and the office in the title of its head."""
    yield from _offices(text, tokens)
    yield from _short_names(text, tokens)
    for first, last in _eojeols(text, tokens):
        start = tokens[first].start
        word = text[start : tokens[last - 1].end]
        if not word.isalnum() or word.isascii() or not has_hangul(word):
            continue
        for stem in _other_stems(tokens[first:last], word):
            stop = start + len(stem)
            over = next(i for i in range(first, last) if tokens[i].end >= stop) + 1
            yield Phrase(start, stop, first, over, stem, name=True, repaired=True)
            back = _before(text, tokens, first)
            if back is not None:
                yield Phrase(
                    tokens[back].start, stop, back, over, text[tokens[back].start : stop], name=True, repaired=True
                )


def _short_names(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Names with a word of one syllable that is a number or a pointing word elsewhere (주 유고, 삼 레인시); a name without its 시, 구."""
    for i, token in enumerate(tokens):
        if (
            token.tag == "NNP"
            and len(token.form) > _STEM
            and token.form[-1] in _PLACES
            and token.end - token.start == len(token.form)
        ):
            yield Phrase(
                token.start, token.end - 1, i, i + 1, text[token.start : token.end - 1], name=True, repaired=True
            )
        if i + 1 == len(tokens) or len(token.form) > 1 or token.tag not in ("MM", "NR", "MAG", "IC"):
            continue
        after = tokens[i + 1]
        spaced = text[token.end : after.start] == " " and (token.start == 0 or text[token.start - 1] == " ")
        if not spaced or after.tag not in ("NNP", "NNG") or text[token.start : token.end] != token.form:
            continue
        first = i - 1 if i and tokens[i - 1].tag == "NNP" and tokens[i - 1].end == token.start - 1 else i
        last = i + 2
        while last < len(tokens) and tokens[last].tag in _NOUNS and tokens[last].start == tokens[last - 1].end:
            last += 1
        start, end = tokens[first].start, tokens[last - 1].end
        yield Phrase(start, end, first, last, text[start:end], name=True, repaired=True)


_STEM = 2
_PLACES = frozenset("시군구읍면동리도현성주섬강산만항호")


def _other_stems(tokens: Sequence[Token], word: str) -> Iterator[str]:
    """Stems that the 어절 may have beside the one Kiwi found; none where Kiwi found known nouns and particles."""
    start = tokens[0].start
    cuts = {t.end - start: t.tag for t in tokens if t.tag in _NOUNS or t.tag == "XSN"}
    stems = [stem for stem, _ in _splits(word) if len(stem) > 1]
    found = [cuts[len(stem)] for stem in stems if len(stem) in cuts]
    opens = tokens[0].tag in _STARTS - {"MM"}
    if opens and found and all(t.tag not in ("NNP", "XR", *_VERBS, *_VERB_MAKERS) for t in tokens):
        return
    for stem in stems:
        # The whole word is a stem only where nothing can be taken off it.
        if (len(stem) not in cuts or not opens) and (len(stem) < len(word) or len(stems) == 1):
            yield stem


def _before(text: str, tokens: Sequence[Token], first: int) -> int | None:
    """The noun that stands right before, across one space."""
    if first == 0 or tokens[first - 1].tag not in _NOUNS or text[tokens[first - 1].end : tokens[first].start] != " ":
        return None
    back = first - 1
    while back and tokens[back - 1].end == tokens[back].start and tokens[back - 1].tag in _STARTS:
        back -= 1
    return back


def _offices(text: str, tokens: Sequence[Token]) -> Iterator[Phrase]:
    for i, token in enumerate(tokens):
        if token.tag != "NNG" or token.form not in _OFFICES:
            continue
        first = i
        while first and tokens[first - 1].tag in _STARTS and first > i - MOST_UNITS and _continues(text, tokens, first):
            first -= 1
            # Of 리드 국장 there is no bureau 리드 국.
            if tokens[i - 1].end == token.start:
                start, end = tokens[first].start, token.end - 1
                yield Phrase(start, end, first, i + 1, text[start:end])


def _eojeols(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Token ranges between white space, without the punctuation at their ends."""
    first = 0
    for i in range(1, len(tokens) + 1):
        if i < len(tokens) and tokens[i].start <= tokens[i - 1].end and not tokens[i].tag.startswith("S"):
            continue
        if not tokens[first].tag.startswith("S") or tokens[first].tag in ("SL", "SN", "SH"):
            yield first, i
        first = i
