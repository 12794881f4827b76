"""What every engine promises, however many workers it has."""

import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import chores
import pytest
from kinds import TWO_WORKERS, name_of

from malmoi.engine.local import LocalEngine
from malmoi.engine.protocol import Engine, Outcome, Task
from malmoi.errors import EngineError, InputError, MalmoiWarning, UsageError

# How a task fails, how often it is begun, and what is said of it in the end (None: it is done after all).
FAILURES = [
    ("malmoi", 1, "This shard is empty."),
    ("bug", 3, "ValueError: no such thing at s3://***@bucket/shard (chores.py, line "),
    ("memory", 3, "There is too little memory"),
    ("death", 3, "The worker ended while it did this (killed"),
    ("unpicklable", 3, "pickle"),
    ("twice", 3, None),
    ("once", 2, None),
    ("never", 1, None),
]

with_two_workers = pytest.mark.parametrize("engine", TWO_WORKERS, ids=name_of, indirect=True)


def numbered(count: int) -> list[Task]:
    return [Task(f"shard-{i}", i) for i in range(count)]


def values(outcomes: Iterator[Outcome]) -> dict[str, object]:
    return {outcome.key: outcome.value for outcome in outcomes}


def test_the_same_values_whatever_the_engine(engine: Engine) -> None:
    tasks = numbered(40)
    expected = {f"shard-{i}": i * i for i in range(40)}
    assert values(engine.map(chores.square, tasks)) == expected
    random.Random(0).shuffle(tasks)
    assert values(engine.map(chores.square, iter(tasks))) == expected


def test_nothing_to_do(engine: Engine) -> None:
    assert list(engine.map(chores.square, [], setup=chores.broken_setup)) == []


def test_all_workers_work(engine: Engine) -> None:
    processes = {outcome.value for outcome in engine.map(chores.process, numbered(60))}
    assert len(processes) == engine.workers
    assert os.getpid() not in processes


def test_progress_hears_of_each_outcome_first(engine: Engine) -> None:
    told: list[Outcome] = []
    for count, outcome in enumerate(engine.map(chores.square, numbered(10), progress=told.append), 1):
        assert len(told) == count
        assert told[-1] is outcome


def test_set_up_once_in_each_worker(engine: Engine, tmp_path: Path) -> None:
    for offset in (100, 200):
        for _ in range(2):
            done = list(
                engine.map(chores.with_offset, numbered(60), setup=chores.get_ready, setup_args=(str(tmp_path), offset))
            )
            assert sorted(outcome.value[1] for outcome in done) == [offset + i for i in range(60)]
    calls = Counter((trace.name.split("-")[0], trace.read_text("utf-8")) for trace in tmp_path.iterdir())
    assert set(calls.values()) == {1}
    assert len({process for process, _ in calls}) == engine.workers


def test_failures_are_tried_again_and_told(engine: Engine, tmp_path: Path) -> None:
    neighbours = [Task(f"good-{i}", f"ok {tmp_path}/good-{i}") for i in range(8)]
    tasks = [Task(how, f"{how} {tmp_path}/{how}") for how, _, _ in FAILURES]
    done = {outcome.key: outcome for outcome in engine.map(chores.fail, [*tasks, *neighbours])}
    assert len(done) == len(tasks) + len(neighbours)
    exact = isinstance(engine, LocalEngine)
    for how, tries, said in FAILURES:
        outcome = done[how]
        begun = len((tmp_path / how).read_text("utf-8"))
        # dask does a task again whose result was lost with its worker, and where that worker dies, too, this is a try; so never fewer.
        assert tries <= outcome.tries <= (tries if exact or tries == 3 else 3), how
        assert begun == tries or not exact, how
        if said is None:
            assert (outcome.value, outcome.error) == ("done", None)
        else:
            assert outcome.value is None
            assert said in str(outcome.error)
    # Another task's death fails nobody else, and is not counted as anybody's own where that can be known.
    assert all(done[task.key].value == "done" for task in neighbours)
    assert not exact or all(done[task.key].tries == 1 for task in neighbours)


def test_kill_9_in_the_middle(engine: Engine) -> None:
    killed = 0
    done = {}
    for outcome in engine.map(chores.with_process, numbered(60)):
        done[outcome.key] = outcome
        if len(done) in (10, 25, 40):
            os.kill(outcome.value[0], signal.SIGKILL)
            killed += 1
    assert killed == 3
    assert {key: outcome.value[1] for key, outcome in done.items()} == {f"shard-{i}": i * i for i in range(60)}
    assert max(outcome.tries for outcome in done.values()) <= 3


@with_two_workers
def test_warnings_of_malmoi_come_with_the_outcome(engine: Engine) -> None:
    (outcome,) = engine.map(chores.warn, [Task("a", "The table has no header; password=hunter2")])
    assert outcome.warnings == ("The table has no header; password=***",)


@with_two_workers
def test_warnings_of_a_set_up_are_given_once(engine: Engine) -> None:
    with pytest.warns(MalmoiWarning, match="old model") as heard:
        list(engine.map(chores.process, numbered(100), setup=chores.warn, setup_args=("old model",)))
    assert len(heard) == 1


@with_two_workers
def test_a_set_up_that_fails_is_said_at_once(engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"could not be set up: The model is not there\."):
        list(engine.map(chores.square, numbered(10), setup=chores.broken_setup))
    assert len(list(engine.map(chores.square, numbered(10)))) == 10


@with_two_workers
def test_a_set_up_that_kills_is_no_endless_loop(engine: Engine) -> None:
    with pytest.raises(EngineError, match="in a row ended before they were ready"):
        list(engine.map(chores.square, numbered(10), setup=chores.dying_setup))
    assert len(list(engine.map(chores.square, numbered(10)))) == 10


@with_two_workers
def test_leaving_early_and_asking_for_something_else(engine: Engine) -> None:
    for _ in engine.map(chores.slow_square, numbered(50)):
        break
    assert len(values(engine.map(chores.square, numbered(10)))) == 10


@with_two_workers
def test_tasks_are_taken_as_they_are_needed(engine: Engine) -> None:
    taken = []

    def endless() -> Iterator[Task]:
        while True:
            taken.append(len(taken))
            yield Task(str(len(taken)), len(taken))

    for _ in engine.map(chores.square, endless()):
        break
    assert len(taken) < 2000


@with_two_workers
def test_an_error_of_the_caller_leaves_the_engine_usable(engine: Engine) -> None:
    def bad_tasks() -> Iterator[Task]:
        yield Task("a", 1)
        raise InputError("There is no shard.")

    with pytest.raises(InputError, match="no shard"):
        list(engine.map(chores.square, bad_tasks()))
    with pytest.raises(UsageError, match=r"payload of task 'a' cannot be sent"):
        list(engine.map(chores.square, [Task("a", lambda: 0)]))
    with pytest.raises(UsageError, match="top level"):
        engine.map(lambda number: number, numbered(2))
    with pytest.raises(UsageError, match="arguments of the set-up"):
        engine.map(chores.square, numbered(2), setup=chores.get_ready, setup_args=(lambda: 0,))
    assert len(list(engine.map(chores.square, numbered(10)))) == 10
