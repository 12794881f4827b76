"""The report of a corpus job: how fast each stage went, which steps took longest, what was left out, what failed; as JSON and as a page."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from malmoi.engine.redaction import redacted
from malmoi.export.page import Content, element, page, table
from malmoi.flow.corpus_folder import write_json
from malmoi.flow.corpus_remote import AnyPath, put
from malmoi.flow.corpus_run import StageReport

__all__ = ["run_record", "write_run_report"]

_STYLE = (
    "main{max-width:72rem;margin:0 auto;padding:1rem}"
    "table{width:auto}.figures :is(td,th):not(:first-child){text-align:right;font-variant-numeric:tabular-nums}"
    ".figures td{white-space:nowrap}.figures :is(td,th){padding-left:.4rem;padding-right:.4rem}"
)
_STAGE = (
    "stage", "done", "done before", "failed", "tried again", "segments", "seconds", "segments/s", "CPU ms/segment", "workers", "busy",
    "MB/worker",
)  # fmt: skip
_PERCENT, _MEGABYTE = 100, 10**6


def run_record(
    title: str, stages: Sequence[StageReport], summary: Mapping[str, Any], *, engine: str, error: str | None = None
) -> dict[str, Any]:
    """What there is to say of a run: when, by which engine, its stages, what it came to, the error that ended it."""
    return {
        "job": title,
        "malmoi": version("malmoi"),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": engine,
        "error": None if error is None else redacted(error),
        "stages": [stage.record() for stage in stages],
        "summary": dict(summary),
    }


def write_run_report(record: Mapping[str, Any], folder: AnyPath) -> AnyPath:
    """Write run.json and run.html, which is given. Raises OutputError."""
    write_json(record, folder / "run.json")
    put(folder / "run.html", page(f"malmoi corpus {record['job']}", _body(record), style=_STYLE, lang="en").encode())
    return folder / "run.html"


# ---------------------------------------------------------------- private


def _body(record: Mapping[str, Any]) -> Content:
    facts = [("at", record["at"]), ("engine", record["engine"]), ("malmoi", record["malmoi"])]
    parts: list[Content] = [
        element("h1", f"malmoi corpus {record['job']}"),
        element("p", record["error"], class_="hard") if record["error"] else None,
        table(("fact", "value"), [*facts, *_figures(record["summary"])]),
        element("h2", "Stages"),
        table(_STAGE, [_stage(stage) for stage in record["stages"]], class_="figures"),
    ]
    for stage in record["stages"]:
        parts += _steps(stage)
    parts += _rules(record["summary"])
    parts += _dropped(record["summary"].get("counts"))
    return element("main", parts)


def _figures(summary: Mapping[str, Any]) -> list[tuple[str, Content]]:
    return [(name, _shown(value)) for name, value in summary.items() if isinstance(value, int | float | str)]


def _shown(value: float | str) -> str:
    """A number as people write it."""
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"


def _stage(stage: Mapping[str, Any]) -> tuple[Content, ...]:
    """A row below the heads _STAGE."""
    possible = stage["seconds"] * stage["workers"]
    counts = (stage["steps"], stage["resumed"], len(stage["failures"]), stage["again"], stage["segments"])
    return (
        stage["name"],
        *(f"{n:,}" for n in counts),
        f"{stage['seconds']:,.1f}",
        f"{stage['segments_per_second']:,.0f}" if stage["segments"] else "",
        f"{1000 * stage['cpu'] / stage['segments']:.2f}" if stage["segments"] else "",
        stage["workers"] or "",
        f"{_PERCENT * min(1.0, stage['busy'] / possible):.0f} %" if possible and stage["segments"] else "",
        f"{stage['memory'] / _MEGABYTE:,.0f}" if stage["memory"] else "",
    )


def _steps(stage: Mapping[str, Any]) -> list[Content]:
    """Slowest steps, failures and warnings of one stage."""
    parts: list[Content] = []
    if len(stage["slowest"]) > 1:
        rows = [(one["step"], one["seconds"]) for one in stage["slowest"]]
        parts += [element("h2", f"Slowest of {stage['name']}"), table(("step", "seconds"), rows, class_="figures")]
    if stage["failures"]:
        failures = [(one["step"], one["error"]) for one in stage["failures"]]
        parts += [element("h2", f"Failures of {stage['name']}"), table(("step", "why"), failures)]
    if stage["warnings"]:
        parts += [
            element("h2", f"Warnings of {stage['name']}"),
            element("ul", [element("li", w) for w in stage["warnings"]]),
        ]
    return parts


def _rules(summary: Mapping[str, Any]) -> list[Content]:
    rules = summary.get("rules")
    if not isinstance(rules, list):
        return []
    rows = [(one["rule"], element("span", one["severity"], class_=one["severity"]), one["findings"]) for one in rules]
    return [element("h2", "Findings"), table(("rule", "severity", "findings"), rows)]


def _dropped(counts: Mapping[str, Any] | None) -> list[Content]:
    """What a build left out, with samples."""
    if not counts or "dropped" not in counts:
        return []
    read = counts["read"] or 1
    rows = [(name, f"{n:,}", f"{_PERCENT * n / read:.2f} %") for name, n in counts["dropped"].items()]
    parts: list[Content] = [
        element("h2", "Left out"),
        element("p", f"{counts['kept']:,} of {counts['read']:,} segments were kept."),
        table(("reason", "segments", "share"), rows, class_="figures"),
    ]
    for name, pairs in counts["samples"].items():
        texts = [(element("span", ko, lang="ko"), element("span", en, lang="en")) for ko, en in pairs]
        parts += [element("h2", f"Left out: {name}"), table(("Korean", "English"), texts)]
    return parts
