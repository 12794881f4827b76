"""Candidates that are other names of one thing: other spellings, full name and surname, acronym and what it stands for.

Each stays a row of its own, for a glossary has them as terms of one concept; what says that they belong together stands in the
evidence. A surname whose bearer stands in the same texts with his full name is a person's.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from malmoi.extract.brackets import is_acronym
from malmoi.extract.folding import fold
from malmoi.model.records import Candidate

__all__ = ["also_written", "related"]

# From here on a candidate is believed enough to be named as a variant of another.
_BELIEVED = 0.7
_MOST_NAMED = 3
_SKIPPED = frozenset({"of", "and", "the", "for", "in", "on", "de", "la"})


def also_written(form: str, forms: Sequence[str]) -> str:
    """ "also written X, Y": the other spellings of a term in the order of first use; empty when there are none."""
    others = [f for f in dict.fromkeys(forms) if f != form]
    return f"also written {', '.join(others[:_MOST_NAMED])}" if others else ""


def related(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates in their order, each with what it is a variant of, or what else its terms are paired with, as evidence."""
    believed = [c for c in candidates if c.confidence >= _BELIEVED or c.status == "known"]
    bearers, expansions = _bearers(believed), _expansions(believed)
    by_ko, by_en = _others(believed, "ko", "en"), _others(believed, "en", "ko")
    return [_with_relations(c, bearers, expansions, by_ko, by_en) for c in candidates]


def _with_relations(
    c: Candidate,
    bearers: dict[tuple[str, str], Candidate],
    expansions: dict[str, Candidate],
    by_ko: dict[str, list[str]],
    by_en: dict[str, list[str]],
) -> Candidate:
    kind, said = c.kind, []
    bearer = bearers.get((fold(c.ko), fold(c.en)))
    if (
        bearer is not None
        and c.en[0].isupper()
        and kind in ("term", "place", "person", "product")
        and "known" not in _reason(c)
    ):
        said.append(f"short for {bearer.ko} ~ {bearer.en}")
        kind = "person"
    full = expansions.get(fold(c.en)) if is_acronym(c.en) else None
    if full is not None and (full.kind == "organisation" or f"({c.en})" in full.example_en):
        said.append(f"short for {full.ko} ~ {full.en}")
    for form, others, own in ((c.ko, by_ko, c.en), (c.en, by_en, c.ko)):
        also = [o for o in others.get(fold(form), ()) if o != own]
        if also and c.confidence >= _BELIEVED:
            said.append(f"{form} also: {', '.join(also[:_MOST_NAMED])}")
    evidence = [e for e in c.evidence.split("; ") if kind == c.kind or not e.startswith(f"{c.kind}: ")]
    return replace(c, kind=kind, evidence="; ".join([*evidence, *said])) if said else c


def _reason(c: Candidate) -> str:
    return next((e for e in c.evidence.split("; ") if e.startswith(f"{c.kind}: ")), "")


def _bearers(candidates: Sequence[Candidate]) -> dict[tuple[str, str], Candidate]:
    """People with a full name, by each of their names that may stand alone: the last, and the first."""
    out: dict[tuple[str, str], Candidate] = {}
    people = [(c, c.ko.split(), c.en.split()) for c in candidates if c.kind == "person"]
    for at in (-1, 0):
        for c, ko, en in people:
            if len(ko) > 1 and len(en) > 1 and en[at][0].isupper():
                out.setdefault((fold(ko[at]), fold(en[at])), c)
    return out


def _expansions(candidates: Sequence[Candidate]) -> dict[str, Candidate]:
    """Candidates of several words by their first letters, with and without small words."""
    out: dict[str, Candidate] = {}
    for c in candidates:
        words = c.en.replace("-", " ").split()
        if len(words) > 1 and not is_acronym(c.en):
            for short in ("".join(w[0] for w in words), "".join(w[0] for w in words if w not in _SKIPPED)):
                out.setdefault(short.casefold(), c)
    return out


def _others(candidates: Sequence[Candidate], by: str, what: str) -> dict[str, list[str]]:
    """What stands with each folded term of one language, when that is more than one."""
    out: dict[str, list[str]] = defaultdict(list)
    for c in candidates:
        out[fold(getattr(c, by))].append(getattr(c, what))
    return {term: others for term, others in out.items() if len(others) > 1}
