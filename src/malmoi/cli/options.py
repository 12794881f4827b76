"""Options that several commands share, each said once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Direction", "EncodingOption", "GlossaryOption", "Language"]

GlossaryOption = Annotated[
    Path | None, typer.Option("--glossary", "-g", help="The glossary; found upward from here if left out.")
]
EncodingOption = Annotated[str | None, typer.Option(help="Encoding of the texts, recognised if left out.")]


class Direction(StrEnum):
    """Which way a text was translated."""

    KO_EN = "ko-en"
    EN_KO = "en-ko"


class Language(StrEnum):
    """One of the two languages."""

    KO = "ko"
    EN = "en"
