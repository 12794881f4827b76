"""The tree of errors is what its docstring draws, and optional libraries are asked for by their extra."""

import re

import pytest

from malmoi import errors
from malmoi.errors import MalmoiError, MissingExtraError
from malmoi.optional import need

CLASSES = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, MalmoiError)]
DRAWN = {
    name: (depth, int(code))
    for depth, name, code in (
        (len(indent) // 4, name, code)
        for indent, name, code in re.findall(r"^ {4}([│├└─ ]*)(\w+) +(\d)", errors.__doc__, re.MULTILINE)
    )
}


def test_the_drawing_names_every_class():
    assert set(DRAWN) == {c.__name__ for c in CLASSES}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda c: c.__name__)
def test_the_drawing_tells_the_exit_code_and_the_depth(cls):
    depth, code = DRAWN[cls.__name__]
    assert cls.exit_code == code
    assert len(cls.__mro__) - len(MalmoiError.__mro__) == depth


def test_a_library_that_is_there_is_imported():
    assert need("json", "neural").loads("1") == 1


def test_a_missing_library_names_its_extra():
    with pytest.raises(MissingExtraError, match=r"pip install 'malmoi\[neural\]'"):
        need("a_library_that_nobody_wrote", "neural")


def test_an_error_inside_a_library_is_left_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "broken_library.py").write_text("import a_library_that_nobody_wrote\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="nobody_wrote"):
        need("broken_library", "neural")
