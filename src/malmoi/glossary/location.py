"""Where the glossaries are: said, in the environment, in the project's file, or the first one upward from here.

    --glossary PATH …  >  MALMOI_GLOSSARY  >  malmoi.toml, upward  >  glossary/journal.ndjson, upward

Of several, the first is written to and the others lie below it, only read (MALMOI_GLOSSARY names them as PATH does programs). A project
file says either  glossary = "terms/journal.ndjson"  or

    [glossary]
    path = "terms/journal.ndjson"
    below = ["../house/journal.ndjson", "../customer/journal.ndjson"]

with paths that start from its own folder. Where none is found, a new one begins at ./glossary/journal.ndjson. Standard library only: a
cold lookup reads this.
"""

import os
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from malmoi.errors import GlossaryError, MalmoiWarning

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from malmoi.glossary.store import Glossary

__all__ = ["PROJECT_FILE", "Said", "find_journals", "open_glossary"]

# What a person said on the command line: nothing, one path, or several.
Said = str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None

PROJECT_FILE = "malmoi.toml"
_VARIABLE = "MALMOI_GLOSSARY"
_USUAL = Path("glossary") / "journal.ndjson"
_KEYS = ("path", "below")


def find_journals(said: Said = None, here: Path | None = None) -> list[Path]:
    """The journals in use, the one that is written to first; it need not exist, the others must. A folder stands for the journal in it.

    Raises GlossaryError.
    """
    named = [said] if isinstance(said, str | os.PathLike) else [*(said or ())]
    paths = [_journal(Path(one)) for one in named if str(one)]
    if not paths:
        paths = [_journal(Path(one)) for one in os.environ.get(_VARIABLE, "").split(os.pathsep) if one]
    if not paths:
        paths = _around(here or Path.cwd())
    for path in paths[1:]:
        if not path.exists():
            raise GlossaryError(f"There is no glossary at {path}, which is to lie below {paths[0]}: correct the path.")
    # A glossary that is named twice counts where it stands first.
    return [*dict.fromkeys(paths)]


def open_glossary(
    said: Said = None,
    *,
    by: str | None = None,
    clock: "Callable[[], datetime] | None" = None,
) -> "Glossary":
    """The glossaries in use, as `Glossary.open` opens them; warns when the one that was said is not there. Raises GlossaryError."""
    from malmoi.glossary.store import Glossary

    path, *below = find_journals(said)
    if said and not path.exists():
        warnings.warn(f"There is no glossary at {path} yet: it counts as empty.", MalmoiWarning, stacklevel=2)
    return Glossary.open(path, below=below, by=by, clock=clock)


def _around(here: Path) -> list[Path]:
    """What the nearest project file, or the nearest usual place, upward, says."""
    for folder in (here, *here.parents):
        if (project := folder / PROJECT_FILE).is_file() and (named := _named_in(project)):
            paths = [_journal(folder / Path(one).expanduser()) for one in named]
            for path, one in list(zip(paths, named, strict=True))[1:]:
                if not path.exists():
                    raise GlossaryError(
                        f"{project}: below in [glossary] names {one!r}, but there is no glossary at {path}."
                    )
            return paths
        if (folder / _USUAL).is_file():
            return [folder / _USUAL]
    return [here / _USUAL]


def _journal(path: Path) -> Path:
    """The journal that a path means: itself, or the one in the folder it names."""
    path = path.expanduser()
    if not path.is_dir():
        return path
    return path / _USUAL if (path / _USUAL).is_file() else path / _USUAL.name


def _named_in(project: Path) -> list[str]:
    """The paths that a project file names, the glossary's own first; [] when it says nothing of a glossary."""
    import tomllib

    try:
        content = tomllib.loads(project.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GlossaryError(f"{project} cannot be read: {error}.") from error
    if "glossary" not in content:
        _refuse_near_miss(project, content)
        return []
    named = content["glossary"]
    table = {"path": named} if isinstance(named, str) else named
    if not isinstance(table, Mapping):
        raise GlossaryError(
            f'{project}: glossary must be a path, such as glossary = "{_USUAL}", or a table [glossary].'
        )
    for key in table:
        if key not in _KEYS:
            raise GlossaryError(f"{project}: [glossary] has no key {key!r}; its keys are {' and '.join(_KEYS)}.")
    path, below = table.get("path", str(_USUAL)), table.get("below", [])
    if not isinstance(path, str) or not path:
        raise GlossaryError(f'{project}: path in [glossary] must be a path, such as "{_USUAL}", not {path!r}.')
    if not isinstance(below, list) or not all(isinstance(one, str) and one for one in below):
        raise GlossaryError(
            f'{project}: below in [glossary] must be a list of paths, such as ["{_USUAL}"], not {below!r}.'
        )
    return [path, *below]


def _refuse_near_miss(project: Path, content: Mapping[str, object]) -> None:
    """A table that is all but called glossary would be ignored in silence."""
    from difflib import get_close_matches

    for key in get_close_matches("glossary", content, n=1, cutoff=0.75):
        raise GlossaryError(f"{project}: there is no table [{key}]; write [glossary].")
