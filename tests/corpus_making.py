"""Small corpora for tests: sentences with names and figures put in, an engine that works in this process, engines that last."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Engine, Outcome
from malmoi.errors import MalmoiError

NAMES = [
    ("소프트뱅크", "SoftBank"),
    ("삼성전자", "Samsung Electronics"),
    ("엔비디아", "NVIDIA"),
    ("카카오", "Kakao"),
    ("구글", "Google"),
]
FRAMES = [
    ("{k}는 데이터센터에 {n}억 달러를 투자한다.", "{e} will invest ${m} million in data centers."),
    (
        "이사회는 {k}와의 합작법인 설립을 {n}일에 승인했다.",
        "The board of directors approved the joint venture with {e} on the {n}th.",
    ),
    ("{k}의 직원 {n}명이 교육을 받았다.", "{n} employees of {e} received training."),
]

# Engines that corpora are worked on with: (name, workers). Those with two first: what is tested with them alone meets them open. The
# smallest last: it stays open to the end.
KINDS = [("local", 2), ("dask", 2), ("local", 3), ("local", 1)]
TWO_WORKERS = KINDS[:2]


def name_of(kind: tuple[str, int]) -> str:
    """What a kind is called in the name of a test."""
    return f"{kind[0]}-{kind[1]}"


def pairs(n: int) -> Iterator[tuple[str, str]]:
    """n pairs that all differ."""
    made = ((k, e, f, number) for number in itertools.count(11) for (k, e), f in itertools.product(NAMES, FRAMES))
    for k, e, (ko, en), number in itertools.islice(made, n):
        yield ko.format(k=k, n=number), en.format(e=e, n=number, m=f"{number * 100:,}")


def write_tsv(path: Path, rows: list[tuple[str, str]]) -> Path:
    """A table of pairs with a head."""
    path.write_text("ko\ten\n" + "".join(f"{ko}\t{en}\n" for ko, en in rows), "utf-8")
    return path


class Inline:
    """An engine without processes."""

    workers = 1

    def __init__(self, *_args: object, **_options: object) -> None:
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def map(self, function, tasks, *, setup=None, setup_args=(), progress=None):
        if setup is not None:
            setup(*setup_args)
        for task in tasks:
            try:
                yield Outcome(task.key, function(task.payload))
            except MalmoiError as error:
                yield Outcome(task.key, error=str(error))


class Lasting:
    """An engine that is opened as `open_engine` does, and closed not by those who use it but with this: starting workers takes time."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] | None = None
        self._closing = ExitStack()
        self._engine: Engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._closing.close()

    def __call__(self, name: str, workers: int | None = None, **options: object) -> "_Borrowed":
        """The engine of that name; the one that is open if the last who asked wanted the same."""
        asked = name, workers, *sorted(options.items())
        if asked != self._asked:
            self._closing.close()
            self._engine, self._asked = self._closing.enter_context(open_engine(name, workers, **options)), asked
        return _Borrowed(self._engine)


class _Borrowed:
    """An engine that stays open."""

    def __init__(self, engine: Engine) -> None:
        self.map = engine.map
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    @property
    def workers(self) -> int:
        return self._engine.workers
