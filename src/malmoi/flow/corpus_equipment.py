"""What the workers of a corpus job need beside their shard: a glossary and a word model, sent once to each and kept in its process.

They travel as the bytes of their files, so that a worker needs no folder in common with the one who asks.
"""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.files import read_bytes, write_bytes

if TYPE_CHECKING:
    from malmoi.align.words import WordAligner
    from malmoi.glossary.store import Glossary

__all__ = ["Equipment", "aligner", "equip", "glossary", "pack"]

_DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Equipment:
    """Journals of a glossary, the first on top of the others; the file of a word model, empty for none."""

    journals: tuple[bytes, ...] = ()
    model: bytes = b""

    @property
    def record(self) -> dict[str, object]:
        """What it is, for the settings of a job: digests."""
        return {"glossary": [_digest(one) for one in self.journals], "model": _digest(self.model) if self.model else None}


def pack(journals: tuple[Path, ...] = (), model: Path | None = None) -> Equipment:
    """The equipment of these files; journals that are not there count as empty. Raises InputError."""
    return Equipment(
        tuple(read_bytes(path) for path in journals if path.exists()), read_bytes(model) if model is not None else b""
    )


def equip(equipment: Equipment) -> None:
    """Set this process up; called once in each worker."""
    global _folder, _glossary, _aligner  # noqa: PLW0603  a process is what is set up
    _glossary = _aligner = None
    _folder = tempfile.TemporaryDirectory(prefix="malmoi-corpus-", ignore_cleanup_errors=True)
    here = Path(_folder.name)
    if equipment.journals:
        from malmoi.glossary.store import Glossary

        paths = [here / f"{n}" / "journal.ndjson" for n in range(len(equipment.journals))]
        for path, data in zip(paths, equipment.journals, strict=True):
            path.parent.mkdir()
            write_bytes(path, data)
        _glossary = Glossary.open(paths[0], below=paths[1:])
    if equipment.model:
        from malmoi.align.words import WordAligner

        write_bytes(here / "model.npz", equipment.model)
        _aligner = WordAligner.load(here / "model.npz")


def glossary() -> "Glossary | None":
    """The glossary of this process, None without one."""
    return _glossary


def aligner() -> "WordAligner | None":
    """The word aligner of this process with its model; None without one."""
    return _aligner


_folder: tempfile.TemporaryDirectory[str] | None = None
_glossary: "Glossary | None" = None
_aligner: "WordAligner | None" = None


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
