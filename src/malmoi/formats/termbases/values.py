"""Values of a term's fields as other programs write them, and fields that a format has no place for but in a note.

A note with a fixed beginning ("hanja: 理事會") carries a field through any format that has notes, and is read back; a person's own note
that happens to begin so is written with "note: " before it.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from malmoi.formats.termbases.records import Term

__all__ = ["legal_values", "notes_of", "read_notes", "value_of"]

_PREFIXES = {
    "hanja": "hanja: ",
    "do_not_translate": "do not translate: ",
    "case": "case: ",
    "region": "region: ",
    "type": "type: ",
    "pos": "part of speech: ",
    "status": "status: ",
    "context": "context: ",
    "source": "source: ",
}
_NOTE = "note: "
_IGNORED = str.maketrans("", "", " -_\u00a0\t\n")
_SUFFIX = "admnsts"


@lru_cache(4096)
def value_of(name: str, text: str) -> str | None:
    """The glossary's value of a field for what a file says; "" for nothing, None for what is not known."""
    if not text.strip():
        return ""
    folded = text.casefold().translate(_IGNORED)
    return _values().get((name, folded.removesuffix(_SUFFIX)))


def legal_values(name: str) -> list[str]:
    """The values a field may have."""
    return list(dict.fromkeys(value for (field, _), value in _values().items() if field == name))


def notes_of(term: Term, names: Collection[str]) -> Iterator[str]:
    """The notes that carry these fields of a term, then its own."""
    for name, prefix in _PREFIXES.items():
        if name in names and (value := getattr(term, name)):
            yield prefix + value
    if term.note:
        yield _NOTE + term.note if term.note.startswith((*_PREFIXES.values(), _NOTE)) else term.note


def read_notes(notes: Iterable[str]) -> tuple[dict[str, str], str]:
    """(fields, note): what `notes_of` made notes of, and all other notes as one."""
    found: dict[str, str] = {}
    rest: list[str] = []
    for note in notes:
        name = next((name for name, prefix in _PREFIXES.items() if note.startswith(prefix)), None)
        text = "" if name is None else note.removeprefix(_PREFIXES[name])
        if name is not None and name not in found and _fits(name, text):
            found[name] = text
        elif note:
            rest.append(note.removeprefix(_NOTE))
    return found, "\n".join(rest)


def _fits(name: str, text: str) -> bool:
    """Is this what `notes_of` writes, not merely a person's note that begins alike?"""
    return text in legal_values(name) if legal_values(name) else bool(text.strip())


@cache
def _values() -> dict[tuple[str, str], str]:
    lines = files(__package__).joinpath("values.tsv").read_text(encoding="utf-8").splitlines()[2:]
    return {
        (name, other): value for name, value, some in (line.split("\t") for line in lines) for other in some.split("|")
    }
