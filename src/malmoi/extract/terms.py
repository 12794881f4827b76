"""Term pairs of a bitext: candidates in dictionary form with confidence, kind and evidence, and every place where they stand."""

from collections.abc import Iterator

import polars as pl

from malmoi.align.lexicon import load as load_lexicon
from malmoi.errors import InputError
from malmoi.extract.confidence import load as load_models
from malmoi.extract.english_phrases import english_side
from malmoi.extract.gathering import Found, gather
from malmoi.extract.known import GlossaryLike, Known
from malmoi.extract.korean_phrases import korean_side
from malmoi.extract.pairing import choose, judge, spans
from malmoi.extract.sides import Phrase, Side
from malmoi.extract.survey import Survey
from malmoi.model.records import Terms
from malmoi.names.similarity import rank
from malmoi.text.hangul import Normalized, normalize
from malmoi.text.korean import tokenize_many

__all__ = ["LEAST_CONFIDENCE", "extract_terms"]

# Below this a pair is not shown: three of four would be wrong.
LEAST_CONFIDENCE = 0.3


def extract_terms(
    bitext: pl.DataFrame, *, glossary: GlossaryLike | None = None, encoder: object = None, seed: int = 0
) -> Terms:
    """Term pairs of `bitext` (columns seg, ko, en), best first, and where they stand.

    `glossary` marks what is known or at odds with it and is evidence itself. `encoder` (a name, or an object with
    `encode(list[str]) -> float32[n, d]`) adds nearness in meaning. The same input and `seed` give the same answer. Spans are those
    of the texts as given. Raises InputError when a column is missing.
    """
    missing = {"seg", "ko", "en"} - set(bitext.columns)
    if missing:
        raise InputError(f"The bitext has no column {', '.join(sorted(missing))}: it needs seg, ko and en.")
    rows = bitext.select("seg", pl.col("ko").fill_null(""), pl.col("en").fill_null("")).rows()
    ko_texts = [normalize(ko) for _, ko, _ in rows]
    en_texts = [normalize(en) for _, _, en in rows]
    known = Known(glossary)
    segments = list(_sides(ko_texts, en_texts, known))
    survey = Survey(segments, load_lexicon().translations, rank, known.english, seed)
    found = list(_found(survey))
    given = [(seg, ko, en) for (seg, _, _), ko, en in zip(rows, ko_texts, en_texts, strict=True)]
    candidates, occurrences = gather(found, given, known)
    return Terms(candidates, occurrences)


def _sides(ko: list[Normalized], en: list[Normalized], known: Known) -> Iterator[tuple[Side, Side]]:
    for k, e, tokens in zip(ko, en, tokenize_many(k.text for k in ko), strict=True):
        sides = korean_side(k.text, tokens), english_side(e.text)
        if known:
            _add_known(sides[0], known.spans(k.text, "ko"))
            _add_known(sides[1], known.spans(e.text, "en"))
        yield sides


def _add_known(side: Side, places: list[tuple[int, int]]) -> None:
    """Make phrases of the glossary's hits that are none yet."""
    have = {(p.start, p.end) for p in side.phrases}
    for start, end in places:
        units = [i for i, u in enumerate(side.units) if u.start < end and start < u.end]
        if (start, end) not in have and units:
            side.phrases.append(Phrase(start, end, units[0], units[-1] + 1, side.text[start:end]))


def _found(survey: Survey) -> Iterator[Found]:
    models = load_models()
    for segment, (ko, en) in enumerate(survey.segments):
        pairs = survey.pairs(segment)
        if not len(pairs.ko):
            continue
        for chosen in choose(judge(models, pairs, spans(ko, en, pairs)), LEAST_CONFIDENCE):
            k, e = ko.phrases[pairs.ko[chosen.row]], en.phrases[pairs.en[chosen.row]]
            yield Found(segment, ko, en, k, e, pairs, chosen)
