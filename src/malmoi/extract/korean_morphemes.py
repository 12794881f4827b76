"""Kiwi's morphemes, put right where Kiwi is known to break names and compounds.

Names that it knows as one word with its space are cut (존 매케인), letters around an ampersand joined (R&D), unknown names freed of the
particle that they swallowed (애빌린에), long names and nouns that come out in known words taken apart (정의개발당).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from malmoi.extract.compounds import SHORTEST, cut
from malmoi.text.korean import Token
from malmoi.text.particles import is_chain, strip

__all__ = ["repaired"]


def repaired(
    text: str,
    tokens: Sequence[Token],
    is_known: Callable[[str], bool] | None,
    is_simple: Callable[[str], bool] | None = None,
) -> Sequence[Token]:
    """The morphemes of one segment, put right.

    `is_known` says whether a lexicon has a word; without it compounds stay whole. With it they are taken apart into words that
    `is_simple` has, or `is_known` where that is not given.
    """
    tokens = _single_words(text, tokens)
    if is_known is None:
        return tokens
    part = is_known if is_simple is None else is_simple
    out: list[Token] = []
    for i, token in enumerate(tokens):
        form, tag, start, end = token
        if tag == "NNP":
            for freed in _without_particle(text, tokens, i, is_known):
                out += _parts(text, freed, part) if freed.tag == "NNP" else (freed,)
        elif tag == "NNG" and len(form) >= SHORTEST and text[start:end] == form:
            out += _parts(text, token, part)
        else:
            out.append(token)
    return out


def _single_words(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """Kiwi knows some names as one word with its space (존 매케인): here they are words. R&D, which it cuts in three, is one."""
    if "&" in text:
        tokens = _joined(text, tokens)
    find = text.find
    # Nearly all segments have nothing to cut.
    if all((end - start < _SPACED or find(" ", start, end) < 0) and " " not in form for form, _, start, end in tokens):
        return tokens
    return [word for token in tokens for word in _cut_at_spaces(text, token)]


# Two letters and a space.
_SPACED = 3


def _joined(text: str, tokens: Sequence[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in tokens:
        if len(joined) > 1 and token.tag == "SL" and _stand_together(text, joined, token):
            first = joined[-2]
            joined[-2:] = [Token(text[first.start : token.end], "SL", first.start, token.end)]
        else:
            joined.append(token)
    return joined


def _stand_together(text: str, before: list[Token], token: Token) -> bool:
    """Do letters, an ampersand and these letters stand without a space?"""
    return before[-1].form == "&" and before[-2].tag == "SL" and " " not in text[before[-2].start : token.end]


def _cut_at_spaces(text: str, token: Token) -> Iterator[Token]:
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
