"""Answers of a look-up as entries that are read: a term with its status, what it is called in the other language, what it means.

    스타게이트  preferred · ai  (met with a particle)
      Stargate, Stargate Project (admitted)
      AI data center undertaking in the United States …
      also  스타 게이트 (admitted, spacing)
      e.g.  소프트뱅크는 **스타게이트**에 투자한다.

On a terminal the status has a colour and the term in the example stands out; elsewhere, and where NO_COLOR is set, it is between asterisks.
"""

import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from malmoi.cli.output import width

if TYPE_CHECKING:
    from malmoi.glossary.entry import Fields, Term
    from malmoi.model.match import Match

__all__ = ["entry", "is_coloured"]

_COLOURS = {"preferred": "green", "admitted": "yellow", "superseded": "magenta", "deprecated": "red"}
# How an answer was met, where that is not plain to see.
_MET = {
    "case": "written otherwise",
    "spacing": "written otherwise",
    "particle": "met with a particle",
    "inflected": "met inflected",
    "hanja": "met in Hanja",
    "keyboard": "typed on the other keyboard",
    "romanised": "met romanised",
    "choseong": "met by its initial consonants",
    "prefix": "begins so",
    "loanword": "another spelling?",
    "typo": "a slip?",
    "sound": "sounds so",
}
# Kinds of terms that tell a reader something; the others are how most terms are.
_KINDS = ("acronym", "abbreviation", "shortForm", "spacing", "loanword", "hanja", "romanised")
_INDENT = "  "
_NARROWEST = 30


def is_coloured() -> bool:
    """May standard output have colours? A terminal that can, unless NO_COLOR is set (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def entry(match: "Match", concept: "Fields", *, colour: bool, columns: int) -> str:
    """One answer, with the fields of its whole concept, as lines of at most so many columns."""
    from malmoi.glossary.entry import terms_of

    terms = [{name: _printable(value) for name, value in term.items()} for term in terms_of(concept)]
    fields = {name: _printable(value) for name, value in match.fields.items()}
    listed = {(term["lang"], term["term"]): term for term in terms}
    called = [listed.get((lang, _printable(term)), {"term": _printable(term)}) for lang, term in match.translations]
    also = [term for term in terms if term["lang"] == match.lang and term["term"] != _printable(match.term)]
    lines = [
        _head(match, fields.get("domain", ""), colour),
        *_body("", ", ".join(_called(term, colour) for term in called), columns),
        *_body("use", _style(fields.get("use", ""), colour), columns),
        *_body("", fields.get("definition", ""), columns),
        *_body("note", fields.get("note", ""), columns),
        *_body("also", ", ".join(_called(term, colour) for term in also), columns),
    ]
    for term in terms:
        lines += _body("e.g.", _marked(term.get("context", ""), term["term"], colour), columns)
    return "\n".join(lines) + "\n"


def _head(match: "Match", domain: str, colour: bool) -> str:
    status = typer.style(match.status, fg=_COLOURS.get(match.status)) if colour else match.status
    said = " · ".join(part for part in (status, domain) if part)
    met = f"({_MET[match.how]})" if match.how in _MET else ""
    return "  ".join(part for part in (_style(_printable(match.term), colour), said, met) if part)


def _called(term: "Term", colour: bool) -> str:
    """A term with what is to be known before it is used: that it is not the preferred one, where it is said, what kind of variant."""
    status, kind = term.get("status", ""), term.get("type", "")
    said = ["" if status == "preferred" else status, term.get("region", ""), kind if kind in _KINDS else ""]
    text = typer.style(term["term"], fg=_COLOURS.get(status)) if colour else term["term"]
    return f"{text} ({', '.join(filter(None, said))})" if any(said) else text


def _body(label: str, text: str, columns: int) -> Iterator[str]:
    """The lines of one field, indented; none when it is empty. Colours take no columns."""
    if not text:
        return
    line = _INDENT + (f"{label}  " if label else "")
    indent = used = len(line)
    for i, word in enumerate(text.split(" ")):
        size = width(_ESCAPE.sub("", word))
        if i and used + 1 + size > max(columns, _NARROWEST):
            yield line
            line, used = " " * indent + word, indent + size
        else:
            line, used = line + (" " if i else "") + word, used + bool(i) + size
    yield line


def _marked(example: str, term: str, colour: bool) -> str:
    """The example with the term marked wherever it stands; Korean is spaced in more than one way, English written with capitals or not."""
    letters = term.split() if term.isascii() else [ch for ch in term if not ch.isspace()]
    spelled = re.compile(r"\s*".join(map(re.escape, letters)), re.IGNORECASE)
    return spelled.sub(lambda m: typer.style(m[0], bold=True, underline=True) if colour else f"**{m[0]}**", example)


def _style(text: str, colour: bool) -> str:
    return typer.style(text, bold=True) if colour and text else text


def _printable(text: str) -> str:
    """Text that cannot play with the terminal."""
    return "".join(ch if ch.isprintable() else " " for ch in text)


_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
