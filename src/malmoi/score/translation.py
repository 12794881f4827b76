"""Scores of translations against references, by sacrebleu (https://github.com/mjpost/sacrebleu, Apache-2.0) with its own signatures.

For Korean chrF comes first: it does not care how words are spaced, while BLEU on white space falls by 14 points when one space a line is
removed. BLEU of Korean therefore counts Kiwi's morphemes (`bleu`, `bleu-kiwi`) or ko-mecab's where that is installed (`bleu-ko-mecab`);
the signature names which, and figures of different tokenisers are not to be compared.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Literal

from malmoi.errors import MissingExtraError, UsageError
from malmoi.model.records import Lang, Score

__all__ = [
    "METRICS",
    "compare_translations",
    "default_metrics",
    "score_documents",
    "score_segments",
    "score_translation",
]

References = Sequence[str] | Sequence[Sequence[str]]
_SAMPLES = 1000
_DIGITS = 6


def score_translation(
    hyp: Sequence[str], refs: References, lang: Lang, metrics: Sequence[str] = ("chrf", "bleu", "ter")
) -> dict[str, Score]:
    """Corpus scores of `hyp` by metric, each in [0, 100] (TER may pass 100), in the order of `metrics`.

    `refs` is one reference, or several, with a segment each for every one of `hyp`; `lang` is the language translated into. The
    interval is sacrebleu's bootstrap. `metrics` are names of METRICS. Raises UsageError, MissingExtraError.
    """
    references = _references(refs, len(hyp))
    out = {}
    for name in metrics:
        metric = _metric(name, lang)
        found = metric.corpus_score(list(hyp), references, n_bootstrap=_SAMPLES)
        made = str(metric.get_signature())
        shown = json.loads(found.format(width=_DIGITS, signature=made, is_json=True))
        # Left out where every sample scores 0: no edit in a perfect translation, no n-gram right in a hopeless one.
        mean, spread = shown.get("confidence_mean", 0.0), shown.get("confidence_var", 0.0)
        made += f"|malmoi:{version('malmoi')}"
        out[name] = Score(name, float(found.score), mean - spread, mean + spread, made)
    return out


def compare_translations(
    systems: Mapping[str, Sequence[str]],
    refs: References,
    lang: Lang,
    metrics: Sequence[str] = ("chrf", "bleu", "ter"),
    *,
    test: Literal["bs", "ar"] = "bs",
) -> list[dict[str, object]]:
    """Several systems against the first of `systems`, the baseline: one row a system and metric with `p` of its difference.

    `test` is paired bootstrap (`bs`) or approximate randomisation (`ar`), as sacrebleu has them. Raises UsageError.
    """
    if len(systems) <= 1:
        raise UsageError("A comparison needs a baseline and at least one other system.")
    if test not in ("bs", "ar"):
        raise UsageError(f"The test is bs (paired bootstrap) or ar (approximate randomisation), not {test!r}.")
    from sacrebleu.significance import PairedTest

    lengths = {len(hyp) for hyp in systems.values()}
    references = _references(refs, max(lengths))
    if len(lengths) > 1:
        raise UsageError(f"The systems have different numbers of segments: {', '.join(map(str, sorted(lengths)))}.")
    made = {name: _metric(name, lang) for name in metrics}
    named: list[tuple[str, Sequence[str]]] = [(name, list(hyp)) for name, hyp in systems.items()]
    tested: tuple[Any, Any] = PairedTest(named, made, references, test_type=test)()
    signatures, results = tested
    names = results.pop("System")
    by_metric = dict(zip(metrics, results.items(), strict=True))
    return [
        {
            "system": system,
            "metric": metric,
            "score": float(column[i].score),
            "mean": float(column[i].mean),
            "ci": float(column[i].ci),
            "p": column[i].p_value,
            "signature": str(signatures[label]),
        }
        for metric, (label, column) in by_metric.items()
        for i, system in enumerate(names)
    ]


def default_metrics(lang: Lang) -> list[str]:
    """chrF and chrF++ first, then BLEU as suits the language, of Korean also by ko-mecab where that is installed, and TER."""
    mecab = ["bleu-ko-mecab"] if lang == "ko" and find_spec("mecab_ko") is not None else []
    return ["chrf", "chrf++", "bleu", *mecab, "ter"]


def score_documents(
    hyp: Sequence[str],
    refs: References,
    docs: Sequence[str],
    lang: Lang,
    metrics: Sequence[str] = ("chrf", "bleu", "ter"),
) -> dict[str, dict[str, Score]]:
    """By document, the scores of its segments alone as `score_translation` gives them; `docs` names the document of every segment.

    Documents come in the order in which they begin. One of a single segment has no interval. Raises UsageError, MissingExtraError.
    """
    references = _references(refs, len(hyp))
    if len(docs) != len(hyp):
        raise UsageError(f"There are {len(docs)} names of documents for {len(hyp)} segments: one each is needed.")
    places: dict[str, list[int]] = {}
    for i, doc in enumerate(docs):
        places.setdefault(doc, []).append(i)
    made = {name: _metric(name, lang) for name in metrics}
    out: dict[str, dict[str, Score]] = {}
    for doc, inside in places.items():
        own = [hyp[i] for i in inside], [[ref[i] for i in inside] for ref in references]
        out[doc] = {name: _document(name, metric, *own) for name, metric in made.items()}
    return out


def _document(name: str, metric: Any, hyp: list[str], references: list[list[str]]) -> Score:
    if len(hyp) <= 1:
        found = metric.corpus_score(hyp, references)
        return Score(name, float(found.score), signature=str(metric.get_signature()))
    found = metric.corpus_score(hyp, references, n_bootstrap=_SAMPLES)
    signed = str(metric.get_signature())
    shown = json.loads(found.format(width=_DIGITS, signature=signed, is_json=True))
    mean, spread = shown["confidence_mean"], shown["confidence_var"]
    return Score(name, float(found.score), mean - spread, mean + spread, signed)


def score_segments(hyp: Sequence[str], refs: References, lang: Lang, metric: str = "chrf") -> list[float]:
    """The score of every segment by itself, as sacrebleu's sentence score; BLEU counts the orders that a segment has.

    Raises UsageError, MissingExtraError.
    """
    references = _references(refs, len(hyp))
    made = _metric(metric, lang)
    if hasattr(made, "effective_order"):
        made.effective_order = True
    return [float(made.sentence_score(h, [ref[i] for ref in references]).score) for i, h in enumerate(hyp)]


# ---------------------------------------------------------------- metrics


def _metric(name: str, lang: Lang) -> Any:
    if name not in METRICS:
        raise UsageError(f"There is no metric {name!r}: the metrics are {', '.join(METRICS)}.")
    if lang not in ("ko", "en"):
        raise UsageError(f"Translations into ko and en are scored, not into {lang!r}.")
    return METRICS[name](lang)


def _chrf(lang: Lang) -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF()


def _chrf_words(lang: Lang) -> Any:
    from sacrebleu.metrics.chrf import CHRF

    return CHRF(word_order=2)


def _ter(lang: Lang) -> Any:
    from sacrebleu.metrics.ter import TER

    return TER()


def _bleu(lang: Lang) -> Any:
    return _bleu_kiwi(lang) if lang == "ko" else _bleu_13a(lang)


def _bleu_13a(lang: Lang) -> Any:
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(tokenize="13a")


def _bleu_mecab(lang: Lang) -> Any:
    if find_spec("mecab_ko") is None:
        raise MissingExtraError(
            "bleu-ko-mecab needs ko-mecab, which is not installed: run  pip install 'sacrebleu[ko]'"
        )
    from sacrebleu.metrics.bleu import BLEU

    return BLEU(tokenize="ko-mecab")


def _bleu_kiwi(lang: Lang) -> Any:
    """sacrebleu's BLEU over Kiwi's morphemes; the tokeniser is set after construction, where only known names are taken."""
    from sacrebleu.metrics.bleu import BLEU

    metric = BLEU(tokenize="none")
    metric.tokenizer = _Kiwi()
    metric.tokenizer_signature = metric.tokenizer.signature()
    return metric


class _Kiwi:
    """A tokeniser as sacrebleu calls them: morphemes as they stand in the text, with spaces between."""

    def signature(self) -> str:
        return f"kiwi-{version('kiwipiepy')}"

    def __call__(self, line: str) -> str:
        from malmoi.text.korean import tokenize

        pieces: list[str] = []
        at = 0
        for token in tokenize(line):
            # Contracted morphemes (한 = 하 + ㄴ) share characters: the text is cut where the first of them ends.
            if token.end > at:
                pieces.append(line[max(at, token.start) : token.end])
                at = token.end
        return " ".join(piece for piece in pieces if piece.strip())


# Names of metrics; `bleu` is the one that suits the language.
METRICS: Mapping[str, Callable[[Lang], Any]] = {
    "chrf": _chrf,
    "chrf++": _chrf_words,
    "bleu": _bleu,
    "bleu-13a": _bleu_13a,
    "bleu-kiwi": _bleu_kiwi,
    "bleu-ko-mecab": _bleu_mecab,
    "ter": _ter,
}


def _references(refs: References, segments: int) -> list[list[str]]:
    several = [refs] if refs and isinstance(refs[0], str) else refs
    references = [[str(segment) for segment in ref] for ref in several]
    if not references or not segments:
        raise UsageError("There is nothing to score: give translations and at least one reference.")
    for i, ref in enumerate(references, 1):
        if len(ref) != segments:
            raise UsageError(f"Reference {i} has {len(ref)} segments where the translation has {segments}.")
    return references
