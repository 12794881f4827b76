#!/usr/bin/env python3
"""A glossary of a million terms: what building, opening, looking up, adding and loading cost, beside rapidfuzz alone over the same terms.

    lookup_size.py [--concepts 500000] [--folder DIR] [--queries 100]

Concepts are pairs put together from the words of the starter glossary, and from syllables. One row a measurement: seconds, or milliseconds
a query (median, nine of ten, worst) with the share answered right among the first five; `cold` is a whole command beside a bare Typer one;
`memory` is the most that a process held. DIR keeps the journal between runs.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from lookup_cold import BARE, LOOKUP, cost

ROOT = Path(__file__).resolve().parents[2]
KOREAN = (
    "가각간강개거건게고공과관구국권금기단대도동라로리마면명모무문물미바반발방보부비사산상서선성세소수시신"
    "실안양어업역연영용원유의이인일자작장재전정제조주지진차체차크통트판표품하학한합해행형화회"
)
LATIN = (
    ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pr", "br", "cl"],
    ["a", "e", "i", "o", "u", "ai", "ea", "ou"],
    ["n", "r", "l", "s", "ck", "nd", "m"],
)
STEP = """
import json, resource, sys, time
from malmoi.glossary.store import Glossary
start = time.perf_counter()
store = Glossary.open(sys.argv[1], by="bench")
{code}
print(json.dumps([time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


def words() -> list[tuple[str, str]]:
    """(Korean, English) of the concepts of the starter glossary."""
    concepts: dict[str, dict[str, str]] = {}
    for line in (ROOT / "glossary" / "starter.tsv").read_text("utf-8").splitlines()[2:]:
        concept, lang, term = line.split("\t")[:3]
        concepts.setdefault(concept, {}).setdefault(lang, term)
    return [(one["ko"], one["en"]) for one in concepts.values() if len(one) == 2]


def pairs(count: int) -> Iterator[tuple[str, str]]:
    """So many different pairs: compounds of two and three words, one in five a word of its own."""
    rng, known, seen = random.Random(0), words(), set()
    while len(seen) < count:
        if rng.random() < 0.2:
            ko = "".join(rng.choice(KOREAN) for _ in range(rng.randint(3, 5)))
            en = "".join("".join(map(rng.choice, LATIN)) for _ in range(rng.randint(2, 3)))
        else:
            some = rng.sample(known, rng.choice((2, 2, 2, 3)))
            ko, en = rng.choice(("", " ")).join(k for k, _ in some), " ".join(e for _, e in some)
        if (ko, en) not in seen:
            seen.add((ko, en))
            yield ko, en


def write(path: Path, concepts: int) -> None:
    """The journal, as `put_rows` would have written it."""
    with path.open("w", encoding="utf-8") as stream:
        for i, (ko, en) in enumerate(pairs(concepts)):
            terms = [
                {"id": f"{lang}{i}", "lang": lang, "term": term, "status": "preferred"}
                for lang, term in (("ko", ko), ("en", en))
            ]
            at = f"2026-01-01T00:{i // 60_000_000:02d}:{i // 1_000_000 % 60:02d}.{i % 1_000_000:06d}Z"
            row = {
                "id": f"c{i}",
                "op": "put",
                "at": at,
                "by": "bench",
                "fields": {"domain": f"d{i % 20}", "terms": terms},
            }
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def step(name: str, path: Path, code: str) -> None:
    """One piece of work in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", STEP.format(code=code), str(path)], capture_output=True, text=True, check=True
    )
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    print(f"{name:<28} seconds={seconds:8.2f}  memory={memory:5d} MB", flush=True)


def slip(word: str, rng: random.Random, slips: int) -> str:
    for _ in range(slips):
        i = rng.randrange(1, len(word) - 1)
        other = chr(ord(word[i]) + 28) if "가" <= word[i] <= "힊" else rng.choice("aeorst")
        word = word[:i] + other + word[i + 1 :]
    return word


def timed(name: str, asked: list[tuple[str, str]], answer: Callable[[str], list[str]]) -> None:
    spent, right = [], 0
    for query, expected in asked:
        start = time.perf_counter()
        right += expected in answer(query)
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    middle, most = statistics.median(spent), spent[int(0.9 * len(spent))]
    print(
        f"{name:<28} median={middle:8.2f} ms  p90={most:8.2f} ms  worst={spent[-1]:8.1f} ms  right={right / len(asked):.2f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concepts", type=int, default=500_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure((args.folder or Path(temporary)) / f"{args.concepts}.ndjson", args.concepts, args.queries)


def measure(path: Path, concepts: int, queries: int) -> None:
    if not path.exists():
        write(path, concepts)
    for file in (path.parent / ".cache").glob(f"{path.stem}.*"):
        file.unlink()
    print(f"{'journal':<28} terms={2 * concepts}  size={path.stat().st_size >> 20} MB")
    step("index, for changes", path, "")
    step("index, for look-ups", path, "store.lookup('은행')")
    step("terms, without snapshot", path, "store.terms")
    step("terms, from the snapshot", path, "store.terms")
    step("one more concept", path, "store.put(ko='새 낱말', en='a new word', concept='new')")
    step("10,000 more", path, "store.put_rows({'ko': f'낱말 {i}', 'en': f'word {i}'} for i in range(10_000))")
    step("looked up after that", path, "store.lookup('낱말 77')")
    step("terms after that", path, "store.terms")
    step("take the 10,000 back", path, "store.undo()")
    step("history of one concept", path, "store.history('c7')")
    file = path.parent / ".cache" / f"{path.stem}.sqlite"
    print(f"{'index on the disk':<28} size={file.stat().st_size >> 20} MB")
    warm(path, concepts, queries)
    cold(path)


def warm(path: Path, concepts: int, queries: int) -> None:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    from malmoi.glossary.store import Glossary
    from malmoi.text.hangul import choseong, jamo

    store, rng = Glossary.open(path), random.Random(1)
    everything = [*pairs(concepts)]
    some = rng.sample(everything, queries)

    def ask(query: str) -> list[str]:
        return [match.term for match in store.lookup(query, limit=5)]

    ask("semiconducter")  # loads the dictionary of English words
    timed("exact", [(ko, ko) for ko, _ in some], ask)
    timed("particle", [(f"{ko}에서는", ko) for ko, _ in some], ask)
    timed("initial consonants", [(choseong(ko), ko) for ko, _ in some], ask)
    timed("beginning", [(ko[:4], ko) for ko, _ in some], ask)
    slips = [(slip(ko, rng, 1), ko) for ko, _ in some]
    timed("one slip, Korean", slips, ask)
    timed("one slip, English", [(slip(en, rng, 1), en) for _, en in some], ask)
    timed("two slips, Korean", [(slip(ko, rng, 2), ko) for ko, _ in some if len(ko) > 5], ask)
    timed("two slips, English", [(slip(en, rng, 2), en) for _, en in some if len(en) > 9], ask)
    timed("nothing like it", [(slip(ko, rng, 5), ko) for ko, _ in some], ask)
    spelled = {jamo(ko.replace(" ", "")): ko for ko, _ in everything}
    keys = [*spelled]
    few = slips[: max(1, queries // 10)]
    timed(
        "rapidfuzz over the Korean half",
        few,
        lambda q: [spelled[key] for key, _, _ in process.extract(jamo(q), keys, scorer=Levenshtein.distance, limit=5)],
    )
    print(
        f"{'memory':<28} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB, the list for rapidfuzz included"
    )


def cold(path: Path, runs: int = 7) -> None:
    ko, en = next(pairs(1))
    commands = {"bare": (BARE, "hi")}
    questions = {
        "exact": ko,
        "particle": f"{ko}에서는",
        "slip": slip(ko, random.Random(2), 1),
        "English slip": slip(en, random.Random(2), 1),
    }
    commands |= {name: (LOOKUP, "lookup", word, "-g", str(path)) for name, word in questions.items()}
    seen: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            seen[name].append(cost(*command)[0])
    bare = statistics.median(seen["bare"])
    for name, costs in seen.items():
        print(
            f"{'cold, ' + name:<28} cpu={statistics.median(costs):6.0f} ms  ratio={statistics.median(costs) / bare:.2f}"
        )


if __name__ == "__main__":
    main()
