"""However the program ends that opened an engine, its workers end too."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc")

PROGRAM = Path(__file__).with_name("interrupted.py")
# (signal, to the whole group as a terminal does or to the program alone, exit code)
ENDS = [(signal.SIGINT, True, 130), (signal.SIGTERM, False, -signal.SIGTERM), (signal.SIGKILL, False, -signal.SIGKILL)]


def alive(session: int) -> list[str]:
    """Processes of that session that are not yet gone."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text("utf-8", "replace").rpartition(")")
        except OSError:
            continue
        state, _, _, its_session, *_ = rest.split()
        if int(its_session) == session and state != "Z":
            found.append(name)
    return found


@pytest.mark.parametrize("name", ["local", "dask"])
@pytest.mark.parametrize("number, to_all, code", ENDS, ids=lambda value: getattr(value, "name", None))
def test_no_worker_outlives_the_program(name: str, number: signal.Signals, to_all: bool, code: int) -> None:
    if name == "dask":
        pytest.importorskip("distributed")
    program = subprocess.Popen(
        [sys.executable, PROGRAM, name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline() == "working\n"
        assert len(alive(program.pid)) >= 3
        (os.killpg if to_all else os.kill)(program.pid, number)
        _, said = program.communicate(timeout=30)
        assert program.returncode == code
        # Of what a killed program left behind Python itself tells, for the semaphores that dask uses.
        assert said == "" or (name == "dask" and number != signal.SIGINT and "resource_tracker" in said)
        for _ in range(200):
            if not alive(program.pid):
                break
            time.sleep(0.05)
        assert alive(program.pid) == []
    finally:
        for _ in alive(program.pid):
            os.killpg(program.pid, signal.SIGKILL)
