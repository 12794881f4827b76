"""The command `malmoi`: one table of commands and the one place where an error becomes a line and an exit code.

Exit codes: 0 done, 1 failed, 2 misuse, 3 ran and found problems.
"""

from typing import Annotated, Any

import typer
import typer.core

from malmoi import __version__
from malmoi.cli import glossary, score
from malmoi.cli.align import align
from malmoi.cli.amounts import amounts
from malmoi.cli.check import check
from malmoi.cli.doctor import doctor
from malmoi.cli.find import find
from malmoi.cli.lookup import lookup
from malmoi.cli.romanize import romanize
from malmoi.errors import MalmoiError

__all__ = ["app", "main"]


class _Boundary(typer.core.TyperGroup):
    """Turns malmoi's errors into one line on standard error and the exit code that the error carries."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except MalmoiError as error:
            typer.echo(f"malmoi: {error}", err=True)
            raise typer.Exit(error.exit_code) from error


app = typer.Typer(
    cls=_Boundary,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Gather the words: align Korean and English texts, keep their terms, look them up.",
)

for _command in (align, lookup, find, amounts, romanize, check, doctor):
    app.command()(_command)
app.add_typer(glossary.app, name="glossary")
app.add_typer(score.app, name="score")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"malmoi {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line."""
    app()
