"""What the workers of a corpus job need beside their shard: a glossary and a word model, sent once to each and kept in its process.

They travel as the bytes of their files, so that a worker needs no folder in common with the one who asks.
"""

import atexit
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import UsageError
from malmoi.files import read_bytes, write_bytes
from malmoi.flow.corpus_remote import AnyPath, read_all

if TYPE_CHECKING:
    from malmoi.align.word_model import WordModel
    from malmoi.align.words import WordAligner
    from malmoi.glossary.store import Glossary

__all__ = ["Equipment", "aligner", "equip", "glossary", "pack", "pairs", "word_model"]

_DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Equipment:
    """Journals of a glossary, the first on top of the others; the file of a word model, empty for none."""

    journals: tuple[bytes, ...] = ()
    model: bytes = b""

    @property
    def record(self) -> dict[str, object]:
        """What it is, for the settings of a job: digests."""
        return {
            "glossary": [_digest(one) for one in self.journals],
            "model": _digest(self.model) if self.model else None,
        }


def pack(journals: tuple[Path, ...] = (), model: AnyPath | None = None) -> Equipment:
    """The equipment of these files; journals that are not there count as empty. Raises InputError."""
    return Equipment(
        tuple(read_bytes(path) for path in journals if path.exists()), read_all(model) if model is not None else b""
    )


def equip(equipment: Equipment) -> None:
    """Set this process up; called once in each worker."""
    global _glossary, _model, _aligner, _word_model
    _glossary = _model = _aligner = _word_model = None
    here = _fresh_folder() if equipment.journals or equipment.model else Path()
    if equipment.journals:
        from malmoi.glossary.store import Glossary

        paths = [here / f"{n}" / "journal.ndjson" for n in range(len(equipment.journals))]
        for path, data in zip(paths, equipment.journals, strict=True):
            path.parent.mkdir()
            write_bytes(path, data)
        _glossary = Glossary.open(paths[0], below=paths[1:])
    if equipment.model:
        _model = here / "model.npz"
        write_bytes(_model, equipment.model)


def glossary() -> "Glossary | None":
    """The glossary of this process, None without one."""
    return _glossary


def pairs() -> list[tuple[str, str]]:
    """Every Korean term of a concept of the glossary with every English one."""
    from malmoi.flow.harvest import glossary_pairs

    return glossary_pairs(_glossary)


def aligner() -> "WordAligner | None":
    """The word aligner of this process with its model, read when first asked for; None without one."""
    global _aligner
    if _aligner is None and _model is not None:
        from malmoi.align.words import WordAligner

        _aligner = WordAligner.load(_model)
    return _aligner


def word_model() -> "WordModel":
    """The model alone, read when first asked for. Raises UsageError without one."""
    global _word_model
    if _word_model is None:
        from malmoi.align.word_file import read_model

        if _model is None:
            raise UsageError("This step needs a word model, and its worker was given none.")
        _word_model = read_model(_model)[0]
    return _word_model


_folder: Path | None = None
_glossary: "Glossary | None" = None
_model: Path | None = None
_aligner: "WordAligner | None" = None
_word_model: "WordModel | None" = None


def _fresh_folder() -> Path:
    """A folder for the files of this process, which goes with it; the one before is removed."""
    global _folder
    if _folder is None:
        atexit.register(_remove_folder)
    _remove_folder()
    _folder = Path(tempfile.mkdtemp(prefix="malmoi-corpus-"))
    return _folder


def _remove_folder() -> None:
    if _folder is not None:
        shutil.rmtree(_folder, ignore_errors=True)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
