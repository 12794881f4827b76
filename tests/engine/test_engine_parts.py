"""The parts of engines: names and options, versions, what is hidden in messages, what only the engine `local` does."""

import os
import signal
import time
from pathlib import Path

import chores
import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.engine.attempts import Attempts
from malmoi.engine.names import ENGINES, open_engine
from malmoi.engine.protocol import Task
from malmoi.engine.redaction import redacted
from malmoi.engine.versions import PACKAGES, difference, here
from malmoi.errors import UsageError

# What is said, and what may be shown of it.
SECRETS = [
    ("s3://AKIA123:s3cr3t@bucket/shard.parquet is gone", "s3://***@bucket/shard.parquet is gone"),
    ("https://token@host:8786/x?sig=ab%2Fcd&se=2027", "https://***@host:8786/x?sig=***&se=2027"),
    ("X-Amz-Signature=0a1b2c&X-Amz-Expires=60", "X-Amz-Signature=***&X-Amz-Expires=60"),
    ("storage_options={'aws_secret_access_key': 'a b/c', 'region': 'x'}", "storage_options={'aws_secret_access_key': ***, 'region': 'x'}"),
    ('{"account_key":"k==","endpoint":"e"}', '{"account_key":***,"endpoint":"e"}'),
    ("AWS_ACCESS_KEY_ID=AKIA AWS_SESSION_TOKEN=abc done", "AWS_ACCESS_KEY_ID=*** AWS_SESSION_TOKEN=*** done"),
    ("DB_PASSWORD: hunter2, user: me", "DB_PASSWORD: ***, user: me"),
    ("Authorization: Bearer abcdefghijkl.mno", "Authorization: Bearer ***"),
]  # fmt: skip
HARMLESS = [
    "/home/me/corpus/part-0001.parquet: the column 'ko' is missing.",
    "signature: malmoi 0.1.0, kiwi 0.24.1",
    "The key 'doc' and the token 물가 stand in line 3; tokens=12, key: 4.",
    "tcp://127.0.0.1:8786 cannot be reached",
    "Write to me@example.org about https://example.org/a?b=c.",
]
VARIABLES = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS")


@pytest.mark.parametrize("said, shown", SECRETS)
def test_credentials_are_hidden(said: str, shown: str) -> None:
    assert redacted(said) == shown


@pytest.mark.parametrize("said", HARMLESS)
def test_what_is_no_credential_is_shown(said: str) -> None:
    assert redacted(said) == said


@given(st.text())
def test_hiding_twice_hides_no_more(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


def test_versions_of_this_process() -> None:
    assert list(here()) == ["python", *PACKAGES]
    assert here()["malmoi"]
    assert difference(here(), here()) is None


def test_versions_that_differ() -> None:
    mine = {"python": "3.11.7", "malmoi": "0.2.0", "polars": None}
    assert difference(mine, {"python": "3.11.9.final.0", "malmoi": "0.2.0"}) is None
    assert difference(mine, {**mine, "malmoi": "0.1.0"}) == "malmoi 0.2.0 here, 0.1.0 there"
    assert difference(mine, {**mine, "python": "3.12.1"}) == "python 3.11.7 here, 3.12.1 there"
    assert difference(mine, {**mine, "malmoi": None, "polars": "1.0"}) == (
        "malmoi 0.2.0 here, not installed there; polars is not installed here, 1.0 there"
    )


def test_a_task_is_tried_again_when_others_have_begun() -> None:
    taken = []
    attempts = Attempts(Task(str(i), i) for i in range(20))
    while (attempt := attempts.take()) is not None:
        taken.append(attempt.task.payload)
        if attempt.task.payload in {2, 19} and attempt.tries < 2:
            attempts.put_back(attempt.begun())
    # Eight go before, or as many as there are.
    assert taken == [*range(11), 2, *range(11, 19), 2, 19, 19, 19]
    assert not attempts.hold(1)


def test_a_task_that_was_not_begun_comes_first() -> None:
    attempts = Attempts([Task("a", 1), Task("b", 2)])
    first = attempts.take()
    assert first is not None
    attempts.put_back(first)
    assert attempts.hold(2)
    assert [attempts.take(), attempts.hold(2)] == [first, False]


def test_names_and_options() -> None:
    with pytest.raises(UsageError, match=f"no engine called 'ray': it is one of {', '.join(ENGINES)}"):
        open_engine("ray")
    with pytest.raises(UsageError, match="at least 1 worker, not 0"):
        open_engine("local", 0)
    with pytest.raises(UsageError, match="local has no option 'address'; it has memory_limit"):
        open_engine("local", address="tcp://localhost:8786")
    # An option that was not given is no option.
    open_engine("local", address=None)


def test_a_worker_that_grew_is_replaced() -> None:
    with open_engine("local", 1) as engine:
        # What a fresh worker holds, not what this program has gathered.
        held = next(iter(engine.map(chores.memory, [Task("fresh", None)]))).value
    tasks = [Task(str(i), 60) for i in range(6)]
    with open_engine("local", 1, memory_limit=held + 100_000_000) as engine:
        grown = [outcome.value for outcome in engine.map(chores.hold, tasks)]
        assert 2 <= len(set(grown)) < 6
    with open_engine("local", 1) as engine:
        assert len({outcome.value for outcome in engine.map(chores.hold, tasks[:3])}) == 1


def test_no_more_workers_than_tasks(tmp_path: Path) -> None:
    with open_engine("local", 8) as engine:
        tasks = [Task("a", 1), Task("b", 2)]
        list(engine.map(chores.with_offset, tasks, setup=chores.get_ready, setup_args=(str(tmp_path), 0)))
    assert len(list(tmp_path.iterdir())) <= 2


def test_a_worker_that_dies_without_a_task_is_nobodys_failure() -> None:
    with open_engine("local", 1) as engine:
        (first,) = engine.map(chores.process, [Task("a", None)])
        os.kill(first.value, signal.SIGKILL)
        while "Z (" not in Path(f"/proc/{first.value}/status").read_text("utf-8"):
            time.sleep(0.01)
        (second,) = engine.map(chores.process, [Task("b", None)])
        assert (second.error, second.tries) == (None, 1)
        assert second.value != first.value


def test_workers_have_one_thread_each_and_the_program_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    for name in ENGINES:
        before = dict(os.environ)
        with open_engine(name, 1) as engine:
            done = {
                outcome.key: outcome.value for outcome in engine.map(chores.variable, [Task(v, v) for v in VARIABLES])
            }
        assert done == {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "3"}
        assert dict(os.environ) == before
