import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malmoi.text.sentences import paragraphs, split

# Each text with "|" where a sentence ends and the next begins; white space around the bars is part of the text.
KOREAN = [
    '그는 "안녕." 이라고 말했다. | 그녀는 갔다.',
    '그는 "좋은 일이다. 계속하겠다."라고 말했다. | 다음 문장이다.',
    "“정말인가?”라고 물었다. | 「그렇다.」고 답했다. | 끝!",
    '"저는 갑니다." | 그녀가 말했다.',
    '그는 "가자!" 외쳤다. | 그는 “아니다. 그렇다”고 했다.',
    '그는 말했다. | "이것은 끝이 아니다." | 모두 놀랐다.',
    "매출은 3.5% 늘었다. | 2024.12.25. 개최된 회의에서 U.S. 스틸은 올랐다.",
    "2024. 12. 25. 발표했다. | 영업이익은 1.2조원이다.",
    "그는 왔다(그녀는 가지 않았다. 비가 왔다.). | 그리고 떠났다.",
    "글쎄... 잘 모르겠다... | 하지만 간다. | 정말? | 그래!",
    "갔다. | 그녀는 왔다.",
    "1. 개요 | \n2. 목적 | \n가. 범위",
    "제2조(정의) 이 법에서 쓰는 말은 다음과 같다. | \n제3조(적용) 그렇다.",
    "• 첫째 항목 | \n• 둘째 항목이다. | 그리고 끝",
    "제목 | \n\n본문이다. | 둘째 문장이다.",
    "LG전자가 올랐다. | Inc. 같은 말은 J. K. 롤링처럼 쓴다.",
    "안녕하세요 | 저는 학생이에요 | 오늘 날씨가 정말 좋네요 ㅋㅋㅋ | 내일 봐요",
    "그는 그렇다고 했다 말했다.",
    "이것은 끝이다。 | 다음이다。",
]  # fmt: skip

ENGLISH = [
    "Mr. Smith of Acme Inc. said the U.S. economy grew 3.5 percent. | It did.",
    "He lives in the U.S. | The plan failed at 5 a.m. | But the U.S. President left at 5 p.m. Monday.",
    '"Stop!" Smith said. | "I came. | I saw," he said. | "Why?" asked Ann.',
    'She turned to him, "This is great." she said. | She turned to him, "This is great." | She held the book out.',
    "He teaches science (He worked for 5 years. He was an engineer.) at the University. | Next.",
    "See No. 5 and Fig. 3. | She said no. | George W. Bush met J. K. Rowling.",
    "Well... | She left. | It was, e.g. in May, i.e. late, very cold.",
    "1. Introduction | \n2. Method",
    "- bullet one. | Bullet two! | \n- next",
    "In 2018. | The end of 20 people in Co. 20.",
    'The film "Mamma Mia! Here We Go Again" won. | Good.',
    "Node.js is it.[3] | Next one at example.com. | Yes.",
    "Heading Without Stop | \nA sentence.",
    "Heading\x0b| Next\u2028| Third",
]  # fmt: skip

WRAPPED = """The company, which was founded in 1999 and has its headquarters in the city of
Abilene, Texas, said that it would invest $500 billion in the project. Its Mr.
Smith said it would be done by 2029, and that the first part was under way
already.

Short
lines
stay."""

WRAPPED_KO = """이 회사는 1999년에 세워졌으며 텍사스주 애빌린에 본사를 두고 있는 기업으로서 그동안
여러 사업을 벌여 왔다. 앞으로 5년에 걸쳐 5000억 달러를 이 사업에 투자할 것이라고
발표했다."""


def cut(text: str, lang: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text, lang)]  # type: ignore[arg-type]


@pytest.mark.parametrize("marked", KOREAN)
def test_korean(marked: str) -> None:
    expected = [s.strip() for s in marked.split("|")]
    assert cut(marked.replace("| ", "").replace("|", ""), "ko") == expected


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked: str) -> None:
    expected = [s.strip() for s in marked.split("|")]
    assert cut(marked.replace("| ", "").replace("|", ""), "en") == expected


def test_a_forgotten_space_still_ends_a_sentence() -> None:
    assert cut("그는 갔다.그녀는 왔다.", "ko") == ["그는 갔다.", "그녀는 왔다."]
    assert cut("영업이익 늘었다…매출은 줄어", "ko") == ["영업이익 늘었다…매출은 줄어"]
    assert cut("Hello world.The end.", "en") == ["Hello world.", "The end."]


def test_wrapped_lines_are_joined_and_short_ones_are_not() -> None:
    assert [" ".join(s.split()) for s in cut(WRAPPED, "en")] == [
        "The company, which was founded in 1999 and has its headquarters in the city of Abilene, Texas, said that it "
        "would invest $500 billion in the project.",
        "Its Mr. Smith said it would be done by 2029, and that the first part was under way already.",
        "Short",
        "lines",
        "stay.",
    ]
    assert len(paragraphs(WRAPPED)) == 4
    assert len(cut(WRAPPED_KO, "ko")) == 2


def test_unwrapped_lines_of_like_length_stay_apart() -> None:
    headlines = (
        "Samsung Electronics posts record profit for third year\nApple Computer loses its market share in Europe again"
    )
    assert len(cut(headlines, "en")) == 2


@pytest.mark.parametrize("marked", KOREAN)
def test_decomposed_text_is_cut_at_the_same_places(marked: str) -> None:
    text = marked.replace("|", "")
    decomposed = unicodedata.normalize("NFD", text)
    assert [unicodedata.normalize("NFC", s) for s in cut(decomposed, "ko")] == cut(text, "ko")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["그는", "갔다.", "했다", "U.S.", "Mr.", "The", "end.", '"', "“", "”라고", "(", ")", "...", "?", "3.5", "2.", "ㄱ",
             "\n", "\n\n", "\r\n", " ", "\x0c", "\x00", "a", "각", "'", "’s", "。", "- ", "!", "\u2028"]
        ),
        max_size=30,
    ),
    st.sampled_from(["ko", "en"]),
)  # fmt: skip
def test_every_character_but_white_space_is_in_one_sentence(parts: list[str], lang: str) -> None:
    text = "".join(parts)
    at = 0
    for span in split(text, lang):  # type: ignore[arg-type]
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        at = span.end
    assert not text[at:].strip()


def test_nothing_but_white_space_has_no_sentence() -> None:
    assert split("", "ko") == [] == split(" \n\t ", "en")
    assert paragraphs("\n\n") == []


def test_a_line_without_end_is_cut_in_linear_time() -> None:
    # Quadratic time would take minutes here.
    assert len(split("The plan (in the U.S. failed. " * 30_000, "en")) > 1000
    assert len(split('그는 "갔다. ' * 60_000, "ko")) > 1000
    assert len(split("가" * 1_000_000, "ko")) == 1
