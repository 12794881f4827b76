"""The glossary as it was at some version, and as it will be: concepts by the terms they have."""

import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.glossary.entry import Fields, Term, combine, key_of, terms_of
from malmoi.glossary.journal import Journal, Version
from malmoi.glossary.keys import fold

if TYPE_CHECKING:
    from malmoi.glossary.store import Glossary

__all__ = ["History", "Snapshot"]


class Snapshot:
    """Concepts (id → fields) and where each term stands. Terms are the same when they fold alike, or, asked exactly, are spelled so."""

    def __init__(self, concepts: Mapping[str, Fields]) -> None:
        self.concepts: dict[str, Fields] = {}
        self._by_term: dict[tuple[str, str], set[str]] = {}
        for id_, fields in concepts.items():
            self.set(id_, fields)

    def having(self, lang: str, surface: str) -> set[str]:
        """Ids of the concepts that have a term."""
        return set(self._by_term.get((lang, fold(surface)), ()))

    def term(self, concept: str, lang: str, surface: str, *, exact: bool = False) -> Term | None:
        """The term of a concept that is `surface`."""
        same = [t for t in terms_of(self.concepts[concept]) if t["lang"] == lang and fold(t["term"]) == fold(surface)]
        spelled = [t for t in same if key_of(t["term"]) == key_of(surface)]
        return next(iter(spelled or ([] if exact else same)), None)

    def value(self, concept: str, name: str) -> str:
        """A field of a concept, "" when it has none."""
        return str(self.concepts[concept].get(name, ""))

    def put(self, row: Mapping[str, object]) -> None:
        """Do here what `Glossary.put_rows` will do with a row that names its concept. Raises GlossaryError as it does."""
        given = dict(row)
        id_ = str(given.pop("concept"))
        terms = {lang: _listed(given.pop(lang, ())) for lang in ("ko", "en")}
        self.set(id_, combine(id_, self.concepts.get(id_, {}), terms, given))

    def remove(self, concept: str) -> None:
        """Take a concept away."""
        for term in terms_of(self.concepts.pop(concept)):
            self._by_term[term["lang"], fold(term["term"])].discard(concept)

    def set(self, id_: str, fields: Fields) -> None:
        """Give a concept these fields."""
        self.concepts[id_] = fields
        for term in terms_of(fields):
            self._by_term.setdefault((term["lang"], fold(term["term"])), set()).add(id_)


class History:
    """All versions of a glossary, read once: its state now, and its state at the signatures that files carry.

    `signed` says of each concept who changed it last, and when. Of a stack of glossaries only the one on top has a past here: what lies
    below is taken as it is now.
    """

    def __init__(self, glossary: "Glossary") -> None:
        self._path = glossary.path
        self._versions: list[Version] = []
        if self._path is not None:
            self._versions = sorted(Journal(self._path).read().versions, key=lambda version: version.order)
        else:
            for concept in glossary.terms["concept"].unique().sort():
                self._versions += glossary.history(concept)
        self.ids = {version.id for version in self._versions}
        self.signed = {version.id: (version.by, version.at) for version in self._versions}
        self._below = self._lower(glossary) if len(glossary.layers) > 1 else {}
        self.now = self._fold_up(self._versions)
        self._at: dict[str, Snapshot | None] = {"0:00000000": Snapshot(self._below)}

    def at(self, signature: str) -> Snapshot | None:
        """The state at a signature; None when this journal never was in that state."""
        own = signature.partition("+")[0]
        if own not in self._at:
            self._at[own] = self._find(own)
        return self._at[own]

    def _find(self, signature: str) -> Snapshot | None:
        lines, _, crc = signature.partition(":")
        if self._path is None or not lines.isdecimal():
            return None
        end = _end_of(self._path, int(lines), crc)
        if end is None:
            return None
        later = {version.line for version in Journal(self._path).read(end).versions}
        return self._fold_up(version for version in self._versions if version.line not in later)

    def _fold_up(self, versions: Iterable[Version]) -> Snapshot:
        last = {version.id: version for version in versions}
        own = {id_: version.fields for id_, version in last.items() if version.op == "put"}
        # What the one on top changed, merged or removed is its own; before it did, the lower one showed through.
        below = {id_: fields for id_, fields in self._below.items() if id_ not in last}
        return Snapshot({**below, **own})

    def _lower(self, glossary: "Glossary") -> dict[str, Fields]:
        """The concepts that lie below the glossary on top, with the terms that count; those that it has now too, whole."""
        counted = set(glossary.terms["id"])
        found: dict[str, Fields] = {}
        gone: set[str] = set()
        for layer in glossary.layers[1:]:
            versions = Journal(layer.path).read().versions if layer.path is not None else []
            last = {version.id: version for version in sorted(versions, key=lambda version: version.order)}
            for id_, version in last.items():
                if id_ in found or id_ in gone:
                    continue
                if version.op != "put":
                    gone.add(id_)
                    continue
                terms = [term for term in terms_of(version.fields) if id_ in self.ids or term["id"] in counted]
                if terms:
                    found[id_] = {**version.fields, "terms": terms}
                    self.signed.setdefault(id_, (version.by, version.at))
        self.ids |= found.keys()
        return found


def _end_of(path: Path, lines: int, crc: str) -> int | None:
    """Bytes of the first `lines` lines of a journal, if their checksum is `crc`."""
    try:
        with path.open("rb") as stream:
            sum_ = end = 0
            for _ in range(lines):
                raw = stream.readline()
                sum_, end = zlib.crc32(raw, sum_), end + len(raw)
    except OSError:
        return None
    return end if f"{sum_:08x}" == crc else None


def _listed(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Iterable) else ()
