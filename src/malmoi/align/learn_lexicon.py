"""Make the tables of the base lexicon that are not written by hand: `python -m malmoi.align.learn_lexicon lemmas|cldr|learn [ROOT]`.

    lemmas       lexicon_lemmas.tsv   lemma forms of the English in the written tables
    cldr         lexicon_cldr.tsv     names from Unicode CLDR, through Babel; needs the group "train"
    learn ROOT   lexicon_learnt.zlib  pairs learnt from translated software; ROOT/PACKAGE/... are unpacked Debian packages

Deterministic. `lemmas` comes last, it looks at the other two tables.
"""

import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from malmoi.text import english

__all__ = ["cldr_pairs", "lemma_form", "main", "written_lemmas"]

HERE = Path(__file__).parent

_CLDR_HEADER = (
    "# Source: Unicode CLDR through Babel {version}, made by malmoi.align.learn_lexicon. Licence: Unicode License v3. "
    "Columns: ko, en, domain."
)
_LEMMA_HEADER = (
    "# English of the written tables whose lemma form differs, made by malmoi.align.learn_lexicon with simplemma (MIT). "
    "Licence: Apache-2.0. Columns: as written, lemma form."
)
# Written in the tables as verbs of their own, not as the past of find and wind.
_BASE_FORMS = frozenset({"found", "wound"})
# So few letters are a name or an abbreviation (AI, Am), whatever word they are in small letters.
_LETTERS = 2
_BRACKETED = re.compile(r"\s*[(（\[].*?[)）\]]")
_HANGUL_NAME = re.compile(r"[가-힣]+(?:[ ·][가-힣]+)*")


def main(step: str, root: str = "") -> None:
    """Make one table; see the module's docstring."""
    if step == "lemmas":
        _write(HERE / "lexicon_lemmas.tsv", _LEMMA_HEADER, sorted(written_lemmas().items()))
    elif step == "cldr":
        import babel

        _write(HERE / "lexicon_cldr.tsv", _CLDR_HEADER.format(version=babel.__version__), sorted(set(cldr_pairs())))
    else:
        from malmoi.align.learn_pairs import learn

        header, rows = learn(Path(root))
        text = "\n".join([header, *(f"{ko}\t{row}" for ko, row in rows)]) + "\n"
        (HERE / "lexicon_learnt.zlib").write_bytes(zlib.compress(text.encode("utf-8"), 9))
        sys.stderr.write(f"{len(rows)} Korean entries\n")


def lemma_form(en: str) -> str:
    """An English entry as the lexicon asks for it: lemmas, case folded, joined by one space, possessive endings left out."""
    return " ".join(english.lemma(word.text).casefold() for word in english.words(en) if word.text[0].isalnum())


def written_lemmas() -> dict[str, str]:
    """English as written in the tables → lemma form, where the two differ."""
    tables = [*sorted((HERE / "lexicon_hand").glob("*.tsv")), HERE / "lexicon_cldr.tsv"]
    rows = (line.split("\t") for path in tables for line in path.read_text("utf-8").splitlines() if line[:1] != "#")
    forms = ((en.casefold(), lemma_form(en)) for _, en, _ in rows if en not in _BASE_FORMS)
    return {en: form for en, form in forms if form != en and len(en) > _LETTERS}


def cldr_pairs() -> Iterator[tuple[str, str, str]]:
    """(ko, en, domain) of territories, languages, currencies and the cities that time zones are named after."""
    from babel import Locale

    korean, english_ = Locale("ko"), Locale("en")
    for domain in ("territories", "languages", "currencies"):
        ours, theirs = getattr(korean, domain), getattr(english_, domain)
        yield from _named(((ours[code], theirs[code]) for code in sorted(ours.keys() & theirs.keys())), domain)
    # CLDR has no English exemplar where the zone's own name says it: Asia/Seoul.
    zones, known = korean.time_zones, english_.time_zones
    cities = (
        (zones[zone].get("city", ""), known.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " "))
        for zone in sorted(zones)
        if "/" in zone and not zone.startswith("Etc")
    )
    yield from _named(cities, "cities")


def _named(pairs: Iterator[tuple[str, str]], domain: str) -> Iterator[tuple[str, str, str]]:
    for ko, en in pairs:
        ko, en = _BRACKETED.sub("", ko).strip(), _BRACKETED.sub("", en).strip()
        if _HANGUL_NAME.fullmatch(ko) and en and en.isprintable():
            yield ko, en, domain


def _write(path: Path, header: str, rows: list[tuple[str, ...]]) -> None:
    path.write_text("\n".join([header, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8", newline="\n")
    sys.stderr.write(f"{path.name}: {len(rows)} rows\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
