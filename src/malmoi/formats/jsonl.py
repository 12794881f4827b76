"""Segments as JSON lines: one object a segment, UTF-8, with its terms and amounts when a whole alignment is written.

    {"doc": "", "seg": 0, "ko": "…", "en": "…", "score": 0.93,
     "terms": [{"ko": "스타게이트", "en": "Stargate", "confidence": 0.98, "status": "new", "ko_span": [0, 5], "en_span": [4, 12]}],
     "amounts": [{"status": "ko_only", "ratio": null, "en": null,
                  "ko": {"text": "5000억 달러", "value": "500000000000", "unit": "USD", "span": [9, 16]}}]}

Spans are half-open, in code points of the segment's text; values are exact decimal numbers as text.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, read_text, write_text
from malmoi.model.frames import BITEXT, bitext
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


def read(path: StrPath, encoding: str | None = None) -> pl.DataFrame:
    """The segments of a JSON lines file as a `bitext` frame; `ko` and `en` must be there, `doc` and `score` may.

    Raises FormatError with the line, InputError when the file is missing or empty, EncodingError.
    """
    rows = [
        _row(line, f"{path}:{number}")
        for number, line in enumerate(read_text(path, encoding).split("\n"), 1)
        if line.strip()
    ]
    docs, ko, en, scores = (list(column) for column in zip(*rows, strict=True))
    return bitext(ko, en, score=scores).with_columns(doc=pl.Series(docs, dtype=pl.String)).select(BITEXT.names())


def _write(objects: Iterable[Mapping[str, Any]], path: StrPath) -> None:
    write_text(path, "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objects))


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


def _row(line: str, where: str) -> tuple[str, str, str, float]:
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        raise FormatError(f"{where} is not JSON: {error.msg} at column {error.colno}.") from error
    if not isinstance(given, dict):
        raise FormatError(f'{where} is no JSON object: one with "ko" and "en" is expected.')
    doc, ko, en = (_string(given, key, where) for key in ("doc", "ko", "en"))
    score = given.get("score")
    score = 1.0 if score is None else score
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise FormatError(f"{where} has the score {score!r}: a number from 0 to 1 is expected.")
    return doc, ko, en, float(score)


def _string(given: Mapping[str, Any], key: str, where: str) -> str:
    text = given.get(key, "" if key == "doc" else None)
    if not isinstance(text, str):
        raise FormatError(f'{where} has no text "{key}".')
    return text
