"""Every finding has words in both languages, and the particles in them fit."""

import re
import string
from importlib.resources import files

import pytest

from malmoi.check.messages import describe, say
from malmoi.check.rules import RULES, choose
from malmoi.errors import UsageError

ROWS = [
    line.split("\t")
    for line in files("malmoi.check").joinpath("messages.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
SOURCES = "\n".join(path.read_text("utf-8") for path in files("malmoi.check").iterdir() if path.name.endswith(".py"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_both_languages_have_the_same_gaps(row):
    key, *cells = row
    assert len(cells) == 4
    gaps = [{name for _, name, _, _ in string.Formatter().parse(cell) if name} for cell in cells]
    assert gaps[0] | gaps[1] == gaps[2] | gaps[3]
    fields = dict.fromkeys(gaps[0] | gaps[1], "값")
    for ui in ("en", "ko"):
        what, _ = say(key, fields, ui)
        assert what
        assert "{" not in re.sub(r"\{[0x]\}", "", what)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_described_and_resolves(name):
    assert describe(name, "en") != describe(name, "ko")
    run, wanted = choose([name])
    assert len(run) == 1
    assert len(set(RULES.values())) == len(RULES), "one rule a file"
    assert wanted == {name: "default"}


def test_particles_fit():
    assert say("number_missing", {"amount": "3만 명"}, "ko")[0] == "원문의 3만 명이 번역문에 없습니다."
    assert say("number_missing", {"amount": "2만 대"}, "ko")[0] == "원문의 2만 대가 번역문에 없습니다."


def test_keys_are_used():
    made = {row[0] for row in ROWS if not row[0].startswith("rule:")}
    # Built from two parts in counts.py.
    built = {"placeholder_lost", "placeholder_added", "tag_lost", "tag_added"}
    assert {key for key in made - built if f'"{key}"' not in SOURCES} == set()


def test_another_language_is_refused():
    with pytest.raises(UsageError, match="'ja'"):
        say("empty", {}, "ja")
