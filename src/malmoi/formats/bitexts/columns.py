"""Which column of a table holds what: by names a person gives, by heads that tables commonly have, by the language of the cells."""

import re
from collections.abc import Mapping, Sequence

from malmoi.errors import FormatError, UsageError
from malmoi.formats.bitexts.sides import side
from malmoi.text.hangul import hangul_share

__all__ = ["KEYS", "find_columns", "parse_mapping"]

# What a table of segments can hold; the first two it must.
KEYS = ("ko", "en", "doc", "score")
# What other programs call the columns, beside codes and names of the languages.
_HEADS = {
    "ko": ("한국어", "국문", "한글", "한국어 korean"),
    "en": ("영어", "영문", "영어 english"),
    "doc": ("doc", "document", "file", "문서", "문서 document"),
    "score": ("score", "점수", "점수 score"),
}
# Heads that say which side a column is, not which language.
_SOURCES = ("source", "src", "source text", "source segment", "original", "원문", "원본", "출발어")
_TARGETS = ("target", "tgt", "target text", "target segment", "translation", "번역", "번역문", "역문", "도착어")
# A language with a region: ko-KR, Korean (South Korea), English [en-US].
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*|korean|english)(?:\s*[(\[][^)\]]*[)\]])?")

_LETTERS = re.compile("[A-Z]{1,2}")

Columns = dict[str, int]


def parse_mapping(given: Mapping[str, str] | str) -> dict[str, str]:
    """ "ko=Source,en=Target" as {"ko": "Source", "en": "Target"}; a column goes by its head, its number (from 1) or its letters (B).

    Raises UsageError when a language is missing or something else is named.
    """
    pairs = (
        [part.split("=", 1) for part in given.split(",")] if isinstance(given, str) else [[*p] for p in given.items()]
    )
    mapping = {key.strip().lower(): head[0].strip() for key, *head in pairs if head and head[0].strip()}
    if len(mapping) < len(pairs) or not {"ko", "en"} <= set(mapping) <= set(KEYS):
        raise UsageError(
            f"The columns {given!r} are not understood: say them as ko=Source,en=Target (and doc=…, score=…)."
        )
    return mapping


def find_columns(
    rows: Sequence[Sequence[str]], where: str, mapping: Mapping[str, str] | None = None
) -> tuple[Columns, bool]:
    """Which column holds what, counted from 0, and whether the first row is one of heads.

    `rows` are the first of a table; `where` is what errors call its first row. Raises FormatError when there is no such column.
    """
    heads = [cell.strip() for cell in rows[0]]
    if mapping:
        return _mapped(heads, mapping, where)
    columns = _by_head(heads)
    if columns:
        return columns, True
    sides = _by_side(heads, rows[1:])
    if sides:
        return sides, True
    if max(map(len, rows)) < 2:
        raise FormatError(f"{where} has one column: a Korean and an English one are needed.")
    return _by_language(rows, where), False


def _mapped(heads: Sequence[str], mapping: Mapping[str, str], where: str) -> tuple[Columns, bool]:
    columns: Columns = {}
    lower = [head.lower() for head in heads]
    headed = False
    for key, name in mapping.items():
        at = _numbered(name)
        if name.lower() in lower:
            columns[key], headed = lower.index(name.lower()), True
        elif at is not None and at < len(heads):
            columns[key] = at
        else:
            there = ", ".join(repr(head) for head in heads if head)
            raise FormatError(f"{where} has no column {name!r}: its columns are {there or 'without names'}.")
    return columns, headed


def _numbered(name: str) -> int | None:
    """A column, counted from 0, by its number, from 1, or by its letters, as workbooks have them; None for anything else."""
    if name.isdecimal():
        return int(name) - 1 if int(name) else None
    if not _LETTERS.fullmatch(name):
        return None
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _by_head(heads: Sequence[str]) -> Columns | None:
    """The columns that heads name, the first of several; None unless both languages are there."""
    found: Columns = {}
    for i, head in enumerate(heads):
        key = _key(" ".join(head.lower().split()))
        if key:
            found.setdefault(key, i)
    return found if "ko" in found and "en" in found else None


def _key(head: str) -> str | None:
    for key, names in _HEADS.items():
        if head in names:
            return key
    return side(head) if _LANGUAGE.fullmatch(head) else None


def _by_side(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns | None:
    """Columns called source and target, whose cells say which is which; None when there are none, or no Korean in them."""
    lower = [head.lower() for head in heads]
    at = [next((i for i, head in enumerate(lower) if head in names), None) for names in (_SOURCES, _TARGETS)]
    if at[0] is None or at[1] is None:
        return None
    shares = [_share(rows, i) for i in (at[0], at[1])]
    if not any(shares):
        return None
    ko, en = (at[0], at[1]) if shares[0] >= shares[1] else (at[1], at[0])
    return {"ko": ko, "en": en}


def _by_language(rows: Sequence[Sequence[str]], where: str) -> Columns:
    """Without heads: the column with most Hangul, and of the others that with most Latin letters."""
    width = max(map(len, rows))
    shares = [_share(rows, i) for i in range(width)]
    ko = max(range(width), key=shares.__getitem__)
    if not shares[ko]:
        raise FormatError(
            f"{where}: there is no Korean column. Name the columns ko and en in the first line, or map them."
        )
    return {"ko": ko, "en": max((i for i in range(width) if i != ko), key=lambda i: _latin(rows, i))}


def _share(rows: Sequence[Sequence[str]], column: int) -> float:
    return hangul_share(" ".join(row[column] for row in rows if column < len(row)))


def _latin(rows: Sequence[Sequence[str]], column: int) -> int:
    return sum(ch.isalpha() and ch.isascii() for row in rows if column < len(row) for ch in row[column])
