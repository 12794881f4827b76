"""Term pairs of a bitext: candidates in dictionary form with confidence, kind and evidence, and every place where they stand."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from malmoi.align.encoder import resolve
from malmoi.align.lexicon import Lexicon
from malmoi.align.lexicon import load as load_lexicon
from malmoi.align.words import WordAligner
from malmoi.errors import InputError
from malmoi.extract.collection import uncollected
from malmoi.extract.confidence import load as load_models
from malmoi.extract.confidence import signature
from malmoi.extract.english_phrases import english_side
from malmoi.extract.found import Found, found_in
from malmoi.extract.gathering import gather
from malmoi.extract.known import GlossaryLike, Known
from malmoi.extract.korean_phrases import korean_side
from malmoi.extract.nearness import Nearness, Vectors
from malmoi.extract.pairing import choose_of, judge
from malmoi.extract.sides import Phrase, Side, outside_amounts
from malmoi.extract.survey import Survey
from malmoi.model.frames import LINKS
from malmoi.model.records import Terms
from malmoi.names.similarity import rank_many
from malmoi.text.hangul import Normalized, normalize
from malmoi.text.korean import tokenize_many

__all__ = ["LEAST_CONFIDENCE", "extract_terms"]

# Below this a pair is not shown: three of four would be wrong.
LEAST_CONFIDENCE = 0.3


def extract_terms(
    bitext: pl.DataFrame,
    *,
    glossary: GlossaryLike | None = None,
    encoder: object = None,
    seed: int = 0,
    aligner: WordAligner | None = None,
) -> Terms:
    """Term pairs of `bitext` (columns seg, ko, en; doc if known) and where they stand.

    What is at odds with the glossary comes first, known pairs last.

    `glossary` marks what is known or at odds with it and is evidence itself. `encoder` (a name, or an object with
    `encode(list[str]) -> float32[n, d]`) adds nearness in meaning. An `aligner` trained on other texts links the words; without one
    the bitext itself is learnt from. The same input and `seed` give the same answer. Spans are those of the texts as given. Raises
    InputError when a column is missing.
    """
    missing = {"seg", "ko", "en"} - set(bitext.columns)
    if missing:
        raise InputError(f"The bitext has no column {', '.join(sorted(missing))}: it needs seg, ko and en.")
    with uncollected():
        return _terms(bitext, glossary, encoder, seed, aligner)


def _terms(
    bitext: pl.DataFrame, glossary: GlossaryLike | None, encoder: object, seed: int, aligner: WordAligner | None
) -> Terms:
    rows = bitext.select("seg", pl.col("ko").fill_null(""), pl.col("en").fill_null("")).rows()
    ko_texts = [normalize(ko) for _, ko, _ in rows]
    en_texts = [normalize(en) for _, _, en in rows]
    known = Known(glossary)
    lexicon = load_lexicon()
    segments = list(_sides(ko_texts, en_texts, known, lexicon))
    survey = Survey(segments, lexicon.translations, rank_many, lexicon.__contains__, known.english, seed, aligner)
    found = list(_found(survey, resolve(encoder)))  # type: ignore[arg-type]  # resolve refuses what is no encoder
    given = [(seg, ko, en) for (seg, _, _), ko, en in zip(rows, ko_texts, en_texts, strict=True)]
    documents = bitext["doc"].cast(pl.String).fill_null("").to_list() if "doc" in bitext.columns else []
    candidates, occurrences = gather(found, given, known, documents)
    made = "|".join(part for part in (signature(), f"words:{aligner.model_signature}" if aligner else "") if part)
    return Terms(candidates, occurrences, made, _links(survey, given))


def _links(survey: Survey, given: Sequence[tuple[int, Normalized, Normalized]]) -> pl.DataFrame:
    """Frame LINKS: what the words of the bitext were linked by, in spans of the texts as given."""
    links = survey.links()
    for texts, places in (([ko for _, ko, _ in given], links.ko), ([en for _, _, en in given], links.en)):
        # Of composed texts, which most are, the spans are those of the texts as given.
        moved = np.array([text.starts is not None for text in texts], np.bool_)
        for i in np.flatnonzero(moved[links.segment]).tolist():
            span = texts[links.segment[i]].span(*places[i].tolist())
            places[i] = span.start, span.end
    seg = np.array([seg for seg, _, _ in given], np.int64)[links.segment]
    return pl.DataFrame(dict(zip(LINKS, (seg, *links.ko.T, *links.en.T, links.p), strict=True)), schema=LINKS)


def _sides(ko: list[Normalized], en: list[Normalized], known: Known, lexicon: Lexicon) -> Iterator[tuple[Side, Side]]:
    # One thing after the other: a processor that goes to and fro between them has neither's code and tables at hand.
    for start in range(0, len(ko), _CUT_AT_ONCE):
        ko_texts, en_texts = ([text.text for text in side[start : start + _CUT_AT_ONCE]] for side in (ko, en))
        cut = list(tokenize_many(ko_texts))
        is_known, is_simple = lexicon.__contains__, lexicon.is_simple
        left = [korean_side(text, tokens, is_known, is_simple) for text, tokens in zip(ko_texts, cut, strict=True)]
        right = [english_side(text) for text in en_texts]
        for k, e in zip(left, right, strict=True) if known else ():
            _add_known(k, known.spans(k.text, "ko"))
            _add_known(e, known.spans(e.text, "en"))
        for e in right:
            e.phrases = outside_amounts(e.text, e.phrases)
        yield from zip(left, right, strict=True)


# Segments whose texts are cut at once.
_CUT_AT_ONCE = 1_000


def _add_known(side: Side, places: list[tuple[int, int]]) -> None:
    """Make phrases of the glossary's hits that are none yet."""
    have = {(p.start, p.end) for p in side.phrases}
    for start, end in places:
        units = [i for i, u in enumerate(side.units) if u.start < end and start < u.end]
        if (start, end) not in have and units:
            side.phrases.append(Phrase(start, end, units[0], units[-1] + 1, side.text[start:end]))


def _found(survey: Survey, vectors: Vectors | None) -> Iterator[Found]:
    near = None if vectors is None else Nearness(vectors, survey.segments)
    for start in range(0, len(survey.segments), _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, len(survey.segments)))
        told = [None if near is None else near.of(*survey.segments[n]) for n in numbers]
        pairs = survey.pairs_of(numbers, told)
        chosen = choose_of(pairs, judge(load_models(), pairs, "" if near is None else near.model), LEAST_CONFIDENCE)
        yield from found_in(numbers, pairs, chosen)


# Segments whose evidence is gathered at once.
_AT_ONCE = 256
