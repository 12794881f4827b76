"""What is wrong with a glossary, whoever wrote it, and what is in it."""

import pytest

from malmoi.glossary.journal import Version
from malmoi.glossary.store import Glossary


def test_validate_names_each_fault_once_and_nothing_in_a_clean_glossary(store):
    store.put(ko="은행", en="bank", domain="finance")
    assert store.validate().is_empty()
    store.put(ko="금리", en=["interest rate", "rate"], en_status="preferred", concept="rate", domain="finance")
    store.put(ko="은행", en="lender", concept="lender", domain="finance")
    store.put(ko="둑", concept="dike", domain="rivers")
    store.put(ko=["플랫폼", "플래트폼"], en="platform", concept="platform")
    store.put(ko=["데이터센터", "데이터 센터"], en="data center", concept="dc")
    store.put(ko="컨텐츠 산업", en="content industry", concept="c1")
    store.put(ko="콘텐츠 산업", en="contents industry", concept="c2")
    store.put(ko="갑", en="party of the first part", concept="g1")
    store.put(ko="을", en="party of the second part", concept="g2")
    store.merge("g1", "g2")
    store.remove("g1")
    found = {(row["rule"], row["concept"]) for row in store.validate().iter_rows(named=True)}
    assert {
        ("two-preferred", "rate"),
        ("one-sided", "dike"),
        ("spacing-duplicate", "dc"),
        ("broken-reference", "g2"),
    } <= found
    assert sum(rule == "same-term" for rule, _ in found) == 1
    assert sum(rule == "loanword-duplicate" for rule, _ in found) == 1


def raw(id_, *terms, at="2026-01-01T00:00:00.000000Z", op="put", **fields):
    listed = [{"id": f"{id_}{i}", "lang": "ko", "status": "preferred", **term} for i, term in enumerate(terms)]
    return Version(id_, op, at, "kim", {**fields, "terms": listed} if op == "put" else fields).line + "\n"


# lines that somebody wrote by hand or git put together, (rule, severity, concept) of every finding but one-sided
OFF = [
    ([raw("a", {"term": ""}, {"term": "은행", "status": "admitted"})], {("empty-term", "hard", "a")}),
    ([raw("a", {"term": " - "}, {"term": "은행", "status": "admitted"})], set()),
    ([raw("a", {"term": "은행", "status": "best"})], {("illegal-status", "hard", "a")}),
    ([raw("a", {"term": "은행", "lang": "ja"})], {("illegal-lang", "hard", "a")}),
    ([raw("a", {"term": "은행", "region": "JP", "pos": "thing"})], {("illegal-region", "hard", "a"), ("illegal-pos", "hard", "a")}),
    ([raw("a", {"term": "은행"}, {"term": "은행 "})], {("two-preferred", "hard", "a"), ("spacing-duplicate", "advisory", "a")}),
    ([raw("a", {"term": "은행", "id": "x"}), raw("b", {"term": "은행", "id": "x"}, domain="d")], {("two-homes", "hard", "a")}),
    ([raw("a", op="merge", into="b"), raw("b", op="merge", into="a")], {("broken-reference", "hard", c) for c in "ab"}),
    ([raw("a", op="merge", into="nobody")], {("broken-reference", "hard", "a")}),
    ([raw("b", {"term": "은행"}), raw("a", op="merge", into="b", same={"x": "b9"})], {("broken-reference", "advisory", "a")}),
    ([raw("a", {"term": "은행"}, domain="d"), raw("b", {"term": "은행"}, domain="d")], {("same-term", "hard", "a")}),
    ([raw("a", {"term": "은행"}, domain="d"), raw("b", {"term": "은행"}, domain="e")], set()),
    ([raw("a", {"term": "중앙은행"}), raw("b", {"term": "중앙 은행"})], {("spacing-duplicate", "advisory", "a")}),
]  # fmt: skip


@pytest.mark.parametrize("lines, expected", OFF)
def test_validate_sees_what_no_change_would_write(path, lines, expected):
    path.parent.mkdir(parents=True)
    path.write_text("".join(lines), "utf-8")
    found = Glossary.open(path).validate()
    assert {(r, s, c) for r, s, c, *_ in found.rows() if r != "one-sided"} == expected


def test_stats_count(store):
    store.put(ko="은행", en="bank", domain="finance")
    counts = {(row["what"], row["of"]): row["count"] for row in store.stats().iter_rows(named=True)}
    assert counts["concepts", ""] == 1
    assert counts["terms", ""] == 2
    assert counts["lang", "ko"] == 1
    assert counts["domain", "finance"] == 2
    assert counts["by", "kim"] == 2
    assert [counts["concepts without", of] for of in ("ko", "en", "definition")] == [0, 0, 1]
