"""Which side of a bilingual file is Korean and which English: by what the file says of its languages, else by its texts.

Every reader of a file with a source and a target gives `Pair`s; `oriented` makes `Row`s of them. Pairs between other languages
are left out, and a file that holds no others is an error that names the languages it has.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from malmoi.errors import FormatError
from malmoi.model.span import Lang
from malmoi.text.hangul import hangul_share, has_hangul

__all__ = ["Pair", "Row", "both", "lenient_score", "oriented", "side", "without_pair"]

# Pairs whose texts are looked at when a file does not say in which languages they are.
_SAMPLE = 500
# Rows held back until both languages were seen.
_HELD = 5000
# Two letters as BCP 47 has them, three as ISO 639-2 (memoQ), or the name (old Trados); a region, script or variant may follow.
_SIDES: dict[str, Lang] = {"ko": "ko", "kor": "ko", "korean": "ko", "en": "en", "eng": "en", "english": "en"}
_UNKNOWN = frozenset({"", "und", "mul", "mis", "x-none", "zxx"})
_SUBTAG = re.compile(r"[-_@.\s(]")


class Row(NamedTuple):
    """A segment as `model.frames.BITEXT` has it, less its number."""

    doc: str
    ko: str
    en: str
    score: float = 1.0


class Pair(NamedTuple):
    """A segment with its source and target and what the file calls their languages; empty where it does not say."""

    source: str
    target: str
    source_lang: str = ""
    target_lang: str = ""
    doc: str = ""
    score: float = 1.0

    @property
    def languages(self) -> tuple[str, str]:
        """Source and target, as the file calls them."""
        return self.source_lang, self.target_lang

    def row(self, source: Lang) -> Row:
        """The same as a row."""
        ko, en = (self.source, self.target) if source == "ko" else (self.target, self.source)
        return Row(self.doc, ko, en, self.score)


@lru_cache(maxsize=1024)
def side(code: str) -> Lang | None:
    """Which of the two languages a code means: ko, ko-KR, KO_kr, kor, "Korean (South Korea)"; None when neither."""
    return _SIDES.get(_SUBTAG.split(code.strip().lower(), maxsplit=1)[0])


def lenient_score(text: str) -> float:
    """A score that malmoi wrote; 1 where there is none, or one of another program's making."""
    try:
        score = float(text)
    except ValueError:
        return 1.0
    return score if 0 <= score <= 1 else 1.0


def oriented(pairs: Iterable[Pair], name: str) -> Iterator[Row]:
    """Pairs of Korean and English, in whichever direction, as rows; `name` is what errors call the file.

    Where a language is not named, the texts of the first pairs decide. Raises FormatError when no pair has both languages.
    """
    rest = iter(pairs)
    sources: dict[tuple[str, str], Lang | None] = {}
    for pair in rest:
        block = [pair]
        if pair.languages not in sources:
            block += islice(rest, _SAMPLE)
            for languages in dict.fromkeys(p.languages for p in block):
                if languages not in sources:
                    sources[languages] = _source([p for p in block if p.languages == languages])
        for known in block:
            source = sources[known.languages]
            if source is not None:
                yield known.row(source)
    if not any(sources.values()):
        raise without_pair(name, chain.from_iterable(sources))


def without_pair(name: str, languages: Iterable[str]) -> FormatError:
    """The error of a file that holds other languages than these two, or nothing."""
    named = ", ".join(sorted({lang for lang in languages if lang}))
    there = f"the languages it names are {named}" if named else "nothing in it is Korean"
    return FormatError(f"{name} has no segment in Korean and English: {there}.")


def both(rows: Iterable[Row], languages: Collection[str], name: str) -> Iterator[Row]:
    """The rows of a file that may lack a language, held back until both were seen; `languages` are codes, grows as it is read.

    A file of one of the two languages alone is passed on; raises FormatError for one that has another in the place of the second.
    """
    rest = iter(rows)
    held: list[Row] = []
    seen: set[Lang] = set()
    for row in rest:
        held.append(row)
        if row.ko:
            seen.add("ko")
        if row.en:
            seen.add("en")
        if len(seen) > 1 or len(held) == _HELD:
            break
    if len(seen) < 2 and any(side(code) is None for code in languages):
        raise without_pair(name, languages)
    yield from held
    yield from rest


def _source(pairs: Sequence[Pair]) -> Lang | None:
    """The source language of pairs that name the same languages; None when they are not Korean and English."""
    names = pairs[0].languages
    source, target = map(side, names)
    if source and target:
        return source if source != target else None
    if any(side(name) is None and name.strip().lower() not in _UNKNOWN for name in names):
        return None
    texts = ["\n".join(pair.source for pair in pairs), "\n".join(pair.target for pair in pairs)]
    if source is None and target is None:
        return _source_by_text(texts)
    meant: Lang = source or ("en" if target == "ko" else "ko")
    korean, english = texts if meant == "ko" else reversed(texts)
    # The language that is not named may be any: no Korean text has no Hangul, but a copy of the English one may stand in its place.
    if side(names[0 if meant == "ko" else 1]) is None and korean != english and _is_foreign(korean):
        return None
    return meant


def _source_by_text(texts: Sequence[str]) -> Lang | None:
    shares = [hangul_share(text) for text in texts]
    if any(shares):
        return "ko" if shares[0] >= shares[1] else "en"
    # A template has no translations yet, and is nearly always in English.
    return None if texts[1].strip() else "en"


def _is_foreign(text: str) -> bool:
    return any(ch.isalpha() for ch in text) and not has_hangul(text)
