"""Where the glossary is: said, in the environment, in the project's file, or the first one upward from here.

    --glossary PATH  >  MALMOI_GLOSSARY  >  `glossary = "…"` in malmoi.toml, upward  >  glossary/journal.ndjson, upward

Where none is found, a new one begins at ./glossary/journal.ndjson. Standard library only: a cold lookup reads this.
"""

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import GlossaryError, MalmoiWarning

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from malmoi.glossary.store import Glossary

__all__ = ["find_journal", "open_glossary"]

PROJECT_FILE = "malmoi.toml"
_VARIABLE = "MALMOI_GLOSSARY"
_USUAL = Path("glossary") / "journal.ndjson"


def find_journal(said: str | os.PathLike[str] | None = None, here: Path | None = None) -> Path:
    """The path of the journal in use; it need not exist. A folder stands for the journal in it. Raises GlossaryError."""
    if said is not None and str(said):
        return _journal(Path(said))
    if named := os.environ.get(_VARIABLE):
        return _journal(Path(named))
    here = here or Path.cwd()
    for folder in (here, *here.parents):
        if (project := folder / PROJECT_FILE).is_file():
            named = _named_in(project)
            if named is not None:
                return _journal(folder / named)
        if (folder / _USUAL).is_file():
            return folder / _USUAL
    return here / _USUAL


def open_glossary(
    said: str | os.PathLike[str] | None = None,
    *,
    by: str | None = None,
    clock: "Callable[[], datetime] | None" = None,
) -> "Glossary":
    """The glossary in use, as `Glossary.open` opens it; warns when the one that was said is not there. Raises GlossaryError."""
    from malmoi.glossary.store import Glossary

    path = find_journal(said)
    if said is not None and not path.exists():
        warnings.warn(f"There is no glossary at {path} yet: it counts as empty.", MalmoiWarning, stacklevel=2)
    return Glossary.open(path, by=by, clock=clock)


def _journal(path: Path) -> Path:
    """The journal that a path means: itself, or the one in the folder it names."""
    path = path.expanduser()
    if not path.is_dir():
        return path
    return path / _USUAL if (path / _USUAL).is_file() else path / _USUAL.name


def _named_in(project: Path) -> str | None:
    """The value of `glossary` in a project file, None when it has none."""
    import tomllib

    try:
        named = tomllib.loads(project.read_text("utf-8")).get("glossary")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GlossaryError(f"{project} cannot be read: {error}.") from error
    if named is not None and not isinstance(named, str):
        raise GlossaryError(f'In {project} the glossary must be a path: glossary = "glossary/journal.ndjson".')
    return named
