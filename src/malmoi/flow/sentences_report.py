"""Scores of sentence beads as a report: the scores, of each text where there are several, shapes of beads, and those that differ."""

from collections import Counter
from collections.abc import Mapping, Sequence

from malmoi.export.report import Bar, Bars, Cell, Grid, Report, Section
from malmoi.export.report_words import report_words
from malmoi.flow.score_report import Ui, facts_of, finished, scores_section, signatures
from malmoi.model.records import Score

__all__ = ["sentences_report"]

_Bead = tuple[tuple[int, ...], tuple[int, ...]]
_LISTED = 500


def sentences_report(
    scores: Sequence[Score],
    texts: Mapping[str, tuple[Sequence[_Bead], Sequence[_Bead], Mapping[str, Score]]],
    ui: Ui = "en",
) -> Report:
    """The report; `texts` are (beads made, gold beads, scores) by name."""
    say = report_words(ui)
    bars = [Bar(name, own["strict_f1"].value * 100) for name, (_, _, own) in texts.items()]
    bars.sort(key=lambda bar: bar.value)
    sections = [
        scores_section(scores, ui),
        Section(say["by_document"], [Bars(bars, 100.0, "strict_f1")]) if len(texts) > 1 else None,
        Section(say["kinds_title"], [_shapes(texts, say)]),
        _wrong(texts, say),
    ]
    return finished("sentences_title", facts_of(scores), sections, signatures(scores), ui)


def _shapes(
    texts: Mapping[str, tuple[Sequence[_Bead], Sequence[_Bead], Mapping[str, Score]]], say: Mapping[str, str]
) -> Grid:
    """How many beads of each shape there are, and how many of them were found."""
    gold: Counter[str] = Counter()
    made: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for ours, theirs, _ in texts.values():
        known = set(theirs)
        gold.update(map(_shape, theirs))
        made.update(map(_shape, ours))
        right.update(_shape(bead) for bead in ours if bead in known)
    rows: list[Sequence[Cell]] = [(shape, n, made[shape], right[shape]) for shape, n in (gold | made).most_common()]
    return Grid(
        (say["kind"], say["gold"], say["found"], say["right"]),
        [(s, gold[str(s)], m, r) for s, _, m, r in rows],
        (12, 12, 12, 12),
    )


def _shape(bead: _Bead) -> str:
    return f"{len(bead[0])}-{len(bead[1])}"


def _wrong(
    texts: Mapping[str, tuple[Sequence[_Bead], Sequence[_Bead], Mapping[str, Score]]], say: Mapping[str, str]
) -> Section | None:
    rows: list[Sequence[Cell]] = []
    for name, (made, gold, _) in texts.items():
        known = set(gold)
        for bead in made:
            if bead in known or not (bead[0] or bead[1]):
                continue
            near = [g for g in gold if set(g[0]) & set(bead[0]) or set(g[1]) & set(bead[1])]
            rows.append((name, _shown(bead), " ; ".join(map(_shown, near))))
    if not rows:
        return None
    grid = Grid((say["document"], say["found"], say["gold"]), rows[:_LISTED], (40, 24, 44))
    return Section(say["wrong_title"], [grid], say["wrong_note"])


def _shown(bead: _Bead) -> str:
    ko, en = (",".join(str(i + 1) for i in side) or "—" for side in bead)
    return f"{ko} ~ {en}"
