"""`malmoi score …`: how good is an alignment, a translation, its terminology? One file a command."""

import typer

from malmoi.cli.score_alignment import alignment
from malmoi.cli.score_sentences import sentences
from malmoi.cli.score_terminology import terminology
from malmoi.cli.score_translation import translation

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Score alignments, translations and the use of terms.")
for command in (alignment, sentences, translation, terminology):
    app.command()(command)
