"""Fixtures that more than one folder of tests uses. One Kiwi serves the whole session: it lives in malmoi.text.korean."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of the shipped examples."""
    return ROOT / "examples"
