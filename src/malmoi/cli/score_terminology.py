"""`malmoi score terminology`: is the glossary kept, and is one concept called one thing?"""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from malmoi.cli.options import Direction, EncodingOption, GlossaryOption, Language
from malmoi.cli.output import Format, FormatOption, emit
from malmoi.cli.score_output import OutputOption, SeedOption, emit_scores, lines, ready, write_reports
from malmoi.cli.term_options import MapOption, mapping_of
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.model.records import Score

__all__ = ["terminology"]

_GROUPS = {"domain": "domain", "status": "status", "concept": "concept", "document": "doc"}


def terminology(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="A bilingual file, or KO EN line by line, or the shared task's JSON lines."
        ),
    ],
    glossary: GlossaryOption = None,
    direction: Annotated[
        Direction | None, typer.Option(help="ko-en or en-ko; left out, what the file declares, else ko-en.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option(metavar="FILE", help="Reference translations, one segment a line.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="WHAT", help="Also count by domain, status, concept or document.")
    ] = None,
    outputs: OutputOption = None,
    ui: Annotated[Language, typer.Option(help="Language of reports.")] = Language.EN,
    seed: SeedOption = 0,
    map_: MapOption = None,
    encoding: EncodingOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score the use of terms: is the glossary kept?

    How many terms are rendered as the glossary has them, how often refused ones are avoided, whether one concept is called one thing.

    Example: malmoi score terminology examples/sentences.tsv --by domain
    """
    if by is not None and by not in _GROUPS:
        raise UsageError(f"Terms are counted by {', '.join(_GROUPS)}, not by {by!r}.")
    reports = ready(outputs)
    tasks = _tasks(files[0], encoding) if len(files) == 1 and files[0].endswith((".jsonl", ".ndjson")) else None
    if tasks is not None:
        if reports:
            raise UsageError("The shared task's lines have no glossary to report on: leave -o out.")
        emit_scores(tasks, format)
        return
    import polars as pl

    from malmoi.flow.bitexts import open_sources
    from malmoi.glossary.location import open_glossary
    from malmoi.score.terminology import score_terminology, term_uses

    sources = open_sources(files, encoding=encoding, mapping=mapping_of(map_))
    declared = {source.direction for source in sources} - {None}
    way: Any = direction.value if direction else declared.pop() if len(declared) == 1 else "ko-en"
    frame = pl.concat([part for source in sources for part in source.frames])
    frame = frame.with_columns(seg=pl.int_range(pl.len(), dtype=pl.Int64))
    store = open_glossary(glossary)
    references = lines(reference, encoding) if reference else None
    scores = list(score_terminology(frame, store, direction=way, references=references, seed=seed).values())
    emit_scores(scores, format)
    if not by and not reports:
        return
    uses = term_uses(frame, store, way)
    if by:
        emit(
            _counted(uses, _GROUPS[by]).iter_rows(named=True),
            {_GROUPS[by]: by, "terms": "terms", "success": "success"},
            format,
        )
    if reports:
        from malmoi.flow.terminology_report import terminology_report

        write_reports(terminology_report(scores, uses, frame, ui.value), reports)


def _counted(uses: Any, by: str) -> Any:
    import polars as pl

    used = pl.col("status").is_in(["preferred", "admitted"])
    counted = uses.group_by(by).agg(pl.len().alias("terms"), used.mean().alias("success"))
    return counted.sort("terms", by, descending=[True, False])


def _tasks(path: str, encoding: str | None) -> "list[Score] | None":
    """Scores of the shared task's lines ({"en": …, "ko": …, "proper": {…}}); None when the file holds something else."""
    import json

    from malmoi.files import read_text
    from malmoi.score.terminology import score_dictionaries

    kept = [line for line in read_text(path, encoding).split("\n") if line.strip()]
    try:
        rows = [json.loads(line) for line in kept]
    except json.JSONDecodeError:
        return None
    kinds = [
        kind
        for kind in ("proper", "random")
        if any(isinstance(row, dict) and isinstance(row.get(kind), dict) and row[kind] for row in rows)
    ]
    if not kinds or not all(isinstance(row.get("en"), str) and isinstance(row.get("ko"), str) for row in rows):
        return None
    out = []
    for kind in kinds:
        dictionaries = [row.get(kind) or {} for row in rows]
        # The terms are in the source: the side that holds the keys is the one translated from.
        first = next(term for terms in dictionaries for term in terms)
        source = "ko" if any("가" <= ch <= "힣" for ch in first) else "en"
        target: Any = "en" if source == "ko" else "ko"
        found = score_dictionaries([r[source] for r in rows], [r[target] for r in rows], dictionaries, target)
        out += [replace(item, name=f"{kind}_{name}") for name, item in found.items()]
    return out
