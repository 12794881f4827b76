"""Romanisation: the examples of the official rules, McCune-Reischauer, names and places, and that no text breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malmoi.errors import UsageError
from malmoi.names.romanization import romanize

# 국어의 로마자 표기법 (2000), chapter 2 article 2 and chapter 3 articles 1 and 2; names of things stand in small letters there.
OFFICIAL = """
구미 Gumi / 영동 Yeongdong / 백암 Baegam / 옥천 Okcheon / 합덕 Hapdeok / 호법 Hobeop / 월곶 Wolgot / 벚꽃 beotkkot / 한밭 Hanbat
구리 Guri / 설악 Seorak / 칠곡 Chilgok / 임실 Imsil / 울릉 Ulleung / 대관령 Daegwallyeong
백마 Baengma / 신문로 Sinmunno / 종로 Jongno / 왕십리 Wangsimni / 별내 Byeollae / 신라 Silla
학여울 Hangnyeoul / 알약 allyak / 해돋이 haedoji / 같이 gachi / 굳히다 guchida
좋고 joko / 놓다 nota / 잡혀 japyeo / 낳지 nachi / 묵호 Mukho / 집현전 Jiphyeonjeon
압구정 Apgujeong / 낙동강 Nakdonggang / 죽변 Jukbyeon / 낙성대 Nakseongdae / 합정 Hapjeong / 팔당 Paldang / 샛별 saetbyeol / 울산 Ulsan
부산 Busan / 세종 Sejong / 남산 Namsan / 속리산 Songnisan / 금강 Geumgang / 독도 Dokdo / 경복궁 Gyeongbokgung / 무량수전 Muryangsujeon
연화교 Yeonhwagyo / 극락전 Geungnakjeon / 안압지 Anapji / 남한산성 Namhansanseong / 화랑대 Hwarangdae / 불국사 Bulguksa
현충사 Hyeonchungsa / 독립문 Dongnimmun / 오죽헌 Ojukheon / 촉석루 Chokseongnu / 종묘 Jongmyo / 다보탑 Dabotap / 광희문 Gwanghuimun
집 jip / 짚 jip / 밖 bak / 값 gap / 붓꽃 butkkot / 먹는 meongneun / 독립 dongnip / 문리 mulli / 물엿 mullyeot / 굳이 guji / 좋다 jota
가곡 gagok / 조랑말 jorangmal / 없었습니다 eopseotseumnida / 해운대 Haeundae
"""
PLACES = """
충청북도 Chungcheongbuk-do / 제주도 Jeju-do / 의정부시 Uijeongbu-si / 양주군 Yangju-gun / 도봉구 Dobong-gu / 신창읍 Sinchang-eup
삼죽면 Samjuk-myeon / 인왕리 Inwang-ri / 당산동 Dangsan-dong
"""
PEOPLE = """
민용하 Min Yong-ha / 송나리 Song Na-ri / 한복남 Han Bok-nam / 홍빛나 Hong Bit-na / 최태원 Choe Tae-won / 남궁민 Namgung Min
제갈 Je Gal / 황보 관 Hwangbo Gwan
"""
# From the tables of McCune and Reischauer and names in common use.
MR = """
서울 Sŏul / 부산 Pusan / 평양 P'yŏngyang / 독립 Tongnip / 한글 Han'gŭl / 강감찬 Kanggamch'an / 발해 Parhae / 철도 Ch'ŏlto / 신라 Silla
물건 Mulgŏn / 연락 Yŏllak / 백제 Paekche / 전라도 Chŏllado / 이순신 Isunsin / 까치 Kkach'i / 대관령 Taegwallyŏng
"""


def cases(table: str) -> list[tuple[str, ...]]:
    return [tuple(item.split(" ", 1)) for line in table.strip().splitlines() for item in line.split(" / ")]


@pytest.mark.parametrize("ko, roman", cases(OFFICIAL))
def test_official_examples(ko: str, roman: str) -> None:
    assert romanize(ko, capital=roman[0].isupper()) == roman


@pytest.mark.parametrize("ko, roman", cases(PLACES))
def test_places_take_a_hyphen_before_their_unit(ko: str, roman: str) -> None:
    assert romanize(ko, "place") == roman


@pytest.mark.parametrize(
    "ko, roman", [*(c for c in cases(PEOPLE) if " " not in c[0] and c[0] != "황보"), ("황보 관", "Hwangbo Gwan")]
)
def test_people_keep_their_syllables(ko: str, roman: str) -> None:
    assert romanize(ko, "name") == roman


@pytest.mark.parametrize("ko, roman", cases(MR))
def test_mccune_reischauer(ko: str, roman: str) -> None:
    assert romanize(ko, "mr") == roman


def test_what_is_not_hangul_stays() -> None:
    assert romanize("SK하이닉스 3분기, 서울 2024") == "SKhainikseu 3bungi, Seoul 2024"


def test_decomposed_text_reads_alike() -> None:
    assert romanize("신라") == "Silla"


def test_unknown_style_is_named() -> None:
    with pytest.raises(UsageError, match="'yale'"):
        romanize("가", "yale")  # type: ignore[arg-type]


@given(st.text(), st.sampled_from(["rr", "mr", "name", "place"]))
def test_never_raises_and_leaves_no_syllable(text: str, style: str) -> None:
    assert not any("가" <= ch <= "힣" for ch in romanize(text, style))  # type: ignore[arg-type]
