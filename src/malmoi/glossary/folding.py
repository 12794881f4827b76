"""Texts and surfaces without what spellings may differ in, with the way back: recognition matches on these.

White space, hyphens, middle dots and full stops are left out on both sides, letters are narrow and lower case. What a hit may step over
is then decided by looking at the text between.
"""

import re

__all__ = ["fold_lower", "kept", "squeeze", "surroundings"]

_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x02BC: 0x27}
_WIDE = re.compile("[\uff01-\uff5e\u02bc]")
_APOSTROPHE = "\u2019"
_LOOSE_MARKS = "-‐‑‒–—·・‧ㆍ."
# All that str.isspace() calls white space, which str.split() parts at.
_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_LOOSE = frozenset(_LOOSE_MARKS) | frozenset(_SPACES)


def fold_lower(text: str, narrow: bool = False) -> str:
    """`text` narrow and in lower case, every character still one: İ and its like, which grow, stay as they are.

    `narrow`: there is nothing wide in it, as is certain of a text in NFKC.
    """
    if not narrow and _WIDE.search(text):
        text = text.translate(_NARROW)
    if _APOSTROPHE in text:
        text = text.replace(_APOSTROPHE, "'")
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(low if len(low := ch.lower()) == 1 else ch for ch in text)


def squeeze(text: str) -> str:
    """`text` without what spellings may differ in: white space, hyphens, middle dots, full stops."""
    # Of white space, only the blank is printable: the usual text has no other.
    text = text.replace(" ", "") if text.isprintable() else "".join(text.split())
    for ch in _LOOSE_MARKS:
        if ch in text:
            text = text.replace(ch, "")
    return text


def kept(text: str) -> list[int]:
    """Where the characters that `squeeze` leaves stand in `text`."""
    return [i for i, ch in enumerate(text) if ch not in _LOOSE]


def surroundings(text: str, start: int, end: int) -> tuple[str, int]:
    """The words around [start, end), within its line, and where they begin in `text`: as much as tells what a word means there."""
    reach = max(0, start - _REACH)
    left = max(text.rfind("\n", reach, start) + 1, reach)
    right = text.find("\n", end, end + _REACH)
    return text[left : right if right >= 0 else end + _REACH], left


# Characters on either side that are asked what a word means: two or three sentences.
_REACH = 200
