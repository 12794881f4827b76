"""`malmoi doctor`: what is there, what is not, and what is broken."""

import json

from typer.testing import CliRunner

from malmoi.cli import doctor as module
from malmoi.cli.app import app


def run(*args):
    return CliRunner().invoke(app, ["doctor", "--format", "json", *args])


def rows(done):
    return {row["what"]: row for row in json.loads(done.stdout)}


def test_a_sound_installation_is_fine(checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    done = run()
    assert done.exit_code == 0, done.output
    seen = rows(done)
    assert seen["Kiwi model"]["state"] == "ok"
    assert "낱말" in seen["Kiwi model"]["detail"]
    assert str(checkout) in seen["glossary"]["detail"]
    assert {"polars", "openpyxl", "sacrebleu", "typer"} <= set(seen)


def test_a_missing_library_fails(checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    monkeypatch.setattr(module, "_LIBRARIES", ("typer", "a-library-that-nobody-wrote"))
    done = run()
    assert done.exit_code == 1
    assert rows(done)["a-library-that-nobody-wrote"]["state"] == "broken"


def test_a_glossary_that_is_none_fails(checkout, monkeypatch):
    monkeypatch.chdir(checkout)
    (checkout / "glossary" / "journal.ndjson").write_bytes(b"\x00\x01 not a journal")
    done = run()
    assert done.exit_code == 1
    assert rows(done)["glossary"]["state"] == "broken"
