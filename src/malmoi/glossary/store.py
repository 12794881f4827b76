"""The glossary: what teams agreed to call things, kept in a journal that loses nothing."""

import contextlib
import getpass
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from malmoi.errors import GlossaryError, MalmoiWarning
from malmoi.glossary import saved
from malmoi.glossary.caches import cache_of
from malmoi.glossary.change import Surfaces
from malmoi.glossary.index import Index, Row
from malmoi.glossary.journal import Journal, Version
from malmoi.glossary.layers import hidden_ids
from malmoi.glossary.memory import MemoryJournal
from malmoi.glossary.query import Asker
from malmoi.glossary.recognition import Recogniser
from malmoi.glossary.snapshot import Snapshot
from malmoi.glossary.validation import stats, validate
from malmoi.glossary.writer import Writer

if TYPE_CHECKING:
    from malmoi.model.records import Hit, Lang, Match

__all__ = ["Glossary", "JournalWarning"]

# Terms from which recognition is worth keeping: fewer are derived faster than a file is read.
_WORTH_SAVING = 2000


class JournalWarning(MalmoiWarning):
    """Lines of a journal were set aside; the message names the journal, the line and where it went."""


class Glossary:
    """A glossary over a journal; made by `open`, `from_pairs` or `stack`. It follows what other processes write."""

    def __init__(
        self,
        journal: Journal | MemoryJournal,
        by: str | None = None,
        clock: Callable[[], datetime] | None = None,
        below: "Sequence[Glossary]" = (),
    ) -> None:
        self._journal = journal
        self._signed = by or _user(), clock
        self._index = Index(journal)
        self._snapshot = Snapshot(journal, self._index)
        # This glossary and all that lie below it, from the top.
        self._layers: list[Glossary] = [self, *(layer for one in below for layer in one._layers)]
        indexes = [layer._index for layer in self._layers]
        self._writer = Writer(journal, indexes, *self._signed)
        self._asker = Asker(indexes)
        self._terms: tuple[str, pl.DataFrame] | None = None
        self._recogniser: tuple[list[int], Recogniser] | None = None
        self._warned: set[str] = set()
        self._follow()

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        below: "Iterable[str | os.PathLike[str] | Glossary]" = (),
        by: str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> "Glossary":
        """The glossary with the journal at `path`; an absent one is empty, and made by the first change.

        `below`: other glossaries that are only read, see `stack`; paths of journals that must be there. Changes are signed `by` (the
        user's name when None). Warns with JournalWarning about lines that were set aside. Raises GlossaryError when a file is no
        journal or cannot be read.
        """
        lower = [one if isinstance(one, Glossary) else cls._open_below(Path(one)) for one in below]
        return cls(Journal(path), by, clock, lower)

    @classmethod
    def stack(cls, glossaries: "Sequence[Glossary]") -> "Glossary":
        """Several glossaries as one: the first is written to, those below it are only read, and the first that knows is right.

        A concept changed, merged or removed in a higher one is that one's alone. A Korean term that a higher one has, in the same domain
        or without any, is answered by the higher one. A change to a concept of a lower one is written to the first, with the rest of
        that concept. Raises GlossaryError for no glossary at all.
        """
        if not glossaries:
            raise GlossaryError("A stack of glossaries needs at least one.")
        top, *below = glossaries
        return cls(top._journal, *top._signed, [*top._layers[1:], *below])

    @classmethod
    def _open_below(cls, path: Path) -> "Glossary":
        if not path.exists():
            raise GlossaryError(f"There is no glossary at {path}, which is to lie below another: correct the path.")
        return cls(Journal(path, read_only=True))

    @classmethod
    def from_pairs(cls, frame: pl.DataFrame) -> "Glossary":
        """A glossary in memory from a frame with the columns ko, en and any of concept, status, domain and the other fields.

        Rows with the same `concept` are terms of one; a row's other columns hold for its terms, `domain`, `definition` and `note` for
        its concept. Raises GlossaryError.
        """
        if not {"ko", "en"} & set(frame.columns):
            raise GlossaryError(f"The frame has neither a column ko nor en, only {', '.join(frame.columns)}.")
        glossary = cls(MemoryJournal(), by="from_pairs")
        glossary.put_rows({k: v for k, v in row.items() if v is not None} for row in frame.iter_rows(named=True))
        return glossary

    @property
    def path(self) -> Path | None:
        """The journal's path; None in memory."""
        return self._journal.path

    @property
    def layers(self) -> "tuple[Glossary, ...]":
        """This glossary, which is written to, and those that lie below it, from the top."""
        return tuple(self._layers)

    # ------------------------------------------------------------------ questions

    @property
    def terms(self) -> pl.DataFrame:
        """One row a term: frame TERMS."""
        self._follow()
        if len(self._layers) == 1:
            return self._snapshot.terms()
        if self._terms is None or self._terms[0] != self._state():
            self._terms = self._state(), self._stacked()
        return self._terms[1]

    @property
    def signature(self) -> str:
        """What tells this state of the glossary from any other; stands in the signatures of results."""
        self._follow()
        return self._state()

    def __len__(self) -> int:
        """Number of terms."""
        return self.terms.height

    def lookup(self, query: str, limit: int = 10, lang: "Lang | None" = None) -> "list[Match]":
        """The terms that `query` may mean, best first; none when nothing is good. `lang`: only terms of this language."""
        self._follow()
        return self._asker.lookup(query, limit, lang)

    def find(self, text: str, lang: "Lang", tier: str = "default") -> "list[Hit]":
        """The glossary's terms in `text`, in order, disjoint, with spans of the text as given.

        `tier` says how much is asked of Kiwi: `fast` nothing, `default` what the text alone does not tell, `exact` everything.
        Raises UsageError for another tier or language.
        """
        self._follow()
        # Asked for every sentence of a text, so no question to the indexes where nothing has changed.
        revisions = [layer._index.revision for layer in self._layers]
        if self._recogniser is None or self._recogniser[0] != revisions:
            self._recogniser = revisions, self._recognise()
        return self._recogniser[1].find(text, lang, tier)

    def history(self, id_: str) -> list[Version]:
        """All versions of a concept (or of a term's concept) and of those merged into it, oldest first, of all of the stack.

        Raises GlossaryError when there are none.
        """
        self._follow()
        found = self._layers[0]._writer.resolve(id_)
        versions: list[Version] = []
        for layer in self._layers:
            ids = {id_, found} | layer._index.merged_into(found)
            versions += layer._journal.versions_of(ids)
        if not versions:
            raise GlossaryError(f"There is no concept or term {id_!r}, and never was.")
        return sorted(versions, key=lambda v: v.order)

    def validate(self) -> pl.DataFrame:
        """What should not be in the glossary (of a stack: in the one on top): frame `validation.PROBLEMS`, empty for a clean one."""
        self._follow()
        return validate(self._index, self._snapshot.terms())

    def stats(self) -> pl.DataFrame:
        """Counts of concepts, terms, languages, statuses, domains: columns what, of, count."""
        return stats(self.terms)

    # ------------------------------------------------------------------ changes

    def put(self, ko: Surfaces = None, en: Surfaces = None, concept: str | None = None, **fields: object) -> str:
        """Add terms to `concept`, or to the concept that has them already, or to a new one; returns the concept's id.

        `fields` are those of `glossary.entry`: domain, definition, note of the concept; status, pos, type … of all terms given, or
        of one language with `ko_` or `en_` before the name. Durable when it returns. Raises GlossaryError.
        """
        return self.put_rows([{"ko": ko, "en": en, "concept": concept, **fields}])[0]

    def put_rows(self, rows: Iterable[Mapping[str, object]]) -> list[str]:
        """`put` for many at once: all or none, one wait for the disk, one undo. Returns the concept's id a row."""
        return self._writer.change(put=rows)

    def change(
        self,
        *,
        put: Iterable[Mapping[str, object]] = (),
        edit: Mapping[str, Mapping[str, object]] | Iterable[tuple[str, Mapping[str, object]]] = (),
        remove: Iterable[str] = (),
        merge: Iterable[tuple[str, str]] = (),
    ) -> list[str]:
        """Rows as `put_rows` takes them, then edits (id, fields), removals (ids) and merges (keep, gone): one change, one undo.

        All or nothing; a concept that is touched more than once gets one version. Returns the concept's id a row put.
        Raises GlossaryError, and then nothing is written.
        """
        return self._writer.change(put, edit, remove, merge)

    def edit(self, id_: str, **fields: object) -> None:
        """Change fields of a concept or of a term (its text is `term`); an empty value takes one away. Raises GlossaryError."""
        self._writer.change(edit={id_: fields})

    def remove(self, id_: str) -> None:
        """Remove a concept or a term; its history stays. Raises GlossaryError."""
        self._writer.change(remove=[id_])

    def merge(self, keep: str, gone: str) -> None:
        """Move the terms of `gone` into `keep`; the id `gone` leads to `keep` from now on. Raises GlossaryError."""
        self._writer.change(merge=[(keep, gone)])

    def undo(self, id_: str | None = None) -> list[str]:
        """Take back the last change, of all or of one concept; returns the ids that changed. Raises GlossaryError."""
        return self._writer.undo(id_)

    def _follow(self) -> None:
        for layer in self._layers:
            layer._index.catch_up()
            for problem in layer._index.problems:
                if problem not in self._warned:
                    self._warned.add(problem)
                    warnings.warn(problem, JournalWarning, stacklevel=3)

    def _recognise(self) -> Recogniser:
        """What finds the terms: from the file beside the index, where that is of this very state."""
        rows = list(self._rows())
        path = cache_of(self._journal.path, ".find") if self._journal.path and len(rows) >= _WORTH_SAVING else None
        # The rows themselves: two indexes of one journal may number its terms differently.
        state = "\n".join(["\t".join(row[1:]) for row in rows]) if path is not None else ""
        if path is not None and (parts := saved.load(path, state)):
            with contextlib.suppress(ValueError):
                return Recogniser(rows, parts)
        made = Recogniser(rows)
        if path is not None:
            saved.save(path, state, made.save())
        return made

    def _state(self) -> str:
        return "+".join(layer._index.signature() for layer in self._layers)

    def _stacked(self) -> pl.DataFrame:
        """The terms of all layers that count."""
        frames: list[pl.DataFrame] = []
        above: list[Index] = []
        for layer in self._layers:
            concepts, terms = hidden_ids(above, layer._index)
            kept = ~pl.col("concept").is_in([*concepts]) & ~pl.col("id").is_in([*terms])
            frames.append(layer._snapshot.terms().filter(kept))
            above.append(layer._index)
        return pl.concat(frames)

    def _rows(self) -> "Iterator[Row]":
        """The terms of all layers that count, numbered through."""
        if len(self._layers) == 1:
            return self._index.terms()
        columns = self.terms.select("id", "concept", "lang", "term", "status")
        return (Row(no, *row) for no, row in enumerate(columns.iter_rows(), 1))


def _user() -> str:
    """Who signs changes: MALMOI_USER, else the name of the account."""
    try:
        return os.environ.get("MALMOI_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
