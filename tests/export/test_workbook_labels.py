"""The words of the workbooks: complete in both languages, and within what Excel takes."""

import re
from importlib.resources import files

import pytest

from malmoi.export.labels import Labels
from malmoi.export.terms_sheet import VERDICTS

LINES = files("malmoi.export").joinpath("labels.tsv").read_text(encoding="utf-8").splitlines()[2:]
# Longest texts of a drop-down, by its attribute; a file with longer ones is "repaired" by Excel.
LIMITS = {
    ("decision.prompt", "name"): 32,
    ("decision.prompt", "help"): 255,
    ("decision.error", "name"): 32,
    ("decision.error", "help"): 225,
}


@pytest.mark.parametrize("line", LINES, ids=[line.partition("\t")[0] for line in LINES])
def test_every_label_is_there_in_both_languages(line):
    _, *words = line.split("\t")
    assert len(words) in (2, 4)
    assert all(word.strip() == word != "" for word in words)
    korean = words[::2]
    assert all(re.search("[가-힣]", word) for word in korean)
    # Names of the steps and of columns may be quoted in Korean help, but English has no Hangul.
    assert not any(re.search("[가-힣]", word) for word in words[1::2])


def test_keys_are_unique():
    keys = [line.partition("\t")[0] for line in LINES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("key, part", LIMITS)
def test_a_drop_down_is_within_excels_limits(key, part):
    for ui in ("ko", "en", "both"):
        labels = Labels(ui)
        assert 0 < len(getattr(labels, part)(key)) <= LIMITS[key, part]
        assert len(",".join(labels.decision(verdict) for verdict in VERDICTS)) <= 253


def test_labels_join_languages():
    assert Labels("both").name("status.new") == "신규 new"
    assert Labels("ko").name("status.new") == "신규"
    assert Labels("en").value("status", "new") == "new"
    assert Labels("en").value("status", "else") == "else"
    assert Labels("both").help("status.new") == ""
    assert Labels("both").help("go").count("\n") == 1
    with pytest.raises(KeyError):
        Labels("en").name("no such key")
