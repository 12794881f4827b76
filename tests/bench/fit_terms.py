#!/usr/bin/env python3
"""Fit the confidence of term pairs on annotated lines and write it where malmoi.extract.confidence reads it.

  fit_terms.py [--data DIR] [--gold FILE] [--encoder e5] [--write]

DIR (else $MALMOI_DATA) holds the gold (one JSON object a line: corpus, line, terms with [start, end) of ko and en) and the corpora
it names (NAME.ko, NAME.en). Evidence is taken twice, from the whole corpus and from stretches of it as long as an article, so that
the weights hold for both. Prints, by cross-validation over lines, recall, conflicts and calibration; then the same of 230 other lines,
which another annotator made for malmoi and nothing is fitted on (terms_annotated.jsonl here: offsets, no text; Apache-2.0). Annotators
differ in what they take for a term: fitting on both found fewer of the first and no more of the second. --write stores a model fitted
on all lines of the gold.
"""

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from malmoi.align.encoder import resolve
from malmoi.align.lexicon import load as load_lexicon
from malmoi.extract import confidence
from malmoi.extract.english_phrases import english_side
from malmoi.extract.evidence import FEATURES, PairEvidence
from malmoi.extract.korean_phrases import korean_side
from malmoi.extract.nearness import Nearness
from malmoi.extract.pairing import Judged, choose, spans
from malmoi.extract.rivalry import RIVALRY, rivalry
from malmoi.extract.survey import Survey
from malmoi.names.similarity import rank_many
from malmoi.text.korean import tokenize_many

FOLDS = 5
ARTICLE = 24
# The columns say much the same several times over: with less, single lines of the gold decide (1, 8, 20, 40 tried on these very folds).
RIDGE = 20.0
MORE = Path(__file__).with_name("terms_annotated.jsonl").resolve()
MODEL = Path(confidence.__file__).parent / "data" / "model.toml"


@dataclass
class Segment:
    """Pairs of one annotated line, and what the annotation says of each."""

    line: int
    gold: list
    pairs: PairEvidence
    places: np.ndarray
    exact: np.ndarray
    half: np.ndarray
    near: np.ndarray
    wrong: np.ndarray


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", default=os.environ.get("MALMOI_DATA"), type=Path)
    ap.add_argument("--gold", default="terms-amounts-dev.jsonl")
    ap.add_argument("--encoder", help="fit also the weights for when an encoder is given, with this one")
    ap.add_argument("--write", action="store_true")
    args = ap.parse_args()
    entries, others = (
        [json.loads(line) for line in (args.data / gold).read_text("utf-8").splitlines()] for gold in (args.gold, MORE)
    )
    models = {}
    for which in ("", "_near", "_token") if args.encoder else ("",):
        vectors = None if not which else Sentences(resolve(args.encoder)) if which == "_near" else resolve(args.encoder)
        whole = list(segments(args.data, entries, None, vectors))
        lone = list(segments(args.data, entries, ARTICLE, vectors))
        for name, shown in (("whole corpus", whole), ("article", lone)):
            report(name + which, shown, crossvalidate(whole + lone, shown))
        fitted = train(whole + lone)
        for name, window in (("others, whole", None), ("others, article", ARTICLE)):
            unseen = list(segments(args.data, others, window, vectors))
            report(name + which, unseen, [judged(fitted, s) for s in unseen])
        models |= {name + which: model for name, model in fitted.items()}
        if args.write:
            write(models, len(entries), args.gold)
            confidence.load.cache_clear()


class Sentences:
    """An encoder that tells no tokens, as most are."""

    def __init__(self, vectors):
        self.encode = vectors.encode

    def tokens(self, _texts):
        return None


# ------------------------------------------------------------------ evidence with labels


def segments(data: Path, entries: list[dict], window: int | None, vectors=None) -> Iterator[Segment]:
    """The annotated lines with their evidence; `window` lines around each are all the bitext there is, or None for all lines."""
    surveyed = list(surveys(data, entries, window))
    near = None if vectors is None else Nearness(vectors, [survey.segments[at] for _, survey, at in surveyed])
    for entry, survey, at in surveyed:
        ko, en = survey.segments[at]
        yield labelled(entry, ko, en, survey.pairs(at, None if near is None else near.of(ko, en)))


def surveys(data: Path, entries: list[dict], window: int | None) -> Iterator[tuple[dict, Survey, int]]:
    """Each annotated line with the survey of the bitext around it and its place in there."""
    lexicon = load_lexicon()
    translations = lexicon.translations
    for corpus in sorted({e["corpus"] for e in entries}):
        ko, en = ((data / f"{corpus}.{lang}").read_text("utf-8").rstrip("\n").split("\n") for lang in ("ko", "en"))
        sides = [
            (korean_side(k, t, lexicon.__contains__, lexicon.is_simple), english_side(e))
            for k, e, t in zip(ko, en, tokenize_many(ko), strict=True)
        ]
        survey = None if window else Survey(sides, translations, rank_many, lexicon.__contains__)
        for entry in (e for e in entries if e["corpus"] == corpus):
            line, at, here = entry["line"], entry["line"], survey
            if here is None:
                first = max(0, line - window // 2)
                here, at = (
                    Survey(sides[first : first + window], translations, rank_many, lexicon.__contains__),
                    line - first,
                )
            yield entry, here, at


def labelled(entry, ko, en, pairs) -> Segment:
    places = spans(ko, en, pairs)
    n = len(places)
    exact, half, near, wrong = (np.zeros(n, bool) for _ in range(4))
    for term in entry["terms"]:
        a, b = np.array(term["ko"]), np.array(term["en"])
        shared_ko, shared_en = share(places[:, :2], a), share(places[:, 2:], b)
        exact |= (places == np.concatenate([a, b])).all(1)
        half |= (shared_ko >= 0.5) & (shared_en >= 0.5)
        near |= (shared_ko > 0) & (shared_en > 0) & ((shared_ko >= 0.5) | (shared_en >= 0.5))
        wrong |= ((shared_ko >= 0.5) & (shared_en == 0)) | ((shared_en >= 0.5) & (shared_ko == 0))
    return Segment(entry["line"], entry["terms"], pairs, places, exact, half, near & ~exact, wrong & ~near & ~exact)


def share(places, span):
    """Intersection over union of each place with a span."""
    both = np.minimum(places[:, 1], span[1]) - np.maximum(places[:, 0], span[0])
    return np.maximum(both, 0) / (np.maximum(places[:, 1], span[1]) - np.minimum(places[:, 0], span[0]))


# ------------------------------------------------------------------ fitting


def stack(parts: list[Segment], name: str) -> np.ndarray:
    return np.concatenate([getattr(s, name) for s in parts])


def regressions(parts: list[Segment], features: list[np.ndarray], columns) -> tuple:
    """(is it the right pair, is it cut right): against wrong pairs; against all other cuts and wrong pairs."""
    x, exact, near, wrong = np.concatenate(features), stack(parts, "exact"), stack(parts, "near"), stack(parts, "wrong")
    right = exact | wrong
    cut = exact | near | wrong
    truth = exact.astype(float)
    return (
        confidence.fit(columns, x[right], truth[right], ridge=RIDGE),
        confidence.fit(columns, x[cut], truth[cut], ridge=RIDGE),
    )


def rivals(first, cut, s: Segment) -> np.ndarray:
    return rivalry(first.odds(s.pairs.features), cut.odds(s.pairs.features), s.places, s.pairs)


def train(parts: list[Segment]) -> dict[str, confidence.Logistic]:
    """All regressions; the later ones see what the first say of lines they were not fitted on."""
    first, cut = regressions(parts, [s.pairs.features for s in parts], FEATURES)
    seen = [np.zeros(0)] * len(parts)
    for fold in range(FOLDS):
        kept = [s for s in parts if s.line % FOLDS != fold]
        f, c = regressions(kept, [s.pairs.features for s in kept], FEATURES)
        for i, s in enumerate(parts):
            if s.line % FOLDS == fold:
                seen[i] = rivals(f, c, s)
    final, final_cut = regressions(parts, seen, RIVALRY)
    return {"first": first, "cut": cut, "final": calibrated(final, final_cut, parts, seen), "final_cut": final_cut}


def calibrated(final, final_cut, parts: list[Segment], seen: list[np.ndarray]) -> confidence.Logistic:
    """`final` stretched and shifted so that of the pairs chosen with confidence p a share p is right (Platt's scaling)."""
    odds, truth = [], []
    for s, x in zip(parts, seen, strict=True):
        o = final.odds(x)
        for c in choose(Judged(s.places, final.probabilities(x), final_cut.odds(x)), 0.05):
            if s.exact[c.row] or s.wrong[c.row] or s.near[c.row]:
                odds.append(o[c.row])
                truth.append(float(s.half[c.row]))
    scale = confidence.fit(("odds",), np.array(odds)[:, None], np.array(truth))
    slope = float(scale.weight[0] / scale.deviation[0])
    shift = scale.bias - slope * float(scale.mean[0])
    return replace(final, bias=slope * final.bias + shift, weight=slope * final.weight)


def judged(models, s: Segment) -> Judged:
    seen = rivals(models["first"], models["cut"], s)
    return Judged(s.places, models["final"].probabilities(seen), models["final_cut"].odds(seen))


def crossvalidate(parts: list[Segment], shown: list[Segment]) -> list[Judged]:
    out = {}
    for fold in range(FOLDS):
        models = train([s for s in parts if s.line % FOLDS != fold])
        out |= {s.line: judged(models, s) for s in shown if s.line % FOLDS == fold}
    return [out[s.line] for s in shown]


# ------------------------------------------------------------------ figures


def report(name: str, parts: list[Segment], judgements: list[Judged]) -> None:
    for least in (0.3, 0.5, 0.7, 0.8):
        n = exact = half = shared = wrong = made = 0
        for s, j in zip(parts, judgements, strict=True):
            got = [s.places[c.row] for c in choose(j, least)]
            made += len(got)
            for t in s.gold:
                a, b = np.array(t["ko"]), np.array(t["en"])
                on = [(share(g[None, :2], a)[0], share(g[None, 2:], b)[0]) for g in got]
                shared += sum(x >= 0.5 or y >= 0.5 for x, y in on)
                wrong += sum((x >= 0.5 or y >= 0.5) and not (x > 0 and y > 0) for x, y in on)
                if not t.get("loose"):
                    n, exact, half = (
                        n + 1,
                        exact + any(x == 1 == y for x, y in on),
                        half + any(x >= 0.5 and y >= 0.5 for x, y in on),
                    )
        figures = {
            "recall_exact": exact / n,
            "recall": half / n,
            "conflict": wrong / shared,
            "pairs/line": made / len(parts),
        }
        print(f"{name:14} confidence>={least} ", *(f"{k}={v:.3f}" for k, v in figures.items()))
    table = reliability(parts, judgements)
    error = sum(n * abs(said - right) for n, said, right in table) / sum(n for n, _, _ in table)
    print(f"{name:14} calibration error {error:.3f}")
    for n, said, right in table:
        print(f"{name:14} said {said:.2f} right {right:.2f} of {n:4} {'#' * round(_WIDTH * right)}")


_WIDTH = 40


def reliability(parts: list[Segment], judgements: list[Judged], bins: int = 10) -> list[tuple[int, float, float]]:
    """Number, mean confidence and share of right ones of the chosen pairs that the annotation speaks of, by confidence."""
    p, truth = [], []
    for s, j in zip(parts, judgements, strict=True):
        for c in choose(j, 0.0):
            if s.exact[c.row] or s.wrong[c.row] or s.near[c.row]:
                p.append(c.confidence)
                truth.append(s.half[c.row])
    p, truth = np.array(p), np.array(truth)
    at = np.minimum((p * bins).astype(int), bins - 1)
    return [(int((at == b).sum()), p[at == b].mean(), truth[at == b].mean()) for b in range(bins) if (at == b).any()]


def write(models: dict[str, confidence.Logistic], lines: int, gold: str) -> None:
    # Those for an encoder stay as they were when none is given, as long as their columns are the same.
    for name, model in confidence.load().items():
        if name not in models and model.columns == models[name.removesuffix("_near").removesuffix("_token")].columns:
            models[name] = model
    out = [
        f"# Fitted by tests/bench/fit_terms.py on {lines} annotated lines of news ({gold}): numbers, no text. Apache-2.0.",
        "# Each row: mean, deviation, weight of one column.",
    ]
    for name, model in models.items():
        out += ["", f"[model.{name}]", f"bias = {model.bias:.5f}"]
        out += [
            f"{c} = [{m:.5f}, {d:.5f}, {w:.5f}]"
            for c, m, d, w in zip(model.columns, model.mean, model.deviation, model.weight, strict=True)
        ]
    MODEL.write_text("\n".join(out) + "\n", "utf-8")


if __name__ == "__main__":
    main()
