"""`malmoi formats`: what it says is what the tables of formats have."""

import json

import pytest
from typer.testing import CliRunner

from malmoi.cli import check_outputs
from malmoi.cli.app import app
from malmoi.errors import UsageError
from malmoi.export.marked_outputs import marked_output
from malmoi.export.outputs import OUTPUTS
from malmoi.formats.bitexts.codecs import READERS
from malmoi.formats.documents.codecs import DOCUMENTS
from malmoi.formats.termbases.codecs import FORMATS


def run(*args):
    return CliRunner().invoke(app, ["formats", *args])


def listed(command, does):
    rows = json.loads(run(command, "--format", "json").stdout)
    return [row for row in rows if row["does"] == does]


@pytest.mark.parametrize(
    "command, does, names",
    [
        ("align", "reads", set(DOCUMENTS)),
        ("check", "reads", set(READERS) - {"xliff12"}),
        ("score", "reads", set(READERS) - {"xliff12", "moses"}),
        ("find", "reads", set(DOCUMENTS)),
        ("import", "reads", {name for name, one in FORMATS.items() if one.reads}),
        ("export", "writes", {name for name, one in FORMATS.items() if one.writes}),
    ],
)
def test_every_format_is_listed(command, does, names):
    assert names <= {row["name"] for row in listed(command, does)}


def test_every_output_of_align_is_listed():
    assert suffixes("align") == set(OUTPUTS)


def suffixes(command):
    return {s for row in listed(command, "writes") for s in row["suffixes"].split()}


def test_what_check_and_find_write_is_what_they_take(tmp_path):
    assert suffixes("check") == {*check_outputs.LISTS, *check_outputs.REPORTS}
    with pytest.raises(UsageError) as caught, marked_output(tmp_path / "a.none", None, "a"):
        pass
    assert {s.strip(",;") for s in str(caught.value).split() if s.startswith(".")} == suffixes("find")


def test_as_a_table_and_for_what_there_is_not():
    done = run()
    assert done.exit_code == 0
    assert ".sdlxliff" in done.stdout
    done = run("lookup")
    assert done.exit_code == 2
    assert "align, find, check, score, import, export" in done.output
