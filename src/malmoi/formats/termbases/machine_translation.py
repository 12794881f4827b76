"""Glossaries for machine translation: one target a source term, and a report of everything that could not go along.

DeepL (https://developers.deepl.com/docs/api-reference/glossaries), Google Cloud Translation
(https://cloud.google.com/translate/docs/advanced/glossary) and Amazon Translate custom terminology
(https://docs.aws.amazon.com/translate/latest/dg/how-custom-terminology.html) take tables in plain text, and either refuse or
silently misuse what is not as they expect: synonyms, doubled sources, control characters, too long phrases.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from malmoi.formats.containers.tables import squeezed
from malmoi.formats.termbases.pairs import best_of, usable
from malmoi.formats.termbases.records import REFUSED, Concept, Term, Writing

__all__ = ["write_amazon", "write_deepl", "write_deepl_tsv", "write_google", "write_google_set", "write_google_tsv"]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a service takes: bytes of a phrase, bytes or code points of all; is case told apart; does the file have heads?"""

    name: str
    phrase_bytes: int | None
    total_bytes: int | None
    total_characters: int | None
    folds_case: bool
    heads: bool


_MIB = 1 << 20
_DEEPL = _Rules("DeepL", 1024, 10 * _MIB, None, folds_case=True, heads=False)
_GOOGLE = _Rules("Google", None, None, 10_000_000, folds_case=True, heads=False)
# Amazon matches the source as it is written, so AI and ai may have different targets.
_AMAZON = _Rules("Amazon", None, 10_485_760, None, folds_case=False, heads=True)


def write_deepl(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a DeepL glossary, comma-separated."""
    _write(concepts, stream, writing, _DEEPL, _comma)


def write_deepl_tsv(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a DeepL glossary, tab-separated."""
    _write(concepts, stream, writing, _DEEPL, _tab)


def write_google(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a unidirectional Google glossary, comma-separated."""
    _write(concepts, stream, writing, _GOOGLE, _comma)


def write_google_tsv(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a unidirectional Google glossary, tab-separated."""
    _write(concepts, stream, writing, _GOOGLE, _tab)


def write_amazon(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a custom terminology of Amazon Translate, one direction, comma-separated under language codes."""
    _write(concepts, stream, writing, _AMAZON, _comma)


def write_google_set(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write an equivalent term set of Google: one row a concept, under language codes, valid in both directions."""
    used = 0
    seen: dict[tuple[str, str], Concept] = {}
    rows = [[writing.source, writing.target, "pos", "description"]]
    for concept in concepts:
        pair = [_best(concept, lang, writing) for lang in (writing.source, writing.target)]
        if pair[0] is None or pair[1] is None:
            continue
        texts = [_phrase(concept, term, writing, _GOOGLE) for term in pair if term is not None]
        if not all(texts) or any(_is_taken(seen, concept, term, writing) for term in pair if term is not None):
            continue
        for term in pair:
            if term is not None:
                seen[term.lang, term.term.casefold()] = concept
        row = [*map(str, texts), pair[0].pos, squeezed(concept.definition)]
        used += sum(map(len, row))
        if used > (_GOOGLE.total_characters or used):
            _lose_all(concept, pair, writing, "too-large", "The file holds no more than 10,000,000 characters.")
            continue
        rows.append(row)
        writing.report.written += 1
    stream.write("".join(map(_comma, rows)).encode("utf-8"))


def _write(
    concepts: Iterable[Concept], stream: BinaryIO, writing: Writing, rules: _Rules, line: Callable[[Sequence[str]], str]
) -> None:
    size = characters = 0
    if rules.heads:
        stream.write(line([writing.source, writing.target]).encode())
    for concept, source, texts in _chosen([*concepts], writing, rules):
        made = line(texts)
        size, characters = size + len(made.encode("utf-8")), characters + sum(map(len, texts))
        if size > (rules.total_bytes or size) or characters > (rules.total_characters or characters):
            size, characters = size - len(made.encode("utf-8")), characters - sum(map(len, texts))
            writing.lose("too-large", concept, source, f"{rules.name} takes no larger file than this has become.")
            continue
        stream.write(made.encode("utf-8"))
        writing.report.written += 1


def _chosen(
    concepts: Sequence[Concept], writing: Writing, rules: _Rules
) -> Iterator[tuple[Concept, Term, tuple[str, str]]]:
    """(concept, source term, texts) of the rows, preferred sources before others so that a doubled source keeps its best sense."""
    found = [(concept, source) for concept in concepts for source in _sources(concept, writing)]
    seen: dict[str, tuple[str, Concept]] = {}
    for concept, source in sorted(found, key=lambda one: one[1].status != "preferred"):
        target = best_of(concept, writing.target)
        # What is not to be translated is its own translation.
        kept = source if source.do_not_translate == "yes" else target
        if kept is None:
            writing.lose("one-sided", concept, source, f"The concept has no {writing.target} term that may be used.")
            continue
        texts = tuple(_phrase(concept, term, writing, rules) or "" for term in (source, kept))
        if not all(texts):
            continue
        key = texts[0].casefold() if rules.folds_case else texts[0]
        if key in seen:
            other, first = seen[key]
            said = f"The source is there already, with the target {other!r} (concept {first.id})."
            writing.lose("duplicate", concept, source, said)
            continue
        seen[key] = texts[1], concept
        yield concept, source, (texts[0], texts[1])


def _sources(concept: Concept, writing: Writing) -> list[Term]:
    """The source terms; what else the concept has is reported."""
    best = best_of(concept, writing.target)
    for term in concept.terms:
        if term.status in REFUSED:
            writing.lose(term.status, concept, term, f"It is {term.status}: a translation must not use it.")
        elif term.lang == writing.target and term is not best:
            writing.lose(
                "synonym", concept, term, f"A source has one target, and that is {best.term if best else ''!r}."
            )
    sources = usable(concept, writing.source)
    if not sources and best is not None:
        writing.lose("one-sided", concept, best, f"The concept has no {writing.source} term that may be used.")
    return sources


def _best(concept: Concept, lang: str, writing: Writing) -> Term | None:
    """The best term of a language for a set of equivalents; the others are reported."""
    best = best_of(concept, lang)
    for term in concept.of(lang):
        if term.status in REFUSED:
            writing.lose(term.status, concept, term, f"It is {term.status}: a translation must not use it.")
        elif term is not best and best is not None:
            writing.lose("synonym", concept, term, f"A set has one term a language, and that is {best.term!r}.")
    other = writing.target if lang == writing.source else writing.source
    if best is not None and best_of(concept, other) is None:
        writing.lose("one-sided", concept, best, f"The concept has no {other} term that may be used.")
    return best


def _is_taken(seen: dict[tuple[str, str], Concept], concept: Concept, term: Term, writing: Writing) -> bool:
    first = seen.get((term.lang, term.term.casefold()))
    if first is not None:
        writing.lose("duplicate", concept, term, f"The term is there already, in the set of {first.id}.")
    return first is not None


def _phrase(concept: Concept, term: Term, writing: Writing, rules: _Rules) -> str | None:
    """The text of a term as services take it; None, and reported, when they do not."""
    text = " ".join(unicodedata.normalize("NFC", term.term).split())
    if not text.isprintable() and any(unicodedata.category(ch) in ("Cc", "Cs", "Cn") for ch in text):
        writing.lose("control", concept, term, "It holds a control character or what is no character.")
        return None
    size = len(text.encode("utf-8"))
    if rules.phrase_bytes is not None and size > rules.phrase_bytes:
        writing.lose(
            "too-long", concept, term, f"It has {size:,} bytes, and {rules.name} takes {rules.phrase_bytes:,}."
        )
        return None
    return text or None


def _lose_all(concept: Concept, terms: Iterable[Term | None], writing: Writing, rule: str, message: str) -> None:
    for term in terms:
        if term is not None:
            writing.lose(rule, concept, term, message)


def _comma(cells: Sequence[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _tab(cells: Sequence[str]) -> str:
    return "\t".join(cells) + "\n"
