"""Segments as JSON lines: one object a segment, UTF-8, with its terms and amounts when a whole alignment is written.

    {"doc": "", "seg": 0, "ko": "…", "en": "…", "score": 0.93,
     "terms": [{"ko": "스타게이트", "en": "Stargate", "confidence": 0.98, "status": "new", "ko_span": [0, 5], "en_span": [4, 12]}],
     "amounts": [{"status": "ko_only", "ratio": null, "en": null,
                  "ko": {"text": "5000억 달러", "value": "500000000000", "unit": "USD", "span": [9, 16]}}]}

Spans are half-open, in code points of the segment's text; values are exact decimal numbers as text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.columns import KEYS
from malmoi.formats.bitexts.sides import Row
from malmoi.formats.containers.textstream import numbered_lines
from malmoi.model.records import Alignment

__all__ = ["read", "write", "write_alignment"]


def write(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame. Raises OutputError."""
    _write(_objects(segments), path)


def write_alignment(alignment: Alignment, path: StrPath) -> None:
    """Write an alignment: segments with the terms and amounts found in them. Raises OutputError."""
    terms, amounts = _terms(alignment), _amounts(alignment)
    objects = _objects(alignment.segments)
    _write(({**o, "terms": terms.get(o["seg"], []), "amounts": amounts.get(o["seg"], [])} for o in objects), path)


def read(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The segments of a JSON lines file; `ko` and `en` must be there, `doc` and `score` may; `mapping` may call them otherwise.

    Objects as data sets have them, {"translation": {"ko": …, "en": …}}, are read too. Raises FormatError with the line,
    InputError when the file is missing or empty, EncodingError.
    """
    keys = {key: key for key in KEYS} | dict(mapping or {})
    for number, line in numbered_lines(path, encoding):
        if line.strip():
            yield _row(line, f"{path}:{number}", keys)


def _write(objects: Iterable[Mapping[str, Any]], path: StrPath) -> None:
    with replacing(path) as stream:
        for o in objects:
            stream.write(f"{json.dumps(o, ensure_ascii=False)}\n".encode())


def _objects(segments: pl.DataFrame) -> Iterable[dict[str, Any]]:
    # As text a score keeps the shortest form that reads back as the same 32-bit number.
    for row in segments.with_columns(pl.col("score").cast(pl.String)).iter_rows(named=True):
        score = row["score"]
        texts = {key: row[key] or "" for key in ("ko", "en")}
        yield {"doc": row["doc"] or "", "seg": row["seg"], **texts, "score": None if score is None else float(score)}


def _terms(alignment: Alignment) -> dict[int, list[dict[str, Any]]]:
    pairs = alignment.terms.select("ko", "en", "status").rows()
    out: dict[int, list[dict[str, Any]]] = {}
    for row in alignment.occurrences.iter_rows(named=True):
        ko, en, status = pairs[row["candidate"]]
        spans = {f"{side}_span": _span(row, side) for side in ("ko", "en")}
        term = {"ko": ko, "en": en, "confidence": _rounded(row["confidence"]), "status": status, **spans}
        out.setdefault(row["seg"], []).append(term)
    return out


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)


def _amounts(alignment: Alignment) -> dict[int, list[dict[str, Any]]]:
    out: dict[int, list[dict[str, Any]]] = {}
    for row in alignment.amounts.iter_rows(named=True):
        sides = {side: _side(row, side) for side in ("ko", "en")}
        out.setdefault(row["seg"], []).append({"status": row["status"], "ratio": row["ratio"], **sides})
    return out


def _side(row: Mapping[str, Any], side: str) -> dict[str, Any] | None:
    if row[side] is None:
        return None
    return {"text": row[side], "value": row[f"{side}_value"], "unit": row[f"{side}_unit"], "span": _span(row, side)}


def _span(row: Mapping[str, Any], side: str) -> list[int] | None:
    start, end = row[f"{side}_start"], row[f"{side}_end"]
    return None if start is None or end is None else [start, end]


def _row(line: str, where: str, keys: Mapping[str, str]) -> Row:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        raise FormatError(f"{where} is not JSON: {error.msg} at column {error.colno}.") from error
    except RecursionError as error:
        raise FormatError(f"{where} is nested too deeply.") from error
    if not isinstance(given, dict):
        raise FormatError(f'{where} is no JSON object: one with "{keys["ko"]}" and "{keys["en"]}" is expected.')
    nested = given.get("translation")
    texts = nested if isinstance(nested, dict) and keys["ko"] not in given else given
    ko, en = (_string(texts, keys[key], where) for key in ("ko", "en"))
    doc, score = given.get(keys["doc"]), given.get(keys["score"])
    score = 1.0 if score is None else score
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise FormatError(f"{where} has the score {score!r}: a number from 0 to 1 is expected.")
    if doc is not None and not isinstance(doc, str | int):
        raise FormatError(f'{where} has no text "{keys["doc"]}".')
    return Row("" if doc is None else str(doc), ko, en, float(score))


def _string(given: Mapping[str, Any], key: str, where: str) -> str:
    text = given.get(key)
    if not isinstance(text, str):
        raise FormatError(f'{where} has no text "{key}".')
    return text
