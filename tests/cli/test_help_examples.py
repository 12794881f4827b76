"""Every command's help begins with an imperative sentence and ends in an example that runs."""

import re
import shlex

import pytest
import typer
from typer.testing import CliRunner

from corpus_making import Lasting
from malmoi.cli.app import app
from malmoi.flow.corpus_run import Workshop


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
SHARED = ("--glossary", "--map", "--encoding", "--encoder", "--rule", "--delimiter", "--as")


@pytest.mark.parametrize("name", SHARED)
def test_an_option_of_several_commands_is_said_once(name):
    found = [(path, one) for path, one in options(typer.main.get_command(app)) if name in one.opts]
    assert len(found) > 1
    assert len({(one.help, one.multiple, *one.opts) for _, one in found}) == 1, [path for path, _ in found]


def test_no_line_of_a_list_of_commands_is_cut():
    for group in ([], ["score"], ["glossary"], ["corpus"]):
        shown = CliRunner().invoke(app, [*group, "--help"]).output.partition("Commands:")[2]
        assert [line for line in shown.splitlines() if line.endswith("...")] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_what_an_option_takes_has_a_name(path):
    """Not that of a Python type."""
    shown = CliRunner().invoke(app, [*path, "--help"]).output.partition("Options:")[2]
    bare = re.findall(r"--\S+ <(?:str|path|int|int range|float|float range|list\[\w+\])>", shown)
    assert bare == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_a_sentence_and_an_example(path):
    text = COMMANDS[path]
    assert text.splitlines()[0][0].isupper()
    assert f"Example: malmoi {' '.join(path)}" in text


def example(path):
    """The example in a command's help, as words behind `malmoi`."""
    line = next(line for line in COMMANDS[path].splitlines() if "Example: malmoi " in line)
    return shlex.split(line.partition("Example: malmoi ")[2])


def runs(words, folder, monkeypatch):
    """Run in this process, which has Kiwi already; that the program itself starts is tested elsewhere."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("MALMOI_USER", "tester")
    monkeypatch.delenv("MALMOI_GLOSSARY", raising=False)
    done = CliRunner().invoke(app, words, input="")
    assert done.exit_code in (0, 3), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("path", [path for path in COMMANDS if path[0] != "corpus"], ids=" ".join)
def test_the_example_runs(path, checkout, monkeypatch):
    runs(example(path), checkout, monkeypatch)


def test_the_examples_of_corpora_run_one_after_the_other(checkout, monkeypatch):
    """What works on a corpus is shown with the one that the example of `corpus build` makes; one worker is enough to run them all."""
    made = Workshop.__init__
    paths = [path for path in COMMANDS if path[0] == "corpus"]
    with Lasting() as opener:
        monkeypatch.setattr(Workshop, "__init__", lambda self, *a, **k: made(self, *a, opener=opener, **k))
        for path in sorted(paths, key=lambda path: path[1] != "build"):
            runs([*example(path), "--workers", "1"], checkout, monkeypatch)
