"""malmoi (말모이): align Korean texts with their English renderings, gather the terms, review, look up, check.

Names resolve when they are first used, so that importing malmoi costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from malmoi.align.beads import align_sentences
    from malmoi.amounts.compare import compare_amounts
    from malmoi.amounts.parse import parse_amounts
    from malmoi.amounts.render import render_amount
    from malmoi.extract.terms import extract_terms
    from malmoi.flow.harvest import align_documents
    from malmoi.glossary.store import Glossary
    from malmoi.names.romanization import romanize
    from malmoi.names.similarity import name_similarity

__version__ = "0.1.0"

__all__ = [
    "Glossary",
    "align_documents",
    "align_sentences",
    "compare_amounts",
    "extract_terms",
    "name_similarity",
    "parse_amounts",
    "render_amount",
    "romanize",
]

_HOMES = {
    "Glossary": "malmoi.glossary.store",
    "align_documents": "malmoi.flow.harvest",
    "align_sentences": "malmoi.align.beads",
    "compare_amounts": "malmoi.amounts.compare",
    "extract_terms": "malmoi.extract.terms",
    "name_similarity": "malmoi.names.similarity",
    "parse_amounts": "malmoi.amounts.parse",
    "render_amount": "malmoi.amounts.render",
    "romanize": "malmoi.names.romanization",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'malmoi' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
