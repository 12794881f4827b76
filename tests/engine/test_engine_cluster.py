"""A dask cluster that exists already: started by hand, each process in a folder of its own, with and without TLS."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import chores
import pytest

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Engine, Task
from malmoi.errors import EngineError, InputError, UsageError

pytest.importorskip("distributed")


class Cluster:
    """A scheduler and its workers as processes; all of them end with `close`."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder, self._options = folder, options
        self._processes: list[subprocess.Popen[bytes]] = []
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", self.file)
        while not self.file.exists():
            time.sleep(0.02)

    def address(self) -> str:
        return str(json.loads(self.file.read_text("utf-8"))["address"])

    def worker(self, first_on_path: Path | None = None) -> subprocess.Popen[bytes]:
        path = [str(first_on_path)] if first_on_path else []
        return self._start(
            "worker", self.address(), "--nthreads", "1", "--worker-port", "0", "--nanny-port", "0",
            path=os.pathsep.join([*path, str(Path(__file__).parent)]),
        )  # fmt: skip

    def close(self) -> None:
        for process in reversed(self._processes):
            process.kill()
        for process in self._processes:
            process.wait(10)

    def _start(self, kind: str, *arguments: object, path: str = "") -> subprocess.Popen[bytes]:
        home = self._folder / f"{kind}-{len(self._processes)}"
        home.mkdir()
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *map(str, arguments)]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--no-dashboard", *self._options],
                cwd=home,
                env={**os.environ, "PYTHONPATH": path},
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self._processes.append(process)
        return process


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.close()


def squares(engine: Engine, count: int = 30) -> list[int]:
    return sorted(outcome.value for outcome in engine.map(chores.square, [Task(str(i), i) for i in range(count)]))


def test_two_workers_in_folders_of_their_own(
    cluster: Cluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster.worker()
    cluster.worker()
    trace = tmp_path / "trace"
    trace.mkdir()
    with open_engine("dask", 2, address=cluster.address()) as engine:
        assert engine.workers == 2
        assert squares(engine) == [i * i for i in range(30)]
        tasks = [Task(str(i), i) for i in range(60)]
        done = list(engine.map(chores.with_offset, tasks, setup=chores.get_ready, setup_args=(str(trace), 5)))
        assert sorted(outcome.value[1] for outcome in done) == [5 + i for i in range(60)]
        # Once in each worker, one that comes later included.
        assert len({outcome.value[0] for outcome in done}) == len(list(trace.iterdir())) == 2
        cluster.worker()
        while engine.workers < 3:
            time.sleep(0.05)
        done = list(engine.map(chores.with_offset, tasks, setup=chores.get_ready, setup_args=(str(trace), 5)))
        assert len({outcome.value[0] for outcome in done}) == len(list(trace.iterdir())) == 3
    assert capfd.readouterr() == ("", "")


def test_a_killed_worker_of_a_cluster(cluster: Cluster) -> None:
    cluster.worker()
    cluster.worker()
    done = {}
    with open_engine("dask", 2, address=cluster.address()) as engine:
        for outcome in engine.map(chores.with_process, [Task(str(i), i) for i in range(40)]):
            done[outcome.key] = outcome.value
            if len(done) in (5, 20):
                os.kill(outcome.value[0], signal.SIGKILL)
    assert {key: value for key, (_, value) in done.items()} == {str(i): i * i for i in range(40)}


def test_a_worker_of_another_version(cluster: Cluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    metadata = tmp_path / "old" / "malmoi-0.0.1.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.1\nName: malmoi\nVersion: 0.0.1\n", "utf-8")
    said = r"other versions than this program \(malmoi [0-9.]+ here, 0\.0\.1 there\)"
    cluster.worker()
    with open_engine("dask", address=cluster.address()) as engine:
        assert squares(engine) == [i * i for i in range(30)]
        # One that comes when the versions have been compared already tells by itself.
        cluster.worker(first_on_path=metadata.parent.parent)
        while engine.workers < 2:
            time.sleep(0.05)
        with pytest.raises(EngineError, match=said):
            list(engine.map(chores.with_process, [Task(str(i), i) for i in range(50)]))
    with pytest.raises(EngineError, match=rf"The worker at tcp://127.0.0.1:\d+ has {said}: install the same"):
        open_engine("dask", 2, address=cluster.address()).__enter__()
    assert capfd.readouterr() == ("", "")


def test_a_scheduler_that_goes_away(cluster: Cluster, capfd: pytest.CaptureFixture[str]) -> None:
    cluster.worker()
    with open_engine("dask", address=cluster.address()) as engine:
        outcomes = engine.map(chores.slow_square, [Task(str(i), i) for i in range(1000)])
        next(outcomes)
        cluster.scheduler.kill()
        with pytest.raises(EngineError, match=r"scheduler .*start again"):
            list(outcomes)
    assert capfd.readouterr() == ("", "")


def test_a_cluster_without_workers(cluster: Cluster) -> None:
    with pytest.raises(EngineError, match=r"has 0 of 1 workers after 0\.2 seconds: start workers there"):
        open_engine("dask", address=cluster.address(), timeout=0.2).__enter__()


def test_nobody_at_the_address(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EngineError, match=r"The scheduler at tcp://127\.0\.0\.1:9 cannot be reached \("):
        open_engine("dask", address="tcp://127.0.0.1:9", timeout=0.5).__enter__()
    with pytest.raises(UsageError, match="is no address of a scheduler"):
        open_engine("dask", address="ftp://127.0.0.1:9", timeout=0.5).__enter__()
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def pem(tmp_path: Path) -> dict[str, Path]:
    """A certificate that signs itself, as authority, certificate and key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(
        [openssl, *made, "-subj", "/CN=localhost", "-keyout", key, "-out", cert], check=True, capture_output=True
    )
    return {"ca": cert, "cert": cert, "key": key}


def test_tls(pem: dict[str, Path], tmp_path: Path) -> None:
    options = ("--tls-ca-file", str(pem["ca"]), "--tls-cert", str(pem["cert"]), "--tls-key", str(pem["key"]))
    cluster = Cluster(tmp_path, "--protocol", "tls", *options)
    try:
        cluster.worker()
        address = cluster.address()
        assert address.startswith("tls://")
        for given in (address, address.replace("tls://", "tcp://")):
            with open_engine("dask", address=given, **pem) as engine:
                assert squares(engine) == [i * i for i in range(30)]
        plain = address.replace("tls://", "tcp://")
        with pytest.raises(EngineError, match="both sides use TLS or neither"):
            open_engine("dask", address=plain, timeout=1.0).__enter__()
    finally:
        cluster.close()


def test_certificates_that_are_none(pem: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_text("no certificate", "utf-8")
    here = "tls://127.0.0.1:9"
    for given in ({}, {"ca": pem["ca"]}, {"cert": pem["cert"], "key": pem["key"]}):
        with pytest.raises(UsageError, match="TLS needs the certificate of the authority"):
            open_engine("dask", address=here, **given).__enter__()
    for wrong in ({"ca": tmp_path / "other.pem"}, {"key": pem["cert"]}):
        with pytest.raises(InputError, match="certificates for TLS cannot be used"):
            open_engine("dask", address=here, **{**pem, **wrong}).__enter__()


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give its address too"):
        open_engine("dask", cert=tmp_path / "cert.pem")
    with pytest.raises(InputError, match=r"cert\.pem is not there"):
        open_engine("dask", address="tls://127.0.0.1:9", cert=tmp_path / "cert.pem")
    with pytest.raises(UsageError, match="dask worker --memory-limit"):
        open_engine("dask", address="tcp://127.0.0.1:9", memory_limit=10**9)
