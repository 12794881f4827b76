"""Links and beads as text, in the notations that aligners write.

Pharaoh: `0-1 2p3` a sentence a line (p or ? marks a possible link). NAACL: `sentence ko en [S|P] [confidence]`, sentences from 1, tokens
from 1. JSON: a list a sentence of [i, j] or [i, j, "P"]. Beads: vecalign's and bertalign's ladder `[0, 1]:[2]:0.3`, hunalign's ladder
`0⇥0⇥0.5`, our own table of two columns `0,1⇥2`, JSON [[[0, 1], [2]], …].
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from malmoi.errors import FormatError

__all__ = ["Marked", "read_beads", "read_links"]

# (sure, possible) links of every sentence; possible ones do not repeat the sure ones.
Marked = list[tuple[set[tuple[int, int]], set[tuple[int, int]]]]
_PHARAOH = re.compile(r"(\d+)([-p?])(\d+)")
_LADDER = re.compile(r"\[?([\d,\s]*)\]?:\[?([\d,\s]*)\]?(?::.*)?")
_LEAST_NAACL, _MOST_NAACL = 3, 5
_HUNALIGN = re.compile(r"-?\d+\t-?\d+\t\S+")
_PAIR = 2


def read_links(text: str, name: str = "the links") -> Marked:
    """Word links of a text in Pharaoh's, NAACL's or JSON notation, which is recognised. Raises FormatError with the line."""
    if text.lstrip().startswith("["):
        return list(_json_links(text, name))
    lines = text.removesuffix("\n").split("\n")
    first = next((line.split() for line in lines if line.strip()), [])
    if _LEAST_NAACL <= len(first) <= _MOST_NAACL and all(cell.isdigit() for cell in first[:_LEAST_NAACL]):
        return _naacl(lines, name)
    return [_pharaoh(line, f"{name}:{number}") for number, line in enumerate(lines, 1)]


def read_beads(text: str, name: str = "the beads") -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Beads of one text as ((ko …), (en …)), in a notation that is recognised. Raises FormatError with the line."""
    if text.lstrip().startswith("[[["):
        return [(_indices(ko, name), _indices(en, name)) for ko, en in _loaded(text, name)]
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")]
    if lines and all(_HUNALIGN.fullmatch(line) for _, line in lines):
        return list(_rungs(lines))
    return [bead for number, line in lines if (bead := _bead(line, f"{name}:{number}")) is not None]


def _pharaoh(line: str, where: str) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    sure: set[tuple[int, int]] = set()
    possible: set[tuple[int, int]] = set()
    for mark in line.split():
        match = _PHARAOH.fullmatch(mark)
        if match is None:
            raise FormatError(
                f"{where}: {mark!r} is no link: links are written 0-1, or 0p1 where they are only possible."
            )
        (sure if match[2] == "-" else possible).add((int(match[1]), int(match[3])))
    return sure, possible - sure


def _naacl(lines: Sequence[str], name: str) -> Marked:
    out: Marked = []
    for number, line in enumerate(lines, 1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) < _LEAST_NAACL or not all(cell.isdigit() for cell in cells[:_LEAST_NAACL]):
            raise FormatError(f"{name}:{number} is no NAACL line: sentence, Korean token, English token, then S or P.")
        sentence, ko, en = (int(cell) - 1 for cell in cells[:_LEAST_NAACL])
        if min(sentence, ko, en) < 0:
            raise FormatError(f"{name}:{number}: sentences and tokens of NAACL lines count from 1.")
        out += [(set(), set()) for _ in range(sentence + 1 - len(out))]
        out[sentence]["P" in cells[_LEAST_NAACL:]].add((ko, en))
    return [(sure, possible - sure) for sure, possible in out]


def _json_links(text: str, name: str) -> Iterator[tuple[set[tuple[int, int]], set[tuple[int, int]]]]:
    for number, sentence in enumerate(_loaded(text, name), 1):
        sure: set[tuple[int, int]] = set()
        possible: set[tuple[int, int]] = set()
        for link in sentence if isinstance(sentence, list) else [None]:
            if not isinstance(link, list) or len(link) < _PAIR or not all(isinstance(i, int) for i in link[:_PAIR]):
                raise FormatError(f'{name}, sentence {number}: a link is [0, 1] or [0, 1, "P"], not {link!r}.')
            (possible if link[_PAIR:] == ["P"] else sure).add((link[0], link[1]))
        yield sure, possible - sure


def _loaded(text: str, name: str) -> list[list[object]]:
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as error:
        raise FormatError(f"{name}:{error.lineno} is no JSON: {error.msg}.") from error
    if not isinstance(loaded, list):
        raise FormatError(f"{name} is no JSON list with an item a sentence.")
    return loaded


def _indices(side: object, name: str) -> tuple[int, ...]:
    if not isinstance(side, list) or not all(isinstance(i, int) for i in side):
        raise FormatError(f"{name}: a side of a bead is a list of sentence numbers, not {side!r}.")
    return tuple(side)


def _bead(line: str, where: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """A bead of one line; None for the heading of a table."""
    cells = line.split("\t")
    if len(cells) >= _PAIR:
        if where.endswith(":1") and not any(ch.isdigit() for ch in line):
            return None
        sides = cells[0], cells[1]
    else:
        match = _LADDER.fullmatch(line.strip())
        if match is None:
            raise FormatError(f"{where}: {line!r} is no bead: write [0, 1]:[2], or 0,1 and 2 with a tab between.")
        sides = match[1], match[2]
    try:
        ko, en = (tuple(int(i) for i in side.split(",") if i.strip()) for side in sides)
    except ValueError as error:
        raise FormatError(f"{where}: {line!r} holds what is no sentence number.") from error
    return ko, en


def _rungs(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Beads between the rungs of hunalign's ladder, which say where both texts are cut."""
    cuts = [tuple(map(int, line.split("\t")[:_PAIR])) for _, line in lines]
    for (ko, en), (ko_end, en_end) in pairwise(cuts):
        yield tuple(range(ko, ko_end)), tuple(range(en, en_end))
