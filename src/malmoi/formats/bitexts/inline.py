"""Inline codes of XLIFF as text: what a code stands for where that is a tag or a variable as people write them, else a numbered tag.

    <bpt id="1">&lt;b&gt;</bpt>끝<ept id="1">&lt;/b&gt;</ept>   →  <b>끝</b>
    <ph id="1" dataRef="d1"/>, <data id="d1">%s</data>          →  %s
    <g id="7">끝</g> <x id="8"/> <pc id="9">…</pc>              →  <g1>끝</g1> <x2/> <g3>…</g3>

A code is shown alike wherever its id stands in a unit, in the source and in the target, whatever more either says of it: so
the checks of tags and variables can compare the two sides. Numbered tags begin with a letter so that they are no amounts, and
look as OmegaT shows them. Marks (mrk, sm, em) are no codes: their text is the segment's own, unless it is what a tracked change took out.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from malmoi.formats.containers.xmlstream import Element

__all__ = ["Inline"]

# Roles of elements: of XLIFF 1.2 (g, bpt/ept, bx/ex, x, ph, it) and of XLIFF 2 (pc, sc/ec, ph).
_AROUND = frozenset({"g", "pc"})
_ROLES = {"bpt": "open", "bx": "open", "sc": "open", "ept": "close", "ex": "close", "ec": "close"} | dict.fromkeys(
    ("x", "ph", "it"), "alone"
)
_TAGS = {"open": "<g{}>", "close": "</g{}>", "alone": "<x{}/>"}
# A code that may show as it is: tags and variables, one or several; anything else (RTF, tabs, a whole style) only hurts.
_PLAIN = re.compile(
    r"""(?: </?[A-Za-z][\w:.\-]*(?:\s[^<>]*)?>                                      # <b> </b> <br/> <a href="x">
          | \{\{[^{}]{1,80}\}\} | [$%\#]?\{[^{}\\]{0,80}\}                           # {{x}} {0} ${x} %{x}
          | %(?:\([\w.]{1,80}\)|\d{1,2}\$)?[-+0\#]*\d*(?:\.\d+)?(?:hh|ll|[hlqjzt])?[A-Za-z@]   # %s %1$d %(x)s
          | @@?\w{1,80}@@? )+""",
    re.VERBOSE,
)
_LONGEST = 300
# What Trados keeps of a change that is tracked: text that is there no more.
_DELETED = "x-sdl-deleted"
_NO_DATA: Mapping[str, str] = MappingProxyType({})


class Inline:
    """The codes of one unit; render its source first. `data` is the original data of XLIFF 2 by id."""

    def __init__(self, data: Mapping[str, str] = _NO_DATA) -> None:
        self._data = data
        self._shown: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, int] = {}

    def text(self, element: Element) -> str:
        """The text of a source, a target or a part of one."""
        return "".join(self._part(child, i) for i, child in enumerate(element.children))

    def _part(self, part: "Element | str", place: int) -> str:
        if isinstance(part, str):
            return part
        if part.name in _AROUND:
            start, end = (self._code(role, part, place, which) for role, which in (("open", "Start"), ("close", "End")))
            return f"{start}{self.text(part)}{end}"
        if part.name in _ROLES:
            return self._code(_ROLES[part.name], part, place)
        if part.name == "cp":
            return character(part)
        if part.get("mtype") == _DELETED:
            return ""
        return self.text(part)

    def _code(self, role: str, code: Element, place: int, which: str = "") -> str:
        """What a code shows as; the two of a pair go by one id."""
        pair = code.get("rid") or code.get("startRef") if role != "alone" else ""
        key = pair or code.get("copyOf") or code.get("id") or f"#{place}"
        if (role, key) not in self._shown:
            native = self._native(code, which)
            is_plain = len(native) <= _LONGEST and _PLAIN.fullmatch(native)
            self._shown[role, key] = native if is_plain else _TAGS[role].format(self._number(key))
        return self._shown[role, key]

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def _native(self, code: Element, which: str) -> str:
        """The code itself, in the element (1.2), in the unit's original data (2), or the text that the file gives for it."""
        inside = "" if which else "".join(child for child in code.children if isinstance(child, str))
        named = self._data.get(code.get(f"dataRef{which}"), "")
        return (inside or named or code.get(f"equiv{which}") or code.get("equiv-text")).strip()


def character(code: Element) -> str:
    """The character of a `cp`, which XML cannot hold: its number is hexadecimal. A number that is none gives nothing."""
    try:
        return chr(int(code.get("hex"), 16))
    except (ValueError, OverflowError):
        return ""
