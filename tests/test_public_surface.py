"""What `import malmoi` promises is there, and costs nothing until it is used."""

import importlib
import subprocess
import sys

import pytest

import malmoi


@pytest.mark.parametrize("name", malmoi.__all__)
def test_every_public_name_resolves_to_its_home(name):
    value = getattr(malmoi, name)
    assert value.__name__ == name
    home = importlib.import_module(value.__module__)
    assert getattr(home, name) is value
    assert value.__doc__


def test_no_public_name_is_a_module_name():
    for name in malmoi.__all__:
        module = getattr(malmoi, name).__module__
        assert name not in module.split(".")


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'klingon'"):
        malmoi.klingon  # noqa: B018


def test_import_loads_no_library():
    code = "import sys, malmoi; print(sorted({m.partition('.')[0] for m in sys.modules}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = set(eval(out))
    assert "malmoi" in loaded
    assert not loaded & {"polars", "numpy", "kiwipiepy", "openpyxl", "typer", "sacrebleu", "rapidfuzz", "simplemma"}
