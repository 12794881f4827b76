"""`check_bitext`: what is wrong with the segments of a bitext, as a frame of findings; `findings`: the same one by one, of any stream.

Rules see one segment at a time. What they need of a document (its rates of exchange, first renderings, spellings) is taken from windows of
WINDOW segments and from memories of bounded size, so that a text of any length is checked in bounded memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from malmoi.check.direction import Direction, guess_source
from malmoi.check.fidelity import Witness
from malmoi.check.messages import Ui, say
from malmoi.check.problem import Problem
from malmoi.check.rules import Choice, Rule, choose
from malmoi.check.segment import Document, Segment
from malmoi.check.termbase import Termbase
from malmoi.errors import UsageError
from malmoi.model.frames import BITEXT, FINDINGS
from malmoi.model.records import Lang

if TYPE_CHECKING:
    from malmoi.check.termbase import GlossaryLike

__all__ = ["WINDOW", "Checked", "check_bitext", "checked", "findings"]

_SOURCES: dict[str, Lang] = {"ko-en": "ko", "en-ko": "en"}
# Segments of one document that are held at a time; a longer document is checked window by window.
WINDOW = 10_000
# By so many segments a document must tell its direction, where the whole text may say otherwise.
_TELLING = 3
_Row = tuple[str, int, str, str]


class Checked(NamedTuple):
    """One segment that was checked: its document, number and texts, the language it was translated from, and rows of frame FINDINGS."""

    doc: str
    seg: int
    ko: str
    en: str
    source: Lang
    findings: Sequence[tuple[object, ...]]


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
    what was translated from what, "ko-en" or "en-ko"; when None it is guessed, of each document that tells, else of the whole. A hard
    finding is certain from the pair alone; an advisory one asks a person to look. `ui` is the language of messages. Raises UsageError.
    """
    return pl.DataFrame(
        list(findings(bitext, glossary, rules, direction, ui=ui)),
        schema=FINDINGS,
        orient="row",
        infer_schema_length=None,
    )


def findings(
    bitext: pl.DataFrame | Iterable[pl.DataFrame],
    glossary: "GlossaryLike | None" = None,
    rules: Choice | None = None,
    direction: Direction | None = None,
    *,
    ui: Ui = "en",
) -> Iterator[tuple[object, ...]]:
    """The rows of `check_bitext`, one by one, of a frame or of a stream of frames; memory does not grow with the stream."""
    for segment in checked(bitext, glossary, rules, direction, ui=ui):
        yield from segment.findings


def checked(
    bitext: pl.DataFrame | Iterable[pl.DataFrame],
    glossary: "GlossaryLike | None" = None,
    rules: Choice | None = None,
    direction: Direction | None = None,
    *,
    ui: Ui = "en",
) -> Iterator[Checked]:
    """Every segment with what is wrong with it; a document goes on from one frame to the next. Raises UsageError."""
    run, wanted = choose(rules)
    if direction is not None and direction not in _SOURCES:
        raise UsageError(f"The direction is ko-en or en-ko, not {direction!r}.")
    termbase = Termbase(glossary)
    name, document, source = None, Document(), _SOURCES.get(direction or "")
    guessed: Lang = "ko"
    for first, rows in enumerate(_windows(bitext)):
        if source is None and first == 0:
            guessed = guess_source((ko, en) for _, _, ko, en in rows) or "ko"
        witness = Witness()
        for doc, lines in groupby(rows, key=itemgetter(0)):
            texts = [(seg, ko, en) for _, seg, ko, en in lines]
            document = document.follow(texts) if doc == name else Document(texts)
            if doc != name:
                document.source = source or guess_source(((ko, en) for _, ko, en in texts), _TELLING) or guessed
            name = doc
            for seg, ko, en in texts:
                segment = Segment(
                    ko, en, document.source, number=seg, doc=doc, termbase=termbase, witness=witness, document=document
                )
                yield Checked(doc, seg, ko, en, document.source, _found(segment, run, wanted, ui))


def _found(segment: Segment, run: Sequence[Rule], wanted: dict[str, str], ui: Ui) -> list[tuple[object, ...]]:
    problems = [_set(p, wanted) for rule in run for p in rule(segment) if p.rule in wanted]
    problems.sort(key=lambda p: p.severity != "hard")
    return [_row(segment.doc, segment.number, problem, ui) for problem in problems]


def _windows(bitext: pl.DataFrame | Iterable[pl.DataFrame]) -> Iterator[list[_Row]]:
    """Rows of (doc, seg, ko, en), so many at a time."""
    for frame in [bitext] if isinstance(bitext, pl.DataFrame) else bitext:
        _check_columns(frame)
        for part in frame.select("doc", "seg", "ko", "en").iter_slices(WINDOW):
            yield [(doc, seg, ko or "", en or "") for doc, seg, ko, en in part.iter_rows()]


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
