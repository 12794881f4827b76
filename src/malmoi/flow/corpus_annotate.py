"""`corpus annotate`: beside each shard, what its texts hold: morphemes, words, amounts, names in two scripts, terms of the glossary.

A row a segment, in the order of the shard; spans are half-open, in code points of the texts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from malmoi.align.word_names import named
from malmoi.align.word_units import Pair, english_units, korean_units
from malmoi.amounts.parse import parse_amounts
from malmoi.flow import corpus_equipment
from malmoi.flow.corpus_folder import write_json
from malmoi.flow.corpus_remote import AnyPath
from malmoi.model.span import Lang
from malmoi.text import english
from malmoi.text.hangul import normalize
from malmoi.text.korean import tokenize_many

__all__ = ["ANNOTATIONS", "annotate_shard", "merge_annotations"]

_SPAN: dict[str, type[pl.DataType]] = {"start": pl.Int32, "end": pl.Int32}
_TOKEN = pl.Struct({"form": pl.String, "tag": pl.String, **_SPAN})
_WORD = pl.Struct({"lemma": pl.String, **_SPAN})
# Values are exact decimal numbers as text.
_AMOUNT = pl.Struct(
    {
        "lang": pl.String,
        **_SPAN,
        "value": pl.String,
        "unit": pl.String,
        "modifier": pl.String,
        "low": pl.String,
        "high": pl.String,
    }
)
_NAME = pl.Struct({"ko_start": pl.Int32, "ko_end": pl.Int32, "en_start": pl.Int32, "en_end": pl.Int32, "p": pl.Float32})
_TERM = pl.Struct(
    {"lang": pl.String, **_SPAN, "concept": pl.String, "term": pl.String, "status": pl.String, "how": pl.String}
)
ANNOTATIONS = pl.Schema(
    [
        ("doc", pl.String()),
        ("seg", pl.Int64()),
        ("ko_tokens", pl.List(_TOKEN)),
        ("en_words", pl.List(_WORD)),
        ("amounts", pl.List(_AMOUNT)),
        ("names", pl.List(_NAME)),
        ("terms", pl.List(_TERM)),
    ]
)
_LANGS: tuple[Lang, Lang] = ("ko", "en")
_PLACES = 4


def annotate_shard(bitext: pl.DataFrame, settings: Mapping[str, Any]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Frame ANNOTATIONS; how many of each kind there are."""
    rows = bitext.select("doc", "seg", pl.col("ko").fill_null(""), pl.col("en").fill_null("")).rows()
    columns: dict[str, list[Any]] = {name: [] for name in ANNOTATIONS}
    for (doc, seg, ko, en), tokens in zip(rows, tokenize_many(row[2] for row in rows), strict=True):
        pair = Pair(korean_units(tokens), english_units(en), (ko, en))
        columns["doc"].append(doc)
        columns["seg"].append(seg)
        columns["ko_tokens"].append([tuple(token) for token in tokens])
        columns["en_words"].append(_words(en))
        columns["amounts"].append(
            [found for lang, text in zip(_LANGS, (ko, en), strict=True) for found in _amounts(text, lang)]
        )
        columns["names"].append([_name(pair, *found) for found in named(pair, frozenset(), frozenset())])
        columns["terms"].append(
            [found for lang, text in zip(_LANGS, (ko, en), strict=True) for found in _terms(text, lang)]
        )
    counts = {name: sum(map(len, columns[name])) for name in ANNOTATIONS.names()[2:]}
    made = {name: _records(columns[name], dtype) for name, dtype in ANNOTATIONS.items()}
    return pl.DataFrame(made, schema=ANNOTATIONS), {"counts": counts}


def merge_annotations(
    parts: Sequence[AnyPath], told: Iterable[dict[str, Any]], settings: Mapping[str, Any], result: AnyPath
) -> dict[str, Any]:
    """Annotations stay beside their shards: a list of them, in order, and how many of each kind there are."""
    counts: Counter[str] = Counter()
    for one in told:
        counts.update(one["counts"])
    write_json({"parts": [f"{path.parent.name}/{path.name}" for path in parts]}, result)
    return {"counts": dict(sorted(counts.items()))}


def _records(cells: list[Any], dtype: Any) -> list[Any]:
    """Cells with tuples in the order of the fields of their lists, as records; other cells as they are."""
    if not isinstance(dtype, pl.List):
        return cells
    names = [field.name for field in dtype.inner.fields]  # type: ignore[union-attr]
    return [[dict(zip(names, values, strict=True)) for values in cell] for cell in cells]


def _words(text: str) -> list[tuple[str, int, int]]:
    given = normalize(text)
    spans = ((word.text, given.span(word.start, word.end)) for word in english.words(given.text))
    return [(english.lemma(word).casefold(), span.start, span.end) for word, span in spans]


def _amounts(text: str, lang: Lang) -> list[tuple[Any, ...]]:
    return [
        (lang, a.start, a.end, _number(a.value), a.unit, a.modifier, _number(a.low), _number(a.high))
        for a in parse_amounts(text, lang)
    ]


def _name(pair: Pair, ko: int, en: int, p: float) -> tuple[int, int, int, int, float]:
    left, right = pair.ko[ko], pair.en[en]
    return left.start, left.end, right.start, right.end, round(p, _PLACES)


def _terms(text: str, lang: Lang) -> list[tuple[Any, ...]]:
    glossary = corpus_equipment.glossary()
    if glossary is None:
        return []
    return [(lang, h.start, h.end, h.concept, h.term, h.status, h.how) for h in glossary.find(text, lang)]


def _number(value: object) -> str | None:
    return None if value is None else format(value, "f")
