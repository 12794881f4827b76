"""Concepts as pairs of terms, for formats that know nothing else; and pairs as concepts."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from malmoi.errors import LanguageError
from malmoi.formats.termbases.records import LANGS, REFUSED, Concept, Reading, Term, Writing
from malmoi.text.hangul import hangul_share

__all__ = ["Pair", "best_of", "oriented", "pairs_of", "usable"]

# Rows by which the languages of a file are told that does not say them.
_SAMPLE = 2_000


class Pair(NamedTuple):
    """A row of a file: the line it stands on, its source and target term ("" where there is none), and what else it says."""

    line: int
    source: str
    target: str
    rest: dict[str, str]


def usable(concept: Concept, lang: str) -> list[Term]:
    """The terms of a language that may be used, the preferred first."""
    return sorted((t for t in concept.of(lang) if t.status not in REFUSED), key=lambda t: t.status != "preferred")


def best_of(concept: Concept, lang: str) -> Term | None:
    """The term of a language that should be used; None when there is none."""
    return next(iter(usable(concept, lang)), None)


def pairs_of(concept: Concept, writing: Writing, *, refused: bool = False) -> Iterator[tuple[Term | None, Term | None]]:
    """(source, target) pairs in which each term comes at least once: the best source with each target, each other source with the best.

    A concept with one language gives pairs with None. What nobody should use is left out and reported, unless `refused`.
    """
    sides = []
    for lang in (writing.source, writing.target):
        gone = [t for t in concept.of(lang) if t.status in REFUSED]
        if not refused:
            for term in gone:
                writing.lose(
                    term.status, concept, term, f"It is {term.status}, and this format would offer it for use."
                )
        sides.append([*usable(concept, lang), *(gone if refused else ())])
    sources, targets = sides
    if not sources or not targets:
        yield from ((source, None) for source in sources)
        yield from ((None, target) for target in targets)
        return
    yield from ((sources[0], target) for target in targets)
    yield from ((source, targets[0]) for source in sources[1:])


def oriented(pairs: Iterable[Pair], reading: Reading) -> tuple[str, str, Iterator[Pair]]:
    """(source language, target language, the pairs): as `reading.direction` says, or by which side is written in Hangul.

    Raises LanguageError when neither tells.
    """
    pairs = iter(pairs)
    sample = [*islice(pairs, _SAMPLE)]
    if reading.direction is not None:
        source, target = reading.direction.split("-")
        return source, target, chain(sample, pairs)
    shares = [hangul_share(" ".join(texts)) for texts in ([p.source for p in sample], [p.target for p in sample])]
    if sample and shares[0] == shares[1]:
        raise LanguageError(
            f"{reading.path} does not say its languages, and neither side is the Korean one by its letters: "
            "say which is which with --direction ko-en or en-ko."
        )
    source, target = LANGS if not sample or shares[0] > shares[1] else reversed(LANGS)
    return source, target, chain(sample, pairs)
