"""The lists of words in `data/`: white space between them, lines that begin with # for source and licence."""

from functools import cache
from importlib.resources import files

__all__ = ["words_of"]


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of the list `data/NAME.txt`."""
    text = files("malmoi.extract").joinpath(f"data/{name}.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())
