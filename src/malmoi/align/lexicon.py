"""The base lexicon: Korean lemmas and English lemmas that translate one another, with probabilities.

Three sources lie beside this file, each with its licence in the first line: `lexicon_hand/*.tsv`, pairs written by hand
(`renderings_*.tsv` among them: what a word becomes in some texts only, 관광객 ~ vacationer, which is believed less; and names and
further vocabulary, mostly of several words put together);
`lexicon_cldr.tsv`, names of territories, languages, currencies and cities from Unicode CLDR; `lexicon_learnt.zlib`, pairs learnt
by `learn_lexicon.py` from the Korean translations of free software. No text that malmoi is measured on was seen.

Korean entries are dictionary forms without spaces: a noun as it is (정부), a verb or adjective with 다 (받다). `headword` makes one
of a morpheme. A bare stem (받) answers too where no other word is so spelled. English entries are lemmas as `text.english.lemma`
makes them, case folded (companies → company), several words joined by one space (large language model).
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain

from malmoi.align.explain import explain
from malmoi.errors import UsageError

__all__ = ["CORE", "Lexicon", "folded", "headword", "load"]

# A pair of a dictionary has no frequency. Its probability falls with the number of translations on the side that has fewer, but
# slowly: that a word has a fifth translation makes none of them wrong. Of the square and the cube root the latter paired terms
# better in cross-validation (one wrong pair in twenty fewer), words as well.
_DICTIONARY_P = 0.95
_FALL = -1 / 3
# A rendering that holds in some texts is believed this much. Terms pair as well with any value from .4 to .95, links between words
# are the better the smaller it is.
_RENDERING_P = 0.5
_STEM_DOMAINS = frozenset({"verb", "adjective"})
# Learnt probabilities are stored as hundredths.
_STEP = 100


def headword(form: str, tag: str) -> str:
    """The entry under which a morpheme of Kiwi stands: 받/VV → 받다, 정부/NNG → 정부."""
    return form + "다" if tag.startswith(("VV", "VA")) else form


class Lexicon:
    """Word pairs with probabilities; `load` gives the shipped one.

    `pairs` are (ko, en, is_stem) of dictionaries; `learnt` maps a Korean entry to "en p;en p;..." with p in hundredths;
    `lemmas` maps English as written in `pairs` to its lemma form where that differs; `renderings` are (ko, en) that hold in some texts,
    `compounds` (ko, en) of a dictionary whose Korean may be made of several words.
    """

    def __init__(
        self,
        pairs: Iterable[tuple[str, str, bool]],
        learnt: dict[str, str] | None = None,
        lemmas: dict[str, str] | None = None,
        renderings: Iterable[tuple[str, str]] = (),
        compounds: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._learnt = learnt if learnt is not None else {}
        self._lemmas = lemmas if lemmas is not None else {}
        self._written: dict[str, list[str]] = {}
        self._stems: set[str] = set()
        self._add(self._with_roots(pairs))
        self._simple = set(self._written)
        self._add(compounds)
        # They weigh on one another, not on the dictionary's pairs.
        self._rendered: dict[str, list[str]] = {}
        lemma_of = self._lemmas.get
        for ko, en in renderings:
            row = self._rendered.get(ko)
            if row is None:
                self._rendered[ko] = [lemma_of(en, en)]
            else:
                row.append(lemma_of(en, en))
        self._known: dict[str, dict[str, float]] = {}
        self._reverse: dict[str, dict[str, float]] | None = None
        self._learnt_english: frozenset[str] | None = None
        self._counted: tuple[Counter[str], Counter[str]] | None = None

    def __len__(self) -> int:
        """How many Korean entries there are."""
        return len(self._entries())

    def __iter__(self) -> Iterator[str]:
        """The Korean entries, in no particular order."""
        return iter(self._entries())

    def __contains__(self, ko: object) -> bool:
        """Has this Korean entry any translation?"""
        return isinstance(ko, str) and bool(self._translations(ko))

    def is_simple(self, ko: str) -> bool:
        """Is this a word of the core vocabulary, by which compounds are taken apart? Names and long entries are none of these."""
        entry = _fold(ko)
        return entry in self._simple or entry in self._learnt or f"{entry}다" in self._stems

    def translations(self, ko: str) -> dict[str, float]:
        """English lemmas of a Korean entry (headword or bare stem) with probabilities in (0, 1]; empty when unknown."""
        return dict(self._translations(ko))

    def p(self, ko: str, en: str) -> float:
        """How surely the two translate one another: the greater of the two directions, 0 when the pair is unknown."""
        found = self._translations(ko)
        if not found:
            return 0.0
        en = en.casefold()
        return found.get(en) or found.get(self._lemmas.get(en, en), 0.0)

    def is_translation(self, en: str) -> bool:
        """Is this English lemma a translation of anything? Sooner answered than by `reverse`."""
        en = en.casefold()
        en = self._lemmas.get(en, en)
        if any(en in side for side in self._sides()):
            return True
        if self._learnt_english is None:
            items = ";".join(filter(None, self._learnt.values())).split(";")
            self._learnt_english = frozenset(item.rpartition(" ")[0] for item in items if item)
        return en in self._learnt_english

    def reverse(self, en: str) -> dict[str, float]:
        """Korean entries of an English lemma with probabilities in (0, 1]; the first call inverts the table (100 ms)."""
        if self._reverse is None:
            self._reverse = self._inverted()
        en = en.casefold()
        return dict(self._reverse.get(self._lemmas.get(en, en), {}))

    def compound_p(self, ko_parts: Sequence[str], en_words: Sequence[str]) -> float:
        """How well the parts of a Korean compound explain the words of an English phrase, and the other way, in [0, 1].

        `ko_parts` are entries or morphemes in order (투자, 유치), `en_words` lemmas in order (attract, investment). Neighbouring
        parts are also tried as one entry (국회 + 의원), neighbouring words as one phrase; a word of the same spelling explains
        itself. 1 means that every part and every content word has a sure partner; see `explain.explain`.
        """
        return explain(self._translations, ko_parts, [self._lemmas.get(en, en) for en in map(str.casefold, en_words)])

    def _entries(self) -> set[str]:
        return self._written.keys() | self._learnt.keys() | self._rendered.keys()

    def _with_roots(self, pairs: Iterable[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
        for ko, en, is_stem in pairs:
            yield ko, en
            if is_stem:
                self._stems.add(ko)
                if ko.endswith("하다") and len(ko) > _SHORTEST_HADA:
                    yield ko[:-2], en  # Kiwi splits 중요하 into 중요 + 하

    def _add(self, rows: Iterable[tuple[str, str]]) -> None:
        """Enter dictionary pairs; those of one Korean entry mostly follow one another."""
        written, lemma_of = self._written, self._lemmas.get
        last = ""
        row: list[str] = []
        for ko, en in rows:
            if ko != last or not row:
                last, row = ko, written.get(ko) or written.setdefault(ko, [])
            form = lemma_of(en, en)
            if form not in row:
                row.append(form)

    def _translations(self, ko: str) -> dict[str, float]:
        """The shared row of one entry, not to be changed by callers."""
        found = self._known.get(ko)
        if found is None:
            entry = _fold(ko)
            found = self._row(entry)
            if not found and f"{entry}다" in self._stems:
                found = self._row(f"{entry}다")
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[ko] = found
        return found

    def _row(self, ko: str) -> dict[str, float]:
        learnt, written, rendered = self._learnt.get(ko, ""), self._written.get(ko, ()), self._rendered.get(ko, ())
        if not (learnt or written or rendered):
            return {}  # as of most that are asked for
        row = dict(_parsed(learnt))
        on_written, on_rendered = self._sides()
        for en in written:
            sure = _DICTIONARY_P * min(len(written), on_written[en]) ** _FALL
            row[en] = max(sure, row.get(en, 0.0))
        for en in rendered:
            on_ko, on_en = len(written) + len(rendered), on_written.get(en, 0) + on_rendered[en]
            row[en] = max(_RENDERING_P * min(on_ko, on_en) ** _FALL, row.get(en, 0.0))
        return row

    def _sides(self) -> tuple[Counter[str], Counter[str]]:
        """How many Korean entries the dictionary has of each English lemma, and how many renderings."""
        if self._counted is None:
            written, rendered = (
                Counter(chain.from_iterable(rows.values())) for rows in (self._written, self._rendered)
            )
            self._counted = written, rendered
        return self._counted

    def _inverted(self) -> dict[str, dict[str, float]]:
        out: dict[str, dict[str, float]] = {}
        for ko in self._entries():
            for en, p in self._row(ko).items():
                out.setdefault(en, {})[ko] = p
        return out


# Sources of words that nearly any text means so: what a check may rely on, and what sentences are aligned by.
CORE = ("hand", "cldr", "learnt")
_ALL = (*CORE, "wider")


@lru_cache(maxsize=4)
def load(sources: tuple[str, ...] = _ALL) -> Lexicon:
    """The shipped lexicon, or that of some of its sources; read once a process, in about 100 ms.

    `hand` is the core vocabulary, `wider` what else is written by hand: names, compounds, renderings that hold in some texts.

    Raises UsageError for a source that there is not.
    """
    here = files("malmoi.align")
    unknown = set(sources).difference(_ALL)
    if unknown:
        raise UsageError(f"The lexicon has no source {min(unknown)!r}: its sources are hand, wider, cldr and learnt.")
    written = sorted(here.joinpath("lexicon_hand").iterdir(), key=lambda path: path.name)
    tables = [path for path in written if path.name.endswith(".tsv") and _source(path) in sources]
    if "cldr" in sources:
        tables.append(here.joinpath("lexicon_cldr.tsv"))
    core = (_columns(path) for path in tables if _source(path) == "hand")
    pairs = (zip(ko, en, map(_STEM_DOMAINS.__contains__, domain), strict=True) for ko, en, domain in core)
    renderings, compounds = (
        [zip(*_columns(path)[:2], strict=True) for path in tables if path.name.startswith(names)]
        for names in (_RENDERINGS, _COMPOUNDS)
    )
    learnt: dict[str, str] = {}
    if "learnt" in sources:
        text = zlib.decompress(here.joinpath("lexicon_learnt.zlib").read_bytes()).decode("utf-8")
        cells = text[text.index("\n") + 1 :].removesuffix("\n").replace("\n", "\t").split("\t")
        learnt = dict(zip(cells[::2], cells[1::2], strict=True))
    lemmas = dict(_rows(here.joinpath("lexicon_lemmas.tsv")))
    flat = chain.from_iterable
    return Lexicon(flat(pairs), learnt, lemmas, flat(renderings), flat(compounds))


def _source(path: Traversable) -> str:
    """Of a table, which source it is of; that of CLDR is read like one by hand."""
    return "wider" if path.name.startswith((*_RENDERINGS, *_COMPOUNDS)) else "hand"


def folded(utf8: bytes) -> str:
    """Text in UTF-8 without capitals, as str.casefold has it, several times as fast where it is Hangul and ASCII mostly."""
    text = utf8.lower().decode("utf-8")
    for lead in set(utf8.translate(None, _CASELESS)):
        starts = utf8.split(bytes((lead,)))[1:]
        for letter in {(bytes((lead,)) + rest[:3]).decode("utf-8", "ignore")[:1] for rest in starts}:
            text = text.replace(letter, letter.casefold())
    return text


# First bytes of characters that have no capitals, ASCII aside, and what follows in any: CJK and nearly all Hangul.
_CASELESS = bytes((*range(0xC2), *range(0xE3, 0xEE)))
_RENDERINGS = ("renderings_", "titles_")
_COMPOUNDS = ("further_", "organisations_", "people_", "places_", "works_")
_SHORTEST_HADA = 3
# Rows that were asked for are kept, up to this many, then forgotten: memory stays bounded over any text.
_MOST_KNOWN = 1 << 17


def _fold(ko: str) -> str:
    return ko.replace(" ", "").casefold()


def _parsed(row: str) -> Iterator[tuple[str, float]]:
    if row:
        for item in row.split(";"):
            en, _, p = item.rpartition(" ")
            yield en, int(p) / _STEP


def _columns(path: Traversable) -> tuple[list[str], list[str], list[str]]:
    """Korean without spaces, English and domain, one a row and folded: all at once, which is much faster than one by one."""
    text = folded(path.read_bytes().replace(b"\r\n", b"\n"))
    cells = text[text.index("\n") + 1 :].removesuffix("\n").replace("\n", "\t").split("\t")
    return [ko.replace(" ", "") if " " in ko else ko for ko in cells[::3]], cells[1::3], cells[2::3]


def _rows(path: Traversable) -> Iterator[list[str]]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
