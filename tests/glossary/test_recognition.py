"""The glossary's terms in texts: what stands in [[double brackets]] is a hit, nothing else is."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.errors import UsageError
from malmoi.glossary import eojeol
from marked import read

# Korean, by what they show. Every sentence is written for this test.
KOREAN = """
particles       [[은행]]에서 [[이자]]까지 물었다.
particles       [[정부]]로서는 [[대통령]]에게마저 알리지 않았다.
particles       [[세계은행]]에서는커녕 [[국회]]에서도 듣지 못했다.
particles       [[이사회]]는 어제 열렸다.
copula          그가 맡은 일은 [[소송]]이었다.
copula          [[알고리즘]]이란 차례를 말한다.
copula          목표는 [[세계은행]]이라고 했다.
plural          [[투자자]]들끼리 [[의사]]들에게 따졌다.
spacing         [[공정 거래 위원회]]가 움직였다.
spacing         [[생성형AI]]를 쓴다.
spacing         [[영업 이익]]이 줄고 [[인수 합병]]이 늘었다.
spacing         이 사회가 낯설다.
spacing         사람이 사회를 본다.
compound        [[세계]] [[은행]]장들이 왔다.
compound        [[은행]][[이사회]]가 모였다.
compound        [[금리]]인상을 두고 다퉜다.
compound        [[국회]]의원이 물었다.
compound        반[[정부]] 시위가 커졌다.
compound        [[은행]]원으로 일한다.
compound        [[항소]]심에서 이겼다.
compound        [[반도체]]업계와 [[부품]]업체가 만났다.
compound        [[암]][[환자]]를 돌본다.
compound        전세[[계약]]을 맺었다.
boundary        내부채용 공고를 냈다.
boundary        미국회사에 다닌다.
boundary        커피고객이 늘었다.
boundary        전환율이 높다.
boundary        흡수율을 쟀다.
boundary        일부품목이 동났다.
boundary        의정부에 산다.
boundary        가정부를 두었다.
boundary        재판결과를 봤다.
boundary        과정부터 살폈다.
boundary        이자카야 앞의 은행나무가 노랗다.
boundary        우리가 원하는 원숭이는 원래 없다.
boundary        주가 되는 일은 따로 있다.
boundary        꽃이 피고 진다.
nested          [[세계보건기구]]와 [[국채]] [[금리]]를 다뤘다.
nested          [[투자자]]와 [[투자]]는 다르다.
latin           [[AI]]가 쓴 글과 [[챗GPT]]에게 물은 글.
latin           [[AI]][[반도체]]가 [[WHO]]의 관심을 끌었다.
latin           OpenAI와 AIDS는 다른 말이다.
figures         5000억[[원]]과 20억 [[달러]]와 만 [[원]].
figures         3원칙을 세웠다.
verbal          회사에 [[투자]]하고 [[항소]]했다.
homograph       더운 날 부채로 바람을 일으켰다.
homograph       회사의 [[부채]]가 자산보다 많다.
homograph       생일 선물을 골랐다.
homograph       지수 [[선물]]이 만기를 맞았다.
homograph       쌀을 주식으로 먹는다.
homograph       새집으로 이사를 갔다.
homograph       물러날 의사가 없다고 밝혔다.
quotes          ‘[[스타게이트]]’라는 이름과 “[[금리]]”라는 말.
quotes          [[인공지능]]([[AI]])이 바꾼 세상.
none            오늘은 비가 온다.
"""

ENGLISH = """
plural          [[Governments]] and [[start-ups]] signed [[contracts]].
plural          [[Boards of directors]] met.
plural          A [[merger and acquisition]] is rare.
possessive      The [[World Bank]]'s report and [[investors]]' hopes.
possessive      The [[shareholders’ meeting]] was short.
capitals        [[AI]] is not aid, and who knows the [[WHO]]?
capitals        [[FAIR TRADE COMMISSION]] ACTS
capitals        WHO WINS THE RACE
capitals        Let us ask the [[U.S. government]].
dots            The [[A.I.]] boom goes on, says the [[US government]].
hyphens         [[Data-center]] operators and a [[datacenter]] in a [[data  center]].
hyphens         [[Cyber security]] matters.
hyphens         They start up the engine of a [[startup]].
spelling        The [[Organization for Cooperation]] met.
words           Underworld banker wonders about embankments.
words           Chey Tae-won paid 500 [[won]].
nested          [[Government bonds]] and [[generative AI]].
nouns           The team won while the [[won]] slid.
nouns           He appealed, and the [[appeal]] failed.
nouns           They contract the virus; the [[contract]] ends.
nouns           She is patient with every [[patient]].
nouns           The [[patient]] waited, and [[patient]] records were lost.
nouns           He is fine, but the [[fine]] was not.
nouns           The [[ruling]] came; he was ruling the land.
nouns           It yields a profit; the [[yield]] rose.
homograph       Potato chips fell into the river bank.
homograph       Memory [[chips]] need a foundry.
homograph       She swam with a fast stroke.
homograph       The film director shouted.
homograph       Chicken stock boiled in the pot.
none            It rained all day.
"""


def cases(table):
    lines = (line.split(maxsplit=1) for line in table.strip().splitlines())
    return [pytest.param(marked, id=f"{kind}: {marked[:30]}") for kind, marked in lines]


@pytest.mark.parametrize("marked", cases(KOREAN))
def test_korean(common, marked):
    text, spans = read(marked)
    assert [(hit.start, hit.end) for hit in common.find(text, "ko")] == spans


@pytest.mark.parametrize("marked", cases(ENGLISH))
def test_english(common, marked):
    text, spans = read(marked)
    assert [(hit.start, hit.end) for hit in common.find(text, "en")] == spans


@pytest.mark.parametrize("marked", cases(KOREAN))
def test_decomposed_text_has_the_same_hits_at_its_own_offsets(common, marked):
    text, spans = read(marked)
    given_text = unicodedata.normalize("NFD", text)
    found = [given_text[hit.start : hit.end] for hit in common.find(given_text, "ko")]
    assert [unicodedata.normalize("NFC", surface) for surface in found] == [text[start:end] for start, end in spans]


# text, language, how
HOW = [
    ("은행 앞", "ko", "exact"),
    ("은행에서", "ko", "inflected"),
    ("은행원이", "ko", "compound"),
    ("공정 거래위원회", "ko", "spacing"),
    ("투자했다", "ko", "inflected"),
    ("banks", "en", "inflected"),
    ("data-center", "en", "spacing"),
    ("Organization for Cooperation", "en", "spelling"),
]


@pytest.mark.parametrize("text, lang, how", HOW)
def test_a_hit_says_how(common, text, lang, how):
    assert [hit.how for hit in common.find(text, lang)] == [how]


def test_of_two_terms_at_one_place_the_one_spelled_so_counts(common):
    assert [(hit.concept, hit.term, hit.status) for hit in common.find("컨텐츠를", "ko")] == [
        ("content", "컨텐츠", "deprecated")
    ]


def test_fast_asks_no_kiwi_and_still_knows_particles_and_boundaries(common, monkeypatch):
    monkeypatch.setattr("malmoi.glossary.eojeol._tokens", lambda _: pytest.fail("Kiwi was asked"))
    text = "은행에서 5000억원을 빌린 투자자들이 내부채용을 보고 항소했다."
    assert [text[hit.start : hit.end] for hit in common.find(text, "ko", tier="fast")] == [
        "은행",
        "원",
        "투자자",
        "항소",
    ]


def test_exact_says_what_default_says_here(common):
    for case in cases(KOREAN):
        text, _ = read(case.values[0])
        assert common.find(text, "ko", tier="exact") == common.find(text, "ko")


@pytest.mark.parametrize("lang, tier", [("ja", "default"), ("ko", "slow")])
def test_misuse_is_said(common, lang, tier):
    with pytest.raises(UsageError, match="tier is one of"):
        common.find("은행", lang, tier=tier)


PIECES = st.sampled_from(
    [
        "은행",
        "이사회",
        "금리",
        "AI",
        "won",
        "bank",
        " ",
        "-",
        ".",
        "는",
        "원",
        "\n",
        "ᄒ",
        "ᅡ",
        "🙂",
        "Boards of directors",
        "5",
        "’s",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["ko", "en"]))
def test_hits_are_in_order_disjoint_and_inside(common, text, lang):
    at = 0
    for hit in common.find(text, lang):
        assert at <= hit.start < hit.end <= len(text)
        at = hit.end


@pytest.mark.parametrize(
    "piece, lang",
    [("은행이사회가인수합병을", "ko"), ("은행이 금리를 물었다. ", "ko"), ("The World Bank won an appeal. ", "en")],
)
def test_a_text_without_line_breaks_costs_what_its_length_says(common, piece, lang, monkeypatch):
    windows = []
    real = eojeol._tokens
    monkeypatch.setattr("malmoi.glossary.eojeol._tokens", lambda window: windows.append(len(window)) or real(window))
    once = len(common.find(piece, lang))
    assert len(common.find(piece * 3000, lang)) >= once * 2990
    assert max(windows, default=0) < 400
