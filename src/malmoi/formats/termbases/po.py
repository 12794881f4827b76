"""Glossaries as gettext PO files, as Weblate and Pootle keep them: msgid the source, msgstr the target term.

    # note of the target term          #. definition          #, forbidden          msgctxt "concept id"

The flags `forbidden` (a target that must not be used), `read-only` (not to be translated) and `terminology` are Weblate's
(https://docs.weblate.org/en/latest/user/glossary.html). `msgctxt` keeps apart what has the same msgid: in files of malmoi it is
the concept's id, and a number from the second pair on.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import BinaryIO

from malmoi.errors import FormatError
from malmoi.formats.containers.textstream import numbered_lines
from malmoi.formats.containers.xmltext import legal
from malmoi.formats.termbases.pairs import Pair, oriented, pairs_of
from malmoi.formats.termbases.records import LANGS, REFUSED, Concept, Reading, Term, Writing, language_of

__all__ = ["read", "write"]

_OURS = re.compile(r"^X-Generator: malmoi; glossary (\S*)$", re.MULTILINE)
_TARGET = re.compile(r"^Language: *([\w@.-]+)", re.MULTILINE)
_KEYS = {"msgstr[0]": "msgstr"}
_KEYWORDS = ("msgctxt", "msgid", "msgstr")
_LINE = re.compile(r'(?:(msgctxt|msgid|msgstr|msgid_plural|msgstr\[\d+\])\s*)?"((?:[^"\\]|\\.)*)"\s*')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPED = re.compile(r"\\(.)")
_DOMAIN = "domain: "
_NUMBERED = re.compile(r" #\d+$")


@dataclass(slots=True)
class _Entry:
    """One entry as it stands."""

    line: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


def write(concepts: Iterable[Concept], stream: BinaryIO, writing: Writing) -> None:
    """Write a PO file with an entry a pair."""
    stream.write(_header(writing).encode())
    taken: set[tuple[str, str]] = set()
    for concept in concepts:
        for source, target in pairs_of(concept, writing, refused=True):
            if source is None:
                if target is not None:
                    writing.lose("one-sided", concept, target, f"The concept has no {writing.source} term.")
                continue
            numbers = (f"{concept.id} #{n}" if n > 1 else concept.id for n in count(1))
            context = next(name for name in numbers if (name, source.term) not in taken)
            taken.add((context, source.term))
            stream.write(_entry(concept, context, source, target).encode("utf-8"))
            writing.report.written += 1


def read(reading: Reading) -> Iterator[Concept]:
    """A concept an entry, or, in files of malmoi, one for all entries of a concept. Raises FormatError with the line."""
    entries = _entries(reading)
    first = next(entries, None)
    is_head = first is not None and not first.texts.get("msgid")
    header = first.texts.get("msgstr", "") if first is not None and is_head else ""
    found = _OURS.search(header)
    reading.signature = found[1] if found else ""
    pairs: Iterator[Pair] = (
        _pair(entry) for entry in (entries if is_head or first is None else chain([first], entries))
    )
    languages = _languages(header)
    if languages is None:
        source, target, pairs = oriented(pairs, reading)
        languages = source, target
    together: dict[str, Concept] = {}
    for pair in pairs:
        made = _concept(pair, languages, reading, ours=found is not None)
        if not made.id:
            yield made
            continue
        known = together.setdefault(made.id, made)
        fresh = (t for t in made.terms if all((t.lang, t.term) != (o.lang, o.term) for o in known.terms))
        together[made.id] = replace(known, terms=(*known.terms, *fresh) if known is not made else made.terms)
    yield from together.values()


def _header(writing: Writing) -> str:
    lines = (
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Language: {writing.target}",
        f"X-Source-Language: {writing.source}",
        f"X-Generator: malmoi; glossary {writing.signature}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f"{_quoted(line + chr(10))}\n" for line in lines)


def _entry(concept: Concept, context: str, source: Term, target: Term | None) -> str:
    flags = ["terminology"]
    if (target or source).status in REFUSED:
        flags.append("forbidden")
    if source.do_not_translate == "yes":
        flags.append("read-only")
    lines = ["", *(f"# {line}" for line in (target.note if target else "").splitlines())]
    lines += [f"#. {_DOMAIN}{line}" for line in concept.domain.splitlines()]
    lines += [f"#. {line}" for line in concept.definition.splitlines()]
    lines += [f"#, {', '.join(flags)}", f"msgctxt {_quoted(context)}"]
    lines += [f"msgid {_quoted(source.term)}", f"msgstr {_quoted(target.term if target else '')}", ""]
    return "\n".join(map(legal, lines))


def _quoted(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(sign, escaped)
    return f'"{text}"'


def _entries(reading: Reading) -> Iterator[_Entry]:
    """The entries, obsolete ones left out. Raises FormatError with the line."""
    entry, key = _Entry(), ""
    for number, raw in numbered_lines(reading.path, reading.encoding):
        line = raw.strip()
        begins = line.startswith(("#", "msgctxt", "msgid")) or not line
        if begins and "msgstr" in entry.texts and not line.startswith("msgid_plural"):
            yield entry
            entry, key = _Entry(), ""
        if line.startswith("#"):
            _comment(entry, line)
        elif line:
            found = _LINE.fullmatch(line)
            if found is None or not (found[1] or key):
                raise FormatError(
                    f'{reading.place(number)} is no line of a PO file: msgid "…" or msgstr "…" is expected.'
                )
            key = _KEYS.get(found[1] or key, found[1] or key)
            entry.line = entry.line or number
            # Of plural forms the first is the term.
            if key in _KEYWORDS and not (found[1] == "msgstr[0]" and key in entry.texts):
                entry.texts[key] = entry.texts.get(key, "") + _ESCAPED.sub(_unescaped, found[2])
    if "msgstr" in entry.texts:
        yield entry


def _comment(entry: _Entry, line: str) -> None:
    mark, text = line[:2], line[2:].strip()
    if mark == "#,":
        entry.flags |= {flag.strip() for flag in text.split(",")}
    elif mark == "#.":
        entry.extracted.append(text)
    elif mark.strip() == "#" and text:
        entry.comments.append(text)


def _unescaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[1])


def _pair(entry: _Entry) -> Pair:
    source, target = (entry.texts.get(name, "").strip() for name in ("msgid", "msgstr"))
    domain = next((line.removeprefix(_DOMAIN) for line in entry.extracted if line.startswith(_DOMAIN)), "")
    rest = {
        "context": entry.texts.get("msgctxt", ""),
        "note": "\n".join(entry.comments),
        "domain": domain,
        "definition": "\n".join(line for line in entry.extracted if not line.startswith(_DOMAIN)),
        "forbidden": "yes" if "forbidden" in entry.flags else "",
        "read-only": "yes" if "read-only" in entry.flags else "",
        "fuzzy": "yes" if "fuzzy" in entry.flags else "",
    }
    return Pair(entry.line, source, target, rest)


def _languages(header: str) -> tuple[str, str] | None:
    """(source, target) as a header says; the source is the other one of the two where it names only the target."""
    target = _TARGET.search(header)
    lang = language_of(target[1])[0] if target else ""
    if lang not in LANGS:
        return None
    return ("en" if lang == "ko" else "ko"), lang


def _concept(pair: Pair, languages: tuple[str, str], reading: Reading, *, ours: bool) -> Concept:
    rest = pair.rest
    context = "" if ours else rest["context"]
    # A translation that nobody has approved yet is no more than a proposal.
    status = "deprecated" if rest["forbidden"] else "admitted" if rest["fuzzy"] else ""
    terms = (
        [Term(languages[0], pair.source, do_not_translate=rest["read-only"], context=context)] if pair.source else []
    )
    if pair.target:
        terms.append(Term(languages[1], pair.target, status, note=rest["note"]))
    id_ = _NUMBERED.sub("", rest["context"]) if ours else ""
    note = "" if pair.target else rest["note"]
    return Concept(id_, tuple(terms), rest["domain"], rest["definition"], note, place=reading.place(pair.line))
