"""Where the glossary is: said, in the environment, in the project's file, upward."""

import pytest

from malmoi.errors import GlossaryError, MalmoiWarning
from malmoi.glossary.location import find_journal, open_glossary


def test_the_glossary_is_found_upward(tmp_path, monkeypatch):
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_journal(None, deep) == deep / "glossary" / "journal.ndjson"
    (tmp_path / "glossary").mkdir()
    usual = tmp_path / "glossary" / "journal.ndjson"
    usual.touch()
    assert find_journal(None, deep) == usual
    (tmp_path / "a" / "malmoi.toml").write_text('glossary = "terms"\n', "utf-8")
    (tmp_path / "a" / "terms").mkdir()
    assert find_journal(None, deep) == tmp_path / "a" / "terms" / "journal.ndjson"
    monkeypatch.setenv("MALMOI_GLOSSARY", str(tmp_path / "env.ndjson"))
    assert find_journal(None, deep) == tmp_path / "env.ndjson"
    assert find_journal(tmp_path / "said.ndjson", deep) == tmp_path / "said.ndjson"


@pytest.mark.parametrize("content, said", [("glossary = 3", "must be a path"), ("glossary = ", "cannot be read")])
def test_a_project_file_that_is_off_says_so(tmp_path, monkeypatch, content, said):
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    (tmp_path / "malmoi.toml").write_text(content, "utf-8")
    with pytest.raises(GlossaryError, match=said):
        find_journal(None, tmp_path)


def test_a_glossary_that_was_named_and_is_not_there_is_said(tmp_path):
    with pytest.warns(MalmoiWarning, match="counts as empty"):
        assert len(open_glossary(tmp_path / "absent" / "journal.ndjson")) == 0
