"""placeholder_lost, tag_lost: variables and mark-up that programs fill in must be in the target as they are in the source.

Known are {0} {name} {{x}} ${x} %s %1$d %(name)s %{x} @@x@@ and the tags of HTML and translation memories. Korean titles in
angle brackets (<기생충>) and percentages (50% down) are no code.
"""

import re
from collections import Counter
from collections.abc import Iterator

from malmoi.check.problem import Problem
from malmoi.check.segment import Segment
from malmoi.check.wordlists import words
from malmoi.model.records import Lang, Span

__all__ = ["find"]

_PLACEHOLDER = re.compile(
    r"""
      \{\{\s*[\w.\-]+\s*\}\}                                  # {{name}}
    | \$\{[^{}\s]+\} | %\{[^{}\s]+\}                          # ${x} %{x}
    | \{[A-Za-z0-9_.]*(?:[:!,][^{}]*)?\}                      # {0} {name} {0:.2f} {n, number}
    | %\([A-Za-z_]\w*\)[sdifr]                                # %(name)s
    | (?<![\d\w])%(?:\d+\$)?[-+0\#]*\d*(?:\.\d+)?(?:hh|ll|[hlz])?[sdiufxXc@](?![A-Za-z])   # %s %1$d
    | @@\w+@@ | &(?:nbsp|lt|gt);                              # other entities stand for letters and marks
    """,
    re.VERBOSE,
)
_TAG = re.compile(
    r"</?([A-Za-z][\w:-]*)((?:\s+[\w:.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*)\s*/?>|</?(\d+)\s*/?>"
)
_HTML = words("html")
_NUMBERED = re.compile(r"%\d+\$|\{\d|\{[A-Za-z_]|\(")


def find(segment: Segment) -> Iterator[Problem]:
    """Placeholders and tags that one side has more often than the other, and those whose order changes their meaning."""
    if not segment.is_whole or not _MARK.search(segment.ko + segment.en):
        return
    for rule, read in (("placeholder_lost", _placeholders), ("tag_lost", _tags)):
        source, target = read(segment.text(segment.source)), read(segment.text(segment.target))
        wanted, made = Counter(code for code, _ in source), Counter(code for code, _ in target)
        for code in wanted - made:
            yield _problem(segment, rule, segment.source, code, source, "lost")
        for code in made - wanted:
            yield _problem(segment, rule, segment.target, code, target, "added")
        if wanted == made:
            yield from _order(segment, rule, source, target)


_MARK = re.compile(r"[{%<@&]")
_Codes = list[tuple[str, Span]]


def _placeholders(text: str) -> _Codes:
    return [("".join(m[0].split()), Span(m.start(), m.end())) for m in _PLACEHOLDER.finditer(text)]


def _tags(text: str) -> _Codes:
    """Tags by name, attributes left out: their values may be translated."""
    found = list(_TAG.finditer(text))
    closed = {m[1].lower() for m in found if m[1] and m[0].startswith("</")}
    out = []
    for m in found:
        name = (m[1] or m[3]).lower()
        if name.isdigit() or name in _HTML or name in closed or m[2] or m[0].endswith("/>"):
            lead = "</" if m[0].startswith("</") else "<"
            out.append((f"{lead}{name}{'/' if m[0].endswith('/>') else ''}>", Span(m.start(), m.end())))
    return out


def _problem(segment: Segment, rule: str, lang: Lang, code: str, codes: _Codes, how: str) -> Problem:
    span = next(span for found, span in codes if found == code)
    kind = rule.partition("_")[0]
    return Problem(
        rule,
        "hard",
        **Problem.at(lang, span),
        message=f"{kind}_{how}",
        fields={"code": code},
        suggestion=code if how == "lost" else "",
    )


def _order(segment: Segment, rule: str, source: _Codes, target: _Codes) -> Iterator[Problem]:
    """Unnumbered %s and %d are filled in by their order; a closing tag before its opening one is broken."""
    if rule == "placeholder_lost":
        ordered = [
            [(c, s) for c, s in codes if c.startswith("%") and not _NUMBERED.match(c)] for codes in (source, target)
        ]
        wrong = next((pair for pair in zip(*ordered, strict=True) if pair[0][0] != pair[1][0]), None)
        if wrong is not None:
            yield Problem(
                "code_order",
                "hard",
                **Problem.at(segment.target, wrong[1][1], wrong[0][1]),
                message="placeholder_order",
                fields={"code": wrong[1][0]},
            )
        return
    broken = _unnested(target)
    if broken is not None and _unnested(source) is None:
        yield Problem("code_order", "hard", **Problem.at(segment.target, broken), message="tag_order")


def _unnested(codes: _Codes) -> Span | None:
    """The first closing tag that does not close what is open."""
    opened: list[str] = []
    names = {code[2:-1] for code, _ in codes if code.startswith("</")}
    for code, span in codes:
        if code.startswith("</"):
            if not opened or opened.pop() != code[2:-1]:
                return span
        elif code[1:-1] in names:
            opened.append(code[1:-1])
    return None
