"""Checking as a job: baselines, the project's settings, texts line by line."""

import gzip

import polars as pl
import pytest

from malmoi.check.bitext import checked
from malmoi.check.memory import Memory
from malmoi.errors import FormatError, InputError, LanguageError, UsageError
from malmoi.flow.audit import Tally, audit, project_rules, read_baseline, review, write_baseline
from malmoi.flow.bitexts import declared_direction, open_sources
from malmoi.formats.bitexts.codecs import write
from malmoi.model.frames import bitext

PAIRS = bitext(
    ["부채가 8억 원 늘었다.", "파일을(를) 지웠다."], ["Debt grew by 8 trillion won.", "The file was deleted."], "d"
)


def test_an_accepted_finding_is_left_out(tmp_path):
    baseline = tmp_path / "baseline.json"
    assert read_baseline(baseline) == frozenset()
    first = audit(PAIRS, direction="en-ko")
    assert set(first.findings["rule"]) == {"amount_mismatch", "josa"}
    write_baseline(baseline, first.findings.filter(pl.col("rule") == "josa")["fingerprint"])
    again = audit(PAIRS, direction="en-ko", accepted=read_baseline(baseline))
    assert again.findings["rule"].to_list() == ["amount_mismatch"]
    assert again.accepted == 1


def test_a_fingerprint_survives_moving_and_not_editing():
    alone = audit(PAIRS, direction="en-ko").findings
    moved = bitext(["비가 온다.", *PAIRS["ko"]], ["It rains.", *PAIRS["en"]], "other")
    assert audit(moved, direction="en-ko").findings["fingerprint"].to_list() == alone["fingerprint"].to_list()
    edited = PAIRS.with_columns(en=pl.col("en").str.replace("Debt", "The debt"))
    changed = audit(edited, direction="en-ko").findings["fingerprint"]
    assert [a == b for a, b in zip(changed, alone["fingerprint"], strict=True)] == [False, True]


@pytest.mark.parametrize(
    "level, hard, soft", [("hard", True, False), ("advisory", True, True), ("never", False, False)]
)
def test_what_a_run_fails_on(level, hard, soft):
    assert audit(PAIRS, direction="en-ko").fails(level) is hard
    assert audit(bitext(["회사는 회사는 닫았다."], ["It closed."]), direction="en-ko").fails(level) is soft
    with pytest.raises(UsageError, match="loud"):
        audit(PAIRS, direction="en-ko").fails("loud")


def test_a_broken_baseline_is_named(tmp_path):
    path = tmp_path / "baseline.json"
    for content in ("{", '{"x": 1}', "[]"):
        path.write_text(content, "utf-8")
        with pytest.raises(FormatError, match="baseline"):
            read_baseline(path)


def test_the_project_sets_rules(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "malmoi.toml").write_text('[check.rules]\njosa = "off"\n', "utf-8")
    assert project_rules(inner) == {"josa": "off"}
    assert set(audit(PAIRS, rules=project_rules(inner), direction="en-ko").findings["rule"]) == {"amount_mismatch"}
    (tmp_path / "malmoi.toml").write_text("[check\n", "utf-8")
    with pytest.raises(FormatError, match=r"malmoi\.toml"):
        project_rules(inner)
    (tmp_path / "malmoi.toml").write_text("[check]\nrules = 3\n", "utf-8")
    with pytest.raises(FormatError, match=r"check\.rules"):
        project_rules(inner)
    for line in ('josas = "off"', 'josa = "loud"', "josa = 1"):
        (tmp_path / "malmoi.toml").write_text(f"[check.rules]\n{line}\n", "utf-8")
        with pytest.raises(FormatError, match="josa"):
            project_rules(inner)


def test_texts_are_paired_line_by_line(tmp_path):
    ko, en = tmp_path / "k.txt", tmp_path / "e.txt"
    ko.write_text("가\n나\n", "utf-8")
    en.write_text("a\nb", "utf-8")
    (source,) = open_sources([str(ko), str(en)])
    assert pl.concat(source.frames).select("ko", "en").rows() == [("가", "a"), ("나", "b")]
    assert source.places == {"ko": str(ko), "en": str(en)}
    en.write_text("a\n", "utf-8")
    with pytest.raises(InputError, match="2 lines"):
        list(open_sources([str(ko), str(en)])[0].frames)
    en.write_text("a\nb\n", "utf-8")
    with pytest.raises(LanguageError, match="Korean text first"):
        list(open_sources([str(en), str(ko)])[0].frames)


@pytest.mark.parametrize(
    "name, head, direction",
    [
        ("a.tmx", '<tmx version="1.4"><header creationtool="OmegaT" srclang="en-US"/>', "en-ko"),
        ("a.tmx", '<tmx version="1.4"><header srclang="KO-KR"/>', "ko-en"),
        ("a.tmx", '<tmx version="1.4"><header srclang="*all*"/>', None),
        ("a.tmx", '<tmx version="1.4"><header creationtool="malmoi" srclang="ko"/>', None),
        ("a.xlf", '<xliff version="1.2"><file source-language="ko" target-language="en">', "ko-en"),
        ("a.xliff", '<xliff version="2.1" srcLang="en" trgLang="ko">', "en-ko"),
        ("a.po", 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n', "en-ko"),
        ("a.po", 'msgid ""\nmsgstr ""\n"Language: en_GB\\n"\n"X-Source-Language: ko\\n"\n', "ko-en"),
        ("a.mqxliff", '<file source-language="eng-US" target-language="kor">', "en-ko"),
        ("a.sdlxliff", "<file source-language='KO_kr' target-language='en-GB'>", "ko-en"),
        ("a.mxliff", '<file source-language="en" target-language="ko">', "en-ko"),
        ("a.xlf", '<file target-language="kor">', "en-ko"),
        ("a.po", 'msgid ""\nmsgstr ""\n"Language: Korean\\n"\n', "en-ko"),
        ("a.xlf", '<file source-language="de" target-language="fr">', None),
        ("a.csv", "source-language=ko", None),
    ],
)
def test_a_file_says_its_direction(tmp_path, name, head, direction):
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / name).write_bytes(head.encode(encoding))
        assert declared_direction(str(tmp_path / name)) == direction
    assert declared_direction(str(tmp_path / "none.tmx")) is None


@pytest.mark.parametrize(
    "name, form", [("a.tmx", None), ("a.xlf", None), ("a.xlf", "xliff12"), ("a.po", None)], ids=str
)
def test_what_malmoi_wrote_says_no_direction(tmp_path, name, form):
    write(bitext(["회사가 투자했다."], ["The company invested."]), tmp_path / name, form)
    assert declared_direction(str(tmp_path / name)) is None


def test_a_compressed_file_says_its_direction(tmp_path):
    (tmp_path / "a.xlf.gz").write_bytes(gzip.compress(b'<file source-language="eng-US" target-language="kor">'))
    assert declared_direction(str(tmp_path / "a.xlf.gz")) == "en-ko"


def test_each_document_has_the_direction_that_it_tells():
    into_korean = [f"애빌린(Abilene)에 {n}억 달러(약 {n * 1400}억 원)를 쓴다." for n in range(1, 5)]
    into_english = [f"It costs {n} billion won (${n} million), Kim Min-su said in Seoul." for n in range(1, 5)]
    pairs = pl.concat(
        [
            bitext(into_korean, ["It spends money in Abilene."] * 4, "a"),
            bitext(["돈이 든다고 김민수가 말했다."] * 4, into_english, "b"),
            bitext(["비가 온다."], ["It rains."], "c"),
        ]
    )
    ways = {(found.doc, found.source) for found in checked(pairs)}
    assert ways >= {("a", "en"), ("b", "ko")}
    assert {found.source for found in checked(pairs, direction="ko-en")} == {"ko"}


def test_a_stream_is_checked_as_one_text():
    ko = ["주소를 넣으십시오.", "비가 온다.", "주소를 넣으십시오."]
    whole = bitext(ko, ["Enter the address.", "It rains.", "Type the address."], "d")
    parts = (whole.slice(i, 1) for i in range(3))
    tally = Tally()
    found = list(review(parts, tally=tally, direction="ko-en"))
    assert [(row["seg"], row["rule"]) for row in found] == [(2, "translations_differ")]
    assert [(row["ko"], row["direction"]) for row in found] == [(ko[2], "ko-en")]
    assert (tally.segments, tally.faulty, tally.hard, tally.advisory) == (3, 1, 0, 1)
    assert audit(whole, direction="ko-en").findings["fingerprint"].to_list() == [found[0]["fingerprint"]]


def test_memories_are_bounded():
    memory = Memory(2)
    assert [memory.first(key, key.upper()) for key in "abac"] == ["A", "B", "A", "C"]
    assert set(memory) == {"a", "c"}, "what was asked for last stays"
