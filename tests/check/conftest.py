"""The seeding of errors, which tests share with the benchmark that prints them."""

import importlib.util
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parent.parent / "bench" / "check_seeded.py"


@pytest.fixture(scope="session")
def seeding():
    spec = importlib.util.spec_from_file_location("check_seeded", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
