"""From two documents to segments: the right languages, cut into sentences, aligned."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from malmoi.align.beads import align_sentences
from malmoi.errors import InputError, LanguageError
from malmoi.flow.blocks import settle_blocks
from malmoi.model.document import Block, Document
from malmoi.model.frames import bitext
from malmoi.model.records import Bead, Lang
from malmoi.text.hangul import hangul_share
from malmoi.text.sentences import paragraphs, split

if TYPE_CHECKING:
    from malmoi.align.encoder import Vectors

__all__ = ["Segments", "align_segments", "as_document", "as_segments", "check_languages"]

# Share of Hangul among the letters: a Korean text full of Latin names keeps .25, an English text with Korean glosses stays under .1.
_KOREAN = 0.2
# Characters. The longest sentences of literature and law stay below a tenth of it; beyond it lies data, not language.
_LONGEST = 50_000
# Half of a surrogate pair is no character: no frame and no file holds it.
_HALF = re.compile("[\ud800-\udfff]")
# Blocks that are one segment as they are: a heading of two sentences is still one heading.
_WHOLE = ("heading", "line")
# Kinds of blocks that formats with and without marks tell apart, and readers do not.
_RUNNING = ("text", "paragraph", "line")


@dataclass(frozen=True, slots=True)
class Segments:
    """A `bitext` frame, the beads that it was made of (none where it was aligned already), and how many sentences either side has."""

    frame: pl.DataFrame
    beads: tuple[Bead, ...]
    sentences_ko: int
    sentences_en: int


def align_segments(
    ko: Document,
    en: Document,
    *,
    pairs: Iterable[tuple[str, str]] = (),
    vectors: "Vectors | None" = None,
    doc: str = "",
    progress: Callable[[str], None] = lambda step: None,
) -> Segments:
    """The aligned segments of two documents; `pairs` are a glossary's terms, `vectors` an encoder's.

    Raises InputError for an empty side or a sentence that is none, LanguageError when a side is in the wrong language.
    """
    check_languages(ko.text, en.text)
    progress("cutting sentences")
    (left, left_blocks, left_begin), (right, right_blocks, right_begin) = _sentences(ko, "ko"), _sentences(en, "en")
    progress("aligning sentences")
    known = list(pairs)

    def align(some: Sequence[int], others: Sequence[int]) -> list[Bead]:
        return align_sentences([left[i] for i in some], [right[j] for j in others], encoder=vectors, pairs=known)

    beads = align_sentences(left, right, encoder=vectors, pairs=known, breaks=(left_begin, right_begin))
    if len(ko.blocks) > 1 and len(en.blocks) > 1:
        beads = settle_blocks(beads, left_blocks, right_blocks, align)
    frame = bitext(
        [_join(left, bead.ko) for bead in beads],
        [_join(right, bead.en) for bead in beads],
        doc,
        [bead.score for bead in beads],
    )
    return Segments(frame, tuple(beads), len(left), len(right))


def as_segments(frame: pl.DataFrame, doc: str = "") -> Segments:
    """Segments that are aligned already: a frame with columns ko and en, and doc and score where it has them.

    `doc` is the name of what has none. Raises InputError when a column or a whole side is missing, LanguageError when they are swapped.
    """
    missing = {"ko", "en"} - set(frame.columns)
    if missing:
        raise InputError(f"The bitext has no column {', '.join(sorted(missing))}: it needs ko and en.")
    name = pl.col("doc").fill_null("") if "doc" in frame.columns else pl.lit("")
    given = frame.select(
        pl.when(name == "").then(pl.lit(doc)).otherwise(name).alias("doc"),
        pl.int_range(pl.len(), dtype=pl.Int64).alias("seg"),
        *(pl.col(side).fill_null("") for side in ("ko", "en")),
        (pl.col("score") if "score" in frame.columns else pl.lit(1.0)).cast(pl.Float32).alias("score"),
    )
    check_languages(*("\n".join(given[side]) for side in ("ko", "en")))
    return Segments(given, (), *(given.filter(pl.col(side).str.strip_chars() != "").height for side in ("ko", "en")))


def as_document(text: str | Document) -> Document:
    """A text as it was given to a function as a document of one block."""
    return text if isinstance(text, Document) else Document((Block("text", text),))


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


def _sentences(document: Document, lang: Lang) -> tuple[list[str], list[int], list[str]]:
    """The sentences of a document, the number of the block that each stands in, and the kind of the block that it begins, if any.

    The paragraphs of running text are blocks too.
    """
    out: list[str] = []
    blocks: list[int] = []
    begin: list[str] = []
    before = 0
    for number, block in enumerate(document.blocks):
        text = _HALF.sub("\ufffd", block.text)
        spans = [(0, len(text))] if block.kind in _WHOLE else [(s.start, s.end) for s in split(text, lang)]
        for start, end in spans:
            if end - start > _LONGEST:
                raise InputError(
                    f"The {'Korean' if lang == 'ko' else 'English'} text has a sentence of {end - start:,} characters "
                    f"(at character {before + start:,}), which is no prose: check the file, or break it into lines."
                )
            out.append(text[start:end])
        blocks += [number] * len(spans)
        starts = (
            {span.start for span in paragraphs(text)} if block.kind == "text" else {spans[0][0]} if spans else set()
        )
        kind = "paragraph" if block.kind in _RUNNING else block.kind
        begin += [kind if start in starts else "" for start, _ in spans]
        before += len(text) + 1
    return out, blocks, begin


def _join(sentences: Sequence[str], indices: Sequence[int]) -> str:
    return " ".join(" ".join(sentences[i].split()) for i in indices)
