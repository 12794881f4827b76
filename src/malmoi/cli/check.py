"""`malmoi check KO EN` or `malmoi check FILE…`: what is wrong with a translation."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.cli.options import Direction, EncodingOption, GlossaryOption, Language, RulesOption
from malmoi.cli.output import emit, note, width
from malmoi.cli.progress import Progress
from malmoi.cli.term_options import MapOption, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.flow.audit import Tally
    from malmoi.flow.bitexts import Source

__all__ = ["check", "choice_of"]

_FOUND_PROBLEMS = 3
# Characters shown on either side of a marked stretch, so that a finding takes a line a side.
_CONTEXT = 34


class Output(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    SARIF = "sarif"


class FailOn(StrEnum):
    """What makes the command end with exit code 3."""

    HARD = "hard"
    ADVISORY = "advisory"
    NEVER = "never"


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE", help="KO EN: two texts, line by line; or files that hold both (see malmoi formats)."
        ),
    ] = None,
    glossary: GlossaryOption = None,
    direction: Annotated[
        Direction | None,
        typer.Option(help="ko-en or en-ko; left out, what a file declares, else what its texts look like."),
    ] = None,
    rules: RulesOption = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="End with exit code 3 at hard findings, at any (advisory), or never.")
    ] = FailOn.HARD,
    show: Annotated[FailOn, typer.Option(help="Print hard findings only, or the advisory ones too.")] = FailOn.ADVISORY,
    outputs: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Also write a report: .html, .xlsx, .sarif, .json, .ndjson or .csv; may be repeated.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Leave out the findings that this file accepts.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Write all findings of this run into the baseline.")] = False,
    ui: Annotated[Language, typer.Option(help="Language of the messages.")] = Language.EN,
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules and leave.")] = False,
    map_: MapOption = None,
    columns: Annotated[str | None, typer.Option(hidden=True)] = None,  # what --map was called
    encoding: EncodingOption = None,
    format: Annotated[Output, typer.Option("--format", help="text, json, ndjson, csv or sarif.")] = Output.TEXT,  # noqa: A002
) -> None:
    """Check a translation: terms, figures, dates, code, spelling.

    Looks for terms that the glossary has otherwise, figures and dates that are gone or changed, text left in the other language, damaged
    code and variables, particles and spellings that are wrong in Korean. Exit code 3 when something is found.

    Example: malmoi check examples/stargate.ko.txt examples/stargate.en.txt
    """
    if list_rules:
        _list(ui.value, format)
        return
    if accept and baseline is None:
        raise UsageError("--accept writes a baseline: say where with --baseline FILE.")
    from malmoi.cli.check_outputs import Outputs
    from malmoi.flow.audit import Tally, project_rules, read_baseline, write_baseline
    from malmoi.flow.bitexts import open_sources
    from malmoi.flow.check_report import Collected
    from malmoi.glossary.location import open_glossary

    tally, collected = Tally(), Collected()
    choice = choice_of(rules or [], project_rules())
    sources = open_sources(files or [], encoding=encoding, mapping=mapping_of(map_ or (columns and [columns]) or None))
    known = read_baseline(baseline) if baseline is not None else frozenset[str]()
    fingerprints = set(known)
    store = open_glossary(glossary)
    settings = {"rules": choice, "ui": ui.value, "accepted": frozenset() if accept else known}
    with Progress() as progress, Outputs(outputs or [], len(sources) > 1, ui.value) as written:
        progress("checking")
        printer = _Printer(format, len(sources) > 1, ui.value, progress)
        for row, source in _findings(sources, store, tally, direction.value if direction else None, settings):
            if accept:
                fingerprints.add(row["fingerprint"])
            written.add(row, source)
            collected.add(row, source.name)
            if _is_shown(row, show, accept):
                printer.row(row, source)
        if not accept:
            printer.end()
        written.report(tally, collected, [source.name for source in sources], [_signature(tally, store)])
    if accept and baseline is not None:
        write_baseline(baseline, fingerprints)
        note(f"{tally.rules.total()} findings accepted in {baseline}")
        return
    _summary(tally, sources, direction is None)
    if tally.fails(fail_on.value):
        raise typer.Exit(_FOUND_PROBLEMS)


def _findings(
    sources: "Sequence[Source]", glossary: Any, tally: "Tally", direction: Any, settings: Mapping[str, Any]
) -> "Iterator[tuple[dict[str, Any], Source]]":
    """Every finding with where it comes from, file by file."""
    from malmoi.flow.audit import review

    for source in sources:
        way = direction or source.direction
        for row in review(source.frames, glossary, tally=tally, direction=way, **settings):
            yield row, source


def _is_shown(row: Mapping[str, Any], show: FailOn, accept: bool) -> bool:
    return not accept and show is not FailOn.NEVER and (show is FailOn.ADVISORY or row["severity"] == "hard")


def _list(ui: str, format: Output) -> None:  # noqa: A002
    from malmoi.check.messages import describe
    from malmoi.check.rules import RULES

    rows = [{"rule": name, "finds": describe(name, "ko" if ui == "ko" else "en")} for name in RULES]
    emit(rows, {"rule": "rule", "finds": "finds"}, "table" if format in (Output.TEXT, Output.SARIF) else format.value)


def choice_of(said: Sequence[str], project: Mapping[str, str]) -> list[str] | dict[str, str] | None:
    """Rules to run: those named alone, or all with what is said of some, which goes before the project's file."""
    named = [name for name in said if "=" not in name]
    if named and len(named) < len(said):
        raise UsageError("Name rules (--rule josa) or set them (--rule josa=off), not both at once.")
    if named:
        return named
    settings = dict(project) | dict(item.split("=", 1) for item in said)
    return settings or None


class _Printer:
    """Prints findings as they come; those of several files name theirs."""

    def __init__(self, format: Output, several: bool, ui: str, progress: Progress) -> None:  # noqa: A002
        from malmoi.cli.check_outputs import writer

        self._writer = None if format is Output.TEXT else writer(format.value, several, ui)
        self._several, self._progress, self._begun = several, progress, False

    def row(self, row: Mapping[str, Any], source: "Source") -> None:
        """One finding."""
        if self._writer is None:
            text = "\n".join(_lines(row, source.name if self._several else "")) + "\n\n"
        else:
            text = ("" if self._begun else self._writer.head()) + self._writer.row(row, source)
        self._begun = True
        self._progress.clear()
        sys.stdout.write(text)

    def end(self) -> None:
        """No more of them."""
        if self._writer is not None:
            sys.stdout.write(("" if self._begun else self._writer.head()) + self._writer.tail())
        sys.stdout.flush()


def _lines(row: Mapping[str, Any], file: str) -> Iterator[str]:
    """A finding for eyes: what, then either side with the stretch underlined."""
    place = ":".join(part for part in (file, row["doc"], str(row["seg"] + 1)) if part)
    yield f"{place}  {row['severity']}  {row['rule']}: {row['message']}"
    for lang in ("ko", "en"):
        text, start, end = row[lang], row[f"{lang}_start"], row[f"{lang}_end"]
        if start is None:
            yield f"    {lang}  {_flat(text[: 2 * _CONTEXT])}{'…' if len(text) > 2 * _CONTEXT else ''}"
            continue
        if end - start > 2 * _CONTEXT:  # the whole text, or nearly: there is nothing to mark
            yield f"    {lang}  {_flat(text[start : start + 2 * _CONTEXT])}…"
            continue
        left = max(0, start - _CONTEXT)
        before = ("…" if left else "") + _flat(text[left:start])
        marked = _flat(text[start:end])
        rest = _flat(text[end : end + _CONTEXT]) + ("…" if len(text) > end + _CONTEXT else "")
        yield f"    {lang}  {before}{marked}{rest}"
        yield " " * (8 + width(before)) + "^" * max(1, width(marked))
    if row["suggestion"]:
        yield f"    → {row['suggestion']}"


def _flat(text: str) -> str:
    """Text on one line, without what would move the cursor."""
    return "".join(ch if ch.isprintable() else " " for ch in text)


def _signature(tally: "Tally", glossary: Any) -> str:
    from importlib.metadata import version

    made = {
        "check": "malmoi",
        "segments": tally.segments,
        "directions": "+".join(sorted(tally.directions)),
        "glossary": glossary.signature,
        "malmoi": version("malmoi"),
    }
    return "|".join(f"{name}:{value}" for name, value in made.items())


def _summary(tally: "Tally", sources: "Sequence[Source]", guessed: bool) -> None:
    left = f", {tally.accepted} accepted by the baseline" if tally.accepted else ""
    note(f"{tally.hard} hard and {tally.advisory} advisory findings in {tally.segments:,} segments{left}")
    if guessed and tally.directions:
        said = all(source.direction for source in sources)
        ways = ", ".join(
            f"{way} ({n:,})" if len(tally.directions) > 1 else way for way, n in tally.directions.most_common()
        )
        note(f"direction {ways}, {'as the file says' if said else 'guessed from the texts: --direction says it'}")
