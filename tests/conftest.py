"""Fixtures that more than one folder of tests uses. One Kiwi serves the whole session: it lives in malmoi.text.korean."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from program import Program

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the shipped examples."""
    return ROOT / "examples"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like the checkout to a command, so that what it writes goes elsewhere."""
    for name in ("examples", "glossary"):
        (tmp_path / name).mkdir()
        for path in (ROOT / name).iterdir():
            if path.is_file():
                (tmp_path / name / path.name).write_bytes(path.read_bytes())
    (tmp_path / "exports").mkdir()
    return tmp_path


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """The program, in a process of its own."""
    with Program() as started:
        yield started
