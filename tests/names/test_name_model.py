"""The name model's machinery: sums over cuts against plain enumeration, alignments that spell their pair, the table's reader."""

import itertools
import math

import numpy as np
import pytest

from malmoi.names import table
from malmoi.names.alignment import align
from malmoi.names.fit import Schedule, fit_weights, inventory_of
from malmoi.names.inventory import Corpus, Inventory, score_pairs
from malmoi.names.lattice import score, sought, target
from malmoi.names.sources import Pair, fingerprint, personal_pairs, written_pairs
from malmoi.names.units import english, korean

TOY = list(itertools.islice(written_pairs(), 250))


def cuts(units: str, letters: str) -> list[list[tuple[str, str]]]:
    """Every way to cut both sides side by side, by plain recursion."""
    if not units:
        return [] if letters else [[]]
    out = []
    for a in range(1, min(len(units), table.MAX_UNITS) + 1):
        for b in range(min(len(letters), table.MAX_LETTERS) + 1):
            out += [[(units[:a], letters[:b]), *rest] for rest in cuts(units[a:], letters[b:])]
    return out


@pytest.mark.parametrize("ko, en", [("나", "na"), ("기", "gee"), ("김", "kim")])
def test_the_lattice_sums_over_all_cuts(ko: str, en: str) -> None:
    """The batch forward sums of the shipped table equal the sum over enumerated cuts of the products of its rows."""
    units, name = korean(ko).units, english(en)
    known = table.english_chunks()
    chunks = table.encode(name)
    total = 0.0
    for cut in cuts(units, name.letters):
        product, j = 1.0, 0
        for k, e in cut:
            j += len(e)
            row = table.row(k)
            product *= 0.0 if row is None else float(row[chunks[j, len(e)]])
        total += product
    assert known[""] != table.NOTHING
    expected = math.log(total) + table.USUAL * len(units)
    assert score(sought(ko), [target(name)])[0] == pytest.approx(expected, rel=1e-4)


def test_a_batch_scores_as_one_by_one() -> None:
    names = [target(english(en)) for _, en in TOY[:120]]
    ko = sought(TOY[3][0])
    assert score(ko, names) == pytest.approx([score(ko, [name])[0] for name in names], rel=1e-4, abs=1e-4)


def test_best_cuts_spell_their_pair() -> None:
    for (ko, en), (value, cut) in zip(TOY, align(TOY, rounds=2), strict=True):
        if not cut:
            assert value == -math.inf
            continue
        assert "".join(k for k, _ in cut) == korean(ko).units
        assert "".join(e.strip("^$") for _, e in cut) == english(en).letters


def test_fitting_raises_the_right_pairs_and_repeats_exactly() -> None:
    pairs = [pair for pair, (_, cut) in zip(TOY, align(TOY, rounds=2), strict=True) if cut]
    inventory, first = inventory_of([cut for _, cut in align(pairs, rounds=2)])
    schedule = Schedule(epochs=1, sample=200, wrong=3)
    fitted = fit_weights(pairs, inventory, first, schedule, seed=1)
    assert np.array_equal(fitted, fit_weights(pairs, inventory, first, schedule, seed=1))
    assert shares(pairs, inventory, fitted) > shares(pairs, inventory, first)


def shares(pairs: list[Pair], inventory: Inventory, weights: np.ndarray) -> float:
    """Mean log share of the right partner among it and the partners of the next nine pairs."""
    corpus = Corpus(inventory, [k for k, _ in pairs], [e for _, e in pairs])
    size, window = len(pairs), 10
    meetings = [(i, (i + d) % size) for i in range(size) for d in range(window)]
    values = score_pairs(corpus, meetings, inventory.effective(weights)).reshape(size, window)
    return float(np.mean(values[:, 0] - np.logaddexp.reduce(values, axis=1)))


def test_rule_made_names_repeat_and_look_like_names() -> None:
    names = list(personal_pairs(seed=3))
    assert names == list(personal_pairs(seed=3))
    assert names != list(personal_pairs(seed=4))
    assert all(3 <= len(ko) <= 4 and en[0].isupper() and en.isascii() for ko, en in names)


def test_fingerprints_overlook_case_spaces_and_hyphens() -> None:
    assert fingerprint("이 재용", "Lee Jae-yong") == fingerprint("이재용", "lee jaeyong")
    assert fingerprint("이재용", "Lee Jae-yong") != fingerprint("이재영", "Lee Jae-yong")
