"""Which files of folders are a Korean text and its English rendering, by their names.

    report.ko.md ~ report.en.md     ko/report.md ~ en/report.md     report_ko.docx ~ report_en.docx     report-kr ~ report-us
    보고서_국문.hwpx ~ 보고서_영문.docx     보고서(한글) ~ 보고서(영문)     report.md ~ report.en.md     KO/report.md ~ EN/report.md

A name less its language marks is its key; one Korean and one English file with one key are a pair. Formats may differ.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from malmoi.errors import InputError
from malmoi.model.records import Lang
from malmoi.text.hangul import normalize

__all__ = ["FilePair", "Matched", "match_files"]

# What marks a language, alone as a folder's name or beside a separator in a file's (BCP 47 with or without region, ISO 639-2,
# ISO 3166, and the words of both languages).
_MARKS: dict[Lang, tuple[str, ...]] = {
    "ko": (
        "ko",
        "kor",
        "kr",
        "ko-kr",
        "ko_kr",
        "kokr",
        "ko-kp",
        "korean",
        "국문",
        "국어",
        "한글",
        "한국어",
        "한글본",
        "국문본",
        "국",
    ),
    "en": (
        *(
            "en",
            "eng",
            "en-us",
            "en_us",
            "enus",
            "en-gb",
            "en_gb",
            "us",
            "uk",
            "gb",
            "english",
            "영문",
            "영어",
            "영문본",
            "영역본",
            "영",
        ),
    ),
}
_LANGS: Mapping[str, Lang] = {mark: lang for lang, marks in _MARKS.items() for mark in marks}
_ANY = "|".join(sorted(map(re.escape, _LANGS), key=len, reverse=True))
# Files without a counterpart that an error names.
_MOST_NAMED = 20
_SEPARATOR = r"[\s._~+-]"
# A mark at either end of a name: behind a separator, or in brackets.
_LAST = re.compile(
    rf"^(?P<rest>.+?)(?:{_SEPARATOR}+(?P<a>{_ANY})|{_SEPARATOR}*[(\[{{（［【](?P<b>{_ANY})[)\]}}）］】])$"
)
_FIRST = re.compile(
    rf"^(?:(?P<a>{_ANY}){_SEPARATOR}+|[(\[{{（［【](?P<b>{_ANY})[)\]}}）］】]{_SEPARATOR}*)(?P<rest>.+)$"
)


class FilePair(NamedTuple):
    """A Korean file, its English rendering, and the name that they share."""

    ko: Path
    en: Path
    name: str


@dataclass(frozen=True, slots=True)
class Matched:
    """The pairs by name, and the files that no other file answers."""

    pairs: tuple[FilePair, ...]
    alone: tuple[Path, ...]


class _Key(NamedTuple):
    """The name of a file less its language marks, as written and as it is compared."""

    shown: str
    folded: str
    lang: Lang | None


def match_files(ko: Path, en: Path | None, is_text: Callable[[Path], bool]) -> Matched:
    """Pairs of the files below two folders, or below one that holds both languages, for which `is_text` holds.

    In two folders the folder says the language, and marks in names are left out of the comparison. In one folder a file without a mark
    is the other language's of its only counterpart. Where a key has several files of one language the same suffix decides; what stays
    ambiguous is left alone. Raises InputError when there is no pair at all.
    """
    if en is None:
        left, right = _by_mark(_keys(ko, is_text))
    else:
        left, right = ([(path, key._replace(lang=None)) for path, key in _keys(root, is_text)] for root in (ko, en))
        if len(left) == len(right) == 1:
            # The only files of either folder, whatever they are called.
            return Matched((FilePair(left[0][0], right[0][0], left[0][1].shown),), ())
    pairs, alone = _match(left, right)
    if not pairs:
        where = f"{ko} and {en}" if en is not None else f"{ko}"
        raise InputError(
            f"No Korean and English file of {where} have names that fit: call them report.ko.docx and report.en.docx, or put them "
            f"under the same name in a folder ko and a folder en.{_named(sorted(alone))}"
        )
    return Matched(tuple(sorted(_with_own_names(pairs), key=lambda pair: pair.name)), tuple(sorted(alone)))


def _named(alone: Sequence[Path]) -> str:
    """A sentence that names the files without a counterpart; nothing where there are none."""
    if not alone:
        return ""
    more = f" and {len(alone) - _MOST_NAMED} more" if len(alone) > _MOST_NAMED else ""
    return f" Without a counterpart: {', '.join(map(str, alone[:_MOST_NAMED]))}{more}."


_Files = list[tuple[Path, _Key]]


def _keys(root: Path, is_text: Callable[[Path], bool]) -> _Files:
    """Files below `root`, hidden ones and those of open programs left out."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and is_text(path))
    inside = ((path, path.relative_to(root)) for path in found)
    return [
        (path, _key(short)) for path, short in inside if not any(part.startswith((".", "~$")) for part in short.parts)
    ]


def _key(path: Path) -> _Key:
    *folders, name = (normalize(part).text for part in path.parts)
    stem = name[: len(name) - len(path.suffix)] if path.suffix else name
    rest, lang = _without_mark(stem)
    kept = []
    for folder in folders:
        mark = _LANGS.get(folder.casefold())
        lang = lang or mark
        if mark is None:
            kept.append(folder)
    shown = "/".join([*kept, rest])
    return _Key(shown, re.sub(rf"{_SEPARATOR}+", " ", shown.casefold()), lang)


def _without_mark(stem: str) -> tuple[str, Lang | None]:
    """A name less the language mark at its end, else at its beginning; letters of either case count the same."""
    for pattern in (_LAST, _FIRST):
        found = pattern.match(stem.casefold())
        # Folding may change the length of rare letters; then the place in the name is not known and it is taken as folded.
        if found is not None:
            same = len(stem) == len(stem.casefold())
            rest = stem[found.start("rest") : found.end("rest")] if same else found["rest"]
            return rest, _LANGS[found["a"] or found["b"]]
    return stem, None


def _by_mark(files: _Files) -> tuple[_Files, _Files]:
    """Files of one folder by language; those without a mark go opposite to what their key has."""
    marked: dict[str, set[Lang]] = {}
    for _, key in files:
        if key.lang is not None:
            marked.setdefault(key.folded, set()).add(key.lang)
    sides: dict[Lang, _Files] = {"ko": [], "en": []}
    for path, key in files:
        known = marked.get(key.folded, set())
        if key.lang is not None:
            sides[key.lang].append((path, key))
        elif len(known) == 1:
            sides["en" if "ko" in known else "ko"].append((path, key))
    return sides["ko"], sides["en"]


def _match(left: _Files, right: _Files) -> tuple[list[FilePair], list[Path]]:
    pairs: list[FilePair] = []
    taken: set[Path] = set()
    # First those whose formats agree too: a text beside its own .docx is no rival then.
    for same_suffix in (True, False):
        groups = [_grouped(files, taken, same_suffix) for files in (left, right)]
        for key, ours in groups[0].items():
            theirs = groups[1].get(key, [])
            if len(ours) == len(theirs) == 1:
                (path, name), (other, _) = ours[0], theirs[0]
                if path != other and not {path, other} & taken:
                    pairs.append(FilePair(path, other, name.shown))
                    taken |= {path, other}
    return pairs, [path for path, _ in [*left, *right] if path not in taken]


def _with_own_names(pairs: list[FilePair]) -> list[FilePair]:
    """Pairs of one name (a text and its .docx) get their suffix back."""
    counts = Counter(pair.name.casefold() for pair in pairs)
    return [
        pair._replace(name=pair.name + pair.ko.suffix) if counts[pair.name.casefold()] > 1 else pair for pair in pairs
    ]


def _grouped(files: Iterable[tuple[Path, _Key]], taken: set[Path], by_suffix: bool) -> dict[tuple[str, str], _Files]:
    out: dict[tuple[str, str], _Files] = {}
    for path, key in files:
        if path not in taken:
            out.setdefault((key.folded, path.suffix.lower() if by_suffix else ""), []).append((path, key))
    return out
