"""`malmoi align` for folders: pairs of files by name, one corpus or a file each; one broken pair does not stop the others."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from malmoi.cli.align import TERM_COLUMNS, say
from malmoi.cli.output import Format, emit, note
from malmoi.cli.progress import Progress
from malmoi.errors import InputError, OutputError
from malmoi.files import explain_os_error

if TYPE_CHECKING:
    from malmoi.export.labels import UI
    from malmoi.flow.folders import AlignedPair
    from malmoi.glossary.store import Glossary
    from malmoi.model.records import Alignment

__all__ = ["align_folders"]

_NAME = "{name}"
_PAIR_COLUMNS = {
    "name": "pair",
    "segments": "segments",
    "one_sided": "one-sided",
    "score": "score",
    "terms": "terms",
    "mismatches": "amounts off",
    "findings": "hard findings",
    "written": "written",
    "error": "error",
}


def align_folders(
    ko: Path,
    en: Path | None,
    targets: Sequence[Path],
    *,
    glossary: list[Path] | None,
    accept: float | None,
    segmented: bool,
    encoder: str,
    model: Path | None,
    seed: int,
    ui: "UI",
    encoding: str | None,
    format: Format,  # noqa: A002  the option's own name
) -> None:
    """Align the pairs of files below two folders, or below one; exit with 1 at the end when one of them could not be.

    A target that is a folder, or has {name} in it, gets a file a pair; any other gets all pairs as one corpus, whose terms are printed.
    With targets of the first kind only, a line a pair is printed.
    """
    from malmoi.align.encoder import resolve
    from malmoi.align.words import WordAligner
    from malmoi.flow.adopt import adopt_candidates
    from malmoi.flow.folders import align_pairs
    from malmoi.flow.harvest import align_bitext, join_segments
    from malmoi.flow.pairs import match_files
    from malmoi.formats.documents.codecs import is_document
    from malmoi.glossary.location import open_glossary

    each = [_pattern(target) for target in targets if _is_for_each(target)]
    whole = [target for target in targets if not _is_for_each(target)]
    _check(each, whole)
    matched = match_files(ko, en, is_document)
    for path in matched.alone:
        note(f"no counterpart for {path}")
    rows: list[dict[str, Any]] = []
    made = []
    with Progress() as progress:
        progress("loading")
        aligner = None if model is None else WordAligner.load(model)
        store = open_glossary(glossary)
        options: dict[str, Any] = {"glossary": store, "encoder": resolve(encoder), "progress": progress}
        for pair in align_pairs(matched.pairs, encoding=encoding, segmented=segmented, **options):
            if pair.segments is None:
                rows.append({"name": pair.files.name, "error": str(pair.error)})
                continue
            made.append(pair.segments)
            rows.append(_row(pair))
            if each:
                found = align_bitext(pair.segments, seed=seed, aligner=aligner, **options)
                rows[-1] |= _found(found, _write_each(found, pair, each, ui))
        joined = None
        if made and (whole or not each or accept is not None):
            joined = align_bitext(join_segments(made), seed=seed, aligner=aligner, **options)
            progress("writing")
            _write(joined, whole, {"ko": str(ko), "en": str(en or ko)}, ui)
    broken = [row for row in rows if "error" in row]
    _tell(rows, [str(target) for target in whole] if made else [])
    if joined is not None and accept is not None:
        _accept(store, adopt_candidates(store, joined, accept, source=f"{ko} | {en or ko}"))
    if joined is not None and (whole or not each):
        say(joined)
        emit(joined.terms.iter_rows(named=True), TERM_COLUMNS, format)
    else:
        emit(rows, _PAIR_COLUMNS, format)
    if broken:
        raise InputError(
            f"{len(broken)} of {len(rows)} pairs could not be aligned; what is wrong with each stands above."
        )


def _is_for_each(target: Path) -> bool:
    return _NAME in str(target) or target.is_dir() or not target.suffix


def _pattern(target: Path) -> str:
    return str(target) if _NAME in str(target) else f"{target}/{_NAME}.xlsx"


def _check(each: Iterable[str], whole: Iterable[Path]) -> None:
    """Refuse now what could not be written after long work."""
    from malmoi.export.outputs import check_target
    from malmoi.files import check_writable

    for pattern in each:
        check_target(pattern)
    for target in whole:
        check_target(target)
        check_writable(target)


def _row(pair: "AlignedPair") -> dict[str, Any]:
    frame = pair.segments.frame if pair.segments is not None else None
    if frame is None:
        return {"name": pair.files.name}
    one_sided = frame.filter((frame["ko"] == "") | (frame["en"] == "")).height
    mean = frame.filter((frame["ko"] != "") & (frame["en"] != ""))["score"].mean()
    return {
        "name": pair.files.name,
        "ko": str(pair.files.ko),
        "en": str(pair.files.en),
        "segments": frame.height,
        "one_sided": one_sided,
        "score": mean,
    }


def _found(found: "Alignment", written: Sequence[str]) -> dict[str, Any]:
    summary = found.summary
    return {
        "terms": summary["terms"],
        "mismatches": summary["amounts_mismatch"],
        "findings": summary["findings_hard"],
        "written": list(written),
    }


def _write_each(found: "Alignment", pair: "AlignedPair", patterns: Iterable[str], ui: "UI") -> list[str]:
    targets = [Path(pattern.replace(_NAME, pair.files.name)) for pattern in patterns]
    for target in targets:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{target.parent} cannot be made: {explain_os_error(error)}.") from error
    _write(found, targets, {"ko": str(pair.files.ko), "en": str(pair.files.en)}, ui)
    return [str(target) for target in targets]


def _write(found: "Alignment", targets: Iterable[Path], source: dict[str, str], ui: "UI") -> None:
    from malmoi.export.outputs import write

    for target in targets:
        write(found, target, source=source, ui=ui)


def _tell(rows: Iterable[dict[str, Any]], written: Iterable[str]) -> None:
    """A line a pair, then what was written of all of them."""
    for row in rows:
        if "error" in row:
            note(f"{row['name']}: {row['error']}")
        else:
            note(
                f"{row['name']}: {row['segments']} segments, {row['one_sided']} one-sided, mean score {row['score'] or 0:.2f}"
            )
        for target in row.get("written", ()):
            note(f"wrote {target}")
    for target in written:
        note(f"wrote {target}")


def _accept(store: "Glossary", added: int) -> None:
    note(f"{added} pairs put in {store.path} as candidates")
