"""Fixtures that more than one folder of tests uses. One Kiwi serves the whole session: it lives in malmoi.text.korean."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from malmoi.glossary.store import Glossary
from program import Program

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the shipped examples."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `checkout` copies: examples, the glossary and its index, which takes longer to make than to copy."""
    folder = tmp_path_factory.mktemp("pristine")
    for name in ("examples", "glossary"):
        (folder / name).mkdir()
        for path in (ROOT / name).iterdir():
            if path.is_file():
                shutil.copyfile(path, folder / name / path.name)
    (folder / "exports").mkdir()
    Glossary.open(folder / "glossary" / "journal.ndjson").find("말모이는 사전이다.", "ko", "fast")
    return folder


@pytest.fixture
def checkout(pristine: Path, tmp_path: Path) -> Path:
    """A folder that looks like the checkout to a command, so that what it writes goes elsewhere."""
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """The program, in a process of its own."""
    with Program() as started:
        yield started
