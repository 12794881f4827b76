#!/usr/bin/env python3
"""How well look-ups are answered over the starter glossary: queries made by rules out of its terms, and written by hand.

    lookup_quality.py [--each 150] [--seed 0] [--misses KIND]

One row a kind: queries, share right first, share right among five. `none` are words that are not in the glossary (the share answered by
nothing). Right is any concept that has the term the query was made of. --misses prints what went wrong.
"""

import argparse
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from malmoi.glossary.keyboard import to_latin
from malmoi.glossary.rows import read_rows
from malmoi.glossary.store import Glossary
from malmoi.names.romanization import romanize
from malmoi.text.hangul import choseong, compose, decompose, is_syllable
from malmoi.text.particles import attach

ROOT = Path(__file__).resolve().parents[2]
JOSA = [
    "은",
    "이",
    "을",
    "에",
    "의",
    "와",
    "에서",
    "에게",
    "으로",
    "부터",
    "까지",
    "에서는",
    "만",
    "도",
    "이라고",
    "이라며",
    "이다",
    "인",
    "보다",
    "처럼",
    "들이",
    "들은",
    "들에게",
    "에서도",
    "으로부터",
    "이었다",
]
Make = Callable[[str, random.Random], str | None]


def josa(term: str, rng: random.Random) -> str | None:
    return attach(term, rng.choice(JOSA)) if is_syllable(term[-1]) else None


def spacing(term: str, rng: random.Random) -> str | None:
    bare = term.replace(" ", "")
    if " " in term:
        return bare
    if len(bare) < 4:
        return None
    i = rng.randrange(2, len(bare) - 1)
    return f"{bare[:i]} {bare[i:]}"


def initials(term: str, rng: random.Random) -> str | None:
    return choseong(term).replace(" ", "") if len(term.replace(" ", "")) > 2 else None


def mixed(term: str, rng: random.Random) -> str | None:
    if len(term) < 4:
        return None
    picked = set(rng.sample(range(len(term)), rng.randint(1, len(term) - 2)))
    return "".join(choseong(ch) if i in picked else ch for i, ch in enumerate(term))


def vowel(term: str, rng: random.Random) -> str | None:
    """One vowel slips to its neighbour."""
    near = {
        "ㅏ": "ㅓ",
        "ㅓ": "ㅏ",
        "ㅗ": "ㅜ",
        "ㅜ": "ㅗ",
        "ㅐ": "ㅔ",
        "ㅔ": "ㅐ",
        "ㅣ": "ㅡ",
        "ㅡ": "ㅣ",
        "ㅕ": "ㅓ",
        "ㅑ": "ㅏ",
    }
    places = [i for i, ch in enumerate(term) if is_syllable(ch) and decompose(ch)[1] in near]
    if len(term) < 3 or not places:
        return None
    i = rng.choice(places)
    a, b, c = decompose(term[i])
    return term[:i] + compose(a, near[b], c) + term[i + 1 :]


def final(term: str, rng: random.Random) -> str | None:
    """A final is lost, or one too many."""
    if len(term) < 3:
        return None
    i = rng.randrange(len(term))
    if not is_syllable(term[i]):
        return None
    a, b, c = decompose(term[i])
    return term[:i] + compose(a, b, "" if c else "ㄴ") + term[i + 1 :]


def swap(term: str, rng: random.Random) -> str | None:
    bare = term.replace(" ", "")
    if len(bare) < 4:
        return None
    i = rng.randrange(len(bare) - 1)
    return bare[:i] + bare[i + 1] + bare[i] + bare[i + 2 :] if bare[i] != bare[i + 1] else None


def two(term: str, rng: random.Random) -> str | None:
    return vowel(once, rng) if len(term) > 5 and (once := final(term, rng)) else None


def common_latin(term: str, rng: random.Random) -> str | None:
    """As people write names: oo, u for eo, sh, p for b at the start, double letters."""
    text = romanize(term).lower()
    for one, other in rng.sample(
        [
            ("eo", "u"),
            ("eu", "u"),
            ("u", "oo"),
            ("si", "shi"),
            ("j", "ch"),
            ("g", "k"),
            ("d", "t"),
            ("b", "p"),
            ("i", "ee"),
            ("r", "l"),
        ],
        2,
    ):
        text = text.replace(one, other)
    return text if len(term) > 2 else None


def english_slip(term: str, rng: random.Random) -> str | None:
    if len(term) < 8 or not term.isascii():
        return None
    i = rng.randrange(1, len(term) - 2)
    kind = rng.choice("dsrx")
    return {
        "d": term[:i] + term[i + 1 :],
        "s": term[:i] + term[i + 1] + term[i] + term[i + 2 :],
        "r": term[:i] + term[i] + term[i:],
        "x": term[:i] + rng.choice("aeiort") + term[i + 1 :],
    }[kind]


def plural(term: str, rng: random.Random) -> str | None:
    return (
        re.sub("y$", "ie", term) + ("es" if re.search("(s|x|ch|sh)$", term) else "s")
        if term.islower() and len(term) > 3 and not term.endswith("s")
        else None
    )


KO: dict[str, Make] = {
    "exact": lambda t, r: t,
    "decomposed": lambda t, r: unicodedata.normalize("NFD", t),
    "josa": josa,
    "josa decomposed": lambda t, r: unicodedata.normalize("NFD", josa(t, r) or "") or None,
    "spacing": spacing,
    "initials": initials,
    "initials mixed": mixed,
    "beginning": lambda t, r: t[: max(2, len(t) * 2 // 3)] if len(t) > 3 else None,
    "slip of a vowel": vowel,
    "slip of a final": final,
    "syllables swapped": swap,
    "two slips": two,
    "romanised": lambda t, r: romanize(t).lower() if len(t) > 1 else None,
    "romanised, MR": lambda t, r: romanize(t, "mr") if len(t) > 1 else None,
    "romanised, MR bare": lambda t, r: (
        re.sub("[’'˘]", "", unicodedata.normalize("NFD", romanize(t, "mr")).encode("ascii", "ignore").decode())
        if len(t) > 2
        else None
    ),
    "romanised, hyphens": lambda t, r: (
        "-".join(romanize(ch).lower() for ch in t) if 1 < len(t) < 6 and all(map(is_syllable, t)) else None
    ),
    "romanised, common": common_latin,
    "wrong keyboard": lambda t, r: to_latin(t),
    "wrong keyboard, josa": lambda t, r: to_latin(josa(t, r) or "") or None,
}
EN: dict[str, Make] = {
    "en exact": lambda t, r: t,
    "en capitals": lambda t, r: t.upper() if not t.isupper() else None,
    "en wide": lambda t, r: "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in t),
    "en hyphens": lambda t, r: t.replace(" ", "-") if " " in t else None,
    "en without spaces": lambda t, r: t.replace(" ", "") if " " in t else None,
    "en plural": plural,
    "en possessive": lambda t, r: f"{t}’s" if t.islower() and not t.endswith("s") else None,
    "en article": lambda t, r: f"the {t}",
    "en slip": english_slip,
    "en beginning": lambda t, r: t[: max(4, len(t) * 2 // 3)] if len(t) > 6 else None,
    "en on Korean keyboard": lambda t, r: typed_in_korean(t),
    "en with josa": lambda t, r: attach(t, r.choice(JOSA[:12])) if t.isascii() else None,
}


def typed_in_korean(term: str) -> str | None:
    """English letters on a Korean keyboard, as an input method composes them."""
    from malmoi.glossary.keyboard import _KEYS

    if not term.isascii() or not term.replace(" ", "").isalpha() or len(term) < 4:
        return None
    loose = "".join(_KEYS.get(ch, _KEYS.get(ch.lower(), ch)) for ch in term)
    return composed(loose)


def composed(letters: str) -> str:
    from malmoi.glossary.keyboard import to_hangul

    # Stretches that make syllables are composed, the rest stays jamo.
    latin = {v: k for k, v in __import__("malmoi.glossary.keyboard", fromlist=["_KEYS"])._KEYS.items()}
    out, i = "", 0
    while i < len(letters):
        for end in range(min(len(letters), i + 5), i, -1):
            made = to_hangul("".join(latin.get(ch, ch) for ch in letters[i:end]))
            if made and len(made) == 1 and is_syllable(made):
                nxt = letters[end : end + 1]
                if nxt and nxt in "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ" and decompose(made)[2]:
                    continue
                out, i = out + made, end
                break
        else:
            out, i = out + letters[i], i + 1
    return out


# query, a term of the concept meant
HAND = """
seoul central district prosecutors\tSeoul Central District Prosecutors' Office
Samseong\t삼성전자
samsung electronics co\tSamsung Electronics
韓國銀行\t한국은행
國會\t국회
憲法裁判所\t헌법재판소
大統領室\t대통령실
産業通商資源部\t산업통상자원부
半導體\t반도체
基準金利\t기준금리
理事會가\t이사회
스톡 옵션\t스톡옵션
디지탈\t디지털
메세지\t메시지
까스\t가스
쎄미컨덕터\tsemiconductor
아티피셜 인텔리전스\tartificial intelligence
머신러닝\t머신러닝
인터레스트 레이트\tinterest rate
블락체인\t블록체인
크라우드 컴퓨팅\t클라우드 컴퓨팅
악세사리\t액세서리
리더쉽\t리더십
파트너쉽\t파트너십
워크샵\t워크숍
쥬스\t주스
비젼\t비전
컨퍼런스\t콘퍼런스
프로포절\tproposal
테크놀러지\ttechnology
a.i.\tAI
g.d.p.\tGDP
U S A\tUSA
E.U.\tEU
""".strip().splitlines()  # fmt: skip
NONSENSE = """
아무말대잔치 흐르릉 꾸르륵 뷁뷁 쀍 쿄쿄쿄 훠궈집 마라탕후루 떡갈비 잔치국수 강아지풀 민들레 고양이밥 미끄럼틀
낚싯대 빨랫줄 양말짝 목도리 손톱깎이 이쑤시개 숟가락 젓가락질 눈사람 허수아비 개나리꽃 무지개떡 솜사탕 붕어빵
호떡 어묵탕 김밥천국 소꿉놀이 술래잡기 딱지치기 윷놀이 널뛰기 하품 재채기 딸꾹질 트림 코골이 잠꼬대 물구나무
팔굽혀펴기 ㅋㅋㅋ ㅠㅠ ㅎㅎㅎ ㅇㅈㄹㅁㄷ ㅃㅉㄸ asdf qwer zxcvb hjklm blorptastic wuggle snorfblat flimflam
quokka marshmallow toothbrush kangaroo pillowcase dandelion broccoli cinnamon hopscotch trampoline scarecrow
lullaby sneeze hiccup gargoyle walrus pretzel kazoo doodle giggle wobble squirrel umbrella 12345 3.14159 007
??? !!! ... @#$ 🙂🙂 ㅏㅏㅏ ㅡㅡ xyzzyq plughed foobarbaz lorem ipsum dolor gkdlfn dkssud thskrl qkqh zkzkzk
"""


def cases(rows: list[tuple[str, str, str]], each: int, seed: int) -> Iterator[tuple[str, str, set[str]]]:
    """(kind, query, right concepts)"""
    having: dict[str, set[str]] = {}
    for concept, _, term in rows:
        having.setdefault(term, set()).add(concept)
    for lang, kinds in (("ko", KO), ("en", EN)):
        terms = sorted({term for _, own, term in rows if own == lang and (own == "en" or any(map(is_syllable, term)))})
        for kind, make in kinds.items():
            rng = random.Random(f"{kind}{seed}")
            made = ((make(term, rng), term) for term in rng.sample(terms, min(len(terms), each * 3)))
            for query, term in [(query, term) for query, term in made if query][:each]:
                yield kind, query, having.get(query, having[term]) | having[term]
    for line in HAND:
        query, term = line.split("\t")
        if term in having:
            yield "by hand", query, having[term]
    for word in NONSENSE.split():
        if word not in having:
            yield "none", word, set()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--misses")
    args = parser.parse_args()
    frame = pl.DataFrame(read_rows(str(ROOT / "glossary" / "starter.tsv")), infer_schema_length=None)
    store = Glossary.from_pairs(frame)
    rows = [*store.terms.select("concept", "lang", "term").iter_rows()]
    counts: dict[str, list[int]] = {}
    for kind, query, right in cases(rows, args.each, args.seed):
        made = store.lookup(query, limit=5)
        first, five = (
            (made[:1] and made[0].concept in right, right & {m.concept for m in made}) if right else (not made,) * 2
        )
        for name in (kind, "ALL of them" if right else "ALL none"):
            counts.setdefault(name, [0, 0, 0])
            counts[name] = [a + bool(b) for a, b in zip(counts[name], (True, first, five), strict=True)]
        if args.misses in (kind, "all") and not first:
            print(
                f"    {kind}: {query!r} -> {[(m.term, m.how, round(m.score, 2)) for m in made[:3]]}, not {sorted(right)[:2]}"
            )
    for name, (n, first, five) in counts.items():
        print(f"{name:<24} n={n:5d}  first={first / n:.3f}  five={five / n:.3f}")


if __name__ == "__main__":
    main()
