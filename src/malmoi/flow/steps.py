"""What an import does, a step a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from malmoi.flow.decisions import Proposal

__all__ = ["CANDIDATE", "Action", "Prefer", "Step", "is_candidate"]

# How the note of a pair begins that no person has decided on.
CANDIDATE = "candidate, confidence "
# new: a new concept; add: a term to a concept that has the other side; change: fields of one that has both.
Action = Literal["new", "add", "change", "same", "remove", "reject", "later", "conflict", "kept", "problem"]
# Who is right in a conflict: ours is the glossary, theirs the workbook, None asks a person.
Prefer = Literal["ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of a row: rows for `Glossary.put_rows`, fields of concepts or terms for `edit`, ids to remove; or why nothing."""

    action: Action
    row: "Proposal"
    message: str = ""
    put: tuple[Mapping[str, object], ...] = ()
    edits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    remove: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Sheet and cell of the row."""
        return self.row.place

    @property
    def ko(self) -> str:
        """The Korean terms that the glossary shall have."""
        return " | ".join(self.row.ko)

    @property
    def en(self) -> str:
        """The English ones."""
        return " | ".join(self.row.en)


def is_candidate(note: str) -> bool:
    """Does a concept's note say that it was put in by its confidence alone?"""
    return note.startswith(CANDIDATE)
