"""Options that several commands share, each said once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["ByOption", "Direction", "EncoderOption", "EncodingOption", "GlossaryOption", "Language", "RulesOption"]

GlossaryOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        "-g",
        metavar="PATH",
        show_default=False,
        help="The glossary; repeat it to lay others below, which are only read: the first that knows a term is right. "
        "If left out: MALMOI_GLOSSARY, or [glossary] of malmoi.toml (path, below), or glossary/journal.ndjson, upward from here.",
    ),
]
EncodingOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of what is read, such as cp949; recognised if left out.")
]
EncoderOption = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="Sentence encoder: none, auto (what is installed), e5, sentence-transformers:PATH."
    ),
]
RulesOption = Annotated[
    list[str] | None,
    typer.Option("--rule", "-r", metavar="RULE", help="Run this rule only (may be repeated), or set it: loanword=off."),
]
ByOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Who signs; MALMOI_USER, else your account's name, if left out."),
]


class Direction(StrEnum):
    """Which way a text was translated."""

    KO_EN = "ko-en"
    EN_KO = "en-ko"


class Language(StrEnum):
    """One of the two languages."""

    KO = "ko"
    EN = "en"
