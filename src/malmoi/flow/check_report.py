"""What a check found, as a report: figures, rules, documents, and the findings in their texts, the worst segments first."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from malmoi.check.messages import describe
from malmoi.export.report import Bar, Bars, Grid, Remark, Remarks, Report, Section, Tag
from malmoi.export.report_words import report_words
from malmoi.flow.audit import Tally

__all__ = ["Collected", "check_report"]

# Findings of either severity that a report shows: a page of more is of no use, and a run of any length must end.
_MOST = 2_000
_MOST_DOCUMENTS = 40
_Place = tuple[str, str, int]


class Collected:
    """Findings on their way by, as many as a report shows, and counts of all of them."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: Counter[str] = Counter()
        self._segments: dict[_Place, tuple[str, str, list[Remark]]] = {}
        self.documents: Counter[tuple[str, str]] = Counter()
        self.total = 0
        self._last: _Place | None = None

    def add(self, row: Mapping[str, Any], file: str) -> None:
        """One finding as `audit.review` gives it."""
        place = (file, row["doc"] or "", row["seg"])
        self.total += 1
        if place != self._last:  # findings of a segment follow one another
            self._last = place
            self.documents[file, row["doc"] or ""] += 1
        if self._kept[row["severity"]] >= self._most:
            return
        self._kept[row["severity"]] += 1
        remark = Remark(
            row["severity"],
            row["rule"],
            row["message"],
            row["reason"],
            row["suggestion"],
            (row["ko_start"], row["ko_end"]),
            (row["en_start"], row["en_end"]),
        )
        self._segments.setdefault(place, (row["ko"], row["en"], []))[2].append(remark)

    @property
    def shown(self) -> int:
        """Findings kept."""
        return self._kept.total()

    def worst_first(self, several: bool) -> list[tuple[str, str, str, Sequence[Remark]]]:
        """(place, Korean, English, remarks); `several` files are named in the place."""

        def badness(item: tuple[_Place, tuple[str, str, list[Remark]]]) -> tuple[int, int]:
            remarks = item[1][2]
            return -sum(r.kind == "hard" for r in remarks), -len(remarks)

        out: list[tuple[str, str, str, Sequence[Remark]]] = []
        for (file, doc, seg), (ko, en, remarks) in sorted(self._segments.items(), key=badness):
            names = [file if several else "", doc, str(seg + 1)]
            out.append((":".join(name for name in names if name), ko, en, remarks))
        return out


def check_report(
    tally: Tally,
    collected: Collected,
    files: Sequence[str],
    made: Iterable[str] = (),
    ui: Literal["ko", "en"] = "en",
) -> Report:
    """The report of a run over `files`; `made` says how it was made."""
    say = report_words(ui)
    facts: dict[str, str | int | float] = {
        say["files"]: ", ".join(files),
        say["direction"]: " / ".join(way for way, _ in tally.directions.most_common()) or "—",
        say["segments"]: tally.segments,
        say["faulty"]: tally.faulty,
        say["findings_hard"]: tally.hard,
        say["findings_advisory"]: tally.advisory,
    }
    if tally.accepted:
        facts[say["accepted"]] = tally.accepted
    cut = (
        ""
        if collected.shown == collected.total
        else say["findings_cut"].format(shown=collected.shown, total=collected.total)
    )
    remarks = Remarks(collected.worst_first(len(files) > 1), cut)
    note = say["findings_note"] if collected.total else say["findings_none"]
    sections = [
        Section(say["rules_title"], _rules(tally, say, ui), say["rules_note"]) if collected.total else None,
        _documents(collected, say),
        Section(say["findings_title"], [remarks] if collected.total else [], note),
    ]
    return Report(say["check_title"], facts, [s for s in sections if s is not None], list(made), ui, say)


def _rules(tally: Tally, say: Mapping[str, str], ui: Literal["ko", "en"]) -> list[Grid]:
    counts: Counter[str] = Counter()
    for (rule, _), n in tally.rules.items():
        counts[rule] += n
    rows = [
        (
            rule,
            *(Tag(str(n), severity) if (n := tally.rules[rule, severity]) else "" for severity in ("hard", "advisory")),
            describe(rule, ui),
        )
        for rule, _ in counts.most_common()
    ]
    heads = (say["rule"], say["hard"], say["advisory"], say["message"])
    return [Grid(heads, rows, (24, 10, 10, 70))]


def _documents(collected: Collected, say: Mapping[str, str]) -> Section | None:
    found = collected.documents.most_common(_MOST_DOCUMENTS)
    if len(found) <= 1:
        return None
    several = len({file for file, _ in collected.documents}) > 1
    bars = [Bar(": ".join(n for n in (file if several else "", doc) if n) or file, n) for (file, doc), n in found]
    return Section(say["documents_title"], [Bars(bars, caption=say["faulty"])])
