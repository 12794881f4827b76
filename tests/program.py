"""The program in a process of its own that many runs share: loading Kiwi takes seconds, and what is run does not notice whose it was.

Each run has a working folder and, as a program has, arguments, streams (standard input is empty) and an exit code; warnings are errors.
That the program also starts by its name is for tests/cli/test_startup.py.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Self

__all__ = ["Done", "Program"]

SERVER = """
import json, os, sys, tempfile, traceback

requests, replies = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
for line in requests:
    folder, words, script = json.loads(line)
    os.chdir(folder)
    code = 0
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        os.dup2(out.fileno(), 1), os.dup2(err.fileno(), 2)
        try:
            if script is None:
                from malmoi.cli.app import main

                sys.argv = ["malmoi", *words]
                main()
            else:
                exec(compile(script, "<script>", "exec"), {"__name__": "__main__"})
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
            code = 1
        sys.stdout.flush(), sys.stderr.flush()
        said = [os.pread(file.fileno(), 1 << 24, 0).decode("utf-8") for file in (out, err)]
    print(json.dumps([code, *said]), file=replies, flush=True)
"""


class Done(NamedTuple):
    """How a run ended and what it wrote."""

    code: int
    out: str
    err: str


class Program:
    """The process; a context manager, which starts it for the first run."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.communicate()

    def run(self, words: list[str], folder: Path) -> Done:
        """`malmoi` with these arguments, in that folder."""
        return self._ask(folder, words, None)

    def script(self, text: str, folder: Path) -> Done:
        """A program in Python, in that folder."""
        return self._ask(folder, [], text)

    def _ask(self, folder: Path, words: list[str], script: str | None) -> Done:
        if self._process is None:
            # A terminal as wide as the README's, so that help wraps the same way.
            environment = os.environ | {"COLUMNS": "120", "PYTHONIOENCODING": "utf-8"}
            environment.pop("MALMOI_GLOSSARY", None)
            self._process = subprocess.Popen(
                [sys.executable, "-W", "error", "-c", SERVER],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([str(folder), words, script]), file=self._process.stdin, flush=True)
        return Done(*json.loads(self._process.stdout.readline()))
