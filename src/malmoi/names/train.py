"""Train the name model and write its table: `python -m malmoi.names.train [OUT]`. Deterministic; needs the group "train"."""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from malmoi.names.alignment import align
from malmoi.names.fit import Rivals, Schedule, fit_weights, inventory_of, logistic, traits
from malmoi.names.inventory import Corpus, Inventory, score_pairs
from malmoi.names.sources import Pair, personal_pairs, random_nouns, training_pairs, written_pairs
from malmoi.names.units import korean

__all__ = ["main", "trusted_alignments", "write_sounds", "write_table"]

_SEED = 0
_HEADER = (
    "# Stretches of Korean sound and of Latin letters that go together, with weights in nats. Made by malmoi.names.train from CLDR names "
    "(Unicode License v3), GeoNames (CC BY 4.0), names made by rule and pairs written for malmoi (Apache-2.0)."
)
_SOUNDS_HEADER = (
    "# Log probability of a Korean sound after another in names and loanwords. Made by malmoi.names.train from the same sources: CLDR "
    "(Unicode License v3), GeoNames (CC BY 4.0), names made by rule and pairs written for malmoi (Apache-2.0)."
)
# Log probability a unit below which a collected pair is no transliteration but a translation or noise; in two passes.
_BELIEVABLE = (-7.2, -6.8)
# A pair written for malmoi counts as so many collected ones: most of those are cities, few of them English.
_WRITTEN = 3
# One pair in so many is kept from the fit: on these the probabilities are calibrated, against so many wrong partners each.
_KEPT_APART, _WRONG = 12, 8
# Common nouns of two syllables, made up, that have no partner at all; each meets some of the Latin sides.
_NOUNS, _MEETINGS = 1500, 6
# Weights below this add nothing to any sum.
_NEVER = -20.0
# A flagged pair that weighs as much as the plain one within this is left out.
_SAME = 0.15

Floats = NDArray[np.float64]


def main(out: str = str(Path(__file__).parent / "stretches.tsv")) -> None:
    """Align, drop what is no transliteration, fit, calibrate, write."""
    start = time.monotonic()
    pairs, cuts = trusted_alignments(_SEED)
    order = np.random.default_rng(_SEED).permutation(len(pairs))
    apart, used = order[::_KEPT_APART], np.sort(np.concatenate([order[k::_KEPT_APART] for k in range(1, _KEPT_APART)]))
    written = set(written_pairs())
    weighed = [int(i) for i in used for _ in range(_WRITTEN if pairs[i] in written else 1)]
    inventory, first = inventory_of([cuts[i] for i in weighed])
    weights = fit_weights([pairs[i] for i in weighed], inventory, first, Schedule(), _SEED)
    known = _calibrate(inventory, weights, [pairs[i] for i in apart], _SEED)
    write_table(Path(out), inventory, weights, [float(x) for x in known])
    write_sounds(Path(out).with_name("sounds.tsv"), [ko for ko, _ in pairs])
    sys.stderr.write(f"{len(used)} pairs, {len(inventory.ops)} weights, {time.monotonic() - start:.0f} s\n")


def trusted_alignments(seed: int) -> tuple[list[Pair], list[list[tuple[str, str]]]]:
    """The training pairs that are transliterations, and their best cuts. Written and rule-made pairs are trusted as they are."""
    pairs = training_pairs(seed)
    sure = {*written_pairs(), *personal_pairs(seed)}
    cuts: list[list[tuple[str, str]]] = []
    for least in _BELIEVABLE:
        aligned = align(pairs)
        kept = [i for i, (value, cut) in enumerate(aligned) if value > least or (cut and pairs[i] in sure)]
        pairs, cuts = [pairs[i] for i in kept], [aligned[i][1] for i in kept]
    return pairs, cuts


def write_table(path: Path, inventory: Inventory, weights: Floats, known: Sequence[float]) -> None:
    """The table of `weights` as `malmoi.names.table` reads it."""
    effective = inventory.effective(weights)
    # Plain letters first, then those at a word's end, at its beginning, both: the reader lets later ones win.
    lines: dict[str, list[tuple[bool, bool, str]]] = defaultdict(list)
    for i, (ko, en) in enumerate(inventory.ops):
        if i and effective[i] > _NEVER and not (inventory.parent[i] and abs(weights[i]) < _SAME):
            lines[ko].append((en.startswith("^"), en.endswith("$"), f"{en} {effective[i]:.2f}"))
    single = set("abcdefghijklmnopqrstuvwxyz0123456789&+")
    chunks = sorted({e for e in inventory.english if e} | single | {"?", "??", "???"})
    head = [_HEADER, "=\t" + " ".join(f"{x:.4f}" for x in known), "*\t" + " ".join(chunks)]
    body = [f"{ko}\t{' '.join(text for _, _, text in sorted(fields))}" for ko, fields in sorted(lines.items())]
    path.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8", newline="\n")


def write_sounds(path: Path, names: Sequence[str]) -> None:
    """Log probabilities of a Korean unit after another in `names`, "|" standing for the edge of a word."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        for word in name.split():
            units = "|" + korean(word).units + "|"
            for a, b in pairwise(units):
                seen[a][b] += 1
    lines = [_SOUNDS_HEADER]
    for a, after in sorted(seen.items()):
        total = sum(after.values())
        lines.append(f"{a}\t" + " ".join(f"{b} {np.log(n / total):.2f}" for b, n in sorted(after.items())))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _calibrate(inventory: Inventory, weights: Floats, pairs: Sequence[Pair], seed: int) -> Floats:
    """float64[4]: bias, slope, units, letters of a logistic regression that tells right pairs, never fitted on, from wrong ones."""
    rng = np.random.default_rng(seed)
    rivals = Rivals(pairs, rng)
    kos = [*rivals.kos, *random_nouns(seed, _NOUNS)]
    groups = [rivals.draw(p, _WRONG, rng) for p in range(len(pairs))]
    meetings = [pair for group in groups for pair in group]
    right = [float(i == 0) for group in groups for i in range(len(group))]
    for noun in range(len(rivals.kos), len(kos)):
        meetings += [(noun, int(e)) for e in rng.integers(len(pairs), size=_MEETINGS)]
        right += [0.0] * _MEETINGS
    corpus = Corpus(inventory, kos, rivals.ens)
    scores = score_pairs(corpus, meetings, inventory.effective(weights))
    return logistic(traits(corpus, meetings, scores), np.array(right))


if __name__ == "__main__":
    main(*sys.argv[1:])
