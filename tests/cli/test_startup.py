"""Start-up is a feature: what each command may load, seen from a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import malmoi

HEAVY = {"kiwipiepy", "polars", "openpyxl", "numpy", "sacrebleu", "rich", "prompt_toolkit", "docx", "markdown_it"}

PROBE = """
import json, sys
sys.argv = ["malmoi", *{args!r}]
try:
    from malmoi.cli.app import main
    main()
except SystemExit as end:
    code = end.code or 0
print("\\n" + json.dumps({{"code": code, "modules": sorted({{m.partition(".")[0] for m in sys.modules}})}}))
"""


def run(args, cwd):
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(args=args)], cwd=cwd, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1]), done.stdout


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["align", "--help"], ["glossary", "--help"]])
def test_help_loads_nothing_heavy(args, tmp_path):
    seen, _ = run(args, tmp_path)
    assert seen["code"] == 0
    assert not HEAVY & set(seen["modules"])


@pytest.mark.parametrize("word", ["스타게이트", "스타게이트는", "stargate", "STARGATE", "ㅅㅌㄱㅇㅌ"])
def test_lookup_answers_from_its_index_alone(word, examples):
    seen, out = run(["lookup", word], examples.parent)
    assert seen["code"] == 0
    assert "Stargate" in out
    assert "스타게이트" in out
    assert not HEAVY & set(seen["modules"])


def test_the_program_starts_by_its_name(tmp_path):
    name = Path(sys.executable).with_name("malmoi")
    done = subprocess.run([name, "--version"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, f"malmoi {malmoi.__version__}\n")
