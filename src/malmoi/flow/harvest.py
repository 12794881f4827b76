"""The main job: two texts in; segments, term pairs and amounts out.

Text is cut into sentences, the sentences are aligned (`segments`), and inside each segment terms and amounts are paired. Every station
is called here and nowhere else; what it finds travels in the records and frames of `model`.
"""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal
from weakref import WeakKeyDictionary

import polars as pl

from malmoi.align.encoder import resolve
from malmoi.align.encoder import signature as encoder_signature
from malmoi.align.words import WordAligner
from malmoi.amounts.document import compare_document
from malmoi.check.bitext import check_bitext
from malmoi.errors import InputError
from malmoi.extract.terms import extract_terms
from malmoi.flow.quality import Quality, estimate_quality
from malmoi.flow.segments import Segments, align_segments, as_document, as_segments
from malmoi.model.document import Document
from malmoi.model.frames import AMOUNTS, BITEXT, TWO_SIDED
from malmoi.model.records import Alignment, Amount, AmountPair, Bead

if TYPE_CHECKING:
    from malmoi.align.encoder import Encoder
    from malmoi.glossary.store import Glossary

__all__ = ["align_bitext", "align_documents", "glossary_pairs", "join_segments"]

# By glossary: its state and the statuses that were asked for last, and the pairs.
_Asked = tuple[str, tuple[str, ...]]
_JOINED: "WeakKeyDictionary[Glossary, tuple[_Asked, list[tuple[str, str]]]]" = WeakKeyDictionary()


def align_documents(
    ko: str | Document,
    en: str | Document,
    *,
    glossary: "Glossary | None" = None,
    encoder: "Encoder | str | None" = None,
    seed: int = 0,
    doc: str = "",
    aligner: WordAligner | None = None,
    ui: Literal["ko", "en"] = "en",
    progress: Callable[[str], None] = lambda step: None,
) -> Alignment:
    """Align a Korean text with its English rendering and find their term pairs and amounts.

    A text is a string, or a Document whose blocks no sentence reaches beyond. `glossary` is evidence and says which pairs are known;
    `encoder` as in `align_sentences`; an `aligner` that was trained on other texts links the words, without one these texts are learnt
    from; `ui` is the language of the findings' messages; `progress` hears the name of each step. Raises InputError for an empty side,
    LanguageError when a side is in the wrong language.
    """
    vectors = resolve(encoder)
    pairs = glossary_pairs(glossary)
    made = align_segments(as_document(ko), as_document(en), pairs=pairs, vectors=vectors, doc=doc, progress=progress)
    return align_bitext(made, glossary=glossary, encoder=vectors, seed=seed, aligner=aligner, ui=ui, progress=progress)


def align_bitext(
    segments: "Segments | pl.DataFrame",
    *,
    glossary: "Glossary | None" = None,
    encoder: "Encoder | str | None" = None,
    seed: int = 0,
    aligner: WordAligner | None = None,
    ui: Literal["ko", "en"] = "en",
    progress: Callable[[str], None] = lambda step: None,
) -> Alignment:
    """Term pairs, amounts and findings of segments that are aligned already: a `bitext` frame, of one document or of several.

    Arguments as in `align_documents`. Raises InputError when there is nothing in a side, LanguageError when the sides are swapped.
    """
    vectors = resolve(encoder)
    if isinstance(segments, pl.DataFrame):
        segments = as_segments(segments)
    frame = segments.frame
    progress("pairing terms")
    terms = extract_terms(frame, glossary=glossary, encoder=vectors, seed=seed, aligner=aligner)
    progress("comparing amounts")
    amounts, conversions_off = _amounts(frame)
    summary = _summary(segments, terms.candidates, amounts)
    summary["conversions_off"] = conversions_off
    progress("judging segments")
    scored = bool(segments.beads) or None
    quality = estimate_quality(frame, terms=glossary_pairs(glossary), scored=scored, ui=ui)
    summary |= _quality(quality)
    progress("checking")
    findings = check_bitext(frame.filter(TWO_SIDED), glossary, ui=ui)
    for severity in ("hard", "advisory"):
        summary[f"findings_{severity}"] = findings.filter(pl.col("severity") == severity).height
    summary["glossary"] = "" if glossary is None else glossary.signature
    summary["signature"] = _signature(encoder_signature(vectors), seed, str(summary["glossary"]), terms.signature)
    return Alignment(
        frame,
        terms.candidates,
        terms.occurrences,
        amounts,
        summary,
        segments.beads,
        findings,
        terms.links,
        quality.segments,
    )


def join_segments(parts: Sequence[Segments]) -> Segments:
    """The segments of several documents as those of one corpus, numbered on; their beads name sentences of their own document."""
    if not parts:
        raise InputError("There are no documents to put together.")
    first, frames, beads = 0, [], list[Bead]()
    for part in parts:
        frames.append(part.frame.with_columns(seg=pl.int_range(pl.len(), dtype=pl.Int64) + first))
        first += part.frame.height
        beads += part.beads
    sentences = [sum(getattr(part, name) for part in parts) for name in ("sentences_ko", "sentences_en")]
    return Segments(pl.concat(frames).select(BITEXT.names()), tuple(beads), *sentences)


def glossary_pairs(glossary: "Glossary | None", statuses: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Every Korean term of a concept with every English one; of all terms, or those of some statuses."""
    if glossary is None:
        return []
    # Several stations of a job, and all documents of a folder, ask for the same pairs; in between the glossary may change.
    asked = glossary.signature, tuple(statuses)
    known = _JOINED.get(glossary)
    if known is None or known[0] != asked:
        known = _JOINED[glossary] = asked, _join(glossary.terms, statuses)
    return list(known[1])


def _join(terms: pl.DataFrame, statuses: Sequence[str]) -> list[tuple[str, str]]:
    kept = terms.filter(pl.col("status").is_in(statuses)) if statuses else terms
    kept = kept.select("concept", "lang", "term")
    ko, en = (kept.filter(pl.col("lang") == lang).drop("lang") for lang in ("ko", "en"))
    return list(ko.join(en, on="concept", suffix="_en").select("term", "term_en").iter_rows())


def _amounts(segments: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Frame AMOUNTS, and how many bracketed conversions do not fit the rate of their own document."""
    rows, off = [], 0
    for document in segments.partition_by("doc", maintain_order=True):
        texts = document.select("ko", "en").rows()
        pairs, outliers = compare_document(texts)
        off += len(outliers)
        rows += [
            _amount_row(seg, ko, en, pair)
            for seg, (ko, en), found in zip(document["seg"], texts, pairs, strict=True)
            for pair in found
        ]
    return pl.DataFrame(rows, schema=AMOUNTS, orient="row"), off


def _amount_row(seg: int, ko: str, en: str, pair: AmountPair) -> tuple[object, ...]:
    k, e = pair.ko, pair.en
    return (
        seg,
        pair.status,
        pair.ratio,
        k and ko[k.start : k.end],
        e and en[e.start : e.end],
        k and _value(k),
        k and k.unit,
        e and _value(e),
        e and e.unit,
        k and k.start,
        k and k.end,
        e and e.start,
        e and e.end,
    )


def _value(amount: Amount) -> str:
    """The exact value as text; a vague magnitude as its bounds, `low..high`."""
    if amount.value is not None:
        return format(amount.value, "f")
    low, high = ("" if bound is None else format(bound, "f") for bound in (amount.low, amount.high))
    return f"{low}..{high}"


def _summary(segments: Segments, candidates: pl.DataFrame, amounts: pl.DataFrame) -> dict[str, str | int | float]:
    two_sided = segments.frame.filter(TWO_SIDED)
    # Segments that were aligned elsewhere may have no scores; nothing is said of them then.
    mean = two_sided["score"].cast(pl.Float64).mean()
    status = amounts["status"]
    compared = int(status.is_in(["match", "mismatch"]).sum())
    return {
        "sentences_ko": segments.sentences_ko,
        "sentences_en": segments.sentences_en,
        "segments": segments.frame.height,
        "segments_one_sided": segments.frame.height - two_sided.height,
        "segment_score": mean if isinstance(mean, float) else 0.0,
        "terms": candidates.height,
        "terms_known": candidates.filter(pl.col("status") == "known").height,
        "terms_conflict": candidates.filter(pl.col("status") == "conflict").height,
        "amounts": amounts.height,
        "amounts_match": int((status == "match").sum()),
        "amounts_mismatch": int((status == "mismatch").sum()),
        "amounts_one_sided": amounts.height - compared,
    }


def _quality(quality: Quality) -> dict[str, str | int | float]:
    """What the summary says of the quality; nothing where no segment could be judged."""
    if quality.share is None or quality.low is None or quality.high is None:
        return {}
    return {
        "quality": quality.share,
        "quality_low": quality.low,
        "quality_high": quality.high,
        "words_linked": quality.linked or 0.0,
        "segments_doubtful": quality.doubtful.height,
    }


def _signature(encoder: str, seed: int, glossary: str, terms: str) -> str:
    """What made the result: versions, encoder, seed, state of the glossary, and what term extraction adds."""
    parts = [f"malmoi:{version('malmoi')}", f"kiwi:{version('kiwipiepy')}", f"encoder:{encoder}", f"seed:{seed}"]
    return "|".join([*parts, *([f"glossary:{glossary}"] if glossary else []), *([terms] if terms else [])])
