"""What a pair names, and which pairs are other names of one thing; the tables are the point."""

import polars as pl
import pytest

from malmoi.extract.gazetteer import contradicts, is_korean_name, named_place, pair_kind
from malmoi.extract.kinds import Guess, guess_kind, kind_among, names_bearer
from malmoi.extract.sides import Phrase, Side, Unit
from malmoi.extract.termhood import standing
from malmoi.extract.terms import extract_terms
from malmoi.extract.variants import also_written
from malmoi.model.frames import bitext

# (Korean text, English text, Korean term, English term, how they sound alike, kind)
KINDS = [
    ("이라크에서 왔다.", "He came from Iraq.", "이라크", "Iraq", 0.9, "place"),
    ("이라크 정부가 말했다.", "The Iraqi government said so.", "이라크 정부", "Iraqi government", 0.4, "organisation"),
    ("에너지부가 밝혔다.", "The Energy Department said so.", "에너지부", "Energy Department", 0.1, "organisation"),
    ("서도원은 갔다.", "Then Seo Do-won left.", "서도원", "Seo Do-won", 1.0, "person"),
    ("벨릭 씨는 갔다.", "Then Bellic left.", "벨릭", "Bellic", 0.9, "person"),
    ("젯토르 최고경영자 앨런은 갔다.", "Then the Jettor chief left.", "젯토르", "Jettor", 0.9, "organisation"),
    ("허리케인 돌로라가 왔다.", "Then Hurricane Dolora came.", "돌로라", "Dolora", 0.9, "event"),
    ("사라예보 포위공격 이후", "After the siege of Sarajevo", "사라예보 포위공격", "siege of Sarajevo", 0.4, "event"),
    (
        "영화 '다크 나이트'를 봤다.",
        'They saw the film "Dark Knight" there.',
        "다크 나이트",
        "Dark Knight",
        0.9,
        "product",
    ),
    ("갈보르 근처에서 왔다.", "It is near Galbor now.", "갈보르", "Galbor", 0.9, "place"),
    ("WTO가 말했다.", "Then WTO spoke.", "WTO", "WTO", 1.0, "acronym"),
    ("인터넷에서 봤다.", "It was in Internet cafes.", "인터넷", "Internet", 0.9, "term"),
    ("김치를 먹는다.", "They eat kimchi.", "김치", "kimchi", 0.9, "term"),
]


def side(text: str, term: str) -> tuple[Side, Phrase]:
    start = text.index(term)
    end = start + len(term)
    quoted = text[start - 1 : start] in ("'", '"')
    proper = any(c.isupper() for c in term)
    return Side(text, [Unit(term, start, end, 1.0, proper)]), Phrase(start, end, 0, 1, term, proper, quoted=quoted)


@pytest.mark.parametrize("ko, en, k, e, alike, kind", KINDS)
def test_kinds_by_name_words_and_neighbours(ko, en, k, e, alike, kind):
    (ko_side, ko_phrase), (en_side, en_phrase) = side(ko, k), side(en, e)
    if "앨런" in ko:
        ko_side.units.append(Unit("앨런", ko.index("앨런"), ko.index("앨런") + 2, 1.0, proper=True))
    assert guess_kind(ko_side, en_side, ko_phrase, en_phrase, alike).kind == kind


def test_the_places_of_a_pair_are_weighed_together():
    hints = [Guess("place", "b", 1.0), Guess("person", "a", 2.0), Guess("place", "c", 0.5), Guess("term", "", 0.0)]
    assert kind_among(hints) == Guess("person", "a", 2.0)
    assert kind_among([*hints, Guess("place", "d", 1.0)]).why == "b"
    assert kind_among([]).kind == "term"


@pytest.mark.parametrize(
    "en, answer",
    [("US President George W Bush", True), ("Director General", False), ("Foreign Minister", False), ("rice", False)],
)
def test_a_title_with_its_bearer(en, answer):
    assert names_bearer(en) is answer


def test_known_names():
    assert pair_kind("이라크", "Iraq") == "place"
    assert pair_kind("이라크", "rice") == ""
    assert named_place("이라크", "Iraqis") == "이라크"
    assert contradicts("이라크", "athlete")
    assert not contradicts("이라크", "Iraqi")
    assert is_korean_name("박동선", ["Tongsun", "Park"])
    assert not is_korean_name("박물관", ["Museum"])


def test_a_pair_that_stands_only_inside_others_weighs_less():
    assert standing(4, 0) == 1.0
    assert standing(4, 4) < standing(4, 1) < 1.0


def test_other_spellings_are_named_once():
    assert also_written("데이터센터", ["데이터센터", "데이터 센터", "데이터 센터"]) == "also written 데이터 센터"
    assert also_written("데이터센터", ["데이터센터"]) == ""


def test_variants_are_named_in_the_evidence():
    ko = ["마이클 크라치오스 실장은 데이터센터를 봤다.", "크라치오스는 데이터 센터가 크다고 말했다."]
    en = ["Director Michael Kratsios saw the data center.", "Kratsios said the data center was large."]
    made = extract_terms(bitext(ko, en)).candidates
    rows = {(r["ko"], r["en"]): r for r in made.iter_rows(named=True)}
    assert rows["크라치오스", "Kratsios"]["kind"] == "person"
    assert "short for 마이클 크라치오스 ~ Michael Kratsios" in rows["크라치오스", "Kratsios"]["evidence"]
    center = made.filter(pl.col("en") == "data center")
    assert center["count"].to_list() == [2]
    assert "also written" in center["evidence"][0]
