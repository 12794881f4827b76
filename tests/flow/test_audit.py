"""Checking as a job: baselines, the project's settings, texts line by line."""

import polars as pl
import pytest

from malmoi.errors import FormatError, InputError, LanguageError, UsageError
from malmoi.flow.audit import audit, pair_lines, project_rules, read_baseline, write_baseline
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


def test_texts_are_paired_line_by_line():
    assert pair_lines("가\n나\n", "a\nb", ("k", "e")).select("ko", "en").rows() == [("가", "a"), ("나", "b")]
    with pytest.raises(InputError, match="k has 2 lines and e 1"):
        pair_lines("가\n나\n", "a\n", ("k", "e"))
    with pytest.raises(LanguageError, match="Korean text first"):
        pair_lines("a", "가", ("k", "e"))
