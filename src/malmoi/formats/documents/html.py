"""Web pages: the text that a reader sees, block by block (HTML Living Standard, section 15.3, "The page": what is set as a block).

Where the page has a `main` element, only what stands in it is read; else everything but navigation. Left out: scripts, styles,
forms' controls, code, what is marked hidden. A page may say its encoding in `meta charset`; the bytes are asked first.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from malmoi.errors import EncodingError
from malmoi.files import StrPath, decode, read_bytes
from malmoi.model.document import Block, BlockKind

__all__ = ["blocks_of_html", "read_html"]

_HEADINGS: dict[str, BlockKind] = {f"h{level}": "heading" for level in range(1, 7)}
_KINDS: dict[str, BlockKind] = {
    **_HEADINGS,
    **dict.fromkeys(("li", "dt", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption", "legend"), "caption"),
}
# Elements before and after which a new block begins.
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "details",
            "dialog",
            "div",
            "dl",
            "fieldset",
            "figure",
        ),
        *(
            "footer",
            "form",
            "header",
            "hgroup",
            "hr",
            "html",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "search",
            "section",
        ),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul", *_KINDS),
    )
)
_SKIPPED = frozenset(
    (
        *(
            "head",
            "script",
            "style",
            "template",
            "noscript",
            "svg",
            "math",
            "iframe",
            "object",
            "canvas",
            "audio",
            "video",
        ),
        *("select", "textarea", "button", "code", "samp", "rt", "rp", "nav"),
    )
)
# In running text code is a word like others; only blocks of it are left out.
_INLINE_CODE = frozenset(("code", "samp"))
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
# Elements within elements beyond this depth are not kept apart, as in browsers.
_DEEPEST = 512
_SPACE = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096


def read_html(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The blocks of a page. Raises InputError when it is missing, EncodingError."""
    data = read_bytes(path)
    try:
        text = decode(data, str(path), encoding)
    except EncodingError:
        named = _CHARSET.search(data[:_HEAD])
        if encoding is not None or named is None:
            raise
        text = decode(data, str(path), named[1].decode("ascii"))
    yield from blocks_of_html(text)


def blocks_of_html(text: str) -> list[Block]:
    """The blocks of a page or of a piece of one."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.main or reader.blocks


class _Reader(HTMLParser):
    """Collects blocks; end tags that are missing or too many do no harm."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.main: list[Block] = []
        self._open: list[str] = []
        self._text: list[str] = []
        # How many open elements there are whose content is skipped, that keep white space, that are `main`.
        self._skipped = self._kept = self._mains = 0
        self._flags: list[tuple[bool, bool, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")
            return
        if tag in _BLOCKS:
            self.end_block()
        if tag in _VOID:
            return
        if tag in ("p", "li", "td", "th", "tr", "dt", "dd", "option"):
            self._close_unended(tag)
        if len(self._open) >= _DEEPEST:
            return
        given = dict(attrs)
        hidden = "hidden" in given or given.get("aria-hidden") == "true"
        inline_code = tag in _INLINE_CODE and "pre" not in self._open
        flags = hidden or (tag in _SKIPPED and not inline_code), tag == "pre", tag == "main"
        self._open.append(tag)
        self._flags.append(flags)
        self._count(flags, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        if tag in self._open:
            while True:
                self._count(self._flags.pop(), -1)
                if self._open.pop() == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text.append(data if self._kept else _SPACE.sub(" ", data))

    def end_block(self) -> None:
        """What was read since the last block is one."""
        text = "\n".join(line.strip() for line in "".join(self._text).split("\n")).strip()
        self._text = []
        if text:
            block = Block(next((_KINDS[tag] for tag in reversed(self._open) if tag in _KINDS), "paragraph"), text)
            self.blocks.append(block)
            if self._mains:
                self.main.append(block)

    def _close_unended(self, tag: str) -> None:
        """An entry, cell or paragraph ends where the next begins, unless a list or table has begun in between."""
        around = {
            "li": ("ul", "ol", "menu"),
            "dt": ("dl",),
            "dd": ("dl",),
            "tr": ("table",),
            "td": ("tr",),
            "th": ("tr",),
        }
        twins = {"dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td", "th"), "th": ("td", "th")}.get(tag, (tag,))
        for open_tag in reversed(self._open):
            if open_tag in twins:
                self.handle_endtag(open_tag)
                return
            if open_tag in around.get(tag, _BLOCKS):
                return

    def _count(self, flags: tuple[bool, bool, bool], by: int) -> None:
        skipped, kept, main = flags
        self._skipped += by * skipped
        self._kept += by * kept
        self._mains += by * main
