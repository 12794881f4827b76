"""What should not be in a glossary: findings about its state, none of which a change is refused for."""

from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

import polars as pl

from malmoi.glossary.entry import GONE, LANGS, LEGAL
from malmoi.glossary.index import Index
from malmoi.glossary.keys import fold, loan
from malmoi.text.hangul import has_hangul

__all__ = ["PROBLEMS", "stats", "validate"]

# One row a finding; `severity` is hard for what breaks a use of the glossary, advisory for what a person may have meant.
PROBLEMS = pl.Schema(
    {"rule": pl.String, "severity": pl.String, "concept": pl.String, "term": pl.String, "message": pl.String}
)
# Spellings of one loanword are looked for in words of this many jamo and more: short ones are alike by chance.
_LOAN_LENGTH = 6

Finding = tuple[str, str, str, str, str]


def validate(index: Index, terms: pl.DataFrame) -> pl.DataFrame:
    """The findings about a glossary (frame PROBLEMS), sorted; empty for a clean one."""
    rows = [*terms.iter_rows(named=True)]
    found = [
        *_terms(rows),
        *_concepts(rows),
        *_homes(rows),
        *_doubles(rows),
        *_variants(rows),
        *_references(index),
    ]
    return pl.DataFrame(sorted(set(found)), schema=PROBLEMS, orient="row")


def stats(terms: pl.DataFrame) -> pl.DataFrame:
    """Counts (columns what, of, count): concepts and terms, concepts without a language or a definition, then terms by what they are.

    That is by language, status, domain, part of speech, type and by who changed their concept last.
    """
    concepts = terms["concept"].n_unique()
    having = {lang: terms.filter(lang=lang)["concept"].n_unique() for lang in LANGS}
    having["definition"] = terms.filter(pl.col("definition") != "")["concept"].n_unique()
    totals = pl.DataFrame(
        {
            "what": ["concepts", "terms", *("concepts without" for _ in having)],
            "of": ["", "", *having],
            "count": [concepts, terms.height, *(concepts - some for some in having.values())],
        }
    )
    parts = [
        terms.group_by(pl.col(column).alias("of"))
        .agg(count=pl.len().cast(pl.Int64))
        .sort("count", "of", descending=[True, False])
        .select(
            pl.lit(column).alias("what"),
            pl.when(pl.col("of") == "").then(pl.lit("(none)")).otherwise("of").alias("of"),
            "count",
        )
        for column in ("lang", "status", "domain", "pos", "type", "by")
    ]
    return pl.concat([totals, *parts])


def _terms(rows: list[dict[str, str]]) -> Iterator[Finding]:
    """Each term by itself."""
    for row in rows:
        if not fold(row["term"]):
            yield "empty-term", "hard", row["concept"], row["term"], "The term is empty: remove it."
        for name in LEGAL:
            if (value := row.get(name, "")) and value not in LEGAL[name]:
                known = ", ".join(LEGAL[name])
                yield (
                    f"illegal-{name}",
                    "hard",
                    row["concept"],
                    row["term"],
                    f"{name} is {value!r}: make it one of {known}.",
                )


def _concepts(rows: list[dict[str, str]]) -> Iterator[Finding]:
    """Each concept by itself."""
    for concept, some in groupby(sorted(rows, key=lambda r: r["concept"]), key=lambda r: r["concept"]):
        terms = [*some]
        for lang in LANGS:
            own = [row for row in terms if row["lang"] == lang]
            preferred = [row["term"] for row in own if row["status"] == "preferred"]
            if len(preferred) > 1:
                message = f"There are {len(preferred)} preferred {lang} terms ({', '.join(preferred)}): make all but one admitted."
                yield "two-preferred", "hard", concept, preferred[0], message
            if not own:
                yield "one-sided", "advisory", concept, terms[0]["term"], f"There is no {lang} term: add one."


def _homes(rows: list[dict[str, str]]) -> Iterator[Finding]:
    """Terms that stand in two concepts under one id: what two people did to one concept at a time, one of them a merge."""
    for row, other in _pairs(rows, lambda r: (r["id"],)):
        if row["concept"] != other["concept"]:
            message = (
                f"{other['concept']} has the same term under the same id {row['id']}: remove it from one of the two."
            )
            yield "two-homes", "hard", row["concept"], row["term"], message


def _doubles(rows: list[dict[str, str]]) -> Iterator[Finding]:
    """The same term in two concepts of one domain."""
    for row, other in _pairs(rows, lambda r: (r["lang"], r["domain"], fold(r["term"]))):
        if row["concept"] != other["concept"]:
            exact = row["term"] == other["term"]
            rule = "same-term" if exact else "spacing-duplicate"
            message = f"{other['concept']} of the same domain has {other['term']!r} too: merge them, or tell the domains apart."
            yield rule, "hard" if exact else "advisory", row["concept"], row["term"], message
        elif row["status"] not in GONE and other["status"] not in GONE and not row["type"] and not other["type"]:
            message = f"It differs from {other['term']!r} only in spaces, hyphens or case: say which is a variant."
            yield "spacing-duplicate", "advisory", row["concept"], row["term"], message


def _variants(rows: list[dict[str, str]]) -> Iterator[Finding]:
    """Spellings of one loanword, both in use."""
    hangul = [
        row
        for row in rows
        if row["lang"] == "ko" and has_hangul(row["term"]) and len(loan(row["term"])) >= _LOAN_LENGTH
    ]
    for row, other in _pairs(hangul, lambda r: (loan(r["term"]),)):
        if fold(row["term"]) != fold(other["term"]) and row["status"] not in GONE and other["status"] not in GONE:
            message = (
                f"It looks like another spelling of {other['term']!r} ({other['concept']}): deprecate one of the two."
            )
            yield "loanword-duplicate", "advisory", row["concept"], row["term"], message


def _references(index: Index) -> Iterator[Finding]:
    """Merged concepts, and terms that a merge dropped, that lead nowhere."""
    for id_, into in index.redirects():
        if index.resolve(id_) is None:
            message = f"It was merged into {into}, which is gone or leads back here: undo one of the two changes."
            yield "broken-reference", "hard", id_, "", message
    for id_, into, concept in index.term_redirects():
        if index.resolve(into) is None:
            message = f"Its term {id_} became {into} when it was merged, which is gone: nothing to do unless somebody uses that id."
            yield "broken-reference", "advisory", concept, "", message


def _pairs(
    rows: list[dict[str, str]], key: Callable[[dict[str, str]], tuple[str, ...]]
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Neighbouring pairs of rows with an equal key."""
    for _, some in groupby(sorted(rows, key=lambda r: (key(r), r["concept"], r["term"])), key=key):
        terms = [*some]
        yield from pairwise(terms)
