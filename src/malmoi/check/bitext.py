"""`check_bitext`: what is wrong with the segments of a bitext, as a frame of findings.

Rules see one segment at a time and remember what they need of a document, so that memory is bounded by the longest document.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import polars as pl

from malmoi.check.direction import Direction, guess_source
from malmoi.check.fidelity import Witness
from malmoi.check.messages import Ui, say
from malmoi.check.problem import Problem
from malmoi.check.rules import Choice, choose
from malmoi.check.segment import Document, Segment
from malmoi.check.termbase import Termbase
from malmoi.errors import UsageError
from malmoi.model.frames import BITEXT, FINDINGS
from malmoi.model.records import Lang

if TYPE_CHECKING:
    from malmoi.check.termbase import GlossaryLike

__all__ = ["check_bitext", "findings"]

_SOURCES: dict[str, Lang] = {"ko-en": "ko", "en-ko": "en"}


def check_bitext(
    bitext: pl.DataFrame,
    glossary: "GlossaryLike | None" = None,
    rules: Choice | None = None,
    direction: Direction | None = None,
    *,
    ui: Ui = "en",
) -> pl.DataFrame:
    """Findings in a `bitext` frame (frame FINDINGS), in the order of its rows, the hard ones of a segment first.

    `rules` are names of rules, or a mapping of names to `hard`, `advisory`, `off` or `default`; None runs all. `direction` says
    what was translated from what, "ko-en" or "en-ko", guessed when None. A hard finding is certain from the pair alone; an
    advisory one asks a person to look. `ui` is the language of messages. Raises UsageError.
    """
    _check_columns(bitext)
    return pl.DataFrame(
        list(findings(bitext, glossary, rules, direction, ui=ui)),
        schema=FINDINGS,
        orient="row",
        infer_schema_length=None,
    )


def findings(
    bitext: pl.DataFrame,
    glossary: "GlossaryLike | None" = None,
    rules: Choice | None = None,
    direction: Direction | None = None,
    *,
    ui: Ui = "en",
) -> Iterator[tuple[object, ...]]:
    """The rows of `check_bitext`, one by one."""
    run, wanted = choose(rules)
    if direction is not None and direction not in _SOURCES:
        raise UsageError(f"The direction is ko-en or en-ko, not {direction!r}.")
    source = _SOURCES[direction] if direction else guess_source(bitext.select("ko", "en").iter_rows())
    termbase, witness = Termbase(glossary), Witness()
    for doc, lines in groupby(bitext.select("doc", "seg", "ko", "en").iter_rows(), key=itemgetter(0)):
        rows = [(seg, ko or "", en or "") for _, seg, ko, en in lines]
        document = Document(rows)
        for seg, ko, en in rows:
            segment = Segment(
                ko, en, source, number=seg, doc=doc, termbase=termbase, witness=witness, document=document
            )
            problems = [_set(p, wanted) for rule in run for p in rule(segment) if p.rule in wanted]
            for problem in sorted(problems, key=lambda p: p.severity != "hard"):
                yield _row(doc, seg, problem, ui)


def _check_columns(bitext: pl.DataFrame) -> None:
    missing = {"doc", "seg", "ko", "en"} - set(bitext.columns)
    if missing:
        raise UsageError(
            f"The bitext lacks {', '.join(sorted(missing))}: it has the columns {', '.join(BITEXT.names())}."
        )


def _set(problem: Problem, wanted: dict[str, str]) -> Problem:
    """The problem with the severity that its rule is set to."""
    severity = wanted[problem.rule]
    if severity not in ("hard", "advisory") or severity == problem.severity:
        return problem
    return Problem(
        problem.rule,
        "hard" if severity == "hard" else "advisory",
        problem.ko,
        problem.en,
        problem.message,
        problem.fields,
        problem.suggestion,
    )


def _row(doc: object, seg: object, problem: Problem, ui: Ui) -> tuple[object, ...]:
    message, reason = say(problem.message, problem.fields, ui)
    spans = [(span.start, span.end) if span is not None else (None, None) for span in (problem.ko, problem.en)]
    return (doc, seg, problem.rule, problem.severity, *spans[0], *spans[1], message, reason, problem.suggestion)
