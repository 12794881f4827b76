"""The shipped journal is what its one command makes of the starter table, to the byte:

malmoi glossary add --from glossary/starter.tsv --by malmoi --at 2026-11-23T00:00:00Z
"""

from pathlib import Path

from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary

GLOSSARY = Path(__file__).resolve().parents[2] / "glossary"


def test_the_journal_begins_with_the_starter_table(tmp_path):
    made = tmp_path / "journal.ndjson"
    table = GLOSSARY / "starter.tsv"
    signed = ["--by", "malmoi", "--at", "2026-11-23T00:00:00Z", "--glossary", str(made)]
    done = CliRunner().invoke(app, ["glossary", "add", "--from", str(table), *signed])
    assert done.exit_code == 0, done.output
    assert (GLOSSARY / "journal.ndjson").read_bytes().startswith(made.read_bytes())


def test_every_starter_term_is_found_as_it_is_written(tmp_path):
    store = Glossary.open(GLOSSARY / "journal.ndjson")
    asked = store.terms.filter(lang="ko").sample(100, seed=0)
    for concept, term in asked.select("concept", "term").iter_rows():
        assert concept in {match.concept for match in store.lookup(term)}
