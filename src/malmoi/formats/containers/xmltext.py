"""Text that XML 1.0 and spreadsheet files can hold: what they forbid is shown by a character they allow.

XML 1.0 has no place for most control characters, lone surrogates, U+FFFE and U+FFFF, not even as references
(https://www.w3.org/TR/xml/#charsets). A control character is shown by its picture (U+2400 …), anything else by U+FFFD.
"""

import re
from xml.sax.saxutils import escape, quoteattr

__all__ = ["attribute", "content", "legal"]

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PICTURES = 0x2400


def legal(text: str) -> str:
    """`text` with every character that XML forbids replaced by one that stands for it; the length does not change."""
    return _ILLEGAL.sub(_visible, text)


def content(text: str) -> str:
    """`text` as the content of an element; a carriage return is a reference, or a reader would make a line feed of it."""
    return escape(legal(text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """`text` as the value of an attribute, in quotes; white space is kept by references."""
    return quoteattr(legal(text), {"\r": "&#13;"})


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_PICTURES + code) if code < 0x20 else "\ufffd"
