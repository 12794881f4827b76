"""The main job: two texts in; segments, term pairs and amounts out.

Text is cut into sentences, the sentences are aligned, and inside each segment terms and amounts are paired. Every station is
called here and nowhere else; what it finds travels in the records and frames of `model`.
"""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Literal

import polars as pl

from malmoi.align.beads import align_sentences
from malmoi.align.encoder import resolve
from malmoi.align.encoder import signature as encoder_signature
from malmoi.amounts.document import compare_document
from malmoi.check.bitext import check_bitext
from malmoi.errors import InputError, LanguageError
from malmoi.extract.terms import extract_terms
from malmoi.model.frames import AMOUNTS, bitext
from malmoi.model.records import Alignment, Amount, AmountPair, Bead, Lang
from malmoi.text.hangul import hangul_share
from malmoi.text.sentences import split

if TYPE_CHECKING:
    from malmoi.align.encoder import Encoder
    from malmoi.glossary.store import Glossary

__all__ = ["align_documents", "check_languages"]

# Share of Hangul among the letters: a Korean text full of Latin names keeps .25, an English text with Korean glosses stays under .1.
_KOREAN = 0.2
# Characters. The longest sentences of literature and law stay below a tenth of it; beyond it lies data, not language.
_LONGEST = 50_000


def align_documents(
    ko: str,
    en: str,
    *,
    glossary: "Glossary | None" = None,
    encoder: "Encoder | str | None" = None,
    seed: int = 0,
    doc: str = "",
    ui: Literal["ko", "en"] = "en",
    progress: Callable[[str], None] = lambda step: None,
) -> Alignment:
    """Align a Korean text with its English rendering and find their term pairs and amounts.

    `glossary` is evidence and says which pairs are known; `encoder` as in `align_sentences`; `ui` is the language of the findings'
    messages; `progress` hears the name of each step. Raises InputError for an empty side, LanguageError when a side is in the wrong
    language.
    """
    check_languages(ko, en)
    vectors = resolve(encoder)
    progress("cutting sentences")
    sentences: dict[Lang, list[str]] = {"ko": _sentences(ko, "ko"), "en": _sentences(en, "en")}
    progress("aligning sentences")
    pairs = _glossary_pairs(glossary)
    beads = align_sentences(sentences["ko"], sentences["en"], encoder=vectors, pairs=pairs)
    segments = bitext(
        [_join(sentences["ko"], bead.ko) for bead in beads],
        [_join(sentences["en"], bead.en) for bead in beads],
        doc,
        [bead.score for bead in beads],
    )
    progress("pairing terms")
    terms = extract_terms(segments, glossary=glossary, encoder=vectors, seed=seed)
    progress("comparing amounts")
    amounts, conversions_off = _amounts(segments)
    summary = _summary(sentences, beads, terms.candidates, amounts)
    summary["conversions_off"] = conversions_off
    progress("checking")
    findings = check_bitext(segments.filter((pl.col("ko") != "") & (pl.col("en") != "")), glossary, ui=ui)
    for severity in ("hard", "advisory"):
        summary[f"findings_{severity}"] = findings.filter(pl.col("severity") == severity).height
    summary["glossary"] = "" if glossary is None else glossary.signature
    summary["signature"] = _signature(encoder_signature(vectors), seed, str(summary["glossary"]), terms.signature)
    return Alignment(
        segments, terms.candidates, terms.occurrences, amounts, summary, tuple(beads), findings, terms.links
    )


def check_languages(ko: str, en: str) -> None:
    """Raise LanguageError, in words, unless the first text is Korean and the second is not; InputError for an empty one."""
    for name, text in (("Korean", ko), ("English", en)):
        if not text.strip():
            raise InputError(f"The {name} text is empty.")
    share_ko, share_en = hangul_share(ko), hangul_share(en)
    if ko.strip() == en.strip():
        raise LanguageError("Both texts are the same: give the Korean text first and its English rendering second.")
    if share_ko < _KOREAN <= share_en:
        raise LanguageError("The texts are swapped: give the Korean text first and the English one second.")
    if share_ko < _KOREAN:
        raise LanguageError(
            f"The first text is not Korean: only {share_ko:.0%} of its letters are Hangul. Give the Korean text first."
        )
    if share_en >= _KOREAN:
        raise LanguageError(
            f"The second text is not English: {share_en:.0%} of its letters are Hangul. Give the English text second."
        )


def _sentences(text: str, lang: Lang) -> list[str]:
    spans = split(text, lang)
    for span in spans:
        if span.end - span.start > _LONGEST:
            raise InputError(
                f"The {'Korean' if lang == 'ko' else 'English'} text has a sentence of {span.end - span.start:,} characters "
                f"(at character {span.start:,}), which is no prose: check the file, or break it into lines."
            )
    return [text[span.start : span.end] for span in spans]


def _join(sentences: Sequence[str], indices: Sequence[int]) -> str:
    return " ".join(" ".join(sentences[i].split()) for i in indices)


def _glossary_pairs(glossary: "Glossary | None") -> list[tuple[str, str]]:
    """Every Korean term of a concept with every English one."""
    if glossary is None:
        return []
    terms = glossary.terms.select("concept", "lang", "term")
    ko, en = (terms.filter(pl.col("lang") == lang).drop("lang") for lang in ("ko", "en"))
    return list(ko.join(en, on="concept", suffix="_en").select("term", "term_en").iter_rows())


def _amounts(segments: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Frame AMOUNTS, and how many bracketed conversions do not fit the document's own rate."""
    texts = segments.select("ko", "en").rows()
    pairs, off = compare_document(texts)
    rows = [
        _amount_row(seg, ko, en, pair)
        for seg, (ko, en), found in zip(segments["seg"], texts, pairs, strict=True)
        for pair in found
    ]
    return pl.DataFrame(rows, schema=AMOUNTS, orient="row"), len(off)


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


def _summary(
    sentences: dict[Lang, list[str]],
    beads: Sequence[Bead],
    candidates: pl.DataFrame,
    amounts: pl.DataFrame,
) -> dict[str, str | int | float]:
    two_sided = [bead for bead in beads if bead.ko and bead.en]
    status = amounts["status"]
    compared = int(status.is_in(["match", "mismatch"]).sum())
    return {
        "sentences_ko": len(sentences["ko"]),
        "sentences_en": len(sentences["en"]),
        "segments": len(beads),
        "segments_one_sided": len(beads) - len(two_sided),
        "segment_score": sum(bead.score for bead in two_sided) / len(two_sided) if two_sided else 0.0,
        "terms": candidates.height,
        "terms_known": candidates.filter(pl.col("status") == "known").height,
        "terms_conflict": candidates.filter(pl.col("status") == "conflict").height,
        "amounts": amounts.height,
        "amounts_match": int((status == "match").sum()),
        "amounts_mismatch": int((status == "mismatch").sum()),
        "amounts_one_sided": amounts.height - compared,
    }


def _signature(encoder: str, seed: int, glossary: str, terms: str) -> str:
    """What made the result: versions, encoder, seed, state of the glossary, and what term extraction adds."""
    parts = [f"malmoi:{version('malmoi')}", f"kiwi:{version('kiwipiepy')}", f"encoder:{encoder}", f"seed:{seed}"]
    return "|".join([*parts, *([f"glossary:{glossary}"] if glossary else []), *([terms] if terms else [])])
