"""Gettext PO: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html, one entry after the other.

Written: Korean as msgid, English as msgstr, the number of the segment as msgctxt (so that equal texts stay apart), document and
score as comments. Read: PO and POT; the language of msgstr is that of the header, else told by the texts. Obsolete entries are left
out; a fuzzy translation is a guess and scores one half. Of plural forms msgid goes with the first and msgid_plural with the others; in a
language with one form, as Korean, that form translates msgid_plural, which has the number in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

import polars as pl

from malmoi.errors import FormatError
from malmoi.files import StrPath, replacing
from malmoi.formats.bitexts.sides import Pair, Row, lenient_score, oriented, side
from malmoi.formats.containers.textstream import open_binary, open_text
from malmoi.formats.containers.xmltext import legal

__all__ = ["read", "write"]

_FUZZY = 0.5
_DOC, _SCORE = "#. document: ", "#. score: "
# Bytes at the start of a file in which its header says how it is encoded.
_HEAD = 1 << 16
_CHARSET = re.compile(rb'Content-Type:[^"\n]*charset=([\w.:\-]+)', re.IGNORECASE)
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d{1,2}\])?)\s*(?=\")")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "a": "\a", "f": "\f", "v": "\v"} | {c: c for c in "\\\"'?"}
# A run of bytes by their numbers may be one character in UTF-8; a backslash before anything unknown stands for itself.
_ESCAPED = re.compile(r"((?:\\[0-7]{1,3}|\\x[0-9A-Fa-f]{2})+)|\\(.)")
_UNESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


@dataclass(slots=True)
class _Entry:
    """An entry as far as it was read: texts by keyword, as pieces."""

    line: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)
    doc: str = ""
    score: float = 1.0
    is_whole: bool = False  # has it a msgstr?

    def text(self, keyword: str) -> str:
        return "".join(self.texts.get(keyword, ()))


def write(segments: pl.DataFrame, path: StrPath) -> None:
    """Write a `bitext` frame as PO from Korean to English. Raises OutputError."""
    head = (
        'msgid ""\nmsgstr ""\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Language: en\\n"\n"X-Source-Language: ko\\n"\n'
        f'"X-Generator: malmoi {version("malmoi")}\\n"\n'
    )
    with replacing(path) as stream:
        stream.write(head.encode())
        # As text a score keeps the shortest form that reads back as the same 32-bit number.
        for row in segments.with_columns(pl.col("score").cast(pl.String)).iter_rows(named=True):
            doc = f"{_DOC}{_quoted(row['doc'], one_line=True)}\n" if row["doc"] else ""
            score = f"{_SCORE}{row['score']}\n" if row["score"] else ""
            texts = f"msgid {_quoted(row['ko'] or '')}\nmsgstr {_quoted(row['en'] or '')}\n"
            stream.write(f'\n{doc}{score}msgctxt "{row["seg"]}"\n{texts}'.encode())


def read(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The segments of a PO file between Korean and English, in either direction.

    Raises FormatError with the line, InputError when the file is missing or empty, EncodingError.
    """
    with open_binary(path) as stream:
        charset = _CHARSET.search(stream.read(_HEAD)) if str(path) != "-" else None
    declared = charset[1].decode("ascii") if charset else None
    with open_text(path, encoding, declared=declared) as text:
        yield from oriented(_pairs(_entries(text, str(path))), str(path))


def _quoted(text: str, one_line: bool = False) -> str:
    """A text as PO has it: in quotes, and where it has several lines, each on a line of its own after an empty first one."""
    escaped = legal(text.translate(_UNESCAPED))
    lines = (
        [line for line in escaped.replace("\\n", "\\n\n").split("\n") if line] if "\n" in text and not one_line else []
    )
    return '""\n' + "\n".join(f'"{line}"' for line in lines) if len(lines) > 1 else f'"{escaped}"'


def _pairs(entries: Iterable[_Entry]) -> Iterator[Pair]:
    languages = "", ""
    for number, entry in enumerate(entries):
        source = entry.text("msgid")
        if not source and "msgctxt" not in entry.texts:
            if number == 0:
                languages = _languages(entry.text("msgstr"))
            continue
        forms = [entry.text(keyword) for keyword in entry.texts if keyword.startswith("msgstr")]
        sources = [source]
        if "msgid_plural" in entry.texts:
            plural = entry.text("msgid_plural")
            sources = [plural] if len(forms) == 1 else [source] + [plural] * (len(forms) - 1)
        for one, form in zip(sources, forms, strict=False):
            yield Pair(one, form, *languages, entry.doc, entry.score)


def _languages(header: str) -> tuple[str, str]:
    """Source and target as a header names them; empty where it does not."""
    fields = {
        key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in header.split("\n"))
    }
    target = fields.get("language") or fields.get("x-poedit-language", "")
    team = fields.get("language-team", "")
    return fields.get("x-source-language", ""), target or (team if side(team) else "")


def _entries(lines: Iterable[str], name: str) -> Iterator[_Entry]:
    """The entries of a file that are in use, with the header. Raises FormatError with the line."""
    entry, keyword = _Entry(), ""
    for number, given in enumerate(lines, 1):
        line = given.strip()
        where = f"{name}:{number}"
        if not line:
            continue
        if line[0] != '"' and entry.is_whole and not line.startswith(("msgstr", "msgid_plural")):
            yield entry
            entry, keyword = _Entry(), ""
        if line[0] == "#":
            entry = _commented(entry, line, where)
        elif line[0] == '"':
            if not keyword:
                raise FormatError(f"{where} has a text where msgid, msgstr or a comment is expected.")
            entry.texts[keyword].append(_text(line, where))
        else:
            keyword = _keyword(line, entry, where)
            entry.line = entry.line or number
            entry.texts[keyword] = [_text(line[line.index('"') :], where)]
            entry.is_whole = entry.is_whole or keyword.startswith("msgstr")
    if entry.is_whole:
        yield entry
    elif entry.texts:
        raise FormatError(f"{name}:{entry.line} begins an entry that has no msgstr: the file breaks off.")


def _commented(entry: _Entry, line: str, where: str) -> _Entry:
    """The entry with what a comment says of it; an obsolete entry takes the comments above with it."""
    if line.startswith("#~"):
        if entry.texts:
            raise FormatError(f"{where}: an obsolete entry stands within one that began on line {entry.line}.")
        return _Entry()
    if line.startswith("#,") and "fuzzy" in re.split(r"[,\s]+", line):
        entry.score = _FUZZY
    elif line.startswith(_SCORE):
        entry.score = lenient_score(line.removeprefix(_SCORE))
    elif line.startswith(f'{_DOC}"'):
        entry.doc = _text(line.removeprefix(_DOC), where)
    return entry


def _keyword(line: str, entry: _Entry, where: str) -> str:
    """The keyword that a line begins with. Raises FormatError when it is none, or out of order."""
    match = _KEYWORD.match(line)
    if not match:
        raise FormatError(
            f"{where} is not understood ({line[:30]!r}): msgid, msgstr, a text in quotes or a comment is expected."
        )
    keyword = match[1]
    if keyword in entry.texts:
        raise FormatError(f"{where} has {keyword} again, for an entry that began on line {entry.line}.")
    if keyword not in ("msgctxt", "msgid") and "msgid" not in entry.texts:
        raise FormatError(f"{where} has {keyword} without a msgid before it.")
    if (keyword == "msgid_plural" and entry.is_whole) or (keyword == "msgctxt" and entry.texts):
        raise FormatError(f"{where} has {keyword} out of its place, in an entry that began on line {entry.line}.")
    return keyword


def _text(line: str, where: str) -> str:
    """The text that a line has in quotes."""
    match = _STRING.fullmatch(line)
    if not match:
        raise FormatError(f"{where} has a text whose quotes are not closed or not escaped.")
    return _ESCAPED.sub(_character, match[1]) if "\\" in match[1] else match[1]


def _character(match: re.Match[str]) -> str:
    if match[2]:
        return _ESCAPES.get(match[2], match[0])
    numbers = re.findall(r"\\(x[0-9A-Fa-f]{2}|[0-7]{1,3})", match[1])
    data = bytes(int(n[1:], 16) if n[0] == "x" else int(n, 8) & 0xFF for n in numbers)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
