"""Pipes under the name of a file: every command reads them as it reads files, and library readers too."""

import os
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from malmoi.cli.app import app
from malmoi.files import pipes_kept, settled
from malmoi.formats.bitexts.codecs import read

EXAMPLES = Path(__file__).parents[2] / "examples"
KO, EN = EXAMPLES / "stargate.ko.txt", EXAMPLES / "stargate.en.txt"

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")


def run(*arguments):
    return CliRunner().invoke(app, arguments)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("MALMOI_GLOSSARY", str(tmp_path / "glossary.ndjson"))


@pytest.fixture
def fifo(tmp_path):
    """Makes a FIFO that gives what a file holds, once."""

    def make(source, name):
        path = tmp_path / name
        os.mkfifo(path)
        threading.Thread(target=path.write_bytes, args=(Path(source).read_bytes(),), daemon=True).start()
        return str(path)

    return make


@pytest.mark.parametrize(
    "command",
    [
        ["find", "--format", "json", KO],
        ["amounts", "--format", "json", KO],
        ["check", "--format", "json", KO, EN],
        ["align", "--format", "json", KO, EN],
        ["score", "translation", "--format", "json", EN, EN],
        ["check", "--format", "json", EXAMPLES / "faulty.tsv"],
        ["find", "--format", "json", EXAMPLES / "help.en.txt"],
    ],
    ids=lambda command: " ".join(map(str, command[:2])),
)
def test_a_command_reads_pipes_as_files(fifo, command):
    plain = run(*map(str, command))
    piped = run(
        *(fifo(part, f"{n}{part.suffix}") if isinstance(part, Path) else part for n, part in enumerate(command))
    )
    assert plain.exit_code in (0, 3)
    assert (piped.exit_code, piped.stdout) == (plain.exit_code, plain.stdout)


def test_the_head_of_a_piped_file_is_looked_at_too(fifo, tmp_path):
    path = tmp_path / "given.po"
    path.write_text(
        'msgid ""\nmsgstr "Language: ko\\nX-Source-Language: en\\nContent-Type: text/plain; charset=CP949\\n"\n\n'
        'msgid "We invested 5 million won."\nmsgstr "500만 원을 투자했다."\n',
        "cp949",
    )
    plain, piped = run("check", str(path)), run("check", fifo(path, "piped.po"))
    assert plain.exit_code == piped.exit_code == 0
    assert "en-ko, as the file says" in piped.stderr
    assert piped.stderr == plain.stderr


def test_what_a_pipe_gave_goes_with_the_command(fifo):
    path = fifo(KO, "x.txt")
    with pipes_kept():
        aside = settled(path)
        assert aside == settled(path)
        assert aside.suffix == ".txt"
        assert aside.read_bytes() == KO.read_bytes()
        with pipes_kept():
            pass
        assert aside.exists()
    assert not aside.exists()
    assert settled(path) == Path(path)


def test_files_folders_and_what_is_absent_stay_what_they_are(tmp_path):
    with pipes_kept():
        for path in (KO, tmp_path, tmp_path / "absent", "\0"):
            assert settled(path) == Path(path)


def test_the_library_reads_a_pipe_once(fifo):
    assert read(fifo(EXAMPLES / "sentences.tsv", "x.tsv")).equals(read(EXAMPLES / "sentences.tsv"))
