"""Every command's help begins with an imperative sentence and ends in an example that runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from malmoi.cli.app import app


def commands(command, path=()):
    """(words, help) of every command, sub-commands included."""
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command.help or ""
    else:
        for name, child in children.items():
            yield from commands(child, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


def options(command, path=()):
    """(words of the command, option) of every command."""
    for child in getattr(command, "commands", {}).values():
        yield from options(child, (*path, child.name))
    yield from ((path, one) for one in command.params if one.param_type_name == "option")


# Options that mean one thing wherever they are, by their first name.
SHARED = ("--glossary", "--map", "--encoding", "--delimiter", "--as")


@pytest.mark.parametrize("name", SHARED)
def test_an_option_of_several_commands_is_said_once(name):
    found = [(path, one) for path, one in options(typer.main.get_command(app)) if name in one.opts]
    assert len(found) > 1
    assert len({(one.help, one.multiple, *one.opts) for _, one in found}) == 1, [path for path, _ in found]


def test_no_line_of_a_list_of_commands_is_cut():
    for group in ([], ["score"], ["glossary"]):
        shown = CliRunner().invoke(app, [*group, "--help"]).output.partition("Commands:")[2]
        cut = [line for line in shown.splitlines() if line.endswith("...")]
        assert [line for line in cut if not line.strip().startswith("corpus")] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_what_an_option_takes_has_a_name(path):
    """Not that of a Python type."""
    shown = CliRunner().invoke(app, [*path, "--help"]).output.partition("Options:")[2]
    bare = re.findall(r"--\S+ <(?:str|path|int|int range|float|float range|list\[\w+\])>", shown)
    assert bare == [] or path[0] == "corpus"


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_a_sentence_and_an_example(path):
    text = COMMANDS[path]
    assert text.splitlines()[0][0].isupper()
    assert f"Example: malmoi {' '.join(path)}" in text


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_example_runs(path, checkout):
    line = next(line for line in COMMANDS[path].splitlines() if "Example: " in line).partition("Example: ")[2]
    words = shlex.split(line)
    words[0] = str(Path(sys.executable).with_name("malmoi"))
    done = subprocess.run(
        words, cwd=checkout, input="", capture_output=True, text=True, env={**os.environ, "MALMOI_USER": "tester"}
    )
    assert done.returncode in (0, 3), done.stderr
    assert "Traceback" not in done.stderr
