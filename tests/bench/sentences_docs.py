"""Documents of parallel lines, disturbed so that their sentence alignment is known, for the programs that fit and measure it.

A folder of texts holds ntrex-dev, jhe-dev and news-dev (.ko, .en; ntrex also .ids).
"""

import random
from pathlib import Path

Beads = list[tuple[tuple[int, ...], tuple[int, ...]]]  # (English indices, Korean indices)


def lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").rstrip("\n").split("\n")]


def documents(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Document id → (English, Korean) lines; files without ids are cut into stretches of 24 lines."""
    docs: dict[str, list[tuple[str, str]]] = {}
    for name in ("ntrex", "jhe", "news"):
        ko, en = lines(data / f"{name}-dev.ko"), lines(data / f"{name}-dev.en")
        ids = lines(data / f"{name}-dev.ids") if name == "ntrex" else [str(i // 24) for i in range(len(ko))]
        for doc, e, k in zip(ids, en, ko, strict=True):
            docs.setdefault(f"{name}:{doc}", []).append((e, k))
    return docs


def as_benchmark(
    pairs: list[tuple[str, str]], rng: random.Random, merge: float, drop: float
) -> tuple[list[str], list[str], Beads]:
    """Merges and drops as the benchmark draws them: the same random numbers give the same document."""
    state = []
    for _ in pairs:
        a, b = rng.random() >= drop, rng.random() >= drop
        state.append((a, b) if a or b else (True, True))
    en: list[str] = []
    ko: list[str] = []
    gold: Beads = []
    i = 0
    while i < len(pairs):
        whole = i + 1 < len(pairs) and state[i] == state[i + 1] == (True, True)
        join_en, join_ko = rng.random() < merge, rng.random() < merge
        if whole and join_en != join_ko:
            (e1, k1), (e2, k2) = pairs[i], pairs[i + 1]
            new_en = [f"{e1} {e2}"] if join_en else [e1, e2]
            new_ko = [f"{k1} {k2}"] if join_ko else [k1, k2]
            i += 2
        else:
            new_en = [pairs[i][0]] if state[i][0] else []
            new_ko = [pairs[i][1]] if state[i][1] else []
            i += 1
        gold.append((tuple(range(len(en), len(en) + len(new_en))), tuple(range(len(ko), len(ko) + len(new_ko)))))
        en += new_en
        ko += new_ko
    return en, ko, gold
