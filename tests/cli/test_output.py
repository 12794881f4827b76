"""One way of printing: every format, widths of East Asian text, nothing that breaks a terminal."""

import csv
import io
import json
from decimal import Decimal

import pytest

from malmoi.cli.output import Format, emit, width
from malmoi.cli.progress import Progress

ROWS = [
    {"ko": "스타게이트", "en": "Stargate", "p": 0.98765, "v": Decimal("702000000000000.50"), "also": ["a", "b"]},
    {"ko": "이자", "en": "interest\n\x1b[31m", "p": None, "v": 1, "also": []},
]
COLUMNS = {"ko": "Korean", "en": "English", "p": "p", "also": "also"}
WIDTHS = [("스타게이트", 10), ("abc", 3), ("한a", 3), ("e\u0301", 1), ("\u1112\u1161\u11ab", 2), ("Ａ", 2)]


@pytest.mark.parametrize("text, columns", WIDTHS)
def test_widths_are_those_of_a_terminal(text, columns):
    assert width(text) == columns


def test_columns_of_the_table_line_up(capsys):
    emit(ROWS, COLUMNS)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Korean", "English", "p", "also"]
    assert {
        width(line[: line.index(word)]) for line, word in zip(lines, ("English", "Stargate", "interest"), strict=True)
    } == {12}
    assert "0.99" in lines[1]
    assert "a, b" in lines[1]
    assert "\x1b" not in lines[2]


def test_json_keeps_types_and_exact_values(capsys):
    emit(ROWS, COLUMNS, Format.JSON)
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["v"] == "702000000000000.50"
    assert rows[0]["p"] == 0.98765
    assert rows[1]["p"] is None
    emit(ROWS, COLUMNS, "ndjson")
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == rows


def test_csv_can_be_read_back(capsys):
    emit(ROWS, COLUMNS, Format.CSV)
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == {"ko": "스타게이트", "en": "Stargate", "p": "0.98765", "also": "a|b"}
    assert rows[1]["en"] == ROWS[1]["en"]


def test_nothing_prints_nothing(capsys):
    emit([], COLUMNS)
    assert capsys.readouterr().out == ""
    emit([], COLUMNS, Format.JSON)
    assert json.loads(capsys.readouterr().out) == []


def test_progress_is_silent_away_from_a_terminal(capsys):
    with Progress() as progress:
        progress("reading")
    assert capsys.readouterr() == ("", "")


def test_progress_speaks_on_a_terminal_and_wipes_itself(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    from malmoi.cli import progress as module

    terminal = Terminal()
    monkeypatch.setattr(module.sys, "stderr", terminal)
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    monkeypatch.setattr(module, "_TICK", 0.01)
    shown = module.threading.Event()
    monkeypatch.setattr(terminal, "flush", shown.set)
    with Progress() as progress:
        progress("aligning sentences")
        assert shown.wait(10)
    assert "aligning sentences" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r")
