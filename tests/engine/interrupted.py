"""A program that works until it is stopped: `interrupted.py ENGINE`; it says "working" when its workers are at it."""

import sys

import chores

from malmoi.engine.names import open_engine
from malmoi.engine.protocol import Task


def main() -> None:
    try:
        with open_engine(sys.argv[1], 2) as engine:
            tasks = [Task("short-1", 0.01), Task("short-2", 0.01), *(Task(f"long-{i}", 600.0) for i in range(4))]
            for outcome in engine.map(chores.linger, tasks):
                if outcome.key == "short-2":
                    print("working", flush=True)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
