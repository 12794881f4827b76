"""Words of reports in Korean or English, from `report_words.tsv` beside this module."""

from functools import cache
from importlib.resources import files
from typing import Literal

__all__ = ["report_words"]


@cache
def report_words(ui: Literal["ko", "en"]) -> dict[str, str]:
    """Every word by its key."""
    lines = files(__package__).joinpath("report_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {key: ko if ui == "ko" else en for key, ko, en in rows}
