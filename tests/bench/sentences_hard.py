"""Documents disturbed in harder ways than single merges and drops, with the gold alignment known by construction.

Made from parallel lines (one Korean, one English, in order). Each trouble is drawn at random: sentences merged and dropped on either
side, runs of 5 to 30 sentences missing on one side, a paragraph moved to another place on one side, sentences cut in two where no
sentence ends, headings and footnotes that only one side has. A moved paragraph has no partner in an alignment that keeps the order:
its gold beads are gaps on both sides.
"""

import random
from dataclasses import dataclass, field

Pair = tuple[str, str]  # (English, Korean)
Gold = list[tuple[tuple[int, ...], tuple[int, ...]]]  # (English indices, Korean indices), as the benchmark counts them

HEADINGS = [("Background", "배경"), ("What comes next", "앞으로의 전망"), ("By the numbers", "숫자로 보기"), ("In brief", "요약"),
            ("Read more: our full coverage", "관련 기사 더 보기"), ("Analysis", "분석")]  # fmt: skip
FOOTNOTES = [("[1] See the annual report, p. 12.", "1) 연차 보고서 12쪽을 보라."),
             ("* Figures are rounded.", "* 수치는 반올림한 값임."),
             ("Source: company data.", "자료: 회사 제공."),
             ("This story was updated on Monday.", "이 기사는 월요일에 고쳐졌다.")]  # fmt: skip


@dataclass
class Troubles:
    """How much of each trouble: shares of sentences, or numbers of times a hundred sentences."""

    merge: float = 0.08
    drop: float = 0.03
    split: float = 0.03
    runs: float = 1.0
    moves: float = 0.7
    headings: float = 2.0
    footnotes: float = 1.0
    longest_run: int = 30


@dataclass
class _Item:
    """A bead in the making: sentences of either side."""

    en: list[str] = field(default_factory=list)
    ko: list[str] = field(default_factory=list)


def disturb(
    pairs: list[Pair], rng: random.Random, troubles: Troubles | None = None
) -> tuple[list[str], list[str], Gold]:
    """(English sentences, Korean sentences, gold beads)."""
    t = troubles or Troubles()
    items = [_Item([en], [ko]) for en, ko in pairs]
    items = _merged(items, rng, t.merge)
    for item in items:
        _drop_or_split(item, rng, t)
    _remove_runs(items, rng, t)
    items = _with_extras(items, rng, t)
    en, ko, gold = _flatten(items)
    return en, ko, gold


def _times(rng: random.Random, rate: float, n: int) -> int:
    expected = rate * n / 100
    return int(expected) + (rng.random() < expected % 1)


def _merged(items: list[_Item], rng: random.Random, share: float) -> list[_Item]:
    out: list[_Item] = []
    i = 0
    while i < len(items):
        size = 2 if rng.random() < 0.85 else 3
        group = items[i : i + size]
        if len(group) == size and rng.random() < 2 * share:
            en, ko = [s for g in group for s in g.en], [s for g in group for s in g.ko]
            out.append(_Item([" ".join(en)], ko) if rng.random() < 0.5 else _Item(en, [" ".join(ko)]))
            i += size
        else:
            out.append(items[i])
            i += 1
    return out


def _drop_or_split(item: _Item, rng: random.Random, t: Troubles) -> None:
    if len(item.en) != 1 or len(item.ko) != 1:
        return
    for side in (item.en, item.ko):
        draw = rng.random()
        if draw < t.drop and item.en and item.ko:
            side.clear()
        elif draw < t.drop + t.split and len(words := side[0].split()) > 5:
            cut = rng.randrange(2, len(words) - 2)
            side[:] = [" ".join(words[:cut]), " ".join(words[cut:])]
            return


def _remove_runs(items: list[_Item], rng: random.Random, t: Troubles) -> None:
    for _ in range(_times(rng, t.runs, len(items))):
        length = rng.randint(5, max(5, min(t.longest_run, len(items) // 3)))
        start = rng.randrange(max(1, len(items) - length))
        side = rng.choice(("en", "ko"))
        for item in items[start : start + length]:
            other = item.ko if side == "en" else item.en
            if other:
                getattr(item, side).clear()


def _with_extras(items: list[_Item], rng: random.Random, t: Troubles) -> list[_Item]:
    n = len(items)
    for table, rate in ((HEADINGS, t.headings), (FOOTNOTES, t.footnotes)):
        for _ in range(_times(rng, rate, n)):
            en, ko = rng.choice(table)
            both = table is HEADINGS and rng.random() < 0.5
            item = _Item([en], [ko]) if both else rng.choice((_Item([en], []), _Item([], [ko])))
            items.insert(rng.randrange(len(items) + 1), item)
    for _ in range(_times(rng, t.moves, n)):
        length = rng.randint(2, 6)
        if len(items) < 4 * length:
            continue
        start = rng.randrange(len(items) - length)
        block = items[start : start + length]
        target = rng.randrange(len(items) - length)
        if abs(target - start) < 2 * length:
            continue
        side = rng.choice(("en", "ko"))
        moved = [_Item(i.en, []) if side == "en" else _Item([], i.ko) for i in block]
        stayed = [_Item([], i.ko) if side == "en" else _Item(i.en, []) for i in block]
        items[start : start + length] = stayed
        items[target:target] = moved
    return [i for i in items if i.en or i.ko]


def _flatten(items: list[_Item]) -> tuple[list[str], list[str], Gold]:
    en: list[str] = []
    ko: list[str] = []
    gold: Gold = []
    for item in items:
        s = tuple(range(len(en), len(en) + len(item.en)))
        t = tuple(range(len(ko), len(ko) + len(item.ko)))
        # A sentence without partner is a bead of its own.
        gold += [(s, t)] if s and t else [((i,), ()) for i in s] + [((), (j,)) for j in t]
        en += item.en
        ko += item.ko
    return en, ko, gold
