"""How closely do two texts translate one another? Which words have a counterpart, which have none.

Word evidence (the lexicon, equal strings, names), paired amounts and shared terms account for words. Where nearly everything is
accounted for, something missing was lost in translation; where much is not, the translation is free, and nothing is certain.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from malmoi.align.lexicon import CORE, load
from malmoi.align.word_evidence import Cell, Evidence
from malmoi.align.word_units import Pair, Unit, read_pairs
from malmoi.check.wordlists import words
from malmoi.model.records import AmountPair, Hit, Lang, Span
from malmoi.text.english import is_function_word

__all__ = ["Fidelity", "Witness"]

# Evidence from which on a word is accounted for: a tenth of what a lexicon pair has, so that rare translations count too.
_ACCOUNTED = 0.04
# Words that come and go in translation without loss: they are not asked for.
_LIGHT_KO = words("light_ko")
_LIGHT_EN = words("light_en")
_SHORT, _SLACK_SHORT = 6, 2
_LIGHT_TAGS = ("NR", "SN", "MM", "MA", "NP", "XPN", "NNB")


@dataclass(frozen=True)
class Fidelity:
    """The units of a pair and the cells that join them. Spans are of the texts as given."""

    pair: Pair
    cells: Sequence[Cell]
    covered: Mapping[str, Sequence[Span]]

    def units(self, lang: Lang) -> Sequence[Unit]:
        """Content words of one side."""
        return self.pair.ko if lang == "ko" else self.pair.en

    def open(self, lang: Lang) -> list[Unit]:
        """Words of one side that matter and have no counterpart."""
        return [u for i, u in enumerate(self.units(lang)) if i not in self._accounted[lang] and not _is_light(u, lang)]

    def weighty(self, lang: Lang) -> list[Unit]:
        """Words of one side that matter."""
        return [u for u in self.units(lang) if not _is_light(u, lang)]

    def slack(self, lang: Lang, one_in: int) -> int:
        """How many words may be open on a side while the pair still counts as a close translation of `lang`.

        One in so many words that matter, but at least one, and two in a short sentence, where two are soon found to be idiom.
        """
        weight = len(self.weighty(lang))
        return max(_SLACK_SHORT if weight <= _SHORT else 1, weight // one_in)

    def counterparts(self, lang: Lang, span: Span) -> list[tuple[Unit, Unit, float]]:
        """(word inside `span`, its counterpart, evidence in (0, 1])."""
        near, far = self.units(lang), self.units("en" if lang == "ko" else "ko")
        out = []
        for cell in self.cells:
            i, j = (cell.ko, cell.en) if lang == "ko" else (cell.en, cell.ko)
            if cell.p >= _ACCOUNTED and span.start <= near[i].start < span.end:
                out.append((near[i], far[j], cell.p))
        return out

    @cached_property
    def _accounted(self) -> dict[str, set[int]]:
        out: dict[str, set[int]] = {"ko": set(), "en": set()}
        for cell in self.cells:
            if cell.p >= _ACCOUNTED:
                out["ko"].add(cell.ko)
                out["en"].add(cell.en)
        for lang, units in (("ko", self.pair.ko), ("en", self.pair.en)):
            for i, unit in enumerate(units):
                if any(span.start <= unit.start < span.end for span in self.covered[lang]):
                    out[lang].add(i)
        return out


class Witness:
    """Looks at pairs; keeps what it has learnt about words at hand."""

    def __init__(self) -> None:
        # With every rendering that may hold somewhere, too much is accounted for.
        self._evidence = Evidence(lexicon=load(CORE))

    def look(self, ko: str, en: str, amounts: Iterable[AmountPair], hits: Mapping[str, Sequence[Hit]]) -> Fidelity:
        """The fidelity of one pair. Paired amounts and `hits` (terms that both sides have) are accounted for."""
        pair = next(iter(read_pairs([(ko, en)])))
        covered = {lang: [Span(h.start, h.end) for h in some] for lang, some in hits.items()}
        for both in amounts:
            if both.ko is not None and both.en is not None:
                covered["ko"].append(Span(both.ko.start, both.ko.end))
                covered["en"].append(Span(both.en.start, both.en.end))
        return Fidelity(pair, self._evidence.cells(pair), covered)


def _is_light(unit: Unit, lang: Lang) -> bool:
    if lang == "ko":
        return unit.key in _LIGHT_KO or unit.tag.startswith(_LIGHT_TAGS)
    return unit.key in _LIGHT_EN or is_function_word(unit.key) or not any(c.isalpha() for c in unit.key)
