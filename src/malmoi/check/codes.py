"""Placeholders and tags in a text: what programs fill in or read, and no translator may touch.

Placeholders are {0} {name} {{x}} ${x} #{x} %s %1$d %(name)s %{x} %1 @@x@@ &nbsp; and the arguments of ICU messages, {n, plural, one {…}
other {…}}, of which the argument counts and the forms do not: Korean has one where English has two. Tags are those of HTML and of
translation memories. Korean titles in angle brackets (<기생충>) and percentages (50% down) are no code.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from malmoi.check.wordlists import words
from malmoi.model.records import Span

__all__ = ["Code", "placeholders", "tags"]

_PLACEHOLDER = re.compile(
    r"""
      \{\{\s*[\w.\-]+\s*\}\}                                  # {{name}}
    | \$\{[^{}\s]+\} | %\{[^{}\s]+\} | \#\{[^{}\s]+\}         # ${x} %{x} #{x}
    | \{[A-Za-z0-9_.]*(?:[:!,][^{}]*)?\}                      # {0} {name} {0:.2f} {n, number}
    | %\([A-Za-z_]\w*\)[sdifr]                                # %(name)s
    | (?<![\d\w])%(?:\d+\$)?[-+0\#]*\d*(?:\.\d+)?(?:hh|ll|[hlz])?[sdiufxXc@](?![A-Za-z])   # %s %1$d
    | (?<![\d\w%])%[1-9](?![\d%$.,])                          # %1
    | @@\w+@@ | &(?:nbsp|lt|gt);                              # other entities stand for letters and marks
    """,
    re.VERBOSE,
)
_TAG = re.compile(
    r"</?([A-Za-z][\w:-]*)((?:\s+[\w:.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?)*)\s*/?>|</?(\d+)\s*/?>"
)
_ICU = re.compile(r"\{\s*(\w+)\s*,\s*(plural|select|selectordinal)\s*,")
_MARK = re.compile(r"[{%<@&]")
_HTML = words("html")


class Code(NamedTuple):
    """A placeholder or tag: how it is known, and where it stands; `form` says that it is inside one form of an ICU message."""

    code: str
    span: Span
    form: bool = False


def placeholders(text: str) -> list[Code]:
    """The placeholders of a text, in order."""
    return list(_placeholders(text)) if _MARK.search(text) else []


def tags(text: str) -> list[Code]:
    """The tags of a text by name, attributes left out: their values may be translated."""
    if "<" not in text:
        return []
    found = list(_TAG.finditer(text))
    closed = {m[1].lower() for m in found if m[1] and m[0].startswith("</")}
    out = []
    for m in found:
        name = (m[1] or m[3]).lower()
        if name.isdigit() or name in _HTML or name in closed or m[2] or m[0].endswith("/>"):
            lead = "</" if m[0].startswith("</") else "<"
            out.append(Code(f"{lead}{name}{'/' if m[0].endswith('/>') else ''}>", Span(m.start(), m.end())))
    return out


def _placeholders(text: str) -> Iterator[Code]:
    at = 0
    for message in _ICU.finditer(text):
        end = _closing(text, message.start())
        if message.start() < at or end is None:
            continue
        yield from _plain(text, at, message.start())
        yield Code(f"{{{message[1]}, {message[2]}}}", Span(message.start(), message.end()))
        yield from _inner(text, message.end(), end)
        at = end
    yield from _plain(text, at, len(text))


def _plain(text: str, start: int, end: int, form: bool = False) -> Iterator[Code]:
    for m in _PLACEHOLDER.finditer(text, start, end):
        yield Code("".join(m[0].split()), Span(m.start(), m.end()), form)


def _inner(text: str, start: int, end: int) -> Iterator[Code]:
    """Placeholders inside the forms of an ICU message, each once: every form may repeat them."""
    seen: set[str] = set()
    at = text.find("{", start, end)
    while 0 <= at < end:
        close = _closing(text, at)
        if close is None:
            return
        for code in _placeholders(text[at + 1 : close - 1]):
            if code.code not in seen:
                seen.add(code.code)
                yield Code(code.code, Span(code.span.start + at + 1, code.span.end + at + 1), True)
        at = text.find("{", close, end)


def _closing(text: str, start: int) -> int | None:
    """The end of what the brace at `start` opens."""
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "{") - (text[i] == "}")
        if depth == 0:
            return i + 1
    return None
