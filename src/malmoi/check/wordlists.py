"""Lists of words that several rules go by, from `wordlists.tsv`."""

from functools import lru_cache
from importlib.resources import files

__all__ = ["words"]


def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return _table()[name]


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    lines = files("malmoi.check").joinpath("wordlists.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: frozenset(listed.split()) for name, listed in rows}
