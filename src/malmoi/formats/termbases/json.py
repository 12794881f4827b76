"""Term bases as JSON: every field of the glossary and nothing lost.

    {"format": "malmoi.glossary/1", "glossary": "<signature>", "concepts": [
      {"id": "stargate", "domain": "ai", "definition": "…", "note": "…", "by": "kim", "at": "2026-11-23T07:00:00.000000Z",
       "terms": [{"id": "k3v9…", "lang": "ko", "term": "스타게이트", "status": "preferred", "pos": "noun", …}]}]}

A bare array of such concepts is read too; as NDJSON each concept is a line. Fields that say nothing are left out.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from malmoi.errors import FormatError
from malmoi.files import read_text
from malmoi.formats.containers.textstream import numbered_lines
from malmoi.formats.termbases.records import (
    CONCEPT_FIELDS,
    LANGS,
    TERM_FIELDS,
    Concept,
    Reading,
    Term,
    Writing,
    language_of,
)
from malmoi.formats.termbases.values import value_of

__all__ = ["read", "read_lines", "write", "write_lines"]

_FORMAT = "malmoi.glossary/1"
_BLANK = re.compile(r"[\s,]*")
_CONCEPTS = re.compile(r'"concepts"\s*:\s*\[')


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write one object with all concepts, a line each."""
    head = json.dumps({"format": _FORMAT, "glossary": writing.signature}, ensure_ascii=False)
    stream.write(f'{head[:-1]}, "concepts": ['.encode())
    for concept in concepts:
        stream.write(b",\n" if writing.report.written else b"\n")
        stream.write(_object(concept).encode("utf-8"))
        writing.report.written += 1
    stream.write(b"\n]}\n")


def write_lines(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a line a concept."""
    for concept in concepts:
        stream.write((_object(concept) + "\n").encode("utf-8"))
        writing.report.written += 1


def read(reading: Reading) -> Iterator[Concept]:
    """The concepts of a JSON file, decoded one by one. Raises FormatError with the line."""
    text = read_text(reading.path, reading.encoding)
    start = _BLANK.match(text)
    at = start.end() if start else 0
    if text[at : at + 1] == "{":
        found = _CONCEPTS.search(text)
        if found is None:
            raise FormatError(f'{reading.path} has no "concepts": a glossary is an object with that list, or a list.')
        reading.signature = _signature(text[at : found.start()])
        at = found.end()
    elif text[at : at + 1] == "[":
        at += 1
    else:
        raise FormatError(
            f"{reading.path}:{text.count(chr(10), 0, at) + 1} is not JSON: it begins with {text[at : at + 1]!r}."
        )
    yield from _elements(text, at, reading)


def read_lines(reading: Reading) -> Iterator[Concept]:
    """The concepts of a file with one a line. Raises FormatError with the line."""
    for number, line in numbered_lines(reading.path, reading.encoding):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise FormatError(f"{reading.place(number)} is not JSON: {_reason(error)}.") from error
        made = _concept(given, number, reading)
        if made is not None:
            yield made


def _elements(text: str, at: int, reading: Reading) -> Iterator[Concept]:
    """The elements of a list that begins at `at`."""
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    while True:
        gap = _BLANK.match(text, at)
        at = gap.end() if gap else at
        line, counted = line + text.count("\n", counted, at), at
        if text[at : at + 1] == "]":
            return
        try:
            given, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            where = error.lineno if isinstance(error, json.JSONDecodeError) else line
            raise FormatError(f"{reading.place(where)} is not JSON: {_reason(error)}.") from error
        made = _concept(given, line, reading)
        if made is not None:
            yield made


def _reason(error: Exception) -> str:
    return (
        f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "it is nested too deep"
    )


def _signature(head: str) -> str:
    """The glossary's signature in what stands before the concepts."""
    found = re.search(r'"glossary"\s*:\s*"([^"\\]*)"', head)
    return found[1] if found else ""


def _object(concept: Concept) -> str:
    """A concept as JSON on one line."""
    own = {name: value for name in CONCEPT_FIELDS if (value := getattr(concept, name))}
    terms = [
        {name: value for name in ("id", "lang", "term", *TERM_FIELDS) if (value := getattr(term, name))}
        for term in concept.terms
    ]
    return json.dumps({"id": concept.id, **own, "terms": terms}, ensure_ascii=False, separators=(", ", ": "))


def _concept(given: Any, line: int, reading: Reading) -> Concept | None:
    """The concept in a JSON value; None, and a problem told, for what is none."""
    if not isinstance(given, dict) or not isinstance(given.get("terms"), list):
        reading.problem(line, 'This is no concept: an object with a list "terms" is expected.')
        return None
    own = _texts(given, ("id", *CONCEPT_FIELDS), line, reading)
    unknown = given.keys() - {"id", "terms", *CONCEPT_FIELDS}
    reading.parts.update(unknown)
    terms = [made for term in given["terms"] if (made := _term(term, line, reading)) is not None]
    if not terms:
        return None
    return Concept(own.pop("id"), tuple(terms), **own, place=reading.place(line))


def _term(given: Any, line: int, reading: Reading) -> Term | None:
    if not isinstance(given, dict):
        reading.problem(line, "This term is no object with lang and term.")
        return None
    own = _texts(given, ("id", "lang", "term", *TERM_FIELDS), line, reading)
    lang, _ = language_of(own["lang"])
    if not own["term"].strip() or not lang:
        reading.problem(line, "A term needs a text and a language: term and lang.")
        return None
    if lang not in LANGS:
        reading.languages[lang] += 1
        return None
    reading.parts.update(given.keys() - {"id", "lang", "term", *TERM_FIELDS})
    for name in TERM_FIELDS:
        if name in ("hanja", "context", "source", "note"):
            continue
        value = value_of(name, own[name])
        if value is None:
            reading.problem(line, f"{name} is {own[name]!r}, which is not known and was left out.", hard=False)
        own[name] = value or ""
    return Term(**{**own, "lang": lang})


def _texts(given: Mapping[str, Any], names: Iterable[str], line: int, reading: Reading) -> dict[str, str]:
    """The values of `names`, "" for those that are not there."""
    found = {}
    for name in names:
        value = given.get(name)
        if value is not None and not isinstance(value, str):
            reading.problem(line, f"{name} is {value!r}, not a text, and was left out.", hard=False)
        found[name] = value if isinstance(value, str) else ""
    return found
