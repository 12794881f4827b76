"""Documents whose sentences are merged and cut as translators do it, with the gold alignment known by construction.

Joining two sentences mostly drops the full stop between them: English goes on with ", and", "; " or a dash, Korean turns the final
ending into a connective one (했다. → 했고, / 했지만). Cutting one goes the other way: at a clause, with a full stop and a capital,
and with a final ending in Korean (했으며, → 했다.). Sentences are left out on either side, alone and in short runs.
"""

import random
import re

from sentences_docs import Beads

# Endings of a Korean clause that goes on, by how the final one reads: after a vowel stem, and after a consonant or the past.
_ENDINGS_VOWEL = ("고", "며", "고,", "며,", "지만,", "는데")
_ENDINGS_FIRM = ("고", "으며", "고,", "으며,", "지만", "지만,", "는데,")
_CLAUSE_KO = re.compile(r"(?<=[았었였했됐갔왔졌쳤났섰렸겼])(고|으며|지만|는데),? ")
_CLAUSE_EN = re.compile(r"(, and |, but |; |, while | – | — |, so )")
_FINAL_N, _FINAL_B = 4, 17  # 종성 ㄴ, ㅂ
_KEEP_STOP = 0.1
# Words at the beginning of a sentence that lose their capital inside of one.
_SMALL = (
    "The",
    "It",
    "He",
    "She",
    "They",
    "This",
    "That",
    "In",
    "But",
    "And",
    "We",
    "A",
    "An",
    "There",
    "His",
    "Its",
    "At",
    "For",
)
_LONG_ENOUGH = 12


def disturb(pairs: list[tuple[str, str]], rng: random.Random) -> tuple[list[str], list[str], Beads]:
    """(English sentences, Korean sentences, gold beads) of parallel (English, Korean) lines."""
    merge, cut, drop = rng.uniform(0.05, 0.2), rng.uniform(0.03, 0.12), rng.uniform(0.0, 0.03)
    items: list[tuple[list[str], list[str]]] = []
    i = 0
    while i < len(pairs):
        size = 2 if rng.random() < 0.85 else 3
        group = pairs[i : i + size]
        if len(group) == size and rng.random() < merge:
            en, ko = [e for e, _ in group], [k for _, k in group]
            side = rng.random()
            if side < 0.48:
                en = [_joined(en, rng, join_english)]
            elif side < 0.96:
                ko = [_joined(ko, rng, join_korean)]
            elif size == 2:
                en, ko = _crossed(en, ko, rng)
            apart = en == [e for e, _ in group] and ko == [k for _, k in group]
            items += [([e], [k]) for e, k in group] if apart else [(en, ko)]
            i += size
            continue
        en, ko = [pairs[i][0]], [pairs[i][1]]
        draw = rng.random()
        if draw < cut:
            en, ko = (cut_english(en[0], rng), ko) if rng.random() < 0.5 else (en, cut_korean(ko[0], rng))
        elif draw < cut + drop:
            en = []
        elif draw < cut + 2 * drop:
            ko = []
        items.append((en, ko))
        i += 1
    if rng.random() < 0.15 and len(items) > 12:
        start, length, which = rng.randrange(len(items) - 8), rng.randint(3, 8), rng.randrange(2)
        for at in range(start, start + length):
            en, ko = items[at]
            items[at] = ([], ko) if which else (en, [])
    return flattened(items)


def flattened(items: list[tuple[list[str], list[str]]]) -> tuple[list[str], list[str], Beads]:
    """Sentences of both sides with their beads; a sentence without partner is a bead of its own."""
    en: list[str] = []
    ko: list[str] = []
    gold: Beads = []
    for left, right in items:
        s, t = tuple(range(len(en), len(en) + len(left))), tuple(range(len(ko), len(ko) + len(right)))
        gold += [(s, t)] if s and t else [((i,), ()) for i in s] + [((), (j,)) for j in t]
        en += left
        ko += right
    return en, ko, gold


def join_english(first: str, second: str, rng: random.Random) -> str:
    """One sentence of two."""
    if rng.random() < _KEEP_STOP or not first.endswith("."):
        return f"{first} {second}"
    word = second.split(" ", 1)[0]
    if word in _SMALL:
        second = word.lower() + second[len(word) :]
    return first[:-1] + rng.choice((", and ", "; ", ", ", " – ", ", while ", ", but ")) + second


def join_korean(first: str, second: str, rng: random.Random) -> str:
    """One sentence of two."""
    bare = first.rstrip(".")
    if rng.random() < _KEEP_STOP or not first.endswith("다."):
        return f"{first} {second}"
    if bare.endswith("습니다"):
        stem = bare[:-3]
    elif bare.endswith("니다") and len(bare) > 2 and _final(bare[-3]) == _FINAL_B:
        stem = bare[:-3] + _with_final(bare[-3], 0)
    elif bare.endswith("는다"):
        stem = bare[:-2]
    elif len(bare) > 1 and _final(bare[-2]) == _FINAL_N:
        stem = bare[:-2] + _with_final(bare[-2], 0)
    else:
        stem = bare[:-1]
    if not stem or not "가" <= stem[-1] <= "힣":
        return f"{first} {second}"
    endings = _ENDINGS_VOWEL if _final(stem[-1]) == 0 else _ENDINGS_FIRM
    return f"{stem}{rng.choice(endings)} {second}"


def cut_english(sentence: str, rng: random.Random) -> list[str]:
    """Two sentences of one, where it has a clause to cut at."""
    found = [m for m in _CLAUSE_EN.finditer(sentence) if min(m.start(), len(sentence) - m.end()) >= 2 * _LONG_ENOUGH]
    if not found:
        return [sentence]
    here = rng.choice(found)
    word = here.group().strip(" ,;–—")
    rest = sentence[here.end() :]
    rest = f"{word} {rest}" if word and rng.random() < 0.5 else rest
    return [sentence[: here.start()] + ".", rest[0].upper() + rest[1:]]


def cut_korean(sentence: str, rng: random.Random) -> list[str]:
    """Two sentences of one, where it has a clause in the past to cut at."""
    found = [m for m in _CLAUSE_KO.finditer(sentence) if min(m.start(), len(sentence) - m.end()) >= _LONG_ENOUGH]
    if not found:
        return [sentence]
    here = rng.choice(found)
    lead = rng.choice(("", "", "그리고 ")) if here.group(1) != "지만" else rng.choice(("", "하지만 ", "그러나 "))
    return [sentence[: here.start()] + "다.", lead + sentence[here.end() :]]


def _joined(sentences: list[str], rng: random.Random, join) -> str:
    made = sentences[0]
    for sentence in sentences[1:]:
        made = join(made, sentence, rng)
    return made


def _crossed(en: list[str], ko: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    """Two sentences against two that are cut at other places: the end of the first one stands in the second."""
    cut = cut_english(en[0], rng)
    return ([cut[0], f"{cut[1]} {en[1]}"], ko) if len(cut) == 2 else (en, ko)


def _final(syllable: str) -> int:
    return (ord(syllable) - 0xAC00) % 28 if "가" <= syllable <= "힣" else -1


def _with_final(syllable: str, final: int) -> str:
    return chr(ord(syllable) - _final(syllable) + final)
