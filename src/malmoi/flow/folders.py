"""Many pairs of files: each aligned by itself, a broken one left aside, and all of them put together as one corpus.

Sentences are aligned within a pair; terms are better paired over the corpus, where they have met more often.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from malmoi.align.encoder import resolve
from malmoi.errors import InputError, UsageError
from malmoi.files import StrPath
from malmoi.flow.harvest import glossary_pairs
from malmoi.flow.pairs import FilePair
from malmoi.flow.segments import Segments, align_segments, as_segments
from malmoi.formats.bitexts.codecs import format_of, read
from malmoi.formats.documents.codecs import is_document, read_document

if TYPE_CHECKING:
    from malmoi.align.encoder import Encoder
    from malmoi.glossary.store import Glossary

__all__ = ["AlignedPair", "align_pairs", "align_texts", "read_bitext"]


class AlignedPair(NamedTuple):
    """A pair of files and its segments, or what is wrong with it."""

    files: FilePair
    segments: Segments | None
    error: InputError | None = None


def align_pairs(
    pairs: Iterable[FilePair],
    *,
    glossary: "Glossary | None" = None,
    encoder: "Encoder | str | None" = None,
    encoding: str | None = None,
    segmented: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Iterator[AlignedPair]:
    """The segments of each pair, one after the other; what cannot be read or is no such pair is told, and the others go on.

    Arguments as in `align_texts`. Raises what concerns all of them: EncoderError, MissingExtraError, UsageError.
    """
    vectors, known = resolve(encoder), glossary_pairs(glossary)
    for files in pairs:

        def say(step: str, name: str = files.name) -> None:
            progress(f"{name}: {step}")

        try:
            ko, en = (read_document(path, encoding, segmented=segmented) for path in (files.ko, files.en))
            made = align_segments(ko, en, pairs=known, vectors=vectors, doc=files.name, progress=say)
        except InputError as error:
            yield AlignedPair(files, None, error)
        else:
            yield AlignedPair(files, made)


def align_texts(
    ko: StrPath,
    en: StrPath,
    *,
    glossary: "Glossary | None" = None,
    encoder: "Encoder | str | None" = None,
    encoding: str | None = None,
    segmented: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Segments:
    """The segments of a Korean file and its English rendering, in any format of `formats.documents`.

    `encoding` is that of both texts, recognised when None; `segmented` takes each line for a segment that is not to be cut. Raises
    InputError and its kinds.
    """
    left, right = (read_document(path, encoding, segmented=segmented) for path in (ko, en))
    return align_segments(
        left,
        right,
        pairs=glossary_pairs(glossary),
        vectors=resolve(encoder),
        doc=left.name or str(ko),
        progress=progress,
    )


def read_bitext(path: StrPath, encoding: str | None = None, mapping: Mapping[str, str] | None = None) -> Segments:
    """The segments of a file that holds both languages, as they are aligned there; its name is that of documents without one.

    Raises UsageError when the format is none of `formats.codecs`, InputError and its kinds, LanguageError when the sides are swapped.
    """
    try:
        format_of(path)
    except UsageError as error:
        if not is_document(path):
            raise
        raise UsageError(
            f"{path} is a text in one language: give the Korean text first and its English rendering second."
        ) from error
    return as_segments(read(path, encoding=encoding, mapping=mapping), Path(path).name)
