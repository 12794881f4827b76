"""`malmoi amounts`: a text or a file, both renderings, conversions, one line for a translator, exit codes."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app


def run(*arguments, text=None):
    return CliRunner().invoke(app, ["amounts", *arguments], input=text)


def test_a_text_is_listed_with_both_renderings():
    result = run("예산은 약 4조2000억원이다.", "--format", "json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert (row["text"], row["value"], row["unit"], row["modifier"]) == ("4조2000억원", "4200000000000", "KRW", "about")
    assert (row["en"], row["ko"]) == ("about 4.2 trillion won", "약 4조2000억원")


def test_a_file_and_standard_input_are_read_line_by_line(tmp_path):
    path = tmp_path / "figures.txt"
    path.write_text("Nothing here.\n$3-4 billion\n", "utf-8")
    for result in (run(str(path), "--format", "ndjson"), run("-", "--format", "ndjson", text=path.read_text("utf-8"))):
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        assert [(row["line"], row["value"]) for row in rows] == [(2, "3000000000"), (2, "4000000000")]


def test_the_table_shows_only_the_language_asked_for():
    result = run("5천억 달러", "--to", "en", "--style", "economist")
    assert "$500bn" in result.stdout
    assert "5000억달러" not in result.stdout


@pytest.mark.parametrize(
    "arguments, line",
    [
        (["4조2000억원"], "4.2 trillion won"),
        (["4조2000억원", "--rate", "USD=1400"], "4.2 trillion won ($3 billion)"),
        (["4조2000억원", "--style", "won-sign"], "₩4.2 trillion"),
        (["$4.2 billion", "--style", "norm", "--rate", "USD=1,400"], "42억 달러(약 5조 8800억 원)"),
        (["1234567원", "--digits", "3"], "1.23 million won"),
        (["수천억원"], "hundreds of billions of won"),
    ],
)
def test_convert_answers_one_line(arguments, line):
    result = run("--convert", *arguments)
    assert (result.exit_code, result.stdout) == (0, line + "\n")


def test_a_rate_for_another_currency_changes_nothing():
    assert run("--convert", "5유로", "--rate", "USD=1400").stdout == "€5\n"


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["5원", "--style", "nyt"], 2, "style"),
        (["5원", "--to", "de"], 2, "'de'"),
        (["5원", "--rate", "USD"], 2, "USD=1400"),
        (["5원", "--rate", "USD=-1"], 2, "USD=1400"),
        (["--convert", "아무것도 없다"], 1, "no amount"),
    ],
)
def test_misuse_and_failure_say_what_to_do(arguments, code, words):
    result = run(*arguments)
    assert result.exit_code == code
    assert words in result.stderr


def test_figures_in_digits_load_nothing_heavy():
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from malmoi.cli.app import app\n"
        "assert CliRunner().invoke(app, ['amounts', '5천억 달러']).exit_code == 0\n"
        "sys.exit(any(name in sys.modules for name in ('kiwipiepy', 'openpyxl', 'sacrebleu')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
