"""From pairs found in segments to candidates of the whole bitext: merged by their forms, counted, named, with an example."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from malmoi.extract.brackets import is_acronym
from malmoi.extract.evidence import PairEvidence
from malmoi.extract.folding import english_form, fold, is_word, korean_form, singular_kind
from malmoi.extract.gazetteer import is_known_name
from malmoi.extract.kinds import Guess, guess_kind, is_titled, kind_among, names_bearer
from malmoi.extract.known import Known
from malmoi.extract.pairing import Chosen
from malmoi.extract.reasons import reasons
from malmoi.extract.sides import Phrase, Side
from malmoi.extract.termhood import spread, standing, worth
from malmoi.extract.variants import also_written, related
from malmoi.model.frames import CANDIDATES, OCCURRENCES
from malmoi.model.records import Candidate
from malmoi.text.hangul import Normalized

__all__ = ["Found", "gather"]

# (segment number of the bitext, its Korean text, its English text)
Given = tuple[int, Normalized, Normalized]


@dataclass(frozen=True, slots=True)
class Found:
    """A pair in its place: segment (row of the bitext), phrases, evidence."""

    segment: int
    ko_side: Side
    en_side: Side
    ko: Phrase
    en: Phrase
    pairs: PairEvidence
    chosen: Chosen
    # The dictionary form of the English phrase.
    english: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "english", _english(self))

    def value(self, name: str) -> float:
        """One number of its evidence."""
        return self.pairs.value(name, self.chosen.row)


# A conflict is a conflict when the pair is more likely right than wrong.
_BELIEVED = 0.5


def gather(
    found: Sequence[Found], given: Sequence[Given], known: Known, documents: Sequence[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames CANDIDATES and OCCURRENCES, the latter in order of candidates and segments; `documents` names that of each segment.

    Candidates at odds with the glossary come first, then new ones, then those it has; each the best first.
    """
    keys = [(fold(f.ko.text), fold(f.english)) for f in found]
    alone = {key for key, f in zip(keys, found, strict=True) if not f.chosen.nested}
    groups: dict[tuple[str, str], list[Found]] = {}
    for key, f in zip(keys, found, strict=True):
        if not f.chosen.nested or key in alone or _stands_for_itself(f, known):
            groups.setdefault(key, []).append(f)
    made = list(groups.values())
    total = len(set(documents))
    factors = [
        spread(len(group), len({documents[f.segment] for f in group}), total) if total else 1.0 for group in made
    ]
    candidates = [_candidate(group, given, known, factor) for group, factor in zip(made, factors, strict=True)]
    rows = list(zip(related(candidates), made, strict=True))
    rows.sort(key=lambda row: (_turn(row[0]), -row[0].confidence, -row[0].count, row[0].ko, row[0].en))
    occurrences = [_occurrence(i, f, given) for i, (_, group) in enumerate(rows) for f in group]
    return pl.DataFrame(
        [tuple(getattr(row, name) for name in CANDIDATES) for row, _ in rows], schema=CANDIDATES, orient="row"
    ), pl.DataFrame(occurrences, schema=OCCURRENCES, orient="row")


def _turn(candidate: Candidate) -> int:
    """A review begins with what contradicts the glossary; what the glossary has already needs no decision and comes last."""
    if candidate.status == "known":
        return 2
    return 0 if candidate.status == "conflict" and candidate.confidence >= _BELIEVED else 1


def _english(f: Found) -> str:
    """The dictionary form; a title or a label in quotation marks (on either side) is as it is."""
    labelled = any(p.quoted and side.text[p.start - 1] in _QUOTES for side, p in ((f.ko_side, f.ko), (f.en_side, f.en)))
    if labelled and f.en_side.units[f.en.first].proper and not is_acronym(f.en.text):
        return singular_kind(f.en.text)
    if f.en.text.endswith("s") and f.ko.text.endswith(_SOUNDED_S) and f.en.name and " " not in f.en.text:
        return f.en.text  # the s of a name that Korean has too: 레이스 ~ Rays
    if f.en.name and f.en.text.istitle() and f.en.text.isalpha() and not is_word(english_form(f.en.text, True).lower()):
        return f.en.text  # and that of one whose rest is no word: Qantas
    return english_form(f.en.text, f.en.name or is_known_name(f.ko.text, f.en.text))


_SOUNDED_S = ("스", "즈", "츠")
_QUOTES = frozenset("\"'“‘«[<「『〈《")


def _stands_for_itself(f: Found, known: Known) -> bool:
    """Is a pair inside a longer one worth its own entry: a term of the glossary, or sure and no everyday word (그룹 ~ group)?"""
    if known and known.status(f.ko.text, f.en.text)[0] == "known":
        return True
    if f.chosen.outer is not None and _is_whole(f, f.chosen.outer):
        return False
    everyday = worth(korean_form(f.ko.text), english_form(f.en.text, False), "term") < 1
    return f.chosen.confidence >= _SURE_ENOUGH and len(f.ko.text) > 1 and not everyday


def _is_whole(f: Found, outer: int) -> bool:
    """Is the pair around f one that has no parts: a glossary's, or a name of which f is a piece of a word?"""
    if f.pairs.value("glossary", outer):
        return True
    k, e = f.ko_side.phrases[f.pairs.ko[outer]], f.en_side.phrases[f.pairs.en[outer]]
    if not e.text[0].isupper() or not f.en.text[0].isupper():
        return False
    owned = "'s " in e.text or "’s " in e.text  # two names: Ghana's Lake Volta
    capitals = all(w[0].isupper() for w in e.text.split())
    one_name = capitals and not (owned or is_titled(e, "en") or is_titled(k, "ko"))
    if k.quoted or e.quoted or (one_name and " " in f.en.text and f.pairs.value("sounds_alike", outer) > _ALIKE):
        return True  # Dark of Dark Knight, Ram Baran of Ram Baran Yadav
    text = f.ko_side.text
    torn = (f.ko.start > k.start and text[f.ko.start - 1] != " ") or (f.ko.end < k.end and text[f.ko.end] != " ")
    return torn and f.pairs.value("sounds_alike", outer) > _ALIKE


_ALIKE = 0.5
# Parts of longer pairs are only shown when they are more likely right than not.
_SURE_ENOUGH = 0.5


def _candidate(group: list[Found], given: Sequence[Given], known: Known, factor: float) -> Candidate:
    best = _best(group)
    ko_forms, en_forms = [korean_form(f.ko.text) for f in group], [f.english for f in group]
    ko, en = _commonest(ko_forms), _commonest(en_forms)
    # What is written small throughout is no name, wherever a capital opens a sentence.
    kind, why, _ = kind_among(() if en.islower() else (_guess(f) for f in group[:_MOST_ASKED]))
    listed = bool(best.value("entry") > 0)
    status, remark = known.status(ko, en) if known else ("new", "")
    evidence = reasons(best.pairs, best.chosen.row, len(group))
    evidence += [f"{kind}: {why}"] if why and kind != "term" else []
    evidence += [said for form, forms in ((ko, ko_forms), (en, en_forms)) if (said := also_written(form, forms))]
    _, ko_text, en_text = given[best.segment]
    termhood = _termhood(ko, en, kind, group, listed) * (factor if kind == "term" else 1.0)
    return Candidate(
        ko,
        en,
        kind,
        best.chosen.confidence * (1.0 if status == "known" else termhood),
        len(group),
        "; ".join(dict.fromkeys([*evidence, remark] if remark else evidence)),
        status,
        ko_text.text,
        en_text.text,
    )


def _termhood(ko: str, en: str, kind: str, group: list[Found], listed: bool) -> float:
    factor = worth(ko, en, kind, listed, all(f.ko.bound for f in group))
    best = _best(group)
    if " " in en and " of " not in en and _has_title(best, kind):
        factor *= _TITLED
    if kind == "term":
        factor *= _LINKED if _is_merely_linked(best, len(group)) else 1.0
        factor *= standing(len(group), sum(f.chosen.nested for f in group))
    if all(f.chosen.made for f in group):
        factor *= _MADE
    return factor if _is_whole_at_ends(best) else factor * _LOOSE


def _is_whole_at_ends(f: Found) -> bool:
    """Has each word at an end of the pair something that answers it? Unless the pair is said to be one outright."""
    if any(f.value(name) for name in ("glossary", "identical", "bracket", "acronym")):
        return True
    suffixed = " " not in f.ko.text and f.ko.text[-1] in _PLACES and f.value("sounds_alike") > _SAME
    if suffixed:
        return True
    edges = [f.value(name) for name in ("edge_ko", "edge_en")]
    return min(edges) >= _ANSWERED and max(edges) >= _LONE


def _has_title(f: Found, kind: str) -> bool:
    """Is it a person together with his title (President Obama, designer Ross Lovegrove), and no office (US President)?"""
    if kind == "person":
        return is_titled(f.en, "en") or is_titled(f.ko, "ko")
    return kind == "term" and names_bearer(f.en.text)


def _is_merely_linked(f: Found, count: int) -> bool:
    """Does nothing speak for the pair but that its words were linked, by these very texts, in one place?"""
    value = {name: f.value(name) for name in ("lexicon", "sound", "identical", "bracket", "acronym", "glossary")}
    # Of single words a related word in the lexicon (교전 ~ fighter) says little.
    single = " " not in f.ko.text and " " not in f.en.text
    value["lexicon"] -= _RELATED if single else 0.0
    return count == 1 and all(v < _SPEAKS for v in value.values())


# A person together with his title is two entries. What only links speak for is believed less than the model has it.
_TITLED, _LINKED, _SPEAKS = 0.8, 0.92, 0.2
_RELATED = 0.3
# What is made of terms is right but seldom an entry beside them: victims of the war, Minneapolis police chief.
_MADE = 0.85
# Links below this answer nothing; what stays of the confidence of a pair with a loose end.
_ANSWERED, _LOOSE = 0.36, 0.8
# What a link between two words has at most that stand nowhere else and that nothing but being left over joins.
_LONE = 0.7
# English has often no word for these after a name: 텍사스주 ~ Texas.
_PLACES, _SAME = frozenset("시군구현주성도강산섬"), 0.8
# Places of a pair that are asked what it names.
_MOST_ASKED = 20


def _guess(f: Found) -> Guess:
    return guess_kind(f.ko_side, f.en_side, f.ko, f.en, f.value("sounds_alike"))


def _best(group: list[Found]) -> Found:
    return max(group, key=lambda f: f.chosen.confidence)


def _commonest(forms: list[str]) -> str:
    """The form that stands most often, the first of equals."""
    return max(dict.fromkeys(forms), key=forms.count)


def _occurrence(candidate: int, f: Found, given: Sequence[Given]) -> tuple[int, int, int, int, int, int, float]:
    seg, ko, en = given[f.segment]
    k, e = ko.span(f.ko.start, f.ko.end), en.span(f.en.start, f.en.end)
    return candidate, seg, k.start, k.end, e.start, e.end, f.chosen.confidence
