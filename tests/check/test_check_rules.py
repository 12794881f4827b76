"""What the rules report and what they leave alone, pair by pair."""

import polars as pl
import pytest

from malmoi.check.bitext import check_bitext
from malmoi.check.rules import RULES, SEVERITIES
from malmoi.errors import UsageError
from malmoi.glossary.store import Glossary
from malmoi.model.frames import FINDINGS, bitext

TERMS = [
    ("공정거래위원회", "Fair Trade Commission", "preferred", "ftc"),
    ("금융위원회", "Financial Services Commission", "preferred", "fsc"),
    ("경상수지", "current account balance", "preferred", "current_account"),
    ("이사회", "board of directors", "preferred", "board"),
    ("이사회", "board", "admitted", "board"),
    ("임상시험", "clinical trial", "preferred", "clinical_trial"),
    ("암", "cancer", "preferred", "cancer"),
    ("유방암", "breast cancer", "preferred", "breast_cancer"),
    ("콘텐츠", "content", "preferred", "content"),
    ("컨텐츠", "content", "deprecated", "content"),
    ("가상자산", "virtual asset", "preferred", "virtual_asset"),
    ("암호화폐", "cryptocurrency", "admitted", "virtual_asset"),
    ("가상화폐", "virtual currency", "deprecated", "virtual_asset"),
    ("주가", "stock price", "preferred", "stock_price"),
    ("주가", "share price", "admitted", "stock_price"),
    ("판결", "ruling", "preferred", "ruling"),
    ("국회", "National Assembly", "preferred", "assembly"),
    ("인공지능", "artificial intelligence", "preferred", "ai"),
    ("AI", "AI", "admitted", "ai"),
    ("ChatGPT", "ChatGPT", "preferred", "chatgpt"),
    ("챗지피티", "ChatGPT", "deprecated", "chatgpt"),
]

# Direction, Korean, English, the rules that must be hard.
FAULTS = [
    ("ko-en", "공정거래위원회는 담합을 적발했다.", "The Financial Services Commission uncovered the collusion.", {"term_missing"}),
    ("ko-en", "경상수지가 석 달째 흑자다.", "The trade balance has been in surplus for three months.", {"term_missing"}),
    ("en-ko", "동물 실험이 시작됐다.", "The clinical trial has started.", {"term_missing"}),
    ("ko-en", "올해 유방암 환자가 늘었다.", "Cancer patients increased this year.", {"term_missing"}),
    ("en-ko", "이 컨텐츠는 무료다.", "This content is free.", {"deprecated_used"}),
    ("ko-en", "가상자산 거래가 줄었다.", "Virtual currency trading decreased.", {"deprecated_used"}),
    ("ko-en", "주가가 올랐다가 다시 주가가 내렸다.", "The stock price rose, then the share price fell back.", {"inconsistent"}),
    ("ko-en", "펀드는 3억 달러를 모았다.", "The fund raised $30 million.", {"amount_mismatch"}),
    ("ko-en", "부채가 8억 원 늘었다.", "Debt grew by 8 trillion won.", {"amount_mismatch"}),
    ("ko-en", "금리를 0.5%포인트 올렸다.", "It raised the rate by 0.5 percent.", {"amount_mismatch"}),
    ("en-ko", "대출은 모두 20억 엔이다.", "The loan totals 2 billion yuan.", {"currency_mismatch"}),
    ("ko-en", "다리는 100km다.", "The bridge is 100 miles long.", {"unit_mismatch"}),
    ("en-ko", "3시간 걸린다.", "It takes 3 days.", {"unit_mismatch"}),
    ("ko-en", "로봇 800대를 들여온다.", "It will bring in robots.", {"number_missing"}),
    ("ko-en", "계약은 3월 31일 끝난다.", "The contract ends on March 13.", {"date_mismatch"}),
    ("en-ko", "행사는 2027. 1. 12.에 열린다.", "The event is on 11 January 2027.", {"date_mismatch"}),
    ("ko-en", "용접 불꽃이 튀었다.", "Welding 불꽃 flew.", {"untranslated"}),
    ("en-ko", "이 pipeline을 고쳤다.", "They fixed this pipeline.", {"untranslated"}),
    ("en-ko", "Content가 늘었다.", "Content grew.", {"untranslated"}),
    ("ko-en", "회의는 오후 3시에 열린다.", "The meeting is at 3 a.m.", {"time_mismatch"}),
    ("en-ko", "제15조를 고쳤다.", "They amended Article 16.", {"ordinal_mismatch"}),
    ("ko-en", "정부는 세금을 내리기로 했다.", "The government decided to lower the", {"truncated"}),
    ("ko-en", "금융위원회가 조사한다.", "The Finencial Services Commission is investigating.", {"name_differs"}),
    ("ko-en", "오늘은 비가 온다.", "", {"empty"}),
    ("ko-en", "오늘은 비가 온다.", "오늘은 비가 온다.", {"identical"}),
    ("en-ko", "{count}개를 지웠습니다.", "Deleted {count} files from {path}.", {"placeholder_lost"}),
    ("en-ko", "%d개 중 %s", "%s of %d", {"code_order"}),
    ("en-ko", "<b>굵게 쓴다", "<b>Write</b> in bold", {"tag_lost"}),
    ("en-ko", "<b><i>굵게</b></i> 쓴다", "<b><i>Write</i></b> in bold", {"code_order"}),
    ("en-ko", "회의(오전은 열린다.", "The meeting (morning) is held.", {"brackets"}),
    ("en-ko", "파일을(를) 지웠습니다.", "The file was deleted.", {"josa"}),
    ("en-ko", "첫 답변를 기대한다.", "They expect a first answer.", {"josa"}),
    ("ko-en", "그 집은 크다.", "The the house is big.", {"doubled"}),
    ("ko-en", "그 집은 크다.", "The h\ufffdse is big.", {"encoding"}),
]  # fmt: skip

# Correct pairs: nothing hard.
CLEAN = [
    ("ko-en", "이사회에서는 아무도 반대하지 않았다.", "Nobody on the board opposed it."),
    ("ko-en", "가상자산을 맡길 곳이 없다.", "Nobody will hold cryptocurrency."),
    ("ko-en", "대법원은 목요일에 그렇게 판결했다.", "The Supreme Court ruled so on Thursday."),
    ("ko-en", "이 사회의 그늘을 외면하지 말자.", "Let us not look away from the shadows of this society."),
    ("en-ko", "벌금 2만 유로가 선고됐다.", "A fine of €20,000 was handed down."),
    ("ko-en", "5000억 달러(약 700조 원)를 쏟아붓는다.", "It will pour in $500 billion."),
    ("ko-en", "여성 2명이 풀려났다.", "Both women were released."),
    ("ko-en", "인공지능 바람이 분다. 인공지능이 답이다.", "Artificial intelligence (AI) is all the rage. AI is the answer."),
    ("en-ko", "가을에는 효과를 보고 도와주기로 했다.", "They decided to help in autumn, after seeing the effect."),
    ("en-ko", "{0}을(를) 지웠습니다.", "Deleted {0}."),
    ("en-ko", "영화 <기생충>이 상을 받았다.", "The film Parasite won a prize."),
    ("en-ko", "할인율은 50% 이하다.", "The discount is 50% or less."),
    ("en-ko", "애빌린(Abilene)에 공장을 짓는다.", "They are building a plant in Abilene."),
    ("en-ko", "`pip install malmoi` 명령을 쓴다.", "Use the command `pip install malmoi`."),
    ("ko-en", "국회(國會)가 열렸다.", "The National Assembly (국회) opened."),
    ("ko-en", "4월 2일과 3일에 만났다.", "They met on April 2 and 3."),
    ("ko-en", "21일 밤(현지시간) 열렸다.", "It opened on Monday, July 20."),
    ("en-ko", "10대 소년 셋이 절반을 가졌다.", "Three teenage boys took 50 percent."),
    ("ko-en", "1) 준비한다", "1) Prepare"),
    ("ko-en", "그가 했던 말이다.", "That is what he had had to say."),
    ("ko-en", "", ""),
]  # fmt: skip

# What asks a person to look, and no more.
ADVICE = [
    ("ko-en", "국회는 어제 밤늦게까지 회의를 이어 갔다.", "They met late into the night yesterday.", "term_missing"),
    ("en-ko", "컨퍼런스가 열린다.", "A conference is held.", "loanword"),
    ("en-ko", "오늘，모임이 있다.", "There is a meeting today.", "full_width"),
    ("en-ko", "그는 ㅎ갔다ㅏ.", "He left.", "stray_jamo"),
    ("en-ko", "그는 ありがとう라고 썼다.", "He wrote thank you.", "foreign_script"),
    ("en-ko", "{0}을 지웠습니다.", "Deleted {0}.", "josa"),
    ("en-ko", "IBM와 계약했다.", "It signed with IBM.", "josa"),
    ("en-ko", "회사는 회사는 문을 닫았다.", "The company closed.", "doubled"),
    ("ko-en", "긴 문장이 여기에 있고 그 뒤로도 말이 한참 더 이어지며 끝날 줄을 모른다.", "Long.", "length"),
    ("ko-en", "그는 “안녕”이라고 말했다.", "He said “hello.", "quotes"),
    ("ko-en", "그 집은 크다.", "The house  is big.", "spaces"),
    ("ko-en", "2025년 문을 열었다.", "It opened in 2024.", "date_mismatch"),
]  # fmt: skip


@pytest.fixture(scope="module")
def glossary():
    return Glossary.from_pairs(pl.DataFrame(TERMS, schema=["ko", "en", "status", "concept"], orient="row"))


def check(glossary, direction, ko, en, **settings):
    return check_bitext(bitext([ko], [en]), glossary, direction=direction, **settings)


def hard(found):
    return set(found.filter(pl.col("severity") == "hard")["rule"])


@pytest.mark.parametrize("direction, ko, en, rules", FAULTS)
def test_faults_are_found_by_the_rule_that_names_them(glossary, direction, ko, en, rules):
    assert hard(check(glossary, direction, ko, en)) == rules


@pytest.mark.parametrize("direction, ko, en", CLEAN)
def test_correct_pairs_raise_nothing_hard(glossary, direction, ko, en):
    assert hard(check(glossary, direction, ko, en)) == set()


@pytest.mark.parametrize("direction, ko, en, rule", ADVICE)
def test_what_is_not_certain_is_advice(glossary, direction, ko, en, rule):
    found = check(glossary, direction, ko, en)
    assert (rule, "advisory") in found.select("rule", "severity").rows()
    assert hard(found) == set()


def test_a_finding_points_at_both_sides(glossary):
    ko, en = "펀드는 3억 달러를 모았다.", "The fund raised $30 million."
    (row,) = check(glossary, "ko-en", ko, en).to_dicts()
    assert ko[row["ko_start"] : row["ko_end"]] == "3억 달러"
    assert en[row["en_start"] : row["en_end"]] == "$30 million"
    assert "×1/10" in row["message"]


def test_a_missing_term_names_what_the_glossary_has(glossary):
    found = check(glossary, "ko-en", *FAULTS[0][1:3]).to_dicts()[0]
    assert found["suggestion"] == "Fair Trade Commission"
    assert "Financial Services Commission" in found["message"]


def test_spans_are_those_of_decomposed_text_as_given(glossary):
    import unicodedata

    ko = unicodedata.normalize("NFD", "이 컨텐츠는 무료다.")
    found = check(glossary, "en-ko", ko, "This content is free.").filter(pl.col("rule") == "deprecated_used").to_dicts()
    assert [unicodedata.normalize("NFC", ko[r["ko_start"] : r["ko_end"]]) for r in found] == ["컨텐츠"]


def test_renderings_are_held_against_each_other_over_a_document(glossary):
    pairs = bitext(["주가가 올랐다.", "주가가 내렸다."], ["The stock price rose.", "The share price fell."], "a")
    found = check_bitext(pairs, glossary, direction="ko-en")
    assert found.select("seg", "rule", "severity").rows() == [(1, "inconsistent", "advisory")]
    apart = pairs.with_columns(doc=pl.Series(["a", "b"]))
    assert check_bitext(apart, glossary, direction="ko-en").is_empty()


def test_a_name_keeps_its_spelling_over_a_document(glossary):
    pairs = bitext(
        ["당국은 카라지치를 체포했다.", "그는 카라치치가 숨었다고 말했다.", "법원은 카라지치의 항소를 기각했다."],
        ["Officials arrested Karadzic there.", "He said that Karadzic hid.", "The court rejected Karadzic on appeal."],
    )
    found = check_bitext(pairs, glossary, ["name_differs"], direction="en-ko").to_dicts()
    assert [(row["seg"], row["suggestion"], row["severity"]) for row in found] == [(1, "카라지치", "advisory")]
    assert pairs["ko"][1][found[0]["ko_start"] : found[0]["ko_end"]] == "카라치치"


def test_one_source_has_one_translation_and_one_translation_one_source(glossary):
    pairs = bitext(
        ["변경 내용을 저장할까요?", "변경 내용을 저장할까요?", "모두 지우시겠습니까?"],
        ["Save your changes?", "Keep what you changed?", "Save your changes?"],
    )
    found = check_bitext(pairs, glossary, ["translations_differ"], direction="ko-en")
    assert found.select("seg", "severity").rows() == [(1, "advisory"), (2, "advisory")]
    assert ["same source" in text for text in found["message"]] == [True, False]
    same = bitext(["1번 파일을 지울까요?", "2번 파일을 지울까요?"], ["Delete file 1?", "Delete file 2?"])
    assert check_bitext(same, glossary, ["translations_differ"], direction="ko-en").is_empty()


def test_a_term_is_spaced_in_one_way(glossary):
    ko = ["공정거래위원회가 나섰다.", "공정거래 위원회는 말이 없다.", "공정거래 위원회가 물러섰다."]
    found = check_bitext(
        bitext(ko, ["The Fair Trade Commission acted."] * 3), glossary, ["spacing_differs"], direction="en-ko"
    )
    assert found.select("seg", "severity", "suggestion").rows() == [(1, "advisory", "공정거래위원회")]


def test_a_conversion_is_held_to_the_rate_of_its_document(glossary):
    ko = ["100억 달러(약 14조 원)를 쓴다.", "20억 달러(약 2조8000억 원)다.", "3억 달러(약 4200억 원)다.", "50억 달러(약 7000억 원)다.",
          "5억 달러(약 8000억 원)다."]  # fmt: skip
    en = [
        "It spends $10 billion.",
        "It is $2 billion.",
        "It is $300 million.",
        "It is $5 billion.",
        "It is $500 million.",
    ]
    found = check_bitext(bitext(ko, en), glossary, ["conversion_off"], direction="en-ko")
    assert found.select("seg", "severity").rows() == [(3, "hard"), (4, "advisory")]
    assert ko[3][found["ko_start"][0] : found["ko_end"][0]] == "50억 달러(약 7000억 원"
    assert check_bitext(bitext(ko[2:4], en[2:4]), glossary, ["conversion_off"]).is_empty()


def test_a_term_marked_do_not_translate_must_stay():
    frame = pl.DataFrame(
        {
            "ko": ["온글", "온글"],
            "en": ["Ongeul", "OnText"],
            "status": ["preferred", "admitted"],
            "concept": ["ongeul"] * 2,
        }
        | {"en_do_not_translate": ["yes", ""]}
    )
    glossary = Glossary.from_pairs(frame)
    pairs = bitext(["온글을 실행합니다."], ["Start OnText."])
    assert "do_not_translate" in set(check_bitext(pairs, glossary, direction="ko-en")["rule"])


def test_a_do_not_translate_term_must_stay(glossary):
    found = check(glossary, "en-ko", "챗지피티를 쓴다.", "They use ChatGPT.")
    assert hard(found) == {"deprecated_used", "do_not_translate"}


def test_rules_can_be_chosen_and_set(glossary):
    pair = ("en-ko", "이 컨텐츠는 3억 달러다.", "This content is $30 million.")
    assert set(check(glossary, *pair, rules=["loanword"])["rule"]) == {"loanword"}
    assert "loanword" not in set(check(glossary, *pair, rules={"loanword": "off"})["rule"])
    assert "loanword" in hard(check(glossary, *pair, rules={"loanword": "hard"}))
    assert "amount_mismatch" not in hard(check(glossary, *pair, rules={"amount_mismatch": "advisory"}))


@pytest.mark.parametrize("rules", [["no_such_rule"], {"josa": "loud"}])
def test_unknown_rules_and_settings_are_refused(glossary, rules):
    with pytest.raises(UsageError, match=r"no_such_rule|loud"):
        check(glossary, "ko-en", "가", "a", rules=rules)


def test_a_wrong_direction_or_frame_is_refused(glossary):
    with pytest.raises(UsageError, match="ja-ko"):
        check(glossary, "ja-ko", "가", "a")
    with pytest.raises(UsageError, match="en"):
        check_bitext(pl.DataFrame({"doc": [""], "seg": [0], "ko": ["가"]}))


def test_without_glossary_and_without_segments():
    assert check_bitext(bitext([], [])).schema == FINDINGS
    found = check_bitext(bitext(["부채가 8억 원 늘었다."], ["Debt grew by 8 trillion won."]))
    assert found.schema == FINDINGS
    assert hard(found) == {"amount_mismatch"}


def test_every_rule_is_tried_here():
    tried = {rule for fault in FAULTS for rule in fault[3]} | {advice[3] for advice in ADVICE}
    assert set(RULES) - tried == {"do_not_translate", "conversion_off", "spacing_differs", "translations_differ"}
    assert "off" in SEVERITIES


@pytest.mark.parametrize(
    "ko, en, expected",
    [
        ("5000억 달러(약 700조 원)를 쓴다. 애빌린(Abilene)에 짓는다.", "It will spend $500 billion in Abilene.", "en"),
        ("12조 원을 쓴다.", "It will spend 12 trillion won ($8.43 billion).", "ko"),
        ("비가 온다.", "It rains.", None),
    ],
)
def test_the_direction_is_seen_from_the_texts(ko, en, expected):
    from malmoi.check.direction import guess_source

    assert guess_source([(ko, en)]) == expected
