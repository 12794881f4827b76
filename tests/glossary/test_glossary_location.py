"""Where the glossaries are: said, in the environment, in the project's file, upward."""

import os
from pathlib import Path

import pytest

from malmoi.errors import GlossaryError, MalmoiWarning
from malmoi.glossary.location import find_journals, open_glossary
from malmoi.glossary.store import Glossary


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)


@pytest.fixture
def house(tmp_path):
    """A folder with a glossary of the house."""
    path = tmp_path / "house" / "journal.ndjson"
    Glossary.open(path).put(ko="금리", en="interest rate")
    return path


def test_the_glossary_is_found_upward(tmp_path, monkeypatch, house):
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_journals(None, deep) == [deep / "glossary" / "journal.ndjson"]
    (tmp_path / "glossary").mkdir()
    usual = tmp_path / "glossary" / "journal.ndjson"
    usual.touch()
    assert find_journals(None, deep) == [usual]
    (tmp_path / "a" / "malmoi.toml").write_text('glossary = "terms"\n', "utf-8")
    (tmp_path / "a" / "terms").mkdir()
    assert find_journals(None, deep) == [tmp_path / "a" / "terms" / "journal.ndjson"]
    monkeypatch.setenv("MALMOI_GLOSSARY", f"{tmp_path / 'env.ndjson'}{os.pathsep}{house}")
    assert find_journals(None, deep) == [tmp_path / "env.ndjson", house]
    assert find_journals(tmp_path / "said.ndjson", deep) == [tmp_path / "said.ndjson"]
    assert find_journals([tmp_path / "said.ndjson", house.parent, house], deep) == [tmp_path / "said.ndjson", house]


# malmoi.toml, what it names (from its folder)
PROJECTS = [
    ('glossary = "terms.ndjson"', ["terms.ndjson"]),
    ('[glossary]\npath = "terms.ndjson"', ["terms.ndjson"]),
    ('[glossary]\npath = "terms.ndjson"\nbelow = ["house"]', ["terms.ndjson", "house/journal.ndjson"]),
    ('[glossary]\nbelow = ["house/journal.ndjson"]', ["glossary/journal.ndjson", "house/journal.ndjson"]),
    ('\ufeff[check.rules]\njosa = "off"\n[glossary]\n', ["glossary/journal.ndjson"]),
]  # fmt: skip


@pytest.mark.parametrize("content, named", PROJECTS)
def test_a_project_file_names_a_glossary_and_those_below(tmp_path, house, content, named):
    (tmp_path / "malmoi.toml").write_text(content, "utf-8")
    (tmp_path / "deep").mkdir()
    assert find_journals(None, tmp_path / "deep") == [tmp_path / one for one in named]


def test_a_project_file_that_says_nothing_of_a_glossary_is_passed_by(tmp_path):
    (tmp_path / "malmoi.toml").write_text('[check.rules]\njosa = "off"\n', "utf-8")
    assert find_journals(None, tmp_path) == [tmp_path / "glossary" / "journal.ndjson"]


# malmoi.toml, a part of what is said
OFF = [
    ("glossary = 3", "must be a path"),
    ("glossary = ", "cannot be read"),
    ('[glossary]\npaht = "x"', "no key 'paht'; its keys are path and below"),
    ("[glossary]\npath = 3", "path in .* not 3"),
    ('[glossary]\nbelow = "x"', "below in .* must be a list"),
    ("[glossary]\nbelow = [3]", "below in .* must be a list"),
    ('[glossary]\nbelow = ["absent"]', "below in .*'absent', but there is no glossary"),
    ('[glosary]\npath = "x"', r"no table \[glosary\]"),
    ('[glossary\npath = "x"', "line 1"),
]  # fmt: skip


@pytest.mark.parametrize("content, said", OFF)
def test_a_project_file_that_is_off_says_so(tmp_path, content, said):
    (tmp_path / "malmoi.toml").write_text(content, "utf-8")
    with pytest.raises(GlossaryError, match=said) as caught:
        find_journals(None, tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_lower_glossary_that_was_said_must_be_there(tmp_path, house):
    with pytest.raises(GlossaryError, match=r"no glossary at .*absent.* lie below"):
        find_journals([house, tmp_path / "absent"])


def test_a_glossary_that_was_named_and_is_not_there_is_said(tmp_path):
    with pytest.warns(MalmoiWarning, match="counts as empty"):
        assert len(open_glossary(tmp_path / "absent" / "journal.ndjson")) == 0


def test_a_stack_that_was_found_is_opened_as_one(tmp_path, house, monkeypatch):
    (tmp_path / "malmoi.toml").write_text('[glossary]\npath = "own.ndjson"\nbelow = ["house"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    store = open_glossary(by="kim")
    store.put(ko="환율", en="exchange rate")
    assert sorted(store.terms["term"]) == ["exchange rate", "interest rate", "금리", "환율"]
    assert store.path.samefile(Path("own.ndjson"))
