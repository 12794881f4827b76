"""Koreans who spell their names in their own way, each to be found among 345 Latin names of Koreans."""

from itertools import islice
from pathlib import Path

import numpy as np

from malmoi.names.similarity import rank
from malmoi.names.sources import fingerprint, personal_pairs, written_pairs

FAMOUS = Path(__file__).with_name("famous_people.tsv")
AMONG = 345
LEAST_FIRST = 0.97


def famous() -> list[tuple[str, str]]:
    rows = FAMOUS.read_text(encoding="utf-8").splitlines()
    return [(ko, en) for row in rows if not row.startswith("#") for ko, en in [row.split("\t")]]


def test_famous_people_are_found_among_other_koreans() -> None:
    people = famous()
    others = islice((en for _, en in personal_pairs(seed=1)), AMONG - len(people))
    pool = [en for _, en in people] + list(others)
    wrong = [(ko, en, pool[int(np.argmax(p))]) for ko, en in people if pool[int(np.argmax(p := rank(ko, pool)))] != en]
    assert len(people) >= 100
    assert len(pool) == AMONG
    assert 1 - len(wrong) / len(people) >= LEAST_FIRST, wrong


def test_famous_people_are_not_learnt_from() -> None:
    known = {fingerprint(*pair) for pair in written_pairs()}
    assert not [pair for pair in famous() if fingerprint(*pair) in known]
