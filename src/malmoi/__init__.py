"""malmoi (말모이): align Korean texts with their English renderings, gather the terms, review, look up, check, score.

Names resolve when they are first used, so that importing malmoi costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from malmoi.align.beads import align_sentences
    from malmoi.align.words import align_words
    from malmoi.amounts.compare import compare_amounts
    from malmoi.amounts.parse import parse_amounts
    from malmoi.amounts.render import render_amount
    from malmoi.check.bitext import check_bitext
    from malmoi.extract.terms import extract_terms
    from malmoi.flow.harvest import align_documents
    from malmoi.formats.bitexts.codecs import read, write
    from malmoi.glossary.store import Glossary
    from malmoi.names.romanization import romanize
    from malmoi.names.similarity import name_similarity
    from malmoi.score.alignment import score_alignment, score_sentences
    from malmoi.score.terminology import score_terminology
    from malmoi.score.translation import score_translation

__version__ = "0.1.0"

__all__ = [
    "Glossary",
    "align_documents",
    "align_sentences",
    "align_words",
    "check_bitext",
    "compare_amounts",
    "extract_terms",
    "name_similarity",
    "parse_amounts",
    "read",
    "render_amount",
    "romanize",
    "score_alignment",
    "score_sentences",
    "score_terminology",
    "score_translation",
    "write",
]

_HOMES = {
    "Glossary": "malmoi.glossary.store",
    "align_documents": "malmoi.flow.harvest",
    "align_sentences": "malmoi.align.beads",
    "align_words": "malmoi.align.words",
    "check_bitext": "malmoi.check.bitext",
    "compare_amounts": "malmoi.amounts.compare",
    "extract_terms": "malmoi.extract.terms",
    "name_similarity": "malmoi.names.similarity",
    "parse_amounts": "malmoi.amounts.parse",
    "read": "malmoi.formats.bitexts.codecs",
    "render_amount": "malmoi.amounts.render",
    "romanize": "malmoi.names.romanization",
    "score_alignment": "malmoi.score.alignment",
    "score_sentences": "malmoi.score.alignment",
    "score_terminology": "malmoi.score.terminology",
    "score_translation": "malmoi.score.translation",
    "write": "malmoi.formats.bitexts.codecs",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'malmoi' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
