"""`malmoi check KO EN` or `malmoi check FILE`: what is wrong with a translation."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.cli.options import Direction, EncodingOption, GlossaryOption, Language
from malmoi.cli.output import emit, note, width
from malmoi.cli.progress import Progress
from malmoi.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from malmoi.flow.audit import Audit

__all__ = ["check"]

_FOUND_PROBLEMS = 3
_COLUMNS = {
    name: name
    for name in (
        "doc",
        "seg",
        "rule",
        "severity",
        "ko_start",
        "ko_end",
        "en_start",
        "en_end",
        "message",
        "reason",
        "suggestion",
    )
}
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
        typer.Argument(help="KO EN: two texts, line by line; or one file with both (.tmx .csv .tsv .jsonl)."),
    ] = None,
    glossary: GlossaryOption = None,
    direction: Annotated[
        Direction | None, typer.Option(help="ko-en or en-ko; guessed from the texts if left out.")
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rule", "-r", help="Run this rule only (may be repeated), or set it: loanword=off."),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="End with exit code 3 at hard findings, at any (advisory), or never.")
    ] = FailOn.HARD,
    show: Annotated[FailOn, typer.Option(help="Print hard findings only, or the advisory ones too.")] = FailOn.ADVISORY,
    baseline: Annotated[Path | None, typer.Option(help="Leave out the findings that this file accepts.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Write all findings of this run into the baseline.")] = False,
    ui: Annotated[Language, typer.Option(help="Language of the messages.")] = Language.EN,
    list_rules: Annotated[bool, typer.Option("--list", help="List the rules and leave.")] = False,
    encoding: EncodingOption = None,
    format: Annotated[Output, typer.Option("--format", help="text, json, ndjson, csv or sarif.")] = Output.TEXT,  # noqa: A002
) -> None:
    """Check a translation: terms, figures, leftovers, code, Korean spelling. Exit code 3 when something is found.

    Example: malmoi check examples/stargate.ko.txt examples/stargate.en.txt
    """
    if list_rules:
        _list(ui.value, format)
        return
    if not files or len(files) > len(("ko", "en")):
        raise UsageError("Give a Korean text and its English one, or one file that holds both.")
    if accept and baseline is None:
        raise UsageError("--accept writes a baseline: say where with --baseline FILE.")
    from malmoi.flow.audit import audit, project_rules, read_baseline, write_baseline
    from malmoi.glossary.location import open_glossary

    with Progress() as progress:
        progress("reading")
        bitext = _read(files, encoding)
        store = open_glossary(glossary)
        known = read_baseline(baseline) if baseline is not None else frozenset[str]()
        progress("checking")
        found = audit(
            bitext,
            store,
            rules=_choice(rules or [], project_rules()),
            direction=direction.value if direction else None,
            ui=ui.value,
            accepted=frozenset() if accept else known,
        )
    if accept and baseline is not None:
        write_baseline(baseline, known | set(found.findings["fingerprint"]))
        note(f"{found.findings.height} findings accepted in {baseline}")
        return
    shown = found.findings.to_dicts()
    if show is FailOn.HARD:
        shown = [row for row in shown if row["severity"] == "hard"]
    _print(shown if show is not FailOn.NEVER else [], bitext, files, ui.value, format)
    _summary(found)
    if found.fails(fail_on.value):
        raise typer.Exit(_FOUND_PROBLEMS)


def _list(ui: str, format: Output) -> None:  # noqa: A002
    from malmoi.check.messages import describe
    from malmoi.check.rules import RULES

    rows = [{"rule": name, "finds": describe(name, "ko" if ui == "ko" else "en")} for name in RULES]
    emit(rows, {"rule": "rule", "finds": "finds"}, "table" if format in (Output.TEXT, Output.SARIF) else format.value)


def _read(files: Sequence[str], encoding: str | None) -> "pl.DataFrame":
    if len(files) == 1:
        from malmoi.formats.codecs import read

        return read(files[0], encoding=encoding)
    from malmoi.files import read_text
    from malmoi.flow.audit import pair_lines

    return pair_lines(read_text(files[0], encoding), read_text(files[1], encoding), (files[0], files[1]))


def _choice(said: Sequence[str], project: Mapping[str, str]) -> list[str] | dict[str, str] | None:
    """Rules to run: those named alone, or all with what is said of some, which goes before the project's file."""
    named = [name for name in said if "=" not in name]
    if named and len(named) < len(said):
        raise UsageError("Name rules (--rule josa) or set them (--rule josa=off), not both at once.")
    if named:
        return named
    settings = dict(project) | dict(item.split("=", 1) for item in said)
    return settings or None


def _print(
    rows: Sequence[dict[str, Any]],
    bitext: "pl.DataFrame",
    files: Sequence[str],
    ui: str,
    format: Output,  # noqa: A002
) -> None:
    if format is Output.SARIF:
        from urllib.parse import quote

        from malmoi.check.sarif import sarif

        places = {lang: quote(Path(file).as_posix()) for lang, file in (("ko", files[0]), ("en", files[-1]))}
        log = sarif(rows, places, "ko" if ui == "ko" else "en")
        sys.stdout.write(json.dumps(log, ensure_ascii=False, indent=2) + "\n")
    elif format is Output.TEXT:
        texts = {
            (doc, seg): (ko or "", en or "") for doc, seg, ko, en in bitext.select("doc", "seg", "ko", "en").iter_rows()
        }
        for row in rows:
            sys.stdout.write("\n".join(_lines(row, texts[row["doc"], row["seg"]])) + "\n\n")
    else:
        emit(rows, _COLUMNS, format.value)
    sys.stdout.flush()


def _lines(row: Mapping[str, Any], texts: tuple[str, str]) -> Iterator[str]:
    """A finding for eyes: what, then either side with the stretch underlined."""
    place = f"{row['doc']}:{row['seg'] + 1}" if row["doc"] else f"{row['seg'] + 1}"
    yield f"{place}  {row['severity']}  {row['rule']}: {row['message']}"
    for lang, text in zip(("ko", "en"), texts, strict=True):
        start, end = row[f"{lang}_start"], row[f"{lang}_end"]
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


def _summary(found: "Audit") -> None:
    hard = int((found.findings["severity"] == "hard").sum())
    left = f", {found.accepted} accepted by the baseline" if found.accepted else ""
    note(f"{hard} hard and {found.findings.height - hard} advisory findings{left}")
