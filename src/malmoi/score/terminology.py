"""Scores of terminology: are the glossary's terms used, the refused ones avoided, is one concept called one thing?

success            share of (segment, concept) with a term of the source whose target has a term that may be used (WMT 2023, 2025: term
                   success rate; here terms are recognised in all their forms, on both sides)
preferred          the same for the preferred term alone
deprecated         share of them whose target uses a refused term (less is better)
missing            share of them whose target has no term of the concept: left out, or another word (less is better)
consistency_micro  of concepts rendered twice and more in a document: share of renderings that are the document's most frequent one
consistency_macro  the same share per concept, averaged over concepts
…_first_…, …_glossary_…   the same against the document's first rendering, and the glossary's preferred term (WMT 2025)
window_overlap     with references: share of the words around a term of the reference that stand around it in the target too (WMT 2021)
term_biased_ter    with references: 1 - TERm, TER in which edits of term words cost double (WMT 2021); may be negative
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, cast

import numpy as np
import polars as pl

from malmoi.errors import UsageError
from malmoi.model.records import Hit, Lang, Score
from malmoi.score.edits import edit_cost
from malmoi.score.sampling import Floats, score, signature
from malmoi.text import english, korean

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["score_dictionaries", "score_terminology", "term_uses"]

Direction = Literal["ko-en", "en-ko"]
_REFUSED = frozenset(("deprecated", "superseded"))
# Words on either side of a term, and the weight of its own words: those of the shared task.
WINDOW, TERM_WEIGHT = 2, 2.0
_TWICE = 2

USES = pl.Schema(
    {
        "doc": pl.String,
        "seg": pl.Int64,
        "concept": pl.String,
        "source": pl.String,
        "target": pl.String,
        "status": pl.String,
        "domain": pl.String,
    }
)


class GlossaryLike(Protocol):
    """What these scores need of a glossary."""

    @property
    def terms(self) -> pl.DataFrame:
        """Frame TERMS."""

    def find(self, text: str, lang: Lang) -> list[Hit]:
        """Its terms in a text."""


def score_terminology(
    bitext: pl.DataFrame,
    glossary: GlossaryLike,
    *,
    direction: Direction = "ko-en",
    references: Sequence[str] | None = None,
    seed: int = 0,
) -> dict[str, Score]:
    """Scores by name, each in [0, 1] but for `term_biased_ter`; those without anything to count are left out.

    `bitext` is a `bitext` frame translated in `direction`; `references` are target texts, one a segment, for the last two scores.
    Intervals come from resampled segments, those of consistency from resampled concepts. Raises UsageError.
    """
    uses = term_uses(bitext, glossary, direction)
    made = signature(
        metric="terms",
        n=uses.height,
        segments=bitext.height,
        direction=direction,
        glossary=_revision(glossary),
        seed=seed,
    )
    out: dict[str, Score] = {}
    rows = _by_segment(uses)
    for name, column in (("success", 1), ("preferred", 2), ("deprecated", 3), ("missing", 4)):
        if rows.size:
            out[name] = score(name, rows, _share(column), made, seed)
    for kind, counts in _consistency(uses).items():
        if not counts.size:
            continue
        for name, columns in ((f"consistency{kind}_micro", (0, 1)), (f"consistency{kind}_macro", (2, 3))):
            out[name] = score(name, counts, _quotient(*columns), made, seed)
    if references is not None:
        out |= _against(bitext, glossary, direction, references, made, seed)
    return out


def term_uses(bitext: pl.DataFrame, glossary: GlossaryLike, direction: Direction = "ko-en") -> pl.DataFrame:
    """One row a (segment, concept of the source): doc, seg, concept, source and target term, status, domain.

    `target` is null where the concept is not rendered; `status` is then "missing", else that of the target's term. Group it by
    domain or status for shares of one kind. Raises UsageError.
    """
    source, target = _sides(direction)
    domains = dict(glossary.terms.select("concept", "domain").iter_rows())
    rows = []
    for doc, seg, ko, en in bitext.select("doc", "seg", "ko", "en").iter_rows():
        texts = {"ko": ko or "", "en": en or ""}
        there: dict[str, Hit] = {}
        for hit in glossary.find(texts[target], target):
            # A usable term counts before a refused one, the first before the later ones.
            if hit.concept not in there or (there[hit.concept].status in _REFUSED and hit.status not in _REFUSED):
                there[hit.concept] = hit
        named: dict[str, Hit] = {}
        for hit in glossary.find(texts[source], source):
            named.setdefault(hit.concept, hit)
        for concept, hit in named.items():
            found = there.get(concept)
            status = "missing" if found is None else found.status
            rows.append((doc, seg, concept, hit.term, found.term if found else None, status, domains.get(concept, "")))
    return pl.DataFrame(rows, schema=USES, orient="row")


def score_dictionaries(
    sources: Sequence[str],
    targets: Sequence[str],
    dictionaries: Sequence[Mapping[str, str]],
    target_lang: Lang,
    *,
    seed: int = 0,
) -> dict[str, Score]:
    """`success` against a small dictionary a segment, as the shared task of 2025 has them ({"proper": {…}} lines).

    A term counts when it is in the source, as written or in lemmas, and is right when its translation is in the target, as written
    or in lemmas. Raises UsageError.
    """
    if not len(sources) == len(targets) == len(dictionaries):
        raise UsageError("Sources, targets and dictionaries must be equally many.")
    source_lang: Lang = "en" if target_lang == "ko" else "ko"
    rows = []
    for source, target, terms in zip(sources, targets, dictionaries, strict=True):
        asked = [want for term, want in terms.items() if _holds(source, term, source_lang)]
        rows.append((len(asked), sum(_holds(target, want, target_lang) for want in asked)))
    counts = np.array(rows, np.float64).reshape(-1, 2)
    made = signature(
        metric="term-success", n=int(counts[:, 0].sum()), segments=len(counts), lang=target_lang, seed=seed
    )
    return {"success": score("success", counts, _share(1), made, seed)}


# ---------------------------------------------------------------- counts


def _sides(direction: str) -> tuple[Lang, Lang]:
    if direction not in ("ko-en", "en-ko"):
        raise UsageError(f"The direction is ko-en or en-ko, not {direction!r}.")
    return ("ko", "en") if direction == "ko-en" else ("en", "ko")


def _revision(glossary: GlossaryLike) -> str:
    return str(getattr(glossary, "signature", "given"))


def _share(column: int) -> Callable[[Floats], Floats]:
    return lambda c: _ratio(c[..., column], c[..., 0])


def _ratio(part: "NDArray[np.float64]", whole: "NDArray[np.float64]") -> Floats:
    part, whole = np.asarray(part), np.asarray(whole)
    return cast("Floats", np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def _by_segment(uses: pl.DataFrame) -> Floats:
    """float64[segments with terms, 5]: terms, rendered by a usable one, by the preferred one, by a refused one, by none."""
    status = pl.col("status")
    refused = status.is_in(list(_REFUSED))
    return (
        uses.group_by("doc", "seg", maintain_order=True)
        .agg(
            pl.len().alias("n"),
            (~refused & (status != "missing")).sum().alias("used"),
            (status == "preferred").sum().alias("preferred"),
            refused.sum().alias("refused"),
            (status == "missing").sum().alias("missing"),
        )
        .select("n", "used", "preferred", "refused", "missing")
        .to_numpy()
        .astype(np.float64)
    )


def _consistency(uses: pl.DataFrame) -> dict[str, Floats]:
    """By what renderings are held to, float64[concepts in documents, 4]: renderings that are it, renderings, their share, 1.

    Held to are the document's most frequent rendering ("", a tie goes to the earlier), its first, the glossary's preferred term.
    """
    rows: dict[str, list[tuple[float, ...]]] = {"": [], "_first": [], "_glossary": []}
    rendered = uses.filter(pl.col("target").is_not_null())
    for _, group in rendered.group_by("doc", "concept", maintain_order=True):
        names = [_key(term) for term in group["target"]]
        if len(names) < _TWICE:
            continue
        right = {
            "": Counter(names).most_common(1)[0][1],
            "_first": names.count(names[0]),
            "_glossary": int((group["status"] == "preferred").sum()),
        }
        for kind, n in right.items():
            rows[kind].append((n, len(names), n / len(names), 1))
    return {kind: np.array(found, np.float64).reshape(-1, 4) for kind, found in rows.items()}


def _quotient(part: int, whole: int) -> Callable[[Floats], Floats]:
    return lambda c: _ratio(c[..., part], c[..., whole])


def _key(term: str) -> str:
    return "".join(ch for ch in term.casefold() if ch.isalnum())


# ---------------------------------------------------------------- against references


def _against(
    bitext: pl.DataFrame, glossary: GlossaryLike, direction: Direction, references: Sequence[str], made: str, seed: int
) -> dict[str, Score]:
    if len(references) != bitext.height:
        raise UsageError(f"There are {len(references)} references for {bitext.height} segments.")
    source, target = _sides(direction)
    overlaps, edits = [], []
    for origin, hyp, ref in zip(bitext[source], bitext[target], references, strict=True):
        asked = {hit.concept for hit in glossary.find(origin or "", source)}
        sides = [
            _tokens(text, [h for h in glossary.find(text, target) if h.concept in asked], target)
            for text in (hyp or "", ref)
        ]
        overlaps.append(window_counts(sides[0], sides[1]))
        weights = [TERM_WEIGHT if concept else 1.0 for _, concept, _ in sides[1]]
        edits.append((edit_cost([w for w, _, _ in sides[0]], [w for w, _, _ in sides[1]], weights), len(weights)))
    out = {}
    counts = np.array(overlaps, np.float64).reshape(-1, 2)
    if counts[:, 1].sum():
        name = "window_overlap"
        out[name] = score(name, counts, lambda c: _ratio(c[..., 0], c[..., 1]), f"{made}|window:{WINDOW}", seed)
    costs = np.array(edits, np.float64).reshape(-1, 2)
    if costs[:, 1].sum():
        name = "term_biased_ter"
        out[name] = score(
            name, costs, lambda c: 1 - _ratio(c[..., 0], c[..., 1]), f"{made}|weight:{TERM_WEIGHT:g}", seed
        )
    return out


# (word, concept of the term it belongs to or "", number of that occurrence)
_Token = tuple[str, str, int]


def _tokens(text: str, hits: Sequence[Hit], lang: Lang) -> list[_Token]:
    """Words of a text without punctuation, in lower case; Korean ones are morphemes."""
    if lang == "ko":
        pieces = [
            (t.form, t.start) for t in korean.tokenize(text) if not t.tag.startswith("S") or t.tag in ("SL", "SN", "SH")
        ]
    else:
        pieces = [(w.text.lower(), w.start) for w in english.words(text) if any(map(str.isalnum, w.text))]
    out = []
    for word, at in pieces:
        inside = next((i for i, hit in enumerate(hits) if hit.start <= at < hit.end), None)
        out.append((word, hits[inside].concept if inside is not None else "", -1 if inside is None else inside))
    return out


def window_counts(hyp: Sequence[_Token], ref: Sequence[_Token], size: int = WINDOW) -> tuple[int, int]:
    """(neighbours of the reference's terms found around the same terms of the hypothesis, neighbours of the reference's terms).

    Occurrences are mapped one to one, the pair with most shared neighbours first.
    """
    made, wanted = _windows(hyp, size), _windows(ref, size)
    total = sum(window.total() for _, window in wanted)
    pairs = sorted(
        (-(a & b).total(), i, j) for i, (c, a) in enumerate(made) for j, (d, b) in enumerate(wanted) if c == d
    )
    used_made: set[int] = set()
    used_wanted: set[int] = set()
    found = 0
    for shared, i, j in pairs:
        if i not in used_made and j not in used_wanted:
            used_made.add(i)
            used_wanted.add(j)
            found -= shared
    return found, total


def _windows(tokens: Sequence[_Token], size: int) -> list[tuple[str, "Counter[str]"]]:
    """(concept, words around it) of every occurrence of a term."""
    places: dict[int, list[int]] = {}
    for at, (_, concept, number) in enumerate(tokens):
        if concept:
            places.setdefault(number, []).append(at)
    out = []
    for inside in places.values():
        first, last = inside[0], inside[-1]
        around = (*tokens[max(0, first - size) : first], *tokens[last + 1 : last + 1 + size])
        out.append((tokens[first][1], Counter(word for word, _, _ in around)))
    return out


# ---------------------------------------------------------------- dictionaries


def _holds(text: str, term: str, lang: Lang) -> bool:
    """Is `term` in `text`, as written or in lemmas? Presence only, without regard to capitals."""
    if term.casefold() in text.casefold():
        return True
    return f" {_lemmas(term, lang)} " in f" {_lemmas(text, lang)} "


def _lemmas(text: str, lang: Lang) -> str:
    if lang == "en":
        return " ".join(english.lemma(w.text).casefold() for w in english.words(text))
    tokens: Iterable[str] = (t.form for t in korean.tokenize(text) if not t.tag.startswith(("J", "E")))
    return " ".join(tokens)
