"""`malmoi import`: what is shown, what is written, and the exit codes."""

import json

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.glossary.store import Glossary

TABLE = "ko,en,domain,note\n금리,interest rate,finance,\n증설,expansion,,\n이사회,board,,\n"


@pytest.fixture
def run(tmp_path):
    Glossary.open(tmp_path / "journal.ndjson").put(ko="이사회", en="board of directors", concept="board")
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")

    def call(file, *args):
        return CliRunner().invoke(app, ["import", str(tmp_path / file), "-g", str(tmp_path / "journal.ndjson"), *args])

    return call


def actions(done):
    return {row["ko"]: row["action"] for row in json.loads(done.stdout)}


def terms(tmp_path):
    return set(Glossary.open(tmp_path / "journal.ndjson").terms["term"])


def test_a_dry_run_shows_and_does_nothing(run, tmp_path):
    before = (tmp_path / "journal.ndjson").read_bytes()
    done = run("a.csv", "--dry-run", "--format", "json")
    assert done.exit_code == 3
    assert actions(done) == {"금리": "new", "증설": "new", "이사회": "conflict"}
    assert "would have: 2 new, 1 in conflict" in done.stderr
    assert (tmp_path / "journal.ndjson").read_bytes() == before
    assert not (tmp_path / "a.conflicts.xlsx").exists()


def test_conflicts_wait_in_a_workbook_of_their_own(run, tmp_path):
    done = run("a.csv", "--by", "kim")
    assert done.exit_code == 3
    assert "a.csv!A4" in done.stdout
    assert {"금리", "증설"} <= terms(tmp_path)
    assert "board" not in terms(tmp_path)
    assert {v.by for v in Glossary.open(tmp_path / "journal.ndjson").history("board")} != {"kim"}
    book = load_workbook(tmp_path / "a.conflicts.xlsx")
    sheet = book.active
    heads = {str(cell.value).split("\n")[-1]: cell.column for cell in sheet[1]}
    assert [sheet.cell(2, heads[name]).value for name in ("Korean", "English")] == ["이사회", "board"]
    assert "board of directors" in sheet.cell(2, heads["Why it conflicts"]).value
    sheet.cell(2, heads["Decision"]).value = "accept"
    book.save(tmp_path / "a.conflicts.xlsx")
    assert run("a.conflicts.xlsx").exit_code == 0
    assert "board" in terms(tmp_path)


def test_synonyms_in_conflict_stay_together(run, tmp_path):
    (tmp_path / "s.csv").write_text("ko,en\n이사회|이사진,board | board of management\n", "utf-8")
    assert run("s.csv").exit_code == 3
    book = load_workbook(tmp_path / "s.conflicts.xlsx")
    book.active.cell(2, 4).value = "accept"
    book.save(tmp_path / "s.conflicts.xlsx")
    assert run("s.conflicts.xlsx").exit_code == 0
    assert terms(tmp_path) == {"이사회", "이사진", "board of directors", "board", "board of management"}


@pytest.mark.parametrize("option, action, there", [("--ours", "kept", False), ("--theirs", "add", True)])
def test_a_side_may_be_said_to_be_right(run, tmp_path, option, action, there):
    done = run("a.csv", option, "--format", "json")
    assert done.exit_code == 0
    assert actions(done)["이사회"] == action
    assert ("board" in terms(tmp_path)) == there


def test_a_second_time_changes_nothing(run, tmp_path):
    run("a.csv", "--theirs")
    before = (tmp_path / "journal.ndjson").read_bytes()
    done = run("a.csv")
    assert done.exit_code == 0
    assert "3 as the glossary has it" in done.stderr
    assert done.stdout == ""
    assert (tmp_path / "journal.ndjson").read_bytes() == before


# content of a table, exit code, part of what is said
TABLES = [
    ("금리\tinterest rate\n증설\texpansion\n", 0, "there are no heads; a.tsv!A1 is read as Korean"),
    ("interest rate\t금리\n", 0, "a.tsv!B1 is read as Korean"),
    ("영어\t한국어\tstatus\nrate\t금리\t금지\n", 0, "1 new"),
    ("en\tko\tstatus\nrate\t금리\tbest\n", 3, "'best' is no status"),
    ("en\tko\nrate\t\n", 3, "The row has no Korean term"),
    ("ko\ten\n금리 | 이자율\trate|interest rate\n", 0, "1 new"),
    ("concept\tlang\tterm\nc\tko\t금리\n", 0, "1 new"),
    ("ko\tko\ten\na\tb\tc\n", 1, "delete one of the two"),
    ("ko\ten\n" + "가" * 501 + "\tx\n", 3, "500 is the most"),
]  # fmt: skip


@pytest.mark.parametrize("content, code, said", TABLES)
def test_a_plain_table_is_understood_or_named(run, tmp_path, content, code, said):
    (tmp_path / "a.tsv").write_text(content, "utf-8")
    done = run("a.tsv")
    assert done.exit_code == code
    assert said in " ".join((done.stdout + done.stderr).split())


def test_synonyms_of_one_cell_are_terms_of_one_concept(run, tmp_path):
    (tmp_path / "a.tsv").write_text("ko\ten\n금리 | 이자율\trate|interest rate\n", "utf-8")
    run("a.tsv")
    store = Glossary.open(tmp_path / "journal.ndjson")
    rows = store.terms.filter(store.terms["concept"] != "board")
    assert rows["concept"].n_unique() == 1
    assert dict(zip(rows["term"], rows["status"], strict=True)) == {
        "금리": "preferred", "이자율": "admitted", "rate": "preferred", "interest rate": "admitted",
    }  # fmt: skip


@pytest.mark.parametrize("args, code", [(("a.csv", "--ours", "--theirs"), 2), (("a.docx",), 2), (("none.csv",), 1)])
def test_misuse(run, args, code):
    assert run(*args).exit_code == code


SET = '<langSet xml:lang="{}"><tig><term>{}</term>{}</tig></langSet>'
STATUS = '<termNote type="administrativeStatus">preferred</termNote>'
HEADER = "<martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>"
TBX = f"""<martif type="TBX-Basic" xml:lang="en">{HEADER}<text><body>
<termEntry id="a">{SET.format("ko", "환율", STATUS)}{SET.format("en", "exchange rate", "")}{SET.format("ja", "為替", "")}</termEntry>
<termEntry id="b">{SET.format("ko", "이사회", "")}{SET.format("en", "council", "")}</termEntry></body></text></martif>"""


def test_a_dry_run_of_a_term_base_lists_what_is_wrong_with_it(run, tmp_path):
    (tmp_path / "a.tbx").write_text(TBX, "utf-8")
    done = run("a.tbx", "--dry-run")
    assert done.exit_code == 3
    assert "a.tbx:2: " not in done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["what", "new", "conflict", "remark"]
    assert "a.tbx:2" in lines[3]
    assert "administrativeStatus is 'preferred'" in lines[3]
    assert "1 in ja" in done.stderr
    assert "환율" not in terms(tmp_path)


def test_a_term_base_is_taken_in_but_for_its_conflicts(run, tmp_path):
    (tmp_path / "a.tbx").write_text(TBX, "utf-8")
    done = run("a.tbx")
    assert done.exit_code == 3
    assert "--dry-run lists them" in done.stderr
    assert "1 concepts are in conflict" in done.stderr
    assert terms(tmp_path) == {"이사회", "board of directors", "환율", "exchange rate"}
    assert run("a.tbx", "--theirs").exit_code == 0
    assert "council" in terms(tmp_path)


def test_options_say_what_a_file_does_not(run, tmp_path):
    (tmp_path / "b.csv").write_text("Source;Target;Remark\n환율;FX rate;n\n", "utf-8")
    assert run("b.csv", "--map", "ko=Source,en=Target", "--map", "note=3").exit_code == 0
    (tmp_path / "c.dat").write_text("FX\tAI 환율\n", "utf-8")
    assert run("c.dat", "--as", "omegat", "--direction", "en-ko").exit_code == 0
    assert {"환율", "FX rate", "FX", "AI 환율"} <= terms(tmp_path)


MISUSED = [
    ("a.csv", "--as", "deepl"),
    ("a.csv", "--map", "x=y"),
    ("a.csv", "--map", "ko"),
    ("a.dat",),
    ("a.csv", "--delimiter", "xx"),
]


@pytest.mark.parametrize("args", MISUSED, ids=" ".join)
def test_options_of_term_bases_misused(run, args):
    assert run(*args).exit_code == 2
