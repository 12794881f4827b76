"""`malmoi score sentences`: beads of sentences against gold ones, of one text or of a folder of texts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from malmoi.cli.options import Language
from malmoi.cli.output import Format, FormatOption, emit
from malmoi.cli.score_output import OutputOption, SeedOption, emit_scores, ready, write_reports
from malmoi.errors import UsageError

if TYPE_CHECKING:
    from malmoi.model.records import Score

__all__ = ["sentences"]


def sentences(
    pred: Annotated[
        str,
        typer.Argument(
            metavar="PRED", help="Beads to score: a ladder, a table of two columns or JSON; or a folder of such files."
        ),
    ],
    gold: Annotated[
        str, typer.Argument(metavar="GOLD", help="The right beads; or a folder with files of the same names.")
    ],
    outputs: OutputOption = None,
    ui: Annotated[Language, typer.Option(help="Language of reports.")] = Language.EN,
    seed: SeedOption = 0,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Score sentence beads: strict and lax precision, recall, F1.

    Of several texts, each is scored by itself too.

    Example: malmoi score sentences examples/help.beads.tsv examples/help.beads.tsv
    """
    from malmoi.files import read_text
    from malmoi.score.alignment import score_sentences
    from malmoi.score.notation import read_beads

    reports = ready(outputs)
    names = _names(Path(pred), Path(gold))
    made, right = ([read_beads(read_text(path), str(path)) for path in paths] for paths in names.values())
    scores = score_sentences(made, right, seed=seed)
    own: dict[str, dict[str, Score]] = {
        path.name: score_sentences(ours, theirs, seed=seed)
        for path, ours, theirs in zip(names["made"], made, right, strict=True)
    }
    emit_scores(scores.values(), format)
    if len(own) > 1:
        rows = [{"text": name, **{key: 100 * score.value for key, score in of.items()}} for name, of in own.items()]
        rows.sort(key=lambda row: float(str(row["strict_f1"])))
        emit(rows, {"text": "text", "strict_f1": "strict F1", "lax_f1": "lax F1"}, format)
    if reports:
        from malmoi.flow.sentences_report import sentences_report

        texts = {name: (ours, theirs, of) for (name, of), ours, theirs in zip(own.items(), made, right, strict=True)}
        write_reports(sentences_report(list(scores.values()), texts, ui.value), reports)


def _names(pred: Path, gold: Path) -> dict[str, list[Path]]:
    """Files made and gold ones, in one order; those of two folders by their names. Raises UsageError."""
    if pred.is_dir() != gold.is_dir():
        raise UsageError(f"{pred} and {gold} must both be files, or both folders.")
    if not pred.is_dir():
        return {"made": [pred], "gold": [gold]}
    wanted = sorted(path for path in gold.iterdir() if path.is_file() and not path.name.startswith("."))
    lost = [path.name for path in wanted if not (pred / path.name).is_file()]
    if lost or not wanted:
        raise UsageError(f"{pred} has no {', '.join(lost) or 'files'}: name the files as those in {gold}.")
    return {"made": [pred / path.name for path in wanted], "gold": wanted}
