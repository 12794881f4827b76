"""Self-contained HTML pages: one file, no network, nothing in it that a text could make run.

A page is built from `element`, `table` and `marked`, which give `Markup`; every other string is text and is escaped wherever it goes
in. Style and script stand in the page itself, and its content security policy
(https://www.w3.org/TR/CSP3/#framework-directive-source-list) allows exactly these two by their hashes: no attribute `style`, no
`onclick`, no address outside works. Scripts get their data from `data` and put texts in by `textContent`.

`page.css` has the ground: fonts, light and dark, tables, print, and a class a status (`new`, `known`, `conflict`; `preferred`,
`admitted`, `deprecated`, `superseded`; `hard`, `advisory`; `match`, `mismatch`, `ko_only`, `en_only`) in the colours of the workbooks.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from malmoi.export.styles import STATUS_COLORS, STATUS_FILLS, UNEQUAL
from malmoi.formats.containers.xmltext import legal

__all__ = ["Content", "Mark", "Markup", "asset", "data", "element", "escape", "marked", "page", "table"]


class Markup(str):
    """HTML that is ready to stand in a page; any other string is text."""

    __slots__ = ()


# What stands inside an element: text (escaped), markup, a number, nothing, or a sequence of these.
Content = str | int | float | None | Iterable["Content"]
# [start, end) of a text and the classes it gets, parted by spaces.
Mark = tuple[int | None, int | None, str]

# Elements without content and end tag (https://html.spec.whatwg.org/#void-elements), of which pages use these.
_VOID = frozenset({"br", "hr", "input", "wbr"})
_TEMPLATE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="malmoi">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
{script}</body>
</html>
"""
_END_TAG = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)
# What JSON leaves alone but would end the element that holds it, or (U+2028, U+2029) a line of an old script.
_UNSAFE_JSON = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def page(title: str, body: Content, *, style: str = "", script: str = "", lang: str = "ko") -> str:
    """A whole page: `style` is CSS that comes after the ground of all pages, `script` runs when the page is there.

    Raises ValueError when style or script hold what would end their element: they are program text, never a user's.
    """
    css = _colors() + asset("page.css") + style
    for text in (css, script):
        if _END_TAG.search(text):
            raise ValueError("Style and script of a page may not hold </script, </style or <!--.")
    return _TEMPLATE.format(
        lang=escape(lang),
        policy=_policy(css, script),
        title=escape(title),
        style=css,
        body=escape(body),
        script=f"<script>{script}</script>\n" if script else "",
    )


def element(tag: str, *content: Content, **attributes: str | int | float | bool | None) -> Markup:
    """An HTML element; `class_`, `data_x`, `aria_label` become class, data-x, aria-label; True is a bare attribute, None and False none."""
    head = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{head}>")
    return Markup(f"<{tag}{head}>{escape(content)}</{tag}>")


def escape(content: Content) -> Markup:
    """Content as markup: text is escaped (characters that no document may hold are made visible), markup stands as it is."""
    if isinstance(content, Markup):
        return content
    if content is None:
        return Markup("")
    if isinstance(content, str):
        # A parser takes a bare carriage return for a line feed.
        return Markup(html.escape(legal(content)).replace("\r", "&#13;"))
    if isinstance(content, int | float):
        return Markup(content)
    return Markup("".join(escape(part) for part in content))


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """`text` with `<mark class=…>` around the stretches of `marks`, which may overlap; impossible ones are left out.

    Where marks overlap, the pieces carry the classes of all of them.
    """
    spans = [(s, e, name) for s, e, name in marks if s is not None and e is not None and 0 <= s < e <= len(text)]
    cuts = sorted({0, len(text), *(at for start, end, _ in spans for at in (start, end))})
    pieces = []
    for start, end in pairwise(cuts):
        names = dict.fromkeys(name for s, e, name in spans if s <= start and end <= e)
        piece = text[start:end]
        pieces.append(element("mark", piece, class_=" ".join(names)) if names else escape(piece))
    return Markup("".join(pieces))


def table(
    heads: Sequence[Content], rows: Iterable[Sequence[Content]], *, caption: Content = None, class_: str = ""
) -> Markup:
    """A table whose head repeats on every printed page; a cell that is a number is set to the right."""
    return element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", [element("th", head, scope="col") for head in heads])),
        element("tbody", [element("tr", [_cell(cell) for cell in row]) for row in rows]),
        class_=class_ or None,
    )


def data(name: str, value: Any) -> Markup:
    """A value for the page's script, which reads it by `JSON.parse(document.getElementById(name).textContent)`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = _UNSAFE_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return Markup(f'<script type="application/json" id="{escape(name)}">{safe}</script>')


@cache
def asset(name: str) -> str:
    """The text of a style or script that lies beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


# ---------------------------------------------------------------- private


def _attribute(name: str, value: str | int | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    key = name.rstrip("_").replace("_", "-")
    return f" {key}" if value is True else f' {key}="{escape(str(value))}"'


def _cell(cell: Content) -> Markup:
    return element("td", cell, class_="number" if isinstance(cell, int | float) else None)


def _policy(style: str, script: str) -> str:
    """Nothing from anywhere, but this style and this script."""
    allowed = [f"default-src 'none'; style-src '{_hash(style)}'"]
    if script:
        allowed.append(f"script-src '{_hash(script)}'")
    return "; ".join([*allowed, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _colors() -> str:
    """The workbooks' colours by name, for light pages and paper; `page.css` has those for dark ones."""
    named = {
        **STATUS_COLORS,
        **{f"{name}-fill": color for name, color in STATUS_FILLS.items()},
        "unequal-fill": UNEQUAL,
    }
    return ":root{" + "".join(f"--{name}:#{color[2:]};" for name, color in named.items()) + "}\n"
