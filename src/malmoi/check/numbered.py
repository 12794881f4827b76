"""Things that are counted off in a text: 제15조, 3분기, 네 번째, 2위; Article 15, Q3, the third quarter, fourth.

Each has a kind (article, quarter, chapter …, `ordinals.tsv`), or none.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from malmoi.model.records import Amount, Lang, Span

__all__ = ["Numbered", "is_certain", "numbered"]

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_GENERAL = re.compile(r"제\s?(\d{1,4})(?:\s?(?:차|회|대|기|탄|판|집|의)(?![가-힣]?원)|(?=\s))")
# Without a figure, Arabic or Roman, there is no number behind a label.
_FIGURE = re.compile(r"\d|\b[IVXL]+\b")
_FIRST = 1


class Numbered(NamedTuple):
    """The number of a thing of a kind ("" when the kind is not known), and where it stands."""

    value: int
    kind: str
    span: Span


def numbered(text: str, lang: Lang, amounts: Iterable[Amount]) -> list[Numbered]:
    """The numbered things of a text whose amounts have been read, those of a known kind first.

    First is left out where its kind is not known: it comes and goes in translation.
    """
    out: list[Numbered] = []
    for kind, pattern in _kinds()[lang] if _FIGURE.search(text) else ():
        for match in pattern.finditer(text):
            written = next(group for group in match.groups() if group)
            out.append(Numbered(_number(written), kind, Span(match.start(), match.end())))
    found = [(int(a.value), Span(a.start, a.end)) for a in amounts if a.value is not None and _is_ordinal(a)]
    if lang == "ko":
        found += [(int(m[1]), Span(m.start(), m.end())) for m in _GENERAL.finditer(text)]
    else:
        out += [Numbered(value, kind, span) for value, span in found if (kind := _kind_behind(text, span.end))]
    for value, span in found:
        if value != _FIRST and not any(span.start < o.span.end and o.span.start < span.end for o in out):
            out.append(Numbered(value, "", span))
    return out


def is_certain(kind: str) -> bool:
    """Is a difference between two things of this kind certain to be a fault?"""
    return _certain()[kind]


def _is_ordinal(amount: Amount) -> bool:
    value = amount.value
    return amount.unit == "ordinal" and value is not None and value > 0 and value == value.to_integral_value()


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    values = [_ROMAN[ch] for ch in written]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _kind_behind(text: str, at: int) -> str:
    match = _behind().match(text, at)
    return (match.lastgroup or "") if match else ""


# ---------------------------------------------------------------- the table


@lru_cache(maxsize=1)
def _rows() -> list[list[str]]:
    lines = files("malmoi.check").joinpath("ordinals.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _certain() -> dict[str, bool]:
    return {kind: certain == "hard" for kind, certain, *_ in _rows()}


@lru_cache(maxsize=1)
def _kinds() -> dict[str, list[tuple[str, "re.Pattern[str]"]]]:
    """For each language (kind, pattern whose group is the number)."""
    out: dict[str, list[tuple[str, re.Pattern[str]]]] = {"ko": [], "en": []}
    for kind, _, behind, before, _ in _rows():
        # 3분기 연속, 2세기 동안, 3층짜리, 4항목 count; 5조 원 is money.
        counts = r"(?!\s?(?:연속|동안|만에|째|짜리|치|가량|[천백십]?원|달러|엔|유로|\d))"
        letters = r"(?![가-힣])" if kind in ("item", "part") else "" if kind != "paragraph" else "(?!목|공|만|구|상)"
        formal = r"제\s?" if kind in ("article", "paragraph", "item", "chapter", "section", "part") else r"(?:제\s?)?"
        numbers = r"(\d{1,3})(?:/4\s?)?\s?" if kind == "quarter" else r"(\d{1,4})\s?"
        out["ko"].append((kind, re.compile(rf"{formal}(?<![\d.,]){numbers}(?:{behind}){letters}{counts}")))
        if before:
            names = "|".join(re.escape(name) for name in before.split("|"))
            space = r"\s?" if kind == "quarter" else r"\s"
            number = r"(\d{1,4})(?![\d.,:]\d|\d|\s?(?:percent|%|million|billion|trillion))"
            out["en"].append((kind, re.compile(rf"\b(?i:{names}){space}(?:{number}|([IVXL]+)\b)")))
    return out


@lru_cache(maxsize=1)
def _behind() -> "re.Pattern[str]":
    """What follows an English ordinal, in a group named by its kind."""
    kinds = (f"(?P<{kind}>{after})" for kind, _, _, _, after in _rows() if after)
    return re.compile(rf"[\s-](?:{'|'.join(kinds)})s?\b", re.IGNORECASE)
