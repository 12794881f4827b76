"""The command `malmoi`: one table of commands and the one place where an error becomes a line and an exit code.

Exit codes: 0 done, 1 failed, 2 misuse, 3 ran and found problems.
"""

import sys
import warnings
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.core

from malmoi import __version__
from malmoi.errors import MalmoiError, MalmoiWarning
from malmoi.files import pipes_kept

__all__ = ["main"]

# Command → where its function, or the Typer of its sub-commands, stands. In the order of the help.
_COMMANDS = {
    "align": "malmoi.cli.align:align",
    "words": "malmoi.cli.words:words",
    "lookup": "malmoi.cli.lookup:lookup",
    "find": "malmoi.cli.find:find",
    "amounts": "malmoi.cli.amounts:amounts",
    "romanize": "malmoi.cli.romanize:romanize",
    "check": "malmoi.cli.check:check",
    "score": "malmoi.cli.score:app",
    "corpus": "malmoi.cli.corpus:app",
    "glossary": "malmoi.cli.glossary:app",
    "import": "malmoi.cli.import_:import_workbook",
    "export": "malmoi.cli.export:export",
    "formats": "malmoi.cli.formats:formats",
    "doctor": "malmoi.cli.doctor:doctor",
}


# Columns of help texts on a wide terminal.
_WIDEST = 100


class _Boundary(typer.core.TyperGroup):
    """Turns malmoi's errors into one line on standard error and the exit code that the error carries; warnings into a line."""

    def invoke(self, ctx: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("always", MalmoiWarning)
            show = warnings.showwarning
            warnings.showwarning = lambda message, category, *rest: (
                typer.echo(f"malmoi: {message}", err=True)
                if issubclass(category, MalmoiWarning)
                else show(message, category, *rest)
            )
            try:
                with pipes_kept():
                    return super().invoke(ctx)
            except MalmoiError as error:
                typer.echo(f"malmoi: {error}", err=True)
                raise typer.Exit(error.exit_code) from error

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the table, not of their kinds."""
        return sorted(self.commands, key=list(_COMMANDS).index)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"malmoi {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


def _build(names: Iterable[str]) -> typer.Typer:
    """The command with these of its commands."""
    made = typer.Typer(
        cls=_Boundary,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST},
        help="Gather the words: align Korean and English texts, keep their terms, look them up, check translations.\n\n"
        "Start with:  malmoi align KO.txt EN.txt -o review.xlsx   then  malmoi import review.xlsx   and  malmoi lookup WORD\n\n"
        "Exit codes: 0 done, 1 failed, 2 misuse, 3 ran and found problems.",
    )
    made.callback()(_options)
    for name in names:
        module, _, attribute = _COMMANDS[name].partition(":")
        part = getattr(import_module(module), attribute)
        if isinstance(part, typer.Typer):
            made.add_typer(part, name=name)
        else:
            made.command(name)(part)
    return made


def __getattr__(name: str) -> object:
    """`app`: the command with all of its commands, built when asked for."""
    if name == "app":
        return _build(_COMMANDS)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def main() -> None:
    """Run the command line. A command that is named first is the only one built: a look-up must not pay for the others."""
    named = sys.argv[1:2]
    _build(named if named and named[0] in _COMMANDS else _COMMANDS)()
