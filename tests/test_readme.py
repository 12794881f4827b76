"""The README tells the truth: every command it shows prints what it shows, and its examples of Python run."""

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
# ```console blocks: "$ command", then what it prints; a line "…" stands for any lines.
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
RUNS = [
    (command.strip(), shown.strip("\n"))
    for block in BLOCKS
    for command, _, shown in (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:])
]
SCRIPTS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_readme_shows_commands():
    assert len(RUNS) >= 5
    assert SCRIPTS


@pytest.mark.parametrize("command, shown", RUNS, ids=[command for command, _ in RUNS])
def test_a_command_prints_what_the_readme_shows(command, shown, checkout, program):
    name, *words = shlex.split(command)
    assert name == "malmoi"
    done = program.run(words, checkout)
    printed = "\n".join(line.rstrip() for line in (done.err + done.out).splitlines())
    pattern = r"\n".join(".*" if line == "…" else re.escape(line.rstrip()) for line in shown.splitlines())
    assert re.fullmatch(pattern, printed.strip("\n"), re.DOTALL), printed


@pytest.mark.parametrize("script", SCRIPTS)
def test_an_example_of_python_runs(script, checkout, program):
    done = program.script(script, checkout)
    assert done.code == 0, done.err


def test_links_into_the_checkout_lead_somewhere():
    prose = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", prose):
        assert (ROOT / target).exists(), target
