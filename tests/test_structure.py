"""The house rules that a tool can check: layers, module size, siblings in one place."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "src" / "malmoi").rglob("*.py"))
LONGEST = 400  # lines; a module beyond it holds more than one idea
VAGUE = {"utils", "helpers", "common", "misc"}


def test_imports_point_down():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_a_module_is_one_idea(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "a module begins by saying what it is"
    assert path.stem not in VAGUE


def test_no_text_names_the_machine_it_was_written_on():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    home = ("/" + "work/", "/" + "root/", "/" + "farm/")
    guilty = [
        name
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file() and any(h.encode() in (ROOT / name).read_bytes() for h in home)
    ]
    assert guilty == []
