"""A simulated person: whatever they decide, write and rearrange, the decisions arrive and everything else is as it was."""

import string
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from malmoi.flow.adopt import adopt_workbook
from malmoi.glossary.store import Glossary

KOREAN = ["한빛전자", "후공정", "이사회", "영업이익", "0012", "3-1", "=합계(A1)", "참", "어린이 재단", "_x000D_"]
TERM = st.text(st.sampled_from("가나다라마힣ㄱ" + string.ascii_letters + string.digits + "=+-@'&<>% ."), min_size=1, max_size=12).filter(
    lambda text: any(ch.isalnum() for ch in text)
)  # fmt: skip
CHOICE = st.one_of(
    st.none(),
    st.just(("accept", None)),
    st.just(("reject", None)),
    st.just(("later", None)),
    st.tuples(st.just("edit"), TERM),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(CHOICE, min_size=10, max_size=10), order=st.permutations(range(10)), moved=st.booleans())
def test_decisions_arrive_and_all_else_is_as_it_was(review, store, choices, order, moved):
    with tempfile.TemporaryDirectory() as folder:
        path, journal = Path(folder) / "review.xlsx", Path(folder) / "journal.ndjson"
        journal.write_bytes(store.path.read_bytes())
        glossary = Glossary.open(journal, by="person")
        before = {row["id"]: row for row in glossary.terms.iter_rows(named=True)}
        _work(review, path, choices, order, moved=moved)

        done = adopt_workbook(glossary, str(path))

        assert [(p.place, p.message) for p in done.problems] == []
        steps = {step.row.decision.ko: step for step in done.steps}
        assert len(steps) == len(done.steps) == sum(choice is not None for choice in choices)
        after = {row["id"]: row for row in glossary.terms.iter_rows(named=True)}
        texts = {
            lang: {" ".join(row["term"].split()) for row in after.values() if row["lang"] == lang}
            for lang in ("ko", "en")
        }
        for ko, choice in zip(KOREAN, choices, strict=True):
            if choice is None:
                assert ko not in steps
            elif choice[0] in ("reject", "later"):
                assert steps[ko].action in ("reject", "later", "kept")
            elif steps[ko].action != "conflict":
                assert ko in texts["ko"]
                assert choice[1] is None or " ".join(choice[1].split()) in texts["en"]
        kept = ("term", "status", "domain", "definition", "note", "source", "at", "by")
        touched = {step.row.decision.ko for step in done.steps if step.action in ("add", "change")}
        for id_, row in before.items():
            names = kept[:2] if touched else kept
            assert [after[id_][name] for name in names] == [row[name] for name in names]
        written = journal.read_bytes()
        assert {step.action for step in adopt_workbook(glossary, str(path)).steps} <= {
            "same",
            "reject",
            "later",
            "kept",
            "conflict",
        }
        assert journal.read_bytes() == written


def _work(review, path, choices, order, *, moved):
    """Decide, sort the rows, and perhaps put the columns the other way round."""
    book = load_workbook(review)
    sheet = book["Terms"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = {str(text).split("\n")[-1]: i for i, text in enumerate(rows[0])}
    for row, choice in zip(rows[1:], choices, strict=True):
        if choice is not None:
            row[heads["Decision"]], row[heads["Edited English"]] = choice
    rows = [rows[0], *(rows[1 + i] for i in order)]
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(reversed(row) if moved else row, 1):
            cell = sheet.cell(i, j)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
