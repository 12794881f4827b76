"""What is wrong with a TBX file by the rules of TBX-Basic: levels, values, ids, languages, empty terms, each with its line.

A problem is hard when something cannot be taken (no term, no language); else the file is read all the same, as most programs that write
TBX break one rule or the other.
"""

import re
from collections.abc import Iterator

from malmoi.files import StrPath
from malmoi.formats.containers.xmlstream import Element, read_elements
from malmoi.formats.termbases.records import Problem
from malmoi.formats.termbases.tbx.categories import categories
from malmoi.formats.termbases.tbx.tree import ENTRIES, HEADERS, Datum, Level, data_of, levels_of, terms_of

__all__ = ["KIND", "ROOTS", "Checker", "validate_tbx"]

ROOTS, KIND = frozenset({"martif", "tbx"}), "TBX file"
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_URL = re.compile(r"https?://.+")
_WORDS = {"concept": "a concept", "lang": "a language", "term": "a term"}
_TAGS = ("http://www.tbxinfo.net/ns/",)


def validate_tbx(path: StrPath, encoding: str | None = None) -> list[Problem]:
    """All that is wrong with a TBX file of version 2 or 3, in the order of its lines.

    Raises FormatError when it is no well-formed TBX, InputError, EncodingError.
    """
    checker = Checker(str(path))
    found: list[Problem] = []
    for element in read_elements(path, ENTRIES | HEADERS, root=ROOTS, kind=KIND, encoding=encoding):
        found += checker.header(element) if element.name in HEADERS else checker.entry(element)
    return [*found, *checker.close()]


class Checker:
    """Looks at the parts of one file in their order."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._ids: dict[str, int] = {}
        self._targets: list[tuple[str, int]] = []
        self._entries = 0
        self._root: Element | None = None

    def header(self, element: Element) -> list[Problem]:
        """Problems of the header and of the root around it."""
        return [*self._of_root(element), *self._of_header(element)]

    def entry(self, entry: Element) -> list[Problem]:
        """Problems of an entry."""
        self._entries += 1
        found = [] if self._root else [*self._of_root(entry)]
        found += self._of_entry(entry)
        return found

    def close(self) -> list[Problem]:
        """Problems that only the whole file shows."""
        found = [
            self._problem(line, f"The target {target!r} is no id of this file and no address (https://…).")
            for target, line in self._targets
            if target not in self._ids
        ]
        return found if self._entries else [*found, self._problem(1, "The file has no entries.", hard=True)]

    def _of_root(self, element: Element) -> Iterator[Problem]:
        while element.parent is not None:
            element = element.parent
        self._root = element
        if not element.get("xml:lang"):
            yield self._problem(
                element.line, f"<{element.name}> has no xml:lang, which says the language of descriptions."
            )
        if not element.get("type"):
            yield self._problem(element.line, f"<{element.name}> has no type, such as TBX-Basic.")
        if element.name == "tbx" and element.get("style") not in ("dca", "dct"):
            yield self._problem(element.line, f"<tbx> has the style {element.get('style')!r}: it is dca or dct.")

    def _of_header(self, element: Element) -> Iterator[Problem]:
        if next(element.walk("sourceDesc"), None) is None:
            yield self._problem(element.line, "The header has no <sourceDesc>, which says where the file comes from.")

    def _of_entry(self, entry: Element) -> Iterator[Problem]:
        if not entry.get("id"):
            yield self._problem(entry.line, f"The <{entry.name}> has no id.")
        yield from self._of_ids(entry)
        languages = [level for level in levels_of(entry) if level.name == "lang"]
        if not any(True for language in languages for _ in terms_of(language.element)):
            yield self._problem(entry.line, f"The <{entry.name}> {entry.get('id')} has no terms.", hard=True)
        seen: set[str] = set()
        for level in languages:
            yield from self._of_language(level.element, seen)
        for level in levels_of(entry):
            for datum in data_of(level.element):
                yield from self._of_datum(datum, level)

    def _of_ids(self, entry: Element) -> Iterator[Problem]:
        for element in (entry, *entry.walk()):
            id_ = element.get("id")
            if id_ in self._ids:
                yield self._problem(element.line, f"The id {id_!r} stands at line {self._ids[id_]} already.")
            elif id_:
                self._ids[id_] = element.line
            if element.name == "date" and not _DATE.fullmatch(element.text.strip()):
                yield self._problem(element.line, f"The date {element.text.strip()!r} is not like 2026-11-23.")
            target = element.get("target")
            if target and not _URL.fullmatch(target):
                self._targets.append((target, element.line))

    def _of_language(self, language: Element, seen: set[str]) -> Iterator[Problem]:
        lang = language.get("xml:lang") or language.get("lang")
        if not lang:
            yield self._problem(
                language.line, f"The <{language.name}> has no xml:lang: its terms have no language.", hard=True
            )
        elif lang.lower() in seen:
            yield self._problem(language.line, f"The entry has a <{language.name}> in {lang} already.")
        seen.add(lang.lower())
        empty = True
        for section, term in terms_of(language):
            empty = False
            group = section.first("termGrp") or section
            first = next((child for child in group.children if isinstance(child, Element)), None)
            if term is None or not term.text.strip():
                yield self._problem((term or section).line, "The term is empty.", hard=True)
            elif first is not term:
                yield self._problem(term.line, f"<term> must come first in <{section.name}>.")
        if empty:
            yield self._problem(language.line, f"The <{language.name}> has no term.")

    def _of_datum(self, datum: Datum, level: Level) -> Iterator[Problem]:
        element = datum.element
        if datum.name == "note":
            return
        if not datum.name:
            yield self._problem(element.line, f"<{element.name}> has no type: it does not say what it is.")
            return
        category = categories().get(datum.name)
        if category is None:
            yield self._problem(element.line, f"{datum.name!r} is no data category of TBX-Basic.")
            return
        is_tag = element.namespace.startswith(_TAGS)
        style = self._root.get("style") if self._root is not None and self._root.name == "tbx" else ""
        if (style == "dct") != is_tag and style:
            yield self._problem(
                element.line, f"{datum.name} is not written in the style {style} that the file declares."
            )
        if not is_tag and element.name != category.element:
            yield self._problem(
                element.line, f"{datum.name} stands in <{element.name}>: its element is <{category.element}>."
            )
        if level.name not in category.levels and not datum.about:
            yield self._problem(
                element.line,
                f"{datum.name} stands at the level of {_WORDS[level.name]}: it belongs to "
                f"{' or '.join(_WORDS[name] for name in _WORDS if name in category.levels)}.",
            )
        if category.values and datum.text not in category.values:
            said = ", ".join(category.values)
            yield self._problem(element.line, f"{datum.name} is {datum.text!r}: it is one of {said}.")

    def _problem(self, line: int, message: str, *, hard: bool = False) -> Problem:
        return Problem(f"{self._name}:{line}", message, hard)
