"""From pairs found in segments to candidates of the whole bitext: merged by their forms, counted, named, with an example."""

from collections.abc import Sequence
from operator import attrgetter

import numpy as np
import polars as pl

from malmoi.extract.folding import english_form, fold, korean_form
from malmoi.extract.found import Found
from malmoi.extract.kinds import Guess, guess_kind, is_titled, kind_among, names_bearer
from malmoi.extract.known import Known
from malmoi.extract.reasons import reasons
from malmoi.extract.termhood import spread, standing, worth
from malmoi.extract.variants import also_written, related
from malmoi.model.frames import CANDIDATES, OCCURRENCES
from malmoi.model.records import Candidate
from malmoi.text.hangul import Normalized

__all__ = ["gather"]

# (segment number of the bitext, its Korean text, its English text)
Given = tuple[int, Normalized, Normalized]


# A conflict is a conflict when the pair is more likely right than wrong.
_BELIEVED = 0.5


def gather(
    found: Sequence[Found], given: Sequence[Given], known: Known, documents: Sequence[str] = ()
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames CANDIDATES and OCCURRENCES, the latter in order of candidates and segments; `documents` names that of each segment.

    Candidates at odds with the glossary come first, then new ones, then those it has; each the best first.
    """
    keys = [(fold(f.ko.text), fold(f.english)) for f in found]
    alone = {key for key, f in zip(keys, found, strict=True) if f.outer is None}
    groups: dict[tuple[str, str], list[Found]] = {}
    for key, f in zip(keys, found, strict=True):
        if f.outer is None or key in alone or _stands_for_itself(f, known):
            groups.setdefault(key, []).append(f)
    made = list(groups.values())
    total = len(set(documents))
    factors = [
        spread(len(group), len({documents[f.segment] for f in group}), total) if total else 1.0 for group in made
    ]
    candidates = [_candidate(group, given, known, factor) for group, factor in zip(made, factors, strict=True)]
    rows = list(zip(related(candidates), made, strict=True))
    rows.sort(key=lambda row: (_turn(row[0]), -row[0].confidence, -row[0].count, row[0].ko, row[0].en))
    ordered = [candidate for candidate, _ in rows]
    return (
        pl.DataFrame({name: [getattr(c, name) for c in ordered] for name in CANDIDATES}, schema=CANDIDATES),
        _occurrences([group for _, group in rows], given),
    )


def _turn(candidate: Candidate) -> int:
    """A review begins with what contradicts the glossary; what the glossary has already needs no decision and comes last."""
    if candidate.status == "known":
        return 2
    return 0 if candidate.status == "conflict" and candidate.confidence >= _BELIEVED else 1


def _stands_for_itself(f: Found, known: Known) -> bool:
    """Is a pair inside a longer one worth its own entry: a term of the glossary, or sure and no everyday word (그룹 ~ group)?"""
    if known and known.status(f.ko.text, f.en.text)[0] == "known":
        return True
    if f.outer is not None and _is_whole(f, f.outer):
        return False
    everyday = worth(korean_form(f.ko.text), english_form(f.en.text, False), "term") < 1
    return f.confidence >= _SURE_ENOUGH and len(f.ko.text) > 1 and not everyday


def _is_whole(f: Found, outer: Found) -> bool:
    """Is the pair around f one that has no parts: a glossary's, or a name of which f is a piece of a word?"""
    if outer.value("glossary"):
        return True
    k, e = outer.ko, outer.en
    if not e.text[0].isupper() or not f.en.text[0].isupper():
        return False
    owned = "'s " in e.text or "’s " in e.text  # two names: Ghana's Lake Volta
    capitals = all(w[0].isupper() for w in e.text.split())
    one_name = capitals and not (owned or is_titled(e, "en") or is_titled(k, "ko"))
    if k.quoted or e.quoted or (one_name and " " in f.en.text and outer.value("sounds_alike") > _ALIKE):
        return True  # Dark of Dark Knight, Ram Baran of Ram Baran Yadav
    text = f.ko_side.text
    torn = (f.ko.start > k.start and text[f.ko.start - 1] != " ") or (f.ko.end < k.end and text[f.ko.end] != " ")
    return torn and outer.value("sounds_alike") > _ALIKE


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
    evidence = reasons(best.value, len(group))
    evidence += [f"{kind}: {why}"] if why and kind != "term" else []
    evidence += [said for form, forms in ((ko, ko_forms), (en, en_forms)) if (said := also_written(form, forms))]
    _, ko_text, en_text = given[best.segment]
    termhood = _termhood(ko, en, kind, group, best, listed) * (factor if kind == "term" else 1.0)
    return Candidate(
        ko,
        en,
        kind,
        best.confidence * (1.0 if status == "known" else termhood),
        len(group),
        "; ".join(dict.fromkeys([*evidence, remark] if remark else evidence)),
        status,
        ko_text.text,
        en_text.text,
    )


def _termhood(ko: str, en: str, kind: str, group: list[Found], best: Found, listed: bool) -> float:
    factor = worth(ko, en, kind, listed, all(f.ko.bound for f in group))
    if " " in en and " of " not in en and _has_title(best, kind):
        factor *= _TITLED
    if kind == "term":
        factor *= _LINKED if _is_merely_linked(best, len(group)) else 1.0
        factor *= standing(len(group), sum(f.outer is not None for f in group))
        factor *= _ONCE if len(group) == 1 else 1.0
    if all(f.made for f in group):
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
# A term that stands once, no other place to bear it out: of those read, 93 in 100 were right, of those found more often 98.
_ONCE = 0.95
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
    return max(group, key=_CONFIDENCE) if len(group) > 1 else group[0]


_CONFIDENCE = attrgetter("confidence")


def _commonest(forms: list[str]) -> str:
    """The form that stands most often, the first of equals."""
    different = dict.fromkeys(forms)
    return forms[0] if len(different) == 1 else max(different, key=forms.count)


def _occurrences(groups: Sequence[Sequence[Found]], given: Sequence[Given]) -> pl.DataFrame:
    """Frame OCCURRENCES of candidates, each with its places."""
    found = [f for group in groups for f in group]
    candidate = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    columns: list[Sequence[int]] = [candidate.tolist(), [given[f.segment][0] for f in found]]
    for texts, phrases in (
        ([ko for _, ko, _ in given], [f.ko for f in found]),
        ([en for _, _, en in given], [f.en for f in found]),
    ):
        places = [(p.start, p.end) for p in phrases]
        # Of composed texts, which most are, the spans are those of the texts as given.
        moved = {n for n, text in enumerate(texts) if text.starts is not None}
        for i, f in enumerate(found) if moved else ():
            if f.segment in moved:
                span = texts[f.segment].span(*places[i])
                places[i] = span.start, span.end
        columns += [start for start, _ in places], [end for _, end in places]
    made = dict(zip(OCCURRENCES, (*columns, [f.confidence for f in found]), strict=True))
    return pl.DataFrame(made, schema=OCCURRENCES)
