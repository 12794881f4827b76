"""Train the name model and write its table: `python -m malmoi.names.train [OUT]`. Deterministic; needs the group "train"."""

import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from malmoi.names.fit import Inventory, Schedule, align, fit_weights, inventory_of
from malmoi.names.sources import training_pairs

__all__ = ["main"]

_HERE = Path(__file__).parent
_SEED = 0
_HEADER = (
    "# Stretches of Korean sound and of Latin letters that go together, with weights in nats. Made by malmoi.names.train from CLDR names "
    "(Unicode License v3), GeoNames (CC BY 4.0), names made by rule and pairs written for malmoi (Apache-2.0)."
)
# Log probability a unit below which a pair of the collected sources is no transliteration (translations, noise).
_BELIEVABLE = (-6.8, -6.5)


def main(out: str = str(_HERE / "stretches.tsv")) -> None:
    """Align, drop what is no transliteration, fit, calibrate, write."""
    start = time.monotonic()
    pairs = training_pairs(_SEED)
    for least in _BELIEVABLE:
        cuts = align(pairs)
        kept = [i for i, (value, _) in enumerate(cuts) if value > least]
        pairs, cuts = [pairs[i] for i in kept], [cuts[i] for i in kept]
    inventory, first = inventory_of([cut for _, cut in cuts])
    weights = fit_weights(pairs, inventory, first, Schedule(), _SEED)
    write_table(Path(out), inventory, weights, (-6.0, 0.5, -0.02, -0.02))
    sys.stderr.write(f"{len(pairs)} pairs, {len(inventory.ops)} weights, {time.monotonic() - start:.0f} s\n")


def write_table(path: Path, inventory: Inventory, weights: NDArray[np.float64], known: tuple[float, ...]) -> None:
    """The table of `weights` as `malmoi.names.table` reads it."""
    effective = weights + np.where(inventory.parent > 0, weights[inventory.parent], 0.0)
    lines: dict[str, list[str]] = defaultdict(list)
    for i, (ko, en) in enumerate(inventory.ops):
        if i and effective[i] > _NEVER:
            lines[ko].append(f"{en} {effective[i]:.2f}")
    single = set("abcdefghijklmnopqrstuvwxyz0123456789&+")
    chunks = sorted({e for e in inventory.english if e} | single | {"?", "??", "???"})
    head = [_HEADER, "=\t" + " ".join(f"{x:.4f}" for x in known), "*\t" + " ".join(chunks)]
    body = [f"{ko}\t{' '.join(fields)}" for ko, fields in sorted(lines.items())]
    path.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8", newline="\n")


# Weights below this add nothing to any sum.
_NEVER = -20.0


if __name__ == "__main__":
    main(*sys.argv[1:])
