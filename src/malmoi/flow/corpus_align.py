"""`corpus align`: the word links of each shard by a model, then all of them in one file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from malmoi.align.words import WordAligner
from malmoi.flow import corpus_equipment
from malmoi.flow.corpus_folder import scan_parts, write_lazy
from malmoi.flow.corpus_remote import AnyPath
from malmoi.model.frames import LINKS

__all__ = ["align_shard", "merge_links"]

_MILLION = 1_000_000
_PLACES = 4


def align_shard(bitext: pl.DataFrame, settings: Mapping[str, Any]) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Frame LINKS in order of segments; how many there are, in how many segments, and the sum of their probabilities in millionths."""
    aligner = (corpus_equipment.aligner() or WordAligner()).with_terms(corpus_equipment.pairs())
    numbers = bitext["seg"].to_list()
    texts = bitext.select(pl.col("ko").fill_null(""), pl.col("en").fill_null("")).rows()
    rows = []
    linked = 0
    for seg, links in zip(numbers, aligner.align(texts), strict=True):
        linked += bool(links)
        rows += [(seg, link.ko.start, link.ko.end, link.en.start, link.en.end, link.p) for link in links]
    millionths = sum(round(row[-1] * _MILLION) for row in rows)
    frame = pl.DataFrame(rows, schema=LINKS, orient="row", infer_schema_length=None)
    return frame, {"linked_segments": linked, "millionths": millionths}


def merge_links(
    parts: Sequence[AnyPath], told: Iterable[dict[str, Any]], settings: Mapping[str, Any], result: AnyPath
) -> dict[str, Any]:
    """All links in order of segments; how many, and how sure they are on average."""
    links = linked = millionths = 0
    for one in told:
        links, linked, millionths = links + one["rows"], linked + one["linked_segments"], millionths + one["millionths"]
    write_lazy(scan_parts(parts), result)
    mean = round(millionths / links / _MILLION, _PLACES) if links else None
    return {"links": links, "linked_segments": linked, "mean_p": mean}
