"""Does a sentence end here? The rules of Korean and of English for one full stop, question or exclamation mark.

Both functions look only a few words to either side, so that any number of questions costs linear time.
"""

import re
from functools import lru_cache
from importlib.resources import files

from malmoi.text.english import is_function_word
from malmoi.text.hangul import is_syllable

__all__ = ["CLOSERS", "OPENERS", "ends_english", "ends_korean", "goes_on_as_quotation"]

OPENERS = "\"'“‘«([{（［｛「『《〈【"
CLOSERS = "\"'”’»)]}）］｝」』》〉】"
_QUOTES = "\"'”’»」』"

# Particles that take up a quotation (… 이라고 말했다), written apart or not.
_QUOTATION = re.compile(
    r"(?:이?라(?:고|는|며|면서|던)|하고|하며|고|며|면서|는|다고|다는|다며)(?:는|도|만|요|까지)?(?![가-힣])"
)
# Syllables that end a Korean sentence: 했다 해요 했죠 할까 그래 있음 봄.
_FINALS = "다요까죠네지군나래자라음임함됨봄"
_LOOK_BACK = 24
_LATIN_BEFORE = re.compile(r"[A-Za-z][A-Za-z.&-]*$")
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])\d{1,4}$")
_WORD_AT = re.compile(r"[A-Za-z]+")
# "Stop!" Smith said. A name and a verb of saying belong to what was said before them.
_SAYING = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){1,4}(?:said|says|say|told|asked|asks|added|adds|wrote|writes|tweeted|replied|cried|shouted"
    r"|yelled|declared|exclaimed|wondered|answered|continued|explained|insisted|recalled|warned|whispered)\b"
)


def ends_korean(text: str, start: int, stop: int, end: int, after: int) -> bool:
    """Does the sentence that began at `start` end with the mark and closers text[stop:end], when text[after] comes next?"""
    before = text[stop - 1] if stop > start else ""
    if before.isascii() and before.isalpha() and _is_latin(text, after):
        return ends_english(text, start, stop, end, after)
    marks = text[stop:end]
    if "。" in marks:
        return True
    quoted = marks[-1] in CLOSERS
    if after == end:
        # A space was forgotten (했다.그는); after closers the sentence goes on (…다."라고, …(…다.)는), and after an
        # ellipsis the headline does (짓는다…우선).
        if "…" in marks or ".." in marks:
            return False
        fits = before in _FINALS if "." in marks else is_syllable(before or " ")
        return not quoted and fits and is_syllable(text[after])
    if quoted and marks[-1] in _QUOTES and goes_on_as_quotation(text, after):
        return False
    if quoted and _is_embedded(text, start, stop, end):
        return False
    if set(marks.rstrip(CLOSERS)) & set("?!？！"):
        return True
    if "…" in marks or ".." in marks:
        return before in _FINALS
    return _stop_ends_korean(text, start, stop, after, before)


def goes_on_as_quotation(text: str, at: int) -> bool:
    """Does text[at:] begin with what takes up a quotation (라고, 이라며, 고 …)?"""
    return _QUOTATION.match(text, at) is not None


def ends_english(text: str, start: int, stop: int, end: int, after: int) -> bool:
    """Does the sentence that began at `start` end with the mark and closers text[stop:end], when text[after] comes next?"""
    before = text[stop - 1] if stop > start else ""
    if is_syllable(before or " "):
        return ends_korean(text, start, stop, end, after)
    marks = text[stop:end]
    if "。" in marks:
        return True
    word = _next_word(text, after)
    if after == end:
        # A space was forgotten: only before a word that begins sentences (end.The), since Node.js and example.com have none.
        return before.islower() and _begins_sentences(word) and marks[0] in ".!?"
    first = _first_letter(text, after)
    if first.islower():
        return False
    if marks[-1] in _QUOTES and "." not in marks and _SAYING.match(text, after) and not is_function_word(word):
        return False
    if marks[0] != "." or marks.startswith("..") or marks.rstrip(CLOSERS) != ".":
        return True
    return _stop_ends_english(text, start, stop, first, word)


# ---------------------------------------------------------------- private


def _stop_ends_korean(text: str, start: int, stop: int, after: int, before: str) -> bool:
    """A plain full stop in Korean, white space after it."""
    back = text[max(start, stop - _LOOK_BACK) : stop]
    if before.isdigit():
        # 2024. 12. 25. or 1. 개요: dates and numbering; a longer number may end a sentence.
        return (
            not text[after].isdigit() and _NUMBER_BEFORE.search(back) is None and re.search(r"\d\.\d+$", back) is None
        )
    if before.isascii() and before.isalpha():
        latin = _LATIN_BEFORE.search(back)
        word = latin.group() if latin else before
        return not _is_lettered(word) and _kind(word) is None
    lone = is_syllable(before or " ") and (stop - 1 == start or text[stop - 2].isspace())
    return not (lone and before in "가나다라마바사아자차카타파하")


def _is_embedded(text: str, start: int, stop: int, end: int) -> bool:
    """Does the closed quotation or bracket stand in the middle of a sentence (그는 "가자!" 외쳤다; 그는 (웃음.) 갔다)?"""
    opener = _opening(text, start, stop, text[end - 1])
    if opener is None:
        return False
    before = text[start:opener].rstrip()
    return bool(before) and is_syllable(before[-1]) and before[-1] not in _FINALS


_PAIRS = dict(zip("\"'”’»)]}）］｝」』》〉】", "\"'“‘«([{（［｛「『《〈【", strict=True))
_LONGEST_QUOTE = 400


def _opening(text: str, start: int, stop: int, closer: str) -> int | None:
    """Where the quotation or bracket that `closer` closes was opened, None when it was not in this sentence."""
    at = text.rfind(_PAIRS[closer], max(start, stop - _LONGEST_QUOTE), stop)
    return at if at >= 0 else None


def _stop_ends_english(text: str, start: int, stop: int, first: str, following: str) -> bool:
    """A plain full stop in English, white space and no small letter after it."""
    latin = _LATIN_BEFORE.search(text[max(start, stop - _LOOK_BACK) : stop])
    if latin is None:
        return True
    word = latin.group()
    kind = _kind(word)
    if kind is None and not _is_lettered(word):
        return True
    if kind == "never":
        return False
    if kind == "number":
        return not first.isdigit()
    # Initials, U.S., Inc., a.m.: a sentence ends only before a word that begins sentences.
    return _begins_sentences(following)


_LETTERED = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]")


def _is_lettered(word: str) -> bool:
    """Single letters with stops between: an initial, U.S, a.m (the last stop is not part of it)."""
    return _LETTERED.fullmatch(word) is not None


def _kind(word: str) -> str | None:
    """The class of an abbreviation less its stop, None for other words."""
    if len(word) == 1 and word.isupper():
        return "may"
    table = _abbreviations()
    return table.get(word) or (table.get(word.lower()) if word.lower() != word else None)


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    lines = files("malmoi.text").joinpath("english_abbreviations.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def _begins_sentences(word: str) -> bool:
    """The, He, In, But: function words with a capital. Names after U.S. or Inc. are none."""
    return word[:1].isupper() and word not in _NOT_BEGINNING and is_function_word(word)


# Function words that begin names just as often: US, Will Smith, May 5.
_NOT_BEGINNING = ("US", "IT", "Will", "May", "Down", "Used", "Well", "Most")


def _next_word(text: str, at: int) -> str:
    while at < len(text) and text[at] in OPENERS:
        at += 1
    found = _WORD_AT.match(text, at)
    return found.group() if found else ""


def _first_letter(text: str, at: int) -> str:
    """The first letter or digit from `at` on, over opening quotes and dashes."""
    for ch in text[at : at + 8]:
        if ch.isalnum():
            return ch
        if ch not in OPENERS and ch not in " -–—…•.":
            return ""
    return ""


def _is_latin(text: str, at: int) -> bool:
    first = _first_letter(text, at)
    return first.isascii() and first.isalpha()
