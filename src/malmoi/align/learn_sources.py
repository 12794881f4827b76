"""Translated strings and pages of unpacked Debian packages, as pairs of Korean and English text. Read by `learn_lexicon` only.

Four kinds of file hold both languages in a form that pairs itself: gettext catalogues (…/ko/LC_MESSAGES/*.mo), message files
(en.json beside ko.json), names of signs in CLDR (annotations/ko.xml beside en.xml), and pages of one path in two language
folders, whose blocks pair by their id, else by their order when the two pages have the same sequence of elements.
"""

import gettext
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from malmoi.text.hangul import hangul_share

__all__ = ["clean", "pairs_of"]

# Folders of the two languages, Korean first; the page below has the same path in both.
_FOLDERS = (("ko", "en-US"), ("ko-KR", "en-US"), ("ko", "en"), ("ko", "C"))
_PAGES = (".html", ".htm", ".page")
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "title", "desc", "item"))
_SILENT = frozenset(("script", "style", "head", "code", "pre", "screen", "nav", "footer", "header"))
# A side that is longer than this is a text, not a string, and is split or left.
_LONGEST = 600
_LEAST_HANGUL = 0.3

_MNEMONIC_KO = re.compile(r"\s*\([_&~]?[A-Z0-9]\)")
_MARKUP = re.compile(
    r"<[^>]{1,200}>|&[a-z]+;|\$\{[^}]*\}|\{\{?[^{}]*\}?\}|%\(?\w*\)?[-+#0-9.]*[a-zA-Z]+|%%?\d|\$\w+|https?://\S+|\\[nt]"
)
_MNEMONIC = re.compile(r"(?<!\w)[_&~](?=\w)|(?<=\w)[_&~](?=\w)")


def pairs_of(root: Path) -> Iterator[tuple[str, str]]:
    """(ko, en) of one unpacked package, cleaned of markup; only pairs whose Korean side is Korean."""
    for ko, en in (*_catalogues(root), *_messages(root), *_pages(root), *_annotations(root)):
        ko, en = clean(ko), clean(en)
        if ko and en and max(len(ko), len(en)) <= _LONGEST and hangul_share(ko) >= _LEAST_HANGUL > hangul_share(en):
            yield ko, en


def clean(text: str) -> str:
    """A string of a user interface without mnemonics, place holders and markup."""
    text = _MARKUP.sub(" ", _MNEMONIC_KO.sub("", text))
    return " ".join(_MNEMONIC.sub("", text).split())


def _catalogues(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*.mo")):
        if "ko" not in path.parts:
            continue
        with path.open("rb") as stream:
            catalogue: dict[object, str] = gettext.GNUTranslations(stream)._catalog  # type: ignore[attr-defined]
        for key, ko in catalogue.items():
            en = key[0] if isinstance(key, tuple) else key
            if isinstance(en, str) and en and ko:
                yield ko, en.rpartition("\x04")[2]


def _messages(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("ko.json")):
        beside = path.with_name("en.json")
        if beside.exists():
            ko, en = (json.loads(p.read_text("utf-8")) for p in (path, beside))
            yield from ((ko[k], en[k]) for k in en if isinstance(ko.get(k), str) and isinstance(en[k], str))


def _pages(root: Path) -> Iterator[tuple[str, str]]:
    for ko_name, en_name in _FOLDERS:
        for folder in sorted(p for p in root.rglob(ko_name) if p.is_dir()):
            beside = _english_folder(folder, en_name)
            if beside is None:
                continue
            for page in sorted(p for p in folder.rglob("*") if p.suffix in _PAGES):
                other = beside / page.relative_to(folder)
                other = other if other.exists() else other.with_name(page.name.replace(".ko.", ".en."))
                if other.exists():
                    yield from _blocks_paired(_blocks(page), _blocks(other))


def _annotations(root: Path) -> Iterator[tuple[str, str]]:
    """Names of emoji in CLDR: animals, food, tools, faces."""
    for path in sorted(p for p in root.rglob("ko.xml") if p.parent.name.startswith("annotations")):
        names = [dict(_NAME.findall(p.read_text("utf-8"))) for p in (path, path.with_name("en.xml"))]
        yield from ((ko, names[1][sign]) for sign, ko in names[0].items() if sign in names[1])


_NAME = re.compile(r'<annotation cp="([^"]+)" type="tts">([^<]+)<')


def _english_folder(folder: Path, name: str) -> Path | None:
    """The English twin of a Korean folder: beside it, or at the same place in the package of the English documentation."""
    twin = folder.with_name(name)
    if twin.is_dir():
        return twin
    parts = list(twin.parts)
    for i, part in enumerate(parts):
        if part.endswith("-ko"):
            for english in (part[:-3] + "-en-us", part[:-3] + "-en"):
                other = Path(*parts[:i], english, *parts[i + 1 :])
                if other.is_dir():
                    return other
    return None


def _blocks_paired(ko: list[tuple[str, str, str]], en: list[tuple[str, str, str]]) -> Iterator[tuple[str, str]]:
    by_id = {identity: text for _, identity, text in en if identity}
    named = [(text, by_id[identity]) for _, identity, text in ko if identity in by_id]
    if named:
        yield from named
    elif [tag for tag, _, _ in ko] == [tag for tag, _, _ in en]:
        yield from zip((b[2] for b in ko), (b[2] for b in en), strict=True)


def _blocks(path: Path) -> list[tuple[str, str, str]]:
    reader = _Blocks()
    reader.feed(path.read_text("utf-8", errors="replace"))
    reader.close()
    return [(tag, identity, text) for tag, identity, parts in reader.made if (text := " ".join("".join(parts).split()))]


class _Blocks(HTMLParser):
    """Blocks of a page as (tag, id, pieces of text), in order; what stands in code and scripts is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[tuple[str, str, list[str]]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.made.append((tag, dict(attrs).get("id") or "", []))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self.made and not self._silent:
            self.made[-1][2].append(data)
