"""A pair of phrases that was chosen, in its place, with what its evidence was."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from malmoi.align.flat import Floats
from malmoi.extract.brackets import is_acronym
from malmoi.extract.evidence import COLUMN, Evidence
from malmoi.extract.folding import english_form, is_word, singular_kind
from malmoi.extract.gazetteer import is_known_name, opens_with_place
from malmoi.extract.pairing import Chosen
from malmoi.extract.sides import Phrase, Side

__all__ = ["Found", "found_in"]


class Found(NamedTuple):
    """A pair in its place: segment (row of the bitext), phrases, the dictionary form of the English one, evidence (its `features`).

    `outer` is the longer pair inside which it was taken, if any; `made` as of `Chosen`.
    """

    segment: int
    ko_side: Side
    en_side: Side
    ko: Phrase
    en: Phrase
    english: str
    features: Floats
    confidence: float
    outer: "Found | None" = None
    made: bool = False

    def value(self, name: str) -> float:
        """One number of its evidence."""
        return float(self.features[COLUMN[name]])


def found_in(segments: Sequence[int], pairs: Evidence, chosen: Sequence[Sequence[Chosen]]) -> Iterator[Found]:
    """What was chosen in a batch, of which `segments` are the numbers."""
    rows = [int(pairs.at[n]) + c.row for n, taken in enumerate(chosen) for c in taken]
    # Of the other pairs nothing is kept.
    features = iter(pairs.features[rows])
    numbers = iter(zip(pairs.ko[rows].tolist(), pairs.en[rows].tolist(), strict=True))
    for n, (segment, taken) in enumerate(zip(segments, chosen, strict=True)):
        ko, en = pairs.batch.ko.sides[n], pairs.batch.en.sides[n]
        first_ko, first_en = int(pairs.batch.ko.phrase_at[n]), int(pairs.batch.en.phrase_at[n])
        here: dict[int | None, Found] = {}
        for c in taken:
            i, j = next(numbers)
            k, e = ko.phrases[i - first_ko], en.phrases[j - first_en]
            made = Found(
                segment, ko, en, k, e, _english(ko, en, k, e), next(features), c.confidence, here.get(c.outer), c.made
            )
            here[c.row] = made
            yield made


def _english(ko: Side, en: Side, k: Phrase, e: Phrase) -> str:
    """The dictionary form; a title or a label in quotation marks (on either side) is as it is."""
    if k.quoted or e.quoted:
        labelled = any(p.quoted and side.text[p.start - 1] in _QUOTES for side, p in ((ko, k), (en, e)))
        if labelled and en.units[e.first].proper and not is_acronym(e.text):
            return singular_kind(e.text)
    return _form(k.text, e.text, e.name)


@lru_cache(maxsize=1 << 16)
def _form(ko: str, en: str, name: bool) -> str:
    if en.endswith("s") and ko.endswith(_SOUNDED_S) and name and " " not in en:
        return en  # the s of a name that Korean has too: 레이스 ~ Rays
    if ko.endswith(_SOUNDED_S) and _is_name_in_s(en.rsplit(" ", 1)[-1]):
        return en  # and at the end of more words, or where a sentence begins: 에너지 업체 플랫츠
    if name and en.istitle() and en.isalpha() and not is_word(english_form(en, True).lower()):
        return en  # and that of one whose rest is no word: Qantas
    return english_form(en, name or is_known_name(ko, en) or opens_with_place(en))


def _is_name_in_s(word: str) -> bool:
    return word[:1].isupper() and word.endswith("s") and not is_word(english_form(word, True).lower())


_SOUNDED_S = ("스", "즈", "츠")
_QUOTES = frozenset("\"'“‘«[<「『〈《")
