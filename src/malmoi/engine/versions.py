"""Versions that must be the same wherever one job runs: of Python, malmoi and what its answers depend on."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

__all__ = ["PACKAGES", "Versions", "difference", "here"]

# Kiwi and its model decide on morphemes, Polars on what is in a shard; another malmoi is another program.
PACKAGES = ("malmoi", "kiwipiepy", "kiwipiepy_model", "polars")

Versions = Mapping[str, str | None]


def here() -> dict[str, str | None]:
    """Versions in this process; None for what is not installed."""
    return {"python": platform.python_version(), **{package: _version(package) for package in PACKAGES}}


def difference(mine: Versions, theirs: Versions) -> str | None:
    """What differs, as the end of a sentence ("malmoi 0.2 here, 0.1 there"); None where nothing does.

    Of Python only major and minor version count: a third number changes no answer.
    """
    told = [
        f"{name} {mine[name] or 'is not installed'} here, {theirs.get(name) or 'not installed'} there"
        for name in mine
        if _relevant(name, mine[name]) != _relevant(name, theirs.get(name))
    ]
    return "; ".join(told) or None


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _relevant(name: str, found: str | None) -> str | None:
    return ".".join(found.split(".")[:2]) if name == "python" and found else found
