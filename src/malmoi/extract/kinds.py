"""What kind of thing a pair names: person, organisation, place, product, event, acronym or plain term, by its words and neighbours."""

from collections import defaultdict
from functools import cache
from importlib.resources import files

from malmoi.extract.brackets import is_acronym
from malmoi.extract.sides import Phrase, Side

__all__ = ["is_titled", "kind_of", "kind_word"]

# Korean endings of one syllable (부, 시, 도) mean something only after two syllables of a name.
_STEM = 2
_MOST_NAME_WORDS = 4


def kind_of(ko: Side, en: Side, k: Phrase, e: Phrase, alike: float) -> tuple[str, str]:
    """(kind, the reason in a few words); `alike` is how the two sound alike, in [0, 1]."""
    if is_acronym(e.text) and (k.text.isascii() or len(e.text) <= _LONGEST_ACRONYM):
        return "acronym", "written in capitals"
    words = e.text.split()
    name = e.name and all(w[0].isupper() or w[0].isdigit() or w in _SMALL for w in words)
    if not name:
        return "term", ""
    for kind in ("organisation", "event", "place"):
        reason = _by_words(kind, k.text, words)
        if reason:
            return kind, reason
    if len(words) <= _MOST_NAME_WORDS and alike > _ALIKE:
        title = _title_beside(ko, en, k, e)
        if title:
            return "person", f"beside the title {title}"
        if _is_full_name(k.text, words):
            return "person", "shaped like a full name"
    if k.quoted or e.quoted or any(c.isdigit() for c in e.text):
        return "product", "a name in quotation marks" if k.quoted or e.quoted else "a name with a number"
    if alike > _ALIKE and len(words) <= 2 and _is_locative(ko, k):
        return "place", "followed by a particle of place"
    return "term", "a name"


def kind_word(word: str) -> bool:
    """Is it an English word, capital and all, that says what a name is the name of (Center, University, Bridge)?"""
    table = _table()
    return any(word in table["en", kind, "word"] for kind in ("organisation", "event", "place"))


_LONGEST_ACRONYM = 5
_ALIKE = 0.5
_SMALL = frozenset({"of", "and", "the", "for", "in", "on", "de", "la", "al", "&", "'s"})


@cache
def _table() -> dict[tuple[str, str, str], frozenset[str]]:
    out: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for line in files("malmoi.extract").joinpath("data/kinds.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            lang, kind, where, form = line.split("\t")
            out[lang, kind, where].add(form)
    return {key: frozenset(forms) for key, forms in out.items()}


def _by_words(kind: str, ko: str, en: list[str]) -> str:
    """The word that makes it so: an English one, or a Korean ending that the English does not contradict."""
    table = _table()
    for word in en if len(en) > 1 else []:
        if word in table["en", kind, "word"]:
            return f"{word!r} in its name"
    for size in range(min(len(ko) - 1, _LONGEST_ENDING), 0, -1):
        ending = ko[-size:]
        if ending in table["ko", kind, "end"] and (
            size > 1 or (len(ko) - size >= _STEM and " " not in ko and len(en) > 1)
        ):
            return f"ends in {ending}"
    return ""


_LONGEST_ENDING = 6


def _title_beside(ko: Side, en: Side, k: Phrase, e: Phrase) -> str:
    after = ko.text[k.end : k.end + 12].strip().split(" ")
    for n in (2, 1):
        title = " ".join(after[:n]).strip(",.")
        for known in _table()["ko", "person", "after"]:
            if title == known or (title.startswith(known) and n == 1):
                return known
    before = en.text[max(0, e.start - 20) : e.start].split()
    for n in (2, 1):
        if " ".join(before[-n:]) in _table()["en", "person", "before"]:
            return " ".join(before[-n:])
    return ""


def is_titled(p: Phrase, lang: str) -> bool:
    """Is the phrase a name together with its bearer's title (이라크 총리, President Obama) rather than a name?"""
    words = p.text.split()
    if len(words) < 2 or not p.name:
        return False
    if lang == "ko":
        return words[-1] in _table()["ko", "person", "after"]
    return words[0] in _table()["en", "person", "before"] or " ".join(words[:2]) in _table()["en", "person", "before"]


def _is_full_name(ko: str, en: list[str]) -> bool:
    """Two or three words in capitals for as many Korean ones, or a Korean name of three syllables with a hyphen in English."""
    if 2 <= len(en) <= _MOST_NAME_WORDS and len(ko.split()) == len(en):
        return True
    return " " not in ko and len(ko) in (3, 4) and 2 <= len(en) <= 3 and all(w[0].isupper() for w in en)


def _is_locative(ko: Side, k: Phrase) -> bool:
    return ko.text.startswith(("에서", "에 ", "으로 ", "로 "), k.end)
